"""The demo's citizen forums: agenda, speakers, outcomes."""

from datetime import datetime, timedelta

from forum.core import clock
from forum.core.db import db
from forum.demo.content import Row
from forum.demo.known import Known, first_line
from forum.meetings.models import (
    AgendaItem,
    Assignment,
    ItemPoll,
    ItemState,
    Meeting,
    MeetingStaff,
    MeetingState,
    OutcomeKind,
    Promise,
    SpeakerEntry,
    SpeakerState,
)

SESSION_STATES = {
    "live": MeetingState.LIVE,
    "registration": MeetingState.SCHEDULED,
    "scheduled": MeetingState.SCHEDULED,
    "minutes_draft": MeetingState.MINUTES_DRAFT,
}
PROMISES = {
    "informasi": Promise.INFORM,
    "konsultasi": Promise.CONSULT,
    "pelibatan": Promise.INVOLVE,
    "kolaborasi": Promise.COLLABORATE,
    "pemberdayaan": Promise.EMPOWER,
}


def add_session(
    known: Known, row: Row, now: datetime, *, first: bool, tag: str = ""
) -> Meeting:
    starts = now + timedelta(hours=row["starts_in_hours"])
    state = SESSION_STATES[row["state"]]
    done = state is MeetingState.MINUTES_DRAFT
    meeting = Meeting(
        title=row["title"],
        summary=row["summary"],
        state=state,
        promise=PROMISES[row["iap2"]],
        starts_at=starts if done or state is MeetingState.LIVE else _evening(starts),
        planned_minutes=row["planned_minutes"],
        place=row["place"],
        unit_id=known.unit_id(row["unit"]),
        opened_at=starts if state is not MeetingState.SCHEDULED else None,
        ended_at=starts + timedelta(minutes=row["planned_minutes"]) if done else None,
        created_at=starts - timedelta(days=14),
    )
    known.add("session", row["key"] + tag, meeting)
    _staff(known, meeting, row)
    clock_at = starts
    for position, item in enumerate(row["items"]):
        clock_at = _item(known, meeting, item, position, clock_at, now)
    facts = {"meeting_id": meeting.id}
    author_id = known.person(row["facilitator"]).id
    first_line(
        f"session:{meeting.id}", "MeetingScheduled", author_id, facts, meeting.created_at
    )
    first_line(
        f"session:{meeting.id}:staff", "MeetingScheduled", author_id, facts, meeting.created_at
    )
    return meeting


def _evening(value: datetime) -> datetime:
    """Forums begin at 19.00 in the evening."""
    return value.astimezone(clock.LOCAL).replace(hour=19, minute=0, second=0, microsecond=0)


def _staff(known: Known, meeting: Meeting, row: Row) -> None:
    tasks = [(row["facilitator"], Assignment.LEAD), (row["scribe"], Assignment.SCRIBE)]
    tasks += [(key, Assignment.CO_LEAD) for key in row["co_facilitators"]]
    for key, assignment in tasks:
        user_id = known.person(key).id
        db.session.add(
            MeetingStaff(meeting_id=meeting.id, user_id=user_id, assignment=assignment)
        )


def _item(
    known: Known, meeting: Meeting, row: Row, position: int, begins: datetime, now: datetime
) -> datetime:
    """Make the item; returns when the next one begins."""
    state = ItemState(row["state"])
    ends = begins + timedelta(minutes=row["minutes"])
    outcome = row["outcome"] or {}
    due = outcome.get("due_in_days")
    issue = known.rows["issue", row["issue"]] if row["issue"] else None
    running = state in (ItemState.ACTIVE, ItemState.DECIDING)
    item = AgendaItem(
        meeting_id=meeting.id,
        position=position,
        title=row["title"],
        note=row["note"] or "",
        planned_minutes=row["minutes"],
        issue_id=issue.id if issue else None,
        state=state,
        active_since=min(begins, now) if running else None,
        active_seconds=row["minutes"] * 60 if state is ItemState.DONE else 0,
        outcome_kind=OutcomeKind(outcome["kind"]) if outcome else None,
        outcome_text=outcome.get("text"),
        outcome_owner=known.unit_name(outcome.get("owner")) if outcome else None,
        outcome_due=(ends + timedelta(days=due)).astimezone(clock.LOCAL).date()
        if due is not None
        else None,
        done_at=min(ends, now) if state is ItemState.DONE else None,
    )
    db.session.add(item)
    db.session.flush()
    for key in row["polls"]:
        db.session.add(ItemPoll(poll_id=known.rows["poll", key].id, item_id=item.id))
    for speaker in row["speakers"]:
        _speaker(known, meeting, item, speaker, now)
    db.session.flush()
    return ends


def _speaker(known: Known, meeting: Meeting, item: AgendaItem, row: Row, now: datetime) -> None:
    reference = meeting.ended_at or now
    raised = reference - timedelta(minutes=row["minutes_ago"])
    state = SpeakerState(row["state"])
    spoke = state in (SpeakerState.SPEAKING, SpeakerState.DONE)
    db.session.add(
        SpeakerEntry(
            item_id=item.id,
            person_id=known.person(row["person"]).id,
            state=state,
            raised_at=raised,
            started_at=raised if spoke else None,
            seconds=row["seconds"] if state is SpeakerState.DONE else None,
        )
    )
