"""What a page may ask about polls."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.models import User
from forum.core.actor import VISITOR, Actor
from forum.core.db import db
from forum.core.errors import NotFound
from forum.polls.models import Ballot, Elector, Option, Poll, PollState
from forum.polls.policy import visible_to

OPEN = "terbuka"
RESULTS = "hasil"
DRAFTS = "draf"
SHOWN: dict[str, Collection[PollState]] = {
    "": tuple(state for state in PollState if state is not PollState.DRAFT),
    OPEN: (PollState.OPEN, PollState.ARMED),
    RESULTS: (PollState.PUBLISHED,),
    DRAFTS: (PollState.DRAFT,),
}
_place = case((Poll.state == PollState.OPEN, 0), (Poll.state == PollState.ARMED, 1), else_=2)


@dataclass(frozen=True)
class Turnout:
    """How many have voted, of how many who may."""

    ballots: int
    entitled: int


def poll_for(viewer: Actor, poll_id: int) -> Poll:
    """The poll with its options, if this viewer may see it; else it does not exist."""
    statement = select(Poll).where(Poll.id == poll_id, visible_to(viewer))
    poll = db.session.scalar(
        statement.options(
            selectinload(Poll.options), joinedload(Poll.area), joinedload(Poll.unit)
        )
    )
    if poll is None:
        raise NotFound("poll")
    return poll


def polls(
    viewer: Actor, *, shown: str = "", after: tuple[int, int] | None = None, limit: int
) -> Sequence[Poll]:
    """Open ones first, then those about to open, then the rest; the newest of each first.

    `shown` is a key of SHOWN; `after` is the `rank` and id of the last poll on the page before.
    """
    statement = select(Poll).where(visible_to(viewer), Poll.state.in_(SHOWN[shown]))
    if after is not None:
        statement = statement.where(_comes_after(*after))
    statement = statement.options(joinedload(Poll.area), joinedload(Poll.unit))
    return db.session.scalars(statement.order_by(_place, Poll.id.desc()).limit(limit)).all()


def rank(poll: Poll) -> int:
    """Where the list puts polls in this state."""
    return {PollState.OPEN: 0, PollState.ARMED: 1}.get(poll.state, 2)


def _comes_after(rank: int, poll_id: int) -> ColumnElement[bool]:
    return or_(_place > rank, and_(_place == rank, Poll.id < poll_id))


def latest_public(limit: int) -> Sequence[Poll]:
    """For the feed: opened or published, the newest first."""
    statement = select(Poll).where(visible_to(VISITOR), Poll.opened_at.is_not(None))
    statement = statement.options(selectinload(Poll.options))
    return db.session.scalars(statement.order_by(Poll.id.desc()).limit(limit)).all()


def options_of(poll_id: int) -> Sequence[Option]:
    """As on the ballot paper."""
    statement = select(Option).where(Option.poll_id == poll_id)
    return db.session.scalars(statement.order_by(Option.position)).all()


def option_ids(poll_id: int) -> Sequence[int]:
    statement = select(Option.id).where(Option.poll_id == poll_id)
    return db.session.scalars(statement.order_by(Option.position)).all()


def ballot_of(actor: Actor, poll_id: int) -> Ballot | None:
    """This person's own ballot; it is shown to nobody else."""
    if actor.id is None:
        return None
    statement = select(Ballot).where(Ballot.poll_id == poll_id, Ballot.voter_id == actor.id)
    return db.session.scalar(statement)


def voted_in(actor: Actor, poll_ids: Collection[int]) -> frozenset[int]:
    """Those of these polls in which this person has voted."""
    if actor.id is None or not poll_ids:
        return frozenset()
    statement = select(Ballot.poll_id).where(
        Ballot.voter_id == actor.id, Ballot.poll_id.in_(poll_ids)
    )
    return frozenset(db.session.scalars(statement))


