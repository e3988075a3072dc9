"""Lists of sessions: what runs, what comes, what was, and the days of a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select, tuple_

from forum.accounts.models import RoleGrant, User
from forum.core import clock
from forum.core.actor import Actor, Role
from forum.core.db import db
from forum.meetings.models import (
    AgendaItem,
    ItemState,
    Meeting,
    MeetingStaff,
    MeetingState,
)
from forum.meetings.policy import visible_to

ANNOUNCED = tuple(state for state in MeetingState if state is not MeetingState.DRAFT)


@dataclass(frozen=True)
class Row:
    """A meeting in a list, with how many outcomes it had."""

    meeting: Meeting
    outcomes: int


def running(viewer: Actor) -> Sequence[Row]:
    return _rows(_listed(viewer, MeetingState.LIVE).order_by(Meeting.starts_at, Meeting.id))


def coming(viewer: Actor, *, limit: int = 50) -> Sequence[Row]:
    """Announced sessions, the next one first."""
    statement = _listed(viewer, MeetingState.SCHEDULED)
    return _rows(statement.order_by(Meeting.starts_at, Meeting.id).limit(limit))


def past(viewer: Actor, *, after: tuple[datetime, int] | None, limit: int) -> Sequence[Row]:
    """Sessions that took place, the latest first, beginning after this key."""
    statement = _listed(viewer, MeetingState.CLOSING, MeetingState.MINUTES_DRAFT)
    if after is not None:
        statement = statement.where(tuple_(Meeting.starts_at, Meeting.id) < after)
    newest = (Meeting.starts_at.desc(), Meeting.id.desc())
    return _rows(statement.order_by(*newest).limit(limit))


def own_drafts(viewer: Actor) -> Sequence[Row]:
    """Drafts that this person leads."""
    statement = _listed(viewer, MeetingState.DRAFT).join(Meeting.staff)
    statement = statement.where(MeetingStaff.user_id == viewer.id)
    return _rows(statement.order_by(Meeting.starts_at, Meeting.id).limit(50))


def on_days(viewer: Actor, first: date, last: date) -> Sequence[Row]:
    """Announced, running and past sessions of these days, in the order of time."""
    begin = datetime.combine(first, time(), clock.LOCAL)
    end = datetime.combine(last + timedelta(days=1), time(), clock.LOCAL)
    statement = _listed(viewer, *ANNOUNCED)
    statement = statement.where(Meeting.starts_at >= begin, Meeting.starts_at < end)
    return _rows(statement.order_by(Meeting.starts_at, Meeting.id).limit(200))


def recently_announced(viewer: Actor, *, limit: int = 30) -> Sequence[Row]:
    """For the feed: everything but drafts, the latest start first."""
    statement = _listed(viewer, *ANNOUNCED)
    return _rows(statement.order_by(Meeting.starts_at.desc(), Meeting.id.desc()).limit(limit))


def facilitators() -> Sequence[User]:
    """Who may be asked to help lead a session."""
    statement = (
        select(User)
        .where(
            User.active,
            User.id.in_(select(RoleGrant.user_id).where(RoleGrant.role == Role.FACILITATOR)),
        )
        .order_by(User.public_name, User.id)
    )
    return db.session.scalars(statement).all()


def _listed(viewer: Actor, *states: MeetingState) -> Select[Any]:
    outcomes = (
        select(func.count())
        .select_from(AgendaItem)
        .where(AgendaItem.meeting_id == Meeting.id, AgendaItem.state == ItemState.DONE)
        .scalar_subquery()
    )
    return select(Meeting, outcomes).where(Meeting.state.in_(states), visible_to(viewer))


def _rows(statement: Select[Any]) -> Sequence[Row]:
    return [Row(meeting, count) for meeting, count in db.session.execute(statement)]
