"""What the front page asks, each a small indexed query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.models import RoleGrant, User
from forum.city.models import Area
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import NotFound
from forum.decisions import ledger
from forum.decisions.models import OfficialAnswer, Standing, Verdict
from forum.discussions.models import Thread
from forum.issues import queries as issues
from forum.issues.models import Issue, Listed
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


def newest_in(area: Area) -> Sequence[issues.Row]:
    """What residents of this area raised last."""
    return issues.latest(3, issues.Filters(area=area))


@dataclass(frozen=True)
class Month:
    """What everyone may know of the month that runs."""

    raised: int  # issues; at most one more than issues.MOST_COUNTED
    answered: int  # issues with an official answer written in it
    promised: int  # entries of the ledger
    done: int  # of these, what was kept
    confirmed: int  # results confirmed by their reporter


def this_month() -> Month:
    """Four queries over the rows of one month, however old the city is."""
    first = clock.today().replace(day=1)
    begins = datetime.combine(first, time(), clock.LOCAL)
    entries = ledger.figures(Actor(), first)
    answered = (
        select(func.count(OfficialAnswer.issue_id.distinct()))
        .join(Issue, Issue.id == OfficialAnswer.issue_id)
        .join(Thread, Thread.id == Issue.id)
        .where(
            OfficialAnswer.created_at >= begins,
            Thread.is_hidden.is_(False),
            issues_visible_to(Actor()),
        )
    )
    return Month(
        raised=issues.count(issues.Filters(), Listed.created_at >= begins),
        answered=db.session.scalar(answered) or 0,
        promised=entries.total,
        done=entries.standings.get(Standing.DONE, 0),
        confirmed=entries.verdicts.get(Verdict.CONFIRMED, 0),
    )


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
