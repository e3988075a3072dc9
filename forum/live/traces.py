"""What the log of rooms keeps of a person, and for how long rooms are remembered."""

from datetime import datetime

from sqlalchemy import delete, select

from forum.accounts import traces
from forum.core.db import db
from forum.core.retention import keeps
from forum.live.log import KEPT
from forum.live.models import LiveEvent, Room

SESSIONS = "session:%"  # their log is what minutes are checked against: it stays


@traces.erases
def erase_their_room(user_id: int) -> None:
    """A person's own room goes; lines of other rooms hold numbers only."""
    name = f"user:{user_id}"
    for model, column in ((LiveEvent, LiveEvent.room), (Room, Room.name)):
        db.session.execute(
            delete(model).where(column == name).execution_options(synchronize_session=False)
        )


@keeps("live_log")
def let_go(before: datetime) -> int:
    """Old lines, but the last of each room: whoever is not far behind is told all they missed."""
    far_behind = Room.seq - KEPT
    numbers = select(far_behind).where(Room.name == LiveEvent.room).scalar_subquery()
    result = db.session.execute(
        delete(LiveEvent)
        .where(
            LiveEvent.at < before,
            LiveEvent.room.not_like(SESSIONS),
            LiveEvent.seq <= numbers,
        )
        .execution_options(synchronize_session=False)
    )
    return int(getattr(result, "rowcount", 0))
