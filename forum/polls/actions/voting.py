"""While a poll is open: one ballot each."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean
from forum.polls import electorate, policy, queries, rules, running, words
from forum.polls.actions.running import GRACE
from forum.polls.actions.steps import hold
from forum.polls.events import BallotReplaced, VoteCast
from forum.polls.models import Ballot, Channel, Poll, PollState

LONGEST_REASON = 500


class PollNotOpen(Refused):
    """The poll is not taking ballots."""


class NotEntitled(Refused):
    """This person does not belong to the poll's electorate; the message says why."""

    status = 403


class AlreadyRecorded(Refused):
    """A ballot of this person is in; `current` holds its number and time."""

    def __init__(self, ballot: Ballot) -> None:
        self.number, self.cast_at = ballot.number, ballot.cast_at
        super().__init__(current={"number": self.number, "cast_at": self.cast_at.isoformat()})

    def __str__(self) -> str:
        return _(
            "Suara Anda sudah tercatat, %(receipt)s. Suara tidak dapat diganti.",
            receipt=words.receipt(self.number, self.cast_at),
        )


@dataclass(frozen=True)
class Receipt:
    """What a voter is told: that the ballot is in, never how they voted."""

    number: int
    cast_at: datetime
    repeated: bool = False
    replaced: bool = False


@atomic()
def cast_ballot(
    actor: Actor,
    poll: Poll,
    *,
    ballot_id: str,
    paper: str,
    reason: str = "",
    channel: Channel = Channel.ONLINE,
    pressed_at: datetime | None = None,
) -> Receipt:
    """Take this person's one ballot; it is final, unless the poll lets people vote otherwise.

    `paper` is what was marked, as a canonical ballot text (`counting.ballots`).
    `ballot_id` is made once by the voter's page: sent again, it gets the same receipt, also
    after the close. Refused as PollNotOpen, NotEntitled, AlreadyRecorded, Invalid.
    """
    require(policy.can_vote, actor, poll)
    if not 1 <= len(ballot_id) <= 64:
        raise Invalid(_("Surat suara ini tidak lengkap. Muat ulang halaman, lalu kirim lagi."))
    hold(poll, None)
    earlier = queries.ballot_of(actor, poll.id)
    if earlier is not None and earlier.ballot_id == ballot_id:
        return Receipt(earlier.number, earlier.cast_at, repeated=True)
    at = clock.now()
    if not _is_in_time(poll, at, pressed_at):
        raise PollNotOpen(_why_closed(poll), current={"state": poll.state.value})
    barred = electorate.why_not(actor, poll)
    if barred is not None:
        raise NotEntitled(barred)
    if earlier is not None and not poll.may_change:
        raise AlreadyRecorded(earlier)
    paper = rules.validated(poll, paper)
    reason = _checked_reason(poll, reason)
    if earlier is not None:
        running.keep(poll, paper, earlier.paper)
        return _replace(actor, earlier, ballot_id, paper, reason, at)
    ballot = Ballot(
        poll_id=poll.id,
        voter_id=actor.id,
        ballot_id=ballot_id,
        paper=paper,
        reason=reason,
        channel=channel,
        number=poll.ballot_count + 1,
        cast_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(ballot)
    except IntegrityError:  # past our lock: the database has the last word
        return _answer_for_the_other(actor, poll, ballot_id)
    if electorate.may_still_enter(actor, poll):
        electorate.enter_late(actor, poll)
    poll.ballot_count += 1
    running.keep(poll, paper)
    record(VoteCast(poll_id=poll.id, actor_id=actor.id))
    return Receipt(ballot.number, ballot.cast_at)


def _is_in_time(poll: Poll, at: datetime, pressed_at: datetime | None) -> bool:
    """Open; or closed a moment ago, and pressed before that."""
    if poll.takes_ballots(at):
        return True
    closed_at = poll.closed_at if poll.state is PollState.GRACE else poll.closes_at
    if poll.state not in (PollState.OPEN, PollState.GRACE) or closed_at is None:
        return False
    meant = pressed_at is not None and pressed_at < closed_at
    return meant and at < closed_at + GRACE


def _replace(
    actor: Actor, ballot: Ballot, ballot_id: str, paper: str, reason: str, at: datetime
) -> Receipt:
    ballot.ballot_id, ballot.paper, ballot.reason = ballot_id, paper, reason
    ballot.cast_at = at
    ballot.changes += 1
    record(BallotReplaced(poll_id=ballot.poll_id, actor_id=actor.id))
    return Receipt(ballot.number, ballot.cast_at, replaced=True)


def _checked_reason(poll: Poll, reason: str) -> str:
    """Words beside a ballot, where the poll asks for them; they are optional."""
    reason = clean(reason) if poll.asks_reasons else ""
    if len(reason) > LONGEST_REASON:
        raise Invalid(_("Alasan paling panjang %(n)s huruf.", n=LONGEST_REASON))
    return reason


def _answer_for_the_other(actor: Actor, poll: Poll, ballot_id: str) -> Receipt:
    other = queries.ballot_of(actor, poll.id)
    assert other is not None
    if other.ballot_id != ballot_id:
        raise AlreadyRecorded(other)
    return Receipt(other.number, other.cast_at, repeated=True)


def _why_closed(poll: Poll) -> str:
    if poll.state in (PollState.DRAFT, PollState.ARMED):
        return _("Pemungutan ini belum dibuka.")
    if poll.state is PollState.ANNULLED:
        return _("Pemungutan ini dibatalkan. Suara ini tidak tercatat.")
    return _("Pemungutan sudah ditutup. Suara ini tidak tercatat.")
