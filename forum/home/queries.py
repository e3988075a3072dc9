"""What the front page asks, each a small indexed query."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.models import RoleGrant, User
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import NotFound
from forum.decisions.models import OfficialAnswer
from forum.discussions.models import Thread
from forum.issues import queries as issues
from forum.issues.models import Issue
from forum.issues.policy import visible_to as issues_visible_to
from forum.meetings.models import Meeting, MeetingState
from forum.meetings.policy import visible_to as meetings_visible_to
from forum.polls.models import Ballot, Poll, PollState
from forum.polls.policy import visible_to as polls_visible_to


def live_meetings(viewer: Actor) -> Sequence[Meeting]:
    statement = select(Meeting).where(
        Meeting.state == MeetingState.LIVE, meetings_visible_to(viewer)
    )
    return db.session.scalars(statement.order_by(Meeting.starts_at).limit(3)).all()


def coming_meetings(viewer: Actor) -> Sequence[Meeting]:
    statement = select(Meeting).where(
        Meeting.state == MeetingState.SCHEDULED,
        Meeting.starts_at >= clock.now(),
        meetings_visible_to(viewer),
    )
    return db.session.scalars(statement.order_by(Meeting.starts_at).limit(3)).all()


def polls_waiting_for(viewer: Actor) -> Sequence[Poll]:
    """Open polls in which this person has not voted."""
    statement = select(Poll).where(Poll.state == PollState.OPEN, polls_visible_to(viewer))
    if viewer.signed_in:
        voted = select(Ballot.id).where(Ballot.poll_id == Poll.id, Ballot.voter_id == viewer.id)
        statement = statement.where(~voted.exists())
    ordered = statement.order_by(Poll.closes_at.asc().nulls_last(), Poll.id)
    return db.session.scalars(ordered.limit(4)).all()


def supported_lately() -> Sequence[issues.Row]:
    """The most supported issues."""
    return issues.issues_page(issues.Filters(sort="dukungan")).rows[:5]


def lately_answered() -> Sequence[tuple[OfficialAnswer, Thread]]:
    """The latest official answers with the threads they belong to."""
    statement = (
        select(OfficialAnswer, Thread)
        .join(Thread, Thread.id == OfficialAnswer.issue_id)
        .join(Issue, Issue.id == Thread.id)
        .where(Thread.is_hidden.is_(False), issues_visible_to(Actor()))
        .options(joinedload(OfficialAnswer.unit))
        .order_by(OfficialAnswer.id.desc())
        .limit(3)
    )
    return db.session.execute(statement).all()


def person_shown(user_id: int) -> User:
    """A person with their roles, for the page about them; NotFound for those who left."""
    user = db.session.scalar(
        select(User)
        .where(User.id == user_id, User.active, User.erased_at.is_(None))
        .options(
            selectinload(User.grants).options(
                joinedload(RoleGrant.area), joinedload(RoleGrant.unit)
            )
        )
    )
    if user is None:
        raise NotFound("person")
    return user
