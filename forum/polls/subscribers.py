"""What follows: a sealed poll is counted, and a poll whose time is over is closed."""

from datetime import datetime

from forum.core import clock
from forum.core.actor import SYSTEM
from forum.core.events import subscribe
from forum.core.worker import every
from forum.polls import actions, queries
from forum.polls.events import PollSealed
from forum.verification import keeps_until


@subscribe(PollSealed)
def count_the_ballots(event: PollSealed) -> None:
    actions.count_poll(SYSTEM, queries.poll_for(SYSTEM, event.poll_id))


@keeps_until
def until_the_polls_voted_in_are_closed(user_id: int) -> datetime | None:
    """So long a NIK stays with an account that left: nobody votes twice by signing up anew."""
    return queries.voted_in_until(user_id, clock.now())


every(1)(actions.close_overdue_polls)
every(1)(actions.end_graces)
