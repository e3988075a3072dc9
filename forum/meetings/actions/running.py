"""Running a citizen forum: opening it, taking up its items one by one, ending it."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _

from forum.core import clock
from forum.core.actor import SYSTEM, Actor
from forum.core.db import atomic, lock, require_version
from forum.core.errors import Invalid
from forum.core.outbox import record
from forum.core.policy import require
from forum.issues import actions as issues
from forum.meetings import policy, queries
from forum.meetings.actions.refusals import (
    AnotherItemActive,
    ItemNotReady,
    NotClosing,
    NotLive,
    NotScheduled,
    StillOpen,
)
from forum.meetings.events import (
    ItemActivated,
    ItemDone,
    ItemReady,
    MeetingEnded,
    MeetingOpened,
    MinutesDrafted,
)
from forum.meetings.models import AgendaItem, ItemState, Meeting, MeetingState, OutcomeKind
from forum.polls.models import PollState

LAST_WORDS = timedelta(minutes=15)  # after this a session that was ended is finished


@atomic()
def open_meeting(
    actor: Actor, meeting: Meeting, *, expected_version: int | None = None
) -> None:
    """Begin: the session is live and its clock runs."""
    require(policy.can_run, actor, meeting)
    lock(meeting)
    require_version(meeting, expected_version)
    if meeting.state is MeetingState.DRAFT:
        raise NotScheduled(_("Umumkan sesi ini dulu, baru dapat dibuka."))
    if meeting.state is not MeetingState.SCHEDULED:
        raise NotScheduled(_("Sesi ini sudah dibuka."))
    meeting.state = MeetingState.LIVE
    meeting.opened_at = clock.now()
    meeting.version += 1
    record(MeetingOpened(meeting_id=meeting.id, actor_id=actor.id))


@atomic()
def activate_item(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    *,
    expected_version: int | None = None,
) -> None:
    """Take this item up. One at a time: the one before must be finished first."""
    require(policy.can_run, actor, meeting)
    lock(meeting)
    lock(item)
    require_version(item, expected_version)
    require_live(meeting)
    current = queries.current_item(meeting.id)
    if current is not None:
        raise AnotherItemActive(
            _("Selesaikan dulu acara «%(title)s».", title=current.title),
            current={"item_id": current.id, "state": current.state, "version": current.version},
        )
    if item.state is ItemState.DONE:
        raise ItemNotReady(_("Acara ini sudah selesai."))
    if item.state is ItemState.ACCEPTED:
        item.version += 1
        record(ItemReady(meeting_id=meeting.id, item_id=item.id, actor_id=actor.id))
    now = clock.now()
    item.state = ItemState.ACTIVE
    item.active_since = now
    item.started_at = item.started_at or now
    item.version += 1
    record(ItemActivated(meeting_id=meeting.id, item_id=item.id, actor_id=actor.id))
    if item.issue_id is not None:
        issues.chain_changed(item.issue_id, actor.id)


@atomic()
def finish_item(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    *,
    kind: OutcomeKind,
    text: str,
    owner: str | None = None,
    due: date | None = None,
    expected_version: int | None = None,
) -> None:
    """Close the item with its outcome. An action names who does it, and by when."""
    require(policy.can_run, actor, meeting)
    lock(meeting)
    lock(item)
    require_version(item, expected_version)
    require_live(meeting)
    if item.state not in queries.CURRENT:
        raise ItemNotReady(_("Acara ini tidak sedang berlangsung."))
    _require_nothing_open(item, _("Acara ini belum dapat diselesaikan."))
    text, owner = text.strip(), " ".join((owner or "").split()) or None
    if not 3 <= len(text) <= 2000:
        raise Invalid(_("Tulis hasilnya, 3 sampai 2.000 huruf."))
    if owner is not None and len(owner) > 160:
        raise Invalid(_("Penanggung jawab paling banyak 160 huruf."))
    if kind is OutcomeKind.ACTION and (owner is None or due is None):
        raise Invalid(_("Tindak lanjut memerlukan penanggung jawab dan tenggat."))
    if due is not None and due < clock.today():
        raise Invalid(_("Tenggat tidak boleh di masa lalu."))
    item.outcome_kind, item.outcome_text = kind, text
    item.outcome_owner, item.outcome_due = owner, due
    _stop_clock(item)
    item.state = ItemState.DONE
    item.done_at = clock.now()
    item.version += 1
    record(ItemDone(meeting_id=meeting.id, item_id=item.id, actor_id=actor.id))
    if item.issue_id is not None:
        issues.chain_changed(item.issue_id, actor.id)


@atomic()
def end_meeting(actor: Actor, meeting: Meeting, *, expected_version: int | None = None) -> None:
    """The last words. An item that is not finished goes back to ready, its clock stopped."""
    require(policy.can_run, actor, meeting)
    lock(meeting)
    require_version(meeting, expected_version)
    require_live(meeting)
    item = queries.current_item(meeting.id)
    if item is not None:
        lock(item)
        _require_nothing_open(item, _("Sesi belum dapat ditutup."))
        _stop_clock(item)
        item.state = ItemState.READY
        item.version += 1
    meeting.state = MeetingState.CLOSING
    meeting.ended_at = clock.now()
    meeting.version += 1
    record(MeetingEnded(meeting_id=meeting.id, actor_id=actor.id))


@atomic()
def finish_meeting(
    actor: Actor, meeting: Meeting, *, expected_version: int | None = None
) -> None:
    """Nothing more is said; the draft minutes are there at once, made from what happened."""
    require(policy.can_run, actor, meeting)
    lock(meeting)
    require_version(meeting, expected_version)
    if meeting.state is not MeetingState.CLOSING:
        raise NotClosing(_("Tutup sesi dulu, baru notulennya dapat disusun."))
    meeting.state = MeetingState.MINUTES_DRAFT
    meeting.finished_at = clock.now()
    meeting.version += 1
    record(MinutesDrafted(meeting_id=meeting.id, actor_id=actor.id))


def finish_those_that_ended() -> int:
    """Finish every session whose last words are over, each in its own transaction."""
    finished = 0
    for meeting in queries.overdue_closings(clock.now() - LAST_WORDS):
        try:
            finish_meeting(SYSTEM, meeting)
        except NotClosing:  # someone pressed the button meanwhile
            continue
        finished += 1
    return finished


def require_live(meeting: Meeting) -> None:
    if meeting.state is not MeetingState.LIVE:
        raise NotLive(_("Sesi ini tidak sedang berlangsung."))


def _stop_clock(item: AgendaItem) -> None:
    if item.active_since is not None:
        passed = clock.now() - item.active_since
        item.active_seconds += max(0, int(passed.total_seconds()))
        item.active_since = None


def _require_nothing_open(item: AgendaItem, what: str) -> None:
    """Refuse, saying which poll is undecided and who is still speaking."""
    polls = queries.undecided_polls(item.id)
    speaker = queries.name_of_speaker(item.id)
    reasons = [_reason(poll.state, poll.question) for poll in polls]
    if speaker is not None:
        reasons.append(_("%(name)s masih berbicara", name=speaker))
    if reasons:
        raise StillOpen(
            _("%(what)s Yang masih terbuka: %(reasons)s.", what=what, reasons=_listed(reasons)),
            current={
                "polls": [{"id": poll.id, "state": poll.state} for poll in polls],
                "speaking": speaker is not None,
            },
        )


def _reason(state: PollState, question: str) -> str:
    if state is PollState.OPEN:
        return _("pemungutan suara «%(question)s» masih dibuka", question=question)
    if state in (PollState.GRACE, PollState.COUNTING):
        return _("pemungutan suara «%(question)s» sedang dihitung", question=question)
    return _("hasil pemungutan suara «%(question)s» belum diumumkan", question=question)


def _listed(reasons: Sequence[str]) -> str:
    return "; ".join(reasons)
