"""What is kept of a person's part in citizen forums: to give, and to erase.

That somebody spoke, and for how long, is part of the minutes; the name under it is asked for
when they are read, so it goes with the account.
"""

from sqlalchemy import select

from forum.accounts import traces
from forum.core.db import db, lock
from forum.core.outbox import record
from forum.meetings.events import MeetingChanged
from forum.meetings.models import (
    AgendaItem,
    Assignment,
    Meeting,
    MeetingStaff,
    SpeakerEntry,
)
from forum.privacy.naming import names_of

TASKS = {  # as the archive of someone's data says it, in Indonesian as a whole
    Assignment.LEAD: "fasilitator",
    Assignment.CO_LEAD: "fasilitator pendamping",
    Assignment.SCRIBE: "notulis",
}


@traces.exports("bicara di forum warga")
def export_speaking(user_id: int) -> traces.Rows:
    rows = db.session.execute(
        select(SpeakerEntry, AgendaItem.title, Meeting.title)
        .join(AgendaItem, AgendaItem.id == SpeakerEntry.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(SpeakerEntry.person_id == user_id)
        .order_by(SpeakerEntry.id)
    )
    return [
        {
            "forum": meeting,
            "acara": item,
            "keadaan": entry.state.value,
            "angkat tangan": entry.raised_at.isoformat(timespec="seconds"),
            "berbicara": entry.started_at and entry.started_at.isoformat(timespec="seconds"),
            "detik": entry.seconds,
            "alasan dikeluarkan": entry.reason,
        }
        for entry, item, meeting in rows
    ]


@traces.exports("tugas di forum warga")
def export_tasks(user_id: int) -> traces.Rows:
    rows = db.session.execute(
        select(MeetingStaff.assignment, Meeting.title)
        .join(Meeting, Meeting.id == MeetingStaff.meeting_id)
        .where(MeetingStaff.user_id == user_id)
        .order_by(MeetingStaff.id)
    )
    return [{"forum": title, "tugas": TASKS[task]} for task, title in rows]


@traces.erases
def take_the_name_out(user_id: int) -> None:
    """Reasons lose the name; whoever has one of their forums open sees it without it."""
    names = names_of(user_id)
    entries = db.session.scalars(
        select(SpeakerEntry).where(SpeakerEntry.person_id == user_id).order_by(SpeakerEntry.id)
    ).all()
    spoken = select(AgendaItem.meeting_id).where(
        AgendaItem.id.in_({entry.item_id for entry in entries})
    )
    served = select(MeetingStaff.meeting_id).where(MeetingStaff.user_id == user_id)
    concerned = set(db.session.scalars(spoken)) | set(db.session.scalars(served))
    for meeting_id in sorted(concerned):
        meeting = db.session.get_one(Meeting, meeting_id)
        lock(meeting)
        meeting.version += 1
        record(MeetingChanged(meeting_id=meeting_id))
    for entry in entries:
        if entry.reason is not None:
            entry.reason = names.mask(entry.reason)[:200]
