"""What follows: items keep in step with their polls, and what was ended is finished."""

from forum.core.actor import SYSTEM
from forum.core.db import db
from forum.core.events import subscribe
from forum.core.worker import every
from forum.meetings import actions, queries
from forum.meetings.models import AgendaItem
from forum.polls.events import PollAnnulled, PollOpened, PollPublished


@subscribe(PollOpened, PollPublished, PollAnnulled)
def keep_in_step(event: PollOpened | PollPublished | PollAnnulled) -> None:
    """A poll of an item may be opened or published on its own page, not on the console.

    In a transaction of its own: there the meeting is held before the poll, as everywhere.
    """
    place = queries.place_of_poll(event.poll_id)
    if place is not None:
        actions.follow_poll(SYSTEM, db.session.get_one(AgendaItem, place[1]))


every(30)(actions.finish_those_that_ended)
