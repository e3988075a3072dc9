"""Opening, extending, closing, counting, publishing: by the organisers, the clock and the worker."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm.attributes import set_committed_value

from forum.core import clock
from forum.core.actor import SYSTEM, Actor
from forum.core.db import atomic, lock
from forum.core.errors import Invalid, Refused
from forum.core.offload import offload
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean
from forum.polls import electorate, policy, queries, rules
from forum.polls.actions.steps import checked_minutes, expect, hold, move
from forum.polls.counting import Result
from forum.polls.events import (
    OutcomeStated,
    PollAnnulled,
    PollClosed,
    PollCounted,
    PollExtended,
    PollOpened,
    PollPublished,
    PollSealed,
)
from forum.polls.models import Poll, PollState, Secrecy

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=5)  # for ballots that were pressed in time and are on their way
REASON = (10, 500)
STATEMENT = 2000
DONE = (PollState.PUBLISHED, PollState.ANNULLED)


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
    """Take ballots from now on, and freeze the electorate: the list of who may vote.

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
    if poll.secrecy is Secrecy.SECRET and poll.closes_at is None:
        raise Invalid(_("Pemungutan rahasia selalu punya waktu tutup. Tentukan lamanya."))
    poll.opened_at = at
    electorate.freeze(poll)
    move(actor, poll, PollState.OPEN, PollOpened)


@atomic()
def extend_poll(
    actor: Actor, poll: Poll, *, closes_at: datetime, expected_version: int | None = None
) -> None:
    """Leave it open for longer: before its end, once, and told to everyone. Never shorter."""
    require(policy.can_manage, actor, poll)
    hold(poll, expected_version)
    expect(poll, PollState.OPEN, _("Hanya pemungutan yang terbuka dapat diperpanjang."))
    at = clock.now()
    if poll.closes_at is None or not poll.takes_ballots(at):
        raise Invalid(_("Pemungutan ini tidak punya waktu tutup yang dapat diperpanjang."))
    if poll.is_extended:
        raise Invalid(
            _("Pemungutan ini sudah pernah diperpanjang, dan itu hanya boleh sekali.")
        )
    if closes_at <= poll.closes_at:
        raise Invalid(_("Waktu tutup hanya dapat dimundurkan, tidak dimajukan."))
    if closes_at > at + timedelta(days=92):
        raise Invalid(_("Lama pemungutan antara 1 menit dan 92 hari."))
    if poll.secrecy is Secrecy.SECRET and poll.ballot_count:
        raise Invalid(_("Pemungutan rahasia yang sudah berisi suara tidak dapat diperpanjang."))
    poll.closes_at, poll.is_extended = closes_at, True
    poll.version += 1
    until = closes_at.isoformat()
    record(PollExtended(poll_id=poll.id, actor_id=actor.id, closes_at=until))


@atomic()
def close_poll(actor: Actor, poll: Poll, *, expected_version: int | None = None) -> None:
    """Nobody votes from now on. For the grace what was pressed in time is still taken.

    Closing twice is harmless.
    """
    require(policy.can_manage, actor, poll)
    lock(poll)
    if poll.state not in (PollState.DRAFT, PollState.ARMED, PollState.OPEN):
        return
    hold(poll, expected_version)
    expect(poll, PollState.OPEN, _("Pemungutan ini belum dibuka."))
    now = clock.now()
    poll.closed_at = min(now, poll.closes_at or now)
    poll.grace_until = poll.closed_at + GRACE
    move(actor, poll, PollState.GRACE, PollClosed)


def close_overdue_polls() -> int:
    """Close every poll whose time has come, each in its own transaction."""
    overdue = queries.overdue_ids(clock.now())
    for poll_id in overdue:
        close_poll(SYSTEM, queries.poll_for(SYSTEM, poll_id))
    return len(overdue)


def end_graces() -> int:
    """Seal every poll whose grace is over, each in its own transaction."""
    over = queries.graces_over(clock.now())
    for poll_id in over:
        seal_poll(SYSTEM, queries.poll_for(SYSTEM, poll_id))
    return len(over)


@atomic()
def seal_poll(actor: Actor, poll: Poll) -> None:
    """No more ballots: their number and the hash of all of them are fixed. Twice is harmless."""
    require(policy.can_count, actor)
    lock(poll)
    if poll.state is not PollState.GRACE:
        return
    poll.seal = _hash_of(queries.counts(poll.id))
    poll.state = PollState.COUNTING
    poll.version += 1
    record(
        PollSealed(
            poll_id=poll.id, actor_id=actor.id, ballots=poll.ballot_count, seal=poll.seal
        )
    )


