"""Opening, closing, counting, publishing: by the organisers, the clock and the worker."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from forum.accounts import queries as accounts
from forum.core import clock
from forum.core.actor import SYSTEM, Actor
from forum.core.db import atomic, lock
from forum.core.errors import Invalid
from forum.core.policy import require
from forum.polls import policy, queries
from forum.polls.actions.steps import checked_minutes, expect, hold, move
from forum.polls.events import PollClosed, PollCounted, PollOpened, PollPublished
from forum.polls.methods import METHODS
from forum.polls.models import Poll, PollState


class CountsDiffer(RuntimeError):
    """The ballots counted are not as many as were taken."""


@atomic()
def open_poll(
    actor: Actor,
    poll: Poll,
    *,
    minutes: int | None = None,
    expected_version: int | None = None,
) -> None:
    """Take ballots from now on, and freeze the electorate: who is verified now may vote.

    `minutes` says how long, instead of what was set when the poll was put down.
    """
    require(policy.can_manage, actor, poll)
    hold(poll, expected_version)
    expect(poll, PollState.ARMED, _("Hanya pemungutan yang sudah disiapkan dapat dibuka."))
    at = clock.now()
    if minutes is not None:
        poll.minutes = checked_minutes(minutes)
    if poll.minutes is not None:
        poll.closes_at = at + timedelta(minutes=poll.minutes)
    if poll.closes_at is not None and poll.closes_at <= at:
        raise Invalid(_("Waktu tutupnya sudah lewat. Tentukan berapa menit pemungutan dibuka."))
    poll.opened_at = at
    poll.entitled = accounts.entitled_count(poll.level)
    move(actor, poll, PollState.OPEN, PollOpened)


@atomic()
def close_poll(actor: Actor, poll: Poll, *, expected_version: int | None = None) -> None:
    """Take no more ballots; the count follows at once. Closing twice is harmless."""
    require(policy.can_manage, actor, poll)
    lock(poll)
    if poll.state in (PollState.COUNTING, PollState.CLOSED, PollState.PUBLISHED):
        return
    hold(poll, expected_version)
    expect(poll, PollState.OPEN, _("Pemungutan ini belum dibuka."))
    poll.closed_at = clock.now()
    move(actor, poll, PollState.COUNTING, PollClosed)


def close_overdue_polls() -> int:
    """Close every poll whose time has come, each in its own transaction."""
    overdue = queries.overdue_ids(clock.now())
    for poll_id in overdue:
        close_poll(SYSTEM, queries.poll_for(SYSTEM, poll_id))
    return len(overdue)


@atomic()
def count_poll(actor: Actor, poll: Poll) -> None:
    """Count what was cast. Counting twice is harmless.

    Raises CountsDiffer, and stays uncounted, unless every ballot that was taken is there.
    """
    require(policy.can_count, actor)
    lock(poll)
    if poll.state is not PollState.COUNTING:
        return
    result = count_ballots(poll)
    if result["ballots"] != poll.ballot_count:
        raise CountsDiffer(f"poll {poll.id}: {result['ballots']} of {poll.ballot_count} found")
    poll.result = result
    move(actor, poll, PollState.CLOSED, PollCounted)


def count_ballots(poll: Poll) -> dict[str, Any]:
    """The result, as it is stored, of the ballots that lie in the box now."""
    method = METHODS[poll.method]
    result = method.tally(queries.counts(poll.id), queries.option_ids(poll.id))
    return {"method": method.name, **result.as_json()}


@atomic()
def publish_poll(actor: Actor, poll: Poll, *, expected_version: int | None = None) -> None:
    """Show the result to everyone. Publishing twice is harmless."""
    require(policy.can_manage, actor, poll)
    lock(poll)
    if poll.state is PollState.PUBLISHED:
        return
    hold(poll, expected_version)
    expect(poll, PollState.CLOSED, _("Suara belum dihitung, jadi hasilnya belum ada."))
    poll.published_at = clock.now()
    move(actor, poll, PollState.PUBLISHED, PollPublished)
