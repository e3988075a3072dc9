"""What follows: a closed poll is counted, and a poll whose time is over is closed."""

from datetime import datetime

from forum.core import clock
from forum.core.actor import SYSTEM
from forum.core.events import subscribe
from forum.core.worker import every
from forum.polls import actions, queries
from forum.polls.events import PollClosed
from forum.verification import keeps_until


@subscribe(PollClosed)
def count_the_ballots(event: PollClosed) -> None:
    actions.count_poll(SYSTEM, queries.poll_for(SYSTEM, event.poll_id))


@keeps_until
def until_the_polls_voted_in_are_closed(user_id: int) -> datetime | None:
    """So long a NIK stays with an account that left: nobody votes twice by signing up anew."""
    return queries.voted_in_until(user_id, clock.now())


every(1)(actions.close_overdue_polls)
