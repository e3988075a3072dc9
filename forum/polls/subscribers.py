"""What follows: a closed poll is counted, and a poll whose time is over is closed."""

from forum.core.actor import SYSTEM
from forum.core.events import subscribe
from forum.core.worker import every
from forum.polls import actions, queries
from forum.polls.events import PollClosed


@subscribe(PollClosed)
def count_the_ballots(event: PollClosed) -> None:
    actions.count_poll(SYSTEM, queries.poll_for(SYSTEM, event.poll_id))


every(1)(actions.close_overdue_polls)
