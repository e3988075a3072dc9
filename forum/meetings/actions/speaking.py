"""Hands and speakers: raised, called, heard. In this version first come is first served."""

from flask_babel import gettext as _

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock, require_version
from forum.core.errors import Invalid
from forum.core.outbox import record
from forum.core.policy import require
from forum.meetings import policy, queries
from forum.meetings.actions.refusals import NotInLine, NotTheirTurn, QueueClosed, StillOpen
from forum.meetings.events import (
    HandLowered,
    HandRaised,
    SpeakerCalled,
    SpeakerEvent,
    SpeakerFinished,
    SpeakerRemoved,
    SpeakerStarted,
)
from forum.meetings.models import AgendaItem, Meeting, SpeakerEntry, SpeakerState
from forum.verification import levels

# An item is current only while its session is live, so holding the item is enough here:
# hundreds of hands do not wait for those who run the session.


@atomic()
def raise_hand(actor: Actor, meeting: Meeting, item: AgendaItem) -> SpeakerEntry:
    """Get in line at this item; raising the hand twice is harmless."""
    levels.demand(levels.SPEAK, policy.can_speak, actor, meeting)
    lock(item)
    if item.state not in queries.CURRENT:
        raise QueueClosed(_("Antrean bicara terbuka selama acara ini berlangsung."))
    hand = queries.hand_of(actor, item.id)
    if hand is not None:
        return hand
    hand = SpeakerEntry(item_id=item.id, person_id=actor.id)
    db.session.add(hand)
    db.session.flush()
    _tell(HandRaised, actor, meeting, hand)
    return hand


@atomic()
def lower_hand(actor: Actor, meeting: Meeting, item: AgendaItem) -> SpeakerEntry | None:
    """Leave the line; without a raised hand, or while speaking, nothing happens."""
    require(policy.can_step_back, actor, meeting)
    lock(item)
    hand = queries.hand_of(actor, item.id)
    if hand is None or hand.state is SpeakerState.SPEAKING:
        return None
    _leave(hand, SpeakerState.WITHDRAWN)
    _tell(HandLowered, actor, meeting, hand)
    return hand


@atomic()
def call_speaker(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    entry: SpeakerEntry,
    *,
    expected_version: int | None = None,
) -> None:
    """Ask whoever raised the hand first to speak next."""
    _hold(actor, meeting, item, entry, expected_version)
    _require_state(entry, SpeakerState.WAITING)
    first = queries.first_in_line(item.id)
    if first is not None and first.id != entry.id:
        raise NotTheirTurn(
            _("Yang lebih dulu mengangkat tangan mendapat giliran lebih dulu."),
            current={"entry_id": first.id},
        )
    entry.state = SpeakerState.CALLED
    entry.version += 1
    _tell(SpeakerCalled, actor, meeting, entry)


@atomic()
def start_speaking(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    entry: SpeakerEntry,
    *,
    expected_version: int | None = None,
) -> None:
    """The person who was called speaks now; one person at a time."""
    _hold(actor, meeting, item, entry, expected_version)
    _require_state(entry, SpeakerState.CALLED)
    speaker = queries.name_of_speaker(item.id)
    if speaker is not None:
        raise StillOpen(_("%(name)s masih berbicara.", name=speaker))
    entry.state = SpeakerState.SPEAKING
    entry.started_at = clock.now()
    entry.version += 1
    _tell(SpeakerStarted, actor, meeting, entry)


@atomic()
def finish_speaking(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    entry: SpeakerEntry,
    *,
    expected_version: int | None = None,
) -> None:
    """The person has spoken; the seconds are kept."""
    _hold(actor, meeting, item, entry, expected_version)
    _require_state(entry, SpeakerState.SPEAKING)
    _leave(entry, SpeakerState.DONE)
    if entry.started_at is not None and entry.ended_at is not None:
        passed = entry.ended_at - entry.started_at
        entry.seconds = max(0, int(passed.total_seconds()))
    _tell(SpeakerFinished, actor, meeting, entry)


@atomic()
def remove_hand(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    entry: SpeakerEntry,
    *,
    reason: str,
    expected_version: int | None = None,
) -> None:
    """Take a hand off the line, with the reason that the minutes will give."""
    _hold(actor, meeting, item, entry, expected_version)
    _require_state(entry, SpeakerState.WAITING, SpeakerState.CALLED)
    reason = " ".join(reason.split())
    if not 3 <= len(reason) <= 200:
        raise Invalid(_("Sebutkan alasannya, 3 sampai 200 huruf."))
    _leave(entry, SpeakerState.REMOVED)
    entry.reason = reason
    _tell(SpeakerRemoved, actor, meeting, entry)


def _hold(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    entry: SpeakerEntry,
    expected_version: int | None,
) -> None:
    require(policy.can_run, actor, meeting)
    lock(item)
    lock(entry)
    require_version(entry, expected_version)
    if item.state not in queries.CURRENT:
        raise QueueClosed(_("Antrean bicara terbuka selama acara ini berlangsung."))


def _require_state(entry: SpeakerEntry, *states: SpeakerState) -> None:
    if entry.state not in states:
        raise NotInLine(
            _("Keadaan antrean sudah berubah. Periksa yang terbaru."),
            current={"entry_id": entry.id, "state": entry.state, "version": entry.version},
        )


def _leave(entry: SpeakerEntry, state: SpeakerState) -> None:
    entry.state = state
    entry.ended_at = clock.now()
    entry.version += 1


def _tell(
    kind: type[SpeakerEvent], actor: Actor, meeting: Meeting, entry: SpeakerEntry
) -> None:
    record(
        kind(
            meeting_id=meeting.id,
            item_id=entry.item_id,
            entry_id=entry.id,
            actor_id=actor.id,
        )
    )
