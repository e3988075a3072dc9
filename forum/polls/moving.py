"""What passes to another account when someone takes over what the desk entered for them."""

from sqlalchemy import select, update

from forum.accounts import traces
from forum.core.db import db
from forum.polls.models import Ballot


@traces.moves
def move_ballots(from_id: int, to_id: int) -> None:
    """A ballot cast at the kiosk stays cast, and counts as this account's: nobody votes twice.

    Where both accounts voted in the same poll, each was entitled at that time: both stay.
    """
    voted = select(Ballot.poll_id).where(Ballot.voter_id == to_id)
    db.session.execute(
        update(Ballot)
        .where(Ballot.voter_id == from_id, Ballot.poll_id.not_in(voted))
        .values(voter_id=to_id)
        .execution_options(synchronize_session="fetch")
    )
