"""The entries themselves pass along, so that each slip still tells its story."""

from sqlalchemy import update

from forum.accounts import traces
from forum.core.db import db
from forum.desk.models import Entry


@traces.moves
def move_entries(from_id: int, to_id: int) -> None:
    db.session.execute(
        update(Entry)
        .where(Entry.person_id == from_id)
        .values(person_id=to_id)
        .execution_options(synchronize_session="fetch")
    )
