"""One session and what belongs to it, for pages and for actions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.models import RoleGrant, User
from forum.core.actor import Actor, Role
from forum.core.db import db
from forum.core.errors import NotFound
from forum.discussions.models import Thread
from forum.meetings.models import (
    AgendaItem,
    ItemPoll,
    ItemState,
    Meeting,
    MeetingStaff,
    MeetingState,
    SpeakerEntry,
    SpeakerState,
)
from forum.meetings.policy import LEADING, visible_to
from forum.polls.models import Poll, PollState

LARGEST = 2**31 - 1  # of the ids there can be
Found = TypeVar("Found")
RUNNING = (MeetingState.LIVE, MeetingState.CLOSING)
CURRENT = (ItemState.ACTIVE, ItemState.DECIDING)
UNDECIDED = (PollState.OPEN, PollState.GRACE, PollState.COUNTING, PollState.CLOSED)
IN_LINE = (SpeakerState.WAITING, SpeakerState.CALLED, SpeakerState.SPEAKING)


# --- one thing


def meeting_for(viewer: Actor, meeting_id: int) -> Meeting:
    """The meeting with its staff, if this viewer may see it; else it does not exist."""
    _require_possible(meeting_id)
    statement = (
        select(Meeting)
        .where(Meeting.id == meeting_id, visible_to(viewer))
        .options(
            selectinload(Meeting.staff).joinedload(MeetingStaff.user),
            joinedload(Meeting.unit),
        )
    )
    return _there(db.session.scalar(statement), "meeting")


def item_of(meeting: Meeting, item_id: int) -> AgendaItem:
    _require_possible(item_id)
    statement = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    return _there(db.session.scalar(statement.where(AgendaItem.id == item_id)), "item")


def entry_of(meeting: Meeting, entry_id: int) -> tuple[AgendaItem, SpeakerEntry]:
    """A raised hand of this meeting, with the item it was raised at."""
    _require_possible(entry_id)
    statement = (
        select(AgendaItem, SpeakerEntry)
        .join(SpeakerEntry, SpeakerEntry.item_id == AgendaItem.id)
        .where(SpeakerEntry.id == entry_id, AgendaItem.meeting_id == meeting.id)
    )
    row = _there(db.session.execute(statement).one_or_none(), "entry")
    return row[0], row[1]


def poll_of(meeting: Meeting, poll_id: int) -> tuple[AgendaItem, Poll]:
    """A poll on this meeting's agenda with its options, and the item it belongs to."""
    _require_possible(poll_id)
    statement = (
        select(AgendaItem, Poll)
        .join(ItemPoll, ItemPoll.item_id == AgendaItem.id)
        .join(Poll, Poll.id == ItemPoll.poll_id)
        .where(Poll.id == poll_id, AgendaItem.meeting_id == meeting.id)
        .options(selectinload(Poll.options))
    )
    row = _there(db.session.execute(statement).one_or_none(), "poll")
    return row[0], row[1]


