"""What the clock does: a poll whose time is over is closed, then sealed, then counted.

Counting may take a minute, so it is no delivery of the outbox, which would hold the database.
"""

from datetime import datetime

from forum.core import clock
from forum.core.worker import every
from forum.polls import actions, queries
from forum.verification import keeps_until


@keeps_until
def until_the_polls_voted_in_are_closed(user_id: int) -> datetime | None:
    """So long a NIK stays with an account that left: nobody votes twice by signing up anew."""
    return queries.voted_in_until(user_id, clock.now())


every(1)(actions.close_overdue_polls)
every(1)(actions.end_graces)
every(1)(actions.count_sealed_polls)