def count_sealed_polls() -> int:
    """Count every poll that waits for it; returns how many. One that cannot be counted is
    reported, and holds up no other. Two workers may count the same: one notes it."""
    counted = 0
    for poll_id in queries.sealed_ids():
        try:
            count_poll(SYSTEM, queries.poll_for(SYSTEM, poll_id))
            counted += 1
        except CountsDiffer:
            log.exception("poll %s stays uncounted", poll_id)
    return counted


def count_poll(actor: Actor, poll: Poll) -> None:
    """Count what was cast. Counting twice is harmless.

    The count itself, which may take long, holds up nobody: it is made beside the serving loop and
    outside any transaction, of ballots that cannot change any more.
    Raises CountsDiffer, and stays uncounted, unless every ballot that was taken is there, as it
    was when the poll was sealed.
    """
    require(policy.can_count, actor)
    if poll.state is not PollState.COUNTING:
        return
    set_committed_value(poll, "options", queries.options_of(poll.id))
    counts = queries.counts(poll.id)
    result = offload(_counted, rules.counting(poll), rules.counting_otherwise(poll), counts)
    _note(actor, poll, counts, result)


@atomic()
def _note(actor: Actor, poll: Poll, counts: Mapping[str, int], result: dict[str, Any]) -> None:
    hold(poll, None)
    if poll.state is not PollState.COUNTING:
        return
    found = sum(counts.values())
    if found != poll.ballot_count:
        raise CountsDiffer(f"poll {poll.id}: {found} of {poll.ballot_count} found")
    if poll.seal is not None and _hash_of(counts) != poll.seal:
        raise CountsDiffer(f"poll {poll.id}: the ballots are not those that were sealed")
    poll.result = result
    move(actor, poll, PollState.CLOSED, PollCounted)


def count_ballots(poll: Poll) -> dict[str, Any]:
    """The result, as it is stored, of the ballots that lie in the box now."""
    counts = queries.counts(poll.id)
    return _counted(rules.counting(poll), rules.counting_otherwise(poll), counts)


def _counted(
    count: Callable[[Mapping[str, int]], Result],
    otherwise: Callable[[Mapping[str, int]], list[dict[str, Any]]],
    counts: Mapping[str, int],
) -> dict[str, Any]:
    """Touches neither database nor request: it may run in another thread."""
    return {**count(counts).as_json(), "others": otherwise(counts)}


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


@atomic()
def state_outcome(
    actor: Actor, poll: Poll, text: str, *, expected_version: int | None = None
) -> None:
    """Say what follows from a published result; it may be said better later."""
    require(policy.can_manage, actor, poll)
    hold(poll, expected_version)
    expect(poll, PollState.PUBLISHED, _("Umumkan hasilnya dulu, baru tulis tindak lanjutnya."))
    text = clean(text)
    if not REASON[0] <= len(text) <= STATEMENT:
        raise Invalid(_("Tulis tindak lanjutnya, 10 sampai 2.000 huruf."))
    if text == poll.statement:
        return
    poll.statement, poll.stated_at = text, clock.now()
    poll.version += 1
    record(OutcomeStated(poll_id=poll.id, actor_id=actor.id))


@atomic()
def annul_poll(
    actor: Actor, poll: Poll, *, reason: str, expected_version: int | None = None
) -> None:
    """Declare it void, for a reason that everyone reads. Its ballots are kept, and not shown.

    What is asked again is asked in a new round (`draft_round`). Twice is harmless.
    """
    require(policy.can_manage, actor, poll)
    lock(poll)
    if poll.state is PollState.ANNULLED:
        return
    hold(poll, expected_version)
    reason = clean(reason)
    if not REASON[0] <= len(reason) <= REASON[1]:
        raise Invalid(_("Tulis alasannya, 10 sampai 500 huruf. Semua orang membacanya."))
    if poll.state in (PollState.DRAFT, PollState.PUBLISHED):
        raise Refused(
            _("Draf cukup dihapus.")
            if poll.state is PollState.DRAFT
            else _("Hasilnya sudah diumumkan, jadi pemungutan ini tidak dapat dibatalkan.")
        )
    poll.annulled_at, poll.annulled_because = clock.now(), reason
    poll.closed_at = poll.closed_at or (poll.annulled_at if poll.opened_at else None)
    poll.result = None
    poll.state = PollState.ANNULLED
    poll.version += 1
    record(PollAnnulled(poll_id=poll.id, actor_id=actor.id, reason=reason))


def _hash_of(counts: Mapping[str, int]) -> str:
    """SHA-256 of all ballots, sorted, one a line: nothing of their order is left in it."""
    digest = hashlib.sha256()
    for paper in sorted(counts):
        digest.update(f"{paper}\n".encode() * counts[paper])
    return digest.hexdigest()
