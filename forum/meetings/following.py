"""What those who follow an issue hear of the forums that take it up: planned, begun, concluded.

That a forum begins cannot wait for the next summary by mail: it is urgent.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from forum import notifications
from forum.core.db import db
from forum.core.events import subscribe
from forum.meetings import queries, words
from forum.meetings.events import ItemDone, MeetingOpened, MeetingScheduled
from forum.meetings.models import AgendaItem, Meeting, MeetingStaff, MeetingState
from forum.notifications.models import Matter
from forum.web.filters import day, time_of_day

Facts = Mapping[str, Any]
Texts = list[notifications.Text | None]


@subscribe(MeetingScheduled)
def tell_that_it_is_planned(event: MeetingScheduled) -> None:
    _tell_of_the_agenda(event.meeting_id, "forum_planned")


@subscribe(MeetingOpened)
def tell_that_it_begins(event: MeetingOpened) -> None:
    _tell_of_the_agenda(event.meeting_id, "forum_live")


@subscribe(ItemDone)
def tell_of_the_outcome(event: ItemDone) -> None:
    item = queries.item_by_id(event.item_id)
    if item is not None and item.issue_id is not None:
        _tell(item.issue_id, f"forum-outcome:{item.id}", "forum_outcome", {"item_id": item.id})


def _tell_of_the_agenda(meeting_id: int, kind: str) -> None:
    """Who follows several of its issues hears once."""
    for issue_id in queries.issues_on_agenda(meeting_id):
        _tell(issue_id, f"{kind}:{meeting_id}", kind, {"meeting_id": meeting_id})


def _tell(issue_id: int, key: str, kind: str, facts: dict[str, Any]) -> None:
    notifications.tell_followers(
        Matter.THREAD,
        issue_id,
        key=key,
        kind=kind,
        facts=facts,
        about=notifications.key_of(Matter.THREAD, issue_id),
    )


# --- who hears of it in other words, and how it reads


def who_leads(facts: Facts) -> list[int]:
    """They have planned and opened it themselves."""
    staff = select(MeetingStaff.user_id).where(MeetingStaff.meeting_id == facts["meeting_id"])
    return list(db.session.scalars(staff))


@notifications.kind("forum_planned", besides=who_leads)
def planned_words(many: Sequence[Facts]) -> Texts:
    return _of_meetings(
        many,
        lambda meeting: _(
            "Dibahas di forum warga %(title)s, %(day)s pukul %(time)s.",
            title=meeting.title,
            day=day(meeting.starts_at),
            time=time_of_day(meeting.starts_at),
        ),
        "meetings.detail",
    )


@notifications.kind("forum_live", urgent=True, besides=who_leads)
def live_words(many: Sequence[Facts]) -> Texts:
    return _of_meetings(
        many,
        lambda meeting: (
            _("Forum warga %(title)s sudah dimulai.", title=meeting.title)
            if meeting.state is MeetingState.LIVE
            else _("Forum warga %(title)s sudah berlangsung.", title=meeting.title)
        ),
        "meetings.room",
    )


@notifications.kind("forum_outcome")
def outcome_words(many: Sequence[Facts]) -> Texts:
    found = queries.items_by_id(facts["item_id"] for facts in many)
    return [_outcome(found.get(facts["item_id"])) for facts in many]


def _outcome(item: AgendaItem | None) -> notifications.Text | None:
    if item is None or item.outcome_kind is None:
        return None
    return notifications.Text(
        _("Hasil forum warga: %(outcome)s.", outcome=str(words.OUTCOMES[item.outcome_kind])),
        f"/isu/{item.issue_id}",
    )


def _of_meetings(
    many: Sequence[Facts], sentence: Callable[[Meeting], str], endpoint: str
) -> Texts:
    found = queries.announced_by_id(facts["meeting_id"] for facts in many)
    texts = {
        meeting.id: notifications.Text(
            sentence(meeting), url_for(endpoint, meeting_id=meeting.id)
        )
        for meeting in found
    }
    return [texts.get(facts["meeting_id"]) for facts in many]
