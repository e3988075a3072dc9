"""The polls of an agenda item: put to it, opened, closed, published - item and poll in step."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext as _

from forum.core.actor import Actor, Grant, Role
from forum.core.db import atomic, db, lock, require_version
from forum.core.outbox import record
from forum.core.policy import require
from forum.issues import actions as issues
from forum.meetings import policy, queries
from forum.meetings.actions.refusals import ItemNotReady, NotLive
from forum.meetings.actions.running import require_live
from forum.meetings.events import ItemDeciding, ItemResumed, PollAttached
from forum.meetings.models import AgendaItem, ItemPoll, ItemState, Meeting, MeetingState
from forum.polls import actions as polls
from forum.polls.models import Poll, PollState

BEFORE_THE_END = (MeetingState.DRAFT, MeetingState.SCHEDULED, MeetingState.LIVE)


@atomic()
def attach_poll(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    *,
    question: str,
    options: Sequence[str],
    hints: Sequence[str] = (),
    description: str = "",
    minutes: int | None = None,
    expected_version: int | None = None,
) -> Poll:
    """Put a question to an item that is not finished; its text is frozen at once.

    With `minutes` the poll closes so long after its opening, else by hand.
    """
    require(policy.can_run, actor, meeting)
    lock(meeting)
    lock(item)
    require_version(item, expected_version)
    if meeting.state not in BEFORE_THE_END:
        raise NotLive(_("Sesi ini sudah ditutup."))
    if item.state is ItemState.DONE:
        raise ItemNotReady(_("Acara ini sudah selesai."))
    organiser = _as_organiser(actor)
    poll = polls.draft_poll(
        organiser,
        question=question,
        options=options,
        hints=hints,
        description=description,
        minutes=minutes,
        unit_id=meeting.unit_id,
    )
    polls.arm_poll(organiser, poll)
    db.session.add(ItemPoll(poll_id=poll.id, item_id=item.id))
    item.version += 1
    db.session.flush()
    record(
        PollAttached(meeting_id=meeting.id, item_id=item.id, poll_id=poll.id, actor_id=actor.id)
    )
    return poll


@atomic()
def open_item_poll(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    poll: Poll,
    *,
    minutes: int | None = None,
    expected_version: int | None = None,
) -> None:
    """Ask for the decision: the item and its poll go on together, or neither."""
    require(policy.can_run, actor, meeting)
    lock(meeting)
    lock(item)
    require_live(meeting)
    if item.state is ItemState.DECIDING:
        raise ItemNotReady(_("Acara ini masih punya pemungutan suara yang belum diumumkan."))
    if item.state is not ItemState.ACTIVE:
        raise ItemNotReady(_("Mulai acara ini dulu, baru pemungutan suaranya dapat dibuka."))
    polls.open_poll(
        _as_organiser(actor), poll, minutes=minutes, expected_version=expected_version
    )
    _decide(actor, item)
    _tell_issue(actor, item)


@atomic()
def close_item_poll(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    poll: Poll,
    *,
    expected_version: int | None = None,
) -> None:
    """No more ballots; they are counted at once. Closing twice is harmless."""
    require(policy.can_run, actor, meeting)
    lock(meeting)
    lock(item)
    polls.close_poll(_as_organiser(actor), poll, expected_version=expected_version)


@atomic()
def publish_item_poll(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    poll: Poll,
    *,
    expected_version: int | None = None,
) -> None:
    """Show the result to everyone; the item can go on. Publishing twice is harmless.

    Also possible after the session: what was counted must not stay hidden.
    """
    require(policy.can_run, actor, meeting)
    lock(meeting)
    lock(item)
    lock(poll)
    if poll.state is PollState.PUBLISHED:
        return
    polls.publish_poll(_as_organiser(actor), poll, expected_version=expected_version)
    if item.state is ItemState.DECIDING and not queries.undecided_polls(item.id):
        _resume(actor, item)
    _tell_issue(actor, item)


@atomic()
def follow_poll(actor: Actor, item: AgendaItem) -> None:
    """Bring the item in step with polls that were opened or published on their own page."""
    require(policy.can_keep_in_step, actor)
    meeting = db.session.get_one(Meeting, item.meeting_id)
    lock(meeting)
    lock(item)
    undecided = bool(queries.undecided_polls(item.id))
    if item.state is ItemState.ACTIVE and undecided:
        _decide(actor, item)
        _tell_issue(actor, item)
    elif item.state is ItemState.DECIDING and not undecided:
        _resume(actor, item)
        _tell_issue(actor, item)


def _decide(actor: Actor, item: AgendaItem) -> None:
    item.state = ItemState.DECIDING
    item.version += 1
    record(ItemDeciding(meeting_id=item.meeting_id, item_id=item.id, actor_id=actor.id))


def _resume(actor: Actor, item: AgendaItem) -> None:
    item.state = ItemState.ACTIVE
    item.version += 1
    record(ItemResumed(meeting_id=item.meeting_id, item_id=item.id, actor_id=actor.id))


def _tell_issue(actor: Actor, item: AgendaItem) -> None:
    if item.issue_id is not None:
        issues.chain_changed(item.issue_id, actor.id)


def _as_organiser(actor: Actor) -> Actor:
    """Running a session lends the right to hold its polls, wherever one is a facilitator."""
    return replace(actor, grants=actor.grants | {Grant(Role.FACILITATOR)})
