"""What the steps of a poll share: its row is held, its state is right, it moves on."""

from flask_babel import gettext as _
from sqlalchemy.orm.attributes import set_committed_value

from forum.core.actor import Actor
from forum.core.db import lock, require_version
from forum.core.errors import Invalid, Refused
from forum.core.events import Event
from forum.core.outbox import record
from forum.polls import queries
from forum.polls.models import Poll, PollState

LONGEST_OPEN = 60 * 24 * 92  # minutes


class WrongMoment(Refused):
    """The poll is not in the state in which this can be done."""


def hold(poll: Poll, expected_version: int | None) -> None:
    """Lock the poll, with its options as they are now."""
    lock(poll)
    require_version(poll, expected_version)
    set_committed_value(poll, "options", queries.options_of(poll.id))


def expect(poll: Poll, state: PollState, otherwise: str) -> None:
    if poll.state is not state:
        current = {"state": poll.state.value, "version": poll.version}
        raise WrongMoment(otherwise, current=current)


def move(actor: Actor, poll: Poll, state: PollState, event: type[Event]) -> None:
    poll.state = state
    poll.version += 1
    record(event(poll_id=poll.id, actor_id=actor.id))  # type: ignore[call-arg]


def checked_minutes(minutes: int) -> int:
    if not 1 <= minutes <= LONGEST_OPEN:
        raise Invalid(_("Lama pemungutan antara 1 menit dan 92 hari."))
    return minutes
