"""What is done from the rooms of a session; each takes the same road as its button.

`expected_version` is that of the thing named in the data; residents' commands need none.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _

from forum import live
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.meetings import actions, queries
from forum.meetings.models import Meeting, OutcomeKind

Answer = dict[str, Any]
Handler = TypeVar("Handler", bound=Callable[..., object])


def command(name: str) -> Callable[[Handler], Handler]:
    """Register a command of the public room and of the one behind the scenes alike."""

    def register(handler: Handler) -> Handler:
        for room in ("session", "session:staff"):
            live.command(name, room=room)(handler)
        return handler

    return register


def _meeting(actor: Actor, meeting_id: int) -> Meeting:
    return queries.meeting_for(actor, meeting_id)


# --- the session


@command("session.open")
def open_session(actor: Actor, meeting_id: int, *, expected_version: int | None = None) -> None:
    meeting = _meeting(actor, meeting_id)
    actions.open_meeting(actor, meeting, expected_version=expected_version)


@command("session.end")
def end_session(actor: Actor, meeting_id: int, *, expected_version: int | None = None) -> None:
    meeting = _meeting(actor, meeting_id)
    actions.end_meeting(actor, meeting, expected_version=expected_version)


@command("session.finish")
def finish_session(
    actor: Actor, meeting_id: int, *, expected_version: int | None = None
) -> None:
    meeting = _meeting(actor, meeting_id)
    actions.finish_meeting(actor, meeting, expected_version=expected_version)


# --- the agenda


@command("item.ready")
def make_ready(
    actor: Actor, meeting_id: int, *, item_id: int, expected_version: int | None = None
) -> None:
    meeting = _meeting(actor, meeting_id)
    item = queries.item_of(meeting, item_id)
    actions.make_ready(actor, meeting, item, expected_version=expected_version)


@command("item.activate")
def activate_item(
    actor: Actor, meeting_id: int, *, item_id: int, expected_version: int | None = None
) -> None:
    meeting = _meeting(actor, meeting_id)
    item = queries.item_of(meeting, item_id)
    actions.activate_item(actor, meeting, item, expected_version=expected_version)


@command("item.finish")
def finish_item(
    actor: Actor,
    meeting_id: int,
    *,
    item_id: int,
    outcome: str,
    text: str,
    owner: str | None = None,
    due: str | None = None,
    expected_version: int | None = None,
) -> None:
    """`outcome` is a value of OutcomeKind; `due` is an ISO date."""
    meeting = _meeting(actor, meeting_id)
    item = queries.item_of(meeting, item_id)
    try:
        kind = OutcomeKind(outcome)
        due_on = date.fromisoformat(due) if due else None
    except ValueError as error:
        raise Invalid(_("Pesan ini tidak dapat dipahami.")) from error
    actions.finish_item(
        actor,
        meeting,
        item,
        kind=kind,
        text=text,
        owner=owner,
        due=due_on,
        expected_version=expected_version,
    )


# --- hands and speakers


@command("hand.raise")
def raise_hand(actor: Actor, meeting_id: int, *, item_id: int) -> Answer:
    meeting = _meeting(actor, meeting_id)
    hand = actions.raise_hand(actor, meeting, queries.item_of(meeting, item_id))
    return {"entry_id": hand.id}


@command("hand.lower")
def lower_hand(actor: Actor, meeting_id: int, *, item_id: int) -> Answer:
    meeting = _meeting(actor, meeting_id)
    hand = actions.lower_hand(actor, meeting, queries.item_of(meeting, item_id))
    return {"entry_id": hand.id if hand else None}


@command("speaker.call")
def call_speaker(
    actor: Actor, meeting_id: int, *, entry_id: int, expected_version: int | None = None
) -> None:
    meeting = _meeting(actor, meeting_id)
    item, entry = queries.entry_of(meeting, entry_id)
    actions.call_speaker(actor, meeting, item, entry, expected_version=expected_version)


@command("speaker.start")
def start_speaking(
    actor: Actor, meeting_id: int, *, entry_id: int, expected_version: int | None = None
) -> None:
    meeting = _meeting(actor, meeting_id)
    item, entry = queries.entry_of(meeting, entry_id)
    actions.start_speaking(actor, meeting, item, entry, expected_version=expected_version)


@command("speaker.finish")
def finish_speaking(
    actor: Actor, meeting_id: int, *, entry_id: int, expected_version: int | None = None
) -> None:
    meeting = _meeting(actor, meeting_id)
    item, entry = queries.entry_of(meeting, entry_id)
    actions.finish_speaking(actor, meeting, item, entry, expected_version=expected_version)


@command("speaker.remove")
def remove_hand(
    actor: Actor,
    meeting_id: int,
    *,
    entry_id: int,
    reason: str,
    expected_version: int | None = None,
) -> None:
    meeting = _meeting(actor, meeting_id)
    item, entry = queries.entry_of(meeting, entry_id)
    actions.remove_hand(
        actor, meeting, item, entry, reason=reason, expected_version=expected_version
    )


# --- polls


@command("poll.attach")
def attach_poll(
    actor: Actor,
    meeting_id: int,
    *,
    item_id: int,
    question: str,
    options: list[str],
    minutes: int | None = None,
    expected_version: int | None = None,
) -> Answer:
    """`expected_version` is that of the item; `minutes` says how long the poll is open."""
    meeting = _meeting(actor, meeting_id)
    item = queries.item_of(meeting, item_id)
    poll = actions.attach_poll(
        actor,
        meeting,
        item,
        question=question,
        options=options,
        minutes=minutes,
        expected_version=expected_version,
    )
    return {"poll_id": poll.id}


@command("poll.open")
def open_poll(
    actor: Actor,
    meeting_id: int,
    *,
    poll_id: int,
    minutes: int | None = None,
    expected_version: int | None = None,
) -> None:
    meeting = _meeting(actor, meeting_id)
    item, poll = queries.poll_of(meeting, poll_id)
    actions.open_item_poll(
        actor, meeting, item, poll, minutes=minutes, expected_version=expected_version
    )


@command("poll.close")
def close_poll(
    actor: Actor, meeting_id: int, *, poll_id: int, expected_version: int | None = None
) -> None:
    meeting = _meeting(actor, meeting_id)
    item, poll = queries.poll_of(meeting, poll_id)
    actions.close_item_poll(actor, meeting, item, poll, expected_version=expected_version)


@command("poll.publish")
def publish_poll(
    actor: Actor, meeting_id: int, *, poll_id: int, expected_version: int | None = None
) -> None:
    meeting = _meeting(actor, meeting_id)
    item, poll = queries.poll_of(meeting, poll_id)
    actions.publish_item_poll(actor, meeting, item, poll, expected_version=expected_version)