def place_of_poll(poll_id: int) -> tuple[int, int] | None:
    """The meeting and the item that a poll belongs to, if it belongs to one."""
    row = db.session.execute(
        select(AgendaItem.meeting_id, AgendaItem.id)
        .join(ItemPoll, ItemPoll.item_id == AgendaItem.id)
        .where(ItemPoll.poll_id == poll_id)
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None


def leads_at_poll(actor: Actor, poll_id: int) -> bool:
    """Whether the actor leads, or helps to lead, the session that this poll belongs to."""
    if actor.id is None:
        return False
    statement = (
        select(MeetingStaff.id)
        .join(AgendaItem, AgendaItem.meeting_id == MeetingStaff.meeting_id)
        .join(ItemPoll, ItemPoll.item_id == AgendaItem.id)
        .where(
            ItemPoll.poll_id == poll_id,
            MeetingStaff.user_id == actor.id,
            MeetingStaff.assignment.in_(LEADING),
        )
    )
    return db.session.scalar(select(statement.exists())) or False


def leading_poll(poll_id: int) -> Select[Any]:
    """The ids of all who do."""
    return (
        select(MeetingStaff.user_id)
        .join(AgendaItem, AgendaItem.meeting_id == MeetingStaff.meeting_id)
        .join(ItemPoll, ItemPoll.item_id == AgendaItem.id)
        .where(ItemPoll.poll_id == poll_id, MeetingStaff.assignment.in_(LEADING))
    )


def version_of(meeting_id: int) -> int:
    return db.session.scalar(select(Meeting.version).where(Meeting.id == meeting_id)) or 0


def _require_possible(number: int) -> None:
    """A number that no row can have is one more thing that is not there."""
    if not 0 < number <= LARGEST:
        raise NotFound("number")


def _there(found: Found | None, what: str) -> Found:
    if found is None:
        raise NotFound(what)
    return found


# --- what actions need to know


def items_of(meeting_id: int) -> Sequence[AgendaItem]:
    statement = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    return db.session.scalars(statement.order_by(AgendaItem.position, AgendaItem.id)).all()


def current_item(meeting_id: int) -> AgendaItem | None:
    statement = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    return db.session.scalar(statement.where(AgendaItem.state.in_(CURRENT)))


def hand_of(actor: Actor, item_id: int) -> SpeakerEntry | None:
    """The actor's raised hand at this item, if it is up."""
    statement = select(SpeakerEntry).where(
        SpeakerEntry.item_id == item_id,
        SpeakerEntry.person_id == actor.id,
        SpeakerEntry.state.in_(IN_LINE),
    )
    return db.session.scalar(statement)


def first_in_line(item_id: int) -> SpeakerEntry | None:
    """Whose turn it is: who raised the hand first of those still waiting."""
    statement = (
        select(SpeakerEntry)
        .where(SpeakerEntry.item_id == item_id, SpeakerEntry.state == SpeakerState.WAITING)
        .order_by(SpeakerEntry.raised_at, SpeakerEntry.id)
        .limit(1)
    )
    return db.session.scalar(statement)


def name_of_speaker(item_id: int) -> str | None:
    """Who is speaking at this item."""
    statement = (
        select(User.public_name)
        .join(SpeakerEntry, SpeakerEntry.person_id == User.id)
        .where(SpeakerEntry.item_id == item_id, SpeakerEntry.state == SpeakerState.SPEAKING)
    )
    return db.session.scalar(statement)


def undecided_polls(item_id: int) -> Sequence[Poll]:
    """Polls of this item that were opened and not yet published."""
    statement = (
        select(Poll)
        .join(ItemPoll, ItemPoll.poll_id == Poll.id)
        .where(ItemPoll.item_id == item_id, Poll.state.in_(UNDECIDED))
        .order_by(Poll.id)
    )
    return db.session.scalars(statement).all()


def has_polls(item_id: int) -> bool:
    statement = select(func.count()).select_from(ItemPoll).where(ItemPoll.item_id == item_id)
    return db.session.scalars(statement).one() > 0


def facilitator_ids(among: Sequence[int]) -> set[int]:
    """Those of these people who are facilitators with an active account."""
    possible = [user_id for user_id in among if 0 < user_id <= LARGEST]
    if not possible:
        return set()
    statement = (
        select(User.id)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(User.id.in_(possible), User.active, RoleGrant.role == Role.FACILITATOR)
    )
    return set(db.session.scalars(statement))


def overdue_closings(ended_before: datetime) -> Sequence[Meeting]:
    statement = (
        select(Meeting)
        .where(Meeting.state == MeetingState.CLOSING, Meeting.ended_at <= ended_before)
        .options(selectinload(Meeting.staff))
    )
    return db.session.scalars(statement).all()


# --- what became of an issue


def issues_on_agenda(meeting_id: int) -> Sequence[int]:
    """The issues that its items take up, in the order of the agenda."""
    statement = select(AgendaItem.issue_id).where(
        AgendaItem.meeting_id == meeting_id, AgendaItem.issue_id.is_not(None)
    )
    found = db.session.scalars(statement.order_by(AgendaItem.position))
    return [issue_id for issue_id in dict.fromkeys(found) if issue_id is not None]


def item_by_id(item_id: int) -> AgendaItem | None:
    return db.session.get(AgendaItem, item_id)


def items_by_id(item_ids: Iterable[int]) -> dict[int, AgendaItem]:
    """Of forums that were announced."""
    statement = (
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.id.in_(set(item_ids)), Meeting.state != MeetingState.DRAFT)
    )
    return {item.id: item for item in db.session.scalars(statement)}


def announced_by_id(meeting_ids: Iterable[int]) -> Sequence[Meeting]:
    """Of these, the forums that everyone may know of."""
    statement = select(Meeting).where(
        Meeting.id.in_(set(meeting_ids)), Meeting.state != MeetingState.DRAFT
    )
    return db.session.scalars(statement).all()


def origin_of_poll(viewer: Actor, poll_id: int) -> tuple[Meeting, Thread | None] | None:
    """The meeting that a poll belongs to, and the thread of the issue its item takes up."""
    row = db.session.execute(
        select(Meeting, Thread)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .join(ItemPoll, ItemPoll.item_id == AgendaItem.id)
        .outerjoin(Thread, Thread.id == AgendaItem.issue_id)
        .where(ItemPoll.poll_id == poll_id, visible_to(viewer))
    ).first()
    return None if row is None else (row[0], row[1])


def items_on_issue(viewer: Actor, issue_id: int) -> Sequence[tuple[AgendaItem, Meeting]]:
    """Where an issue was put on an agenda that was announced."""
    statement = (
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.issue_id == issue_id,
            Meeting.state != MeetingState.DRAFT,
            visible_to(viewer),
        )
        .order_by(Meeting.starts_at, AgendaItem.position)
    )
    return db.session.execute(statement).all()


def polls_of_items(item_ids: Sequence[int]) -> Sequence[tuple[int, Poll]]:
    """What was put to the vote at these items, with the options."""
    statement = (
        select(ItemPoll.item_id, Poll)
        .join(Poll, Poll.id == ItemPoll.poll_id)
        .where(ItemPoll.item_id.in_(item_ids), Poll.state != PollState.DRAFT)
        .options(selectinload(Poll.options))
        .order_by(Poll.id)
    )
    return db.session.execute(statement).all()