def voted_in_until(user_id: int, at: datetime) -> datetime | None:
    """When the last open poll in which this person voted is closed, as far as is known by now.

    None without such a poll; one that is closed by hand, or late, stands for a day from now.
    """
    statement = select(Poll.closes_at).join(Ballot, Ballot.poll_id == Poll.id)
    ends = db.session.scalars(
        statement.where(Ballot.voter_id == user_id, Poll.state == PollState.OPEN)
    ).all()
    late = at + timedelta(days=1)
    return max((end if end and end > at else late for end in ends), default=None)


def turnout(poll_ids: Collection[int]) -> Mapping[int, Turnout]:
    """For the organisers' console; the public learns it with the result."""
    statement = select(Poll.id, Poll.ballot_count, Poll.entitled).where(Poll.id.in_(poll_ids))
    rows = db.session.execute(statement) if poll_ids else ()
    return {poll_id: Turnout(ballots, entitled) for poll_id, ballots, entitled in rows}


def named_ballots(
    poll_id: int, *, after: int = 0, limit: int = 100
) -> Sequence[tuple[Ballot, str]]:
    """Ballots of a named poll with the public names of their voters, as they were numbered.

    Whether they may be shown is a policy (`can_see_ballots`).
    """
    statement = (
        select(Ballot, User.public_name)
        .join(User, User.id == Ballot.voter_id)
        .where(Ballot.poll_id == poll_id, Ballot.number > after)
        .order_by(Ballot.number)
        .limit(limit)
    )
    return [(ballot, name) for ballot, name in db.session.execute(statement)]


def reasons(poll_id: int, *, limit: int = 100) -> Sequence[tuple[str, str]]:
    """What people wrote beside their ballots, with the ballot, in an order that tells nothing."""
    statement = select(Ballot.paper, Ballot.reason).where(
        Ballot.poll_id == poll_id, Ballot.reason != ""
    )
    found = db.session.execute(statement.order_by(Ballot.reason).limit(limit))
    return [(paper, reason) for paper, reason in found]


def counts(poll_id: int) -> Counter[str]:
    """How often each canonical ballot was cast; the database does the heavy step."""
    statement = select(Ballot.paper, func.count()).where(Ballot.poll_id == poll_id)
    return Counter(dict(db.session.execute(statement.group_by(Ballot.paper)).all()))


def closing_before(at: datetime, long: timedelta) -> Sequence[int]:
    """Open polls that close by then, were to be open for at least so long, and reminded nobody."""
    statement = select(Poll.id, Poll.opened_at, Poll.closes_at).where(
        Poll.state == PollState.OPEN, Poll.closes_at <= at, Poll.reminded_at.is_(None)
    )
    return [
        poll_id
        for poll_id, opened_at, closes_at in db.session.execute(statement)
        if opened_at and closes_at and closes_at - opened_at >= long
    ]


def yet_to_vote(poll_id: int, after: int, limit: int) -> Sequence[int]:
    """Who stands on the list and has not voted, by id."""
    voted = select(Ballot.voter_id).where(Ballot.poll_id == poll_id)
    statement = select(Elector.user_id).where(
        Elector.poll_id == poll_id, Elector.user_id > after, Elector.user_id.not_in(voted)
    )
    return db.session.scalars(statement.order_by(Elector.user_id).limit(limit)).all()


def open_by_id(poll_ids: Collection[int]) -> Mapping[int, Poll]:
    """Those of these polls that take ballots."""
    statement = select(Poll).where(Poll.id.in_(poll_ids), Poll.state == PollState.OPEN)
    return {poll.id: poll for poll in db.session.scalars(statement)}


def graces_over(at: datetime) -> Sequence[int]:
    statement = select(Poll.id).where(Poll.state == PollState.GRACE, Poll.grace_until <= at)
    return db.session.scalars(statement).all()


def sealed_ids() -> Sequence[int]:
    """Those that wait to be counted."""
    return db.session.scalars(select(Poll.id).where(Poll.state == PollState.COUNTING)).all()


def overdue_ids(at: datetime) -> Sequence[int]:
    statement = select(Poll.id).where(Poll.state == PollState.OPEN, Poll.closes_at <= at)
    return db.session.scalars(statement).all()
