"""What a room was told: numbered without gaps, in the transaction of the change itself.

Lines are collected during the transaction and numbered last thing before the commit, room
by room in the order of their names: rooms are held for a moment only, and two changes that
tell the same rooms cannot wait for each other in a circle.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from forum.core.db import after_commit, before_commit, db, transaction
from forum.core.events import Event, subscribe
from forum.live.models import LiveEvent, Room

KEPT = 200  # who is further behind gets the whole state instead of what was missed


@dataclass(frozen=True)
class Line:
    """One line for the log of one room.

    `facts` holds ids and numbers only; public texts are added when it is sent or replayed.
    `version` is that of the thing the room is about, after the change.
    """

    room: str
    facts: dict[str, Any] = field(default_factory=dict)
    version: int = 0


Teller = Callable[[Any], Iterable[Line]]
Numbered = Sequence[tuple[str, int]]
_LAST = select(Room.seq).where(Room.name == bindparam("room"))
_listeners: list[Callable[[Numbered], None]] = []


def when_committed(listener: Callable[[Numbered], None]) -> Callable[[Numbered], None]:
    """Call this with the rooms and numbers of each transaction, once it is durable."""
    _listeners.append(listener)
    return listener


def tells(*kinds: type[Event]) -> Callable[[Teller], Teller]:
    """Turn an event into lines of rooms' logs, in the event's own transaction."""

    def register(function: Teller) -> Teller:
        @subscribe(*kinds, within=True)
        @wraps(function)
        def collect(event: Event) -> None:
            for line in function(event):
                _collect(line, type(event).__name__, event.actor_id)

        return function

    return register


def since(room: str, seq: int, *, limit: int = KEPT) -> Sequence[LiveEvent]:
    """What the room was told after this number, in order."""
    statement = select(LiveEvent).where(LiveEvent.room == room, LiveEvent.seq > seq)
    return db.session.scalars(statement.order_by(LiveEvent.seq).limit(limit)).all()


def last_seq(room: str) -> int:
    """The number of the last thing this room was told; 0 before the first."""
    return db.session.scalar(_LAST, {"room": room}) or 0


def last_version(room: str) -> int:
    statement = select(LiveEvent.version).where(LiveEvent.room == room)
    return db.session.scalar(statement.order_by(LiveEvent.seq.desc()).limit(1)) or 0


def _collect(line: Line, kind: str, actor_id: int | None) -> None:
    waiting = transaction().setdefault("lines", [])
    if not waiting:
        before_commit(number_lines)
    waiting.append((line, kind, actor_id))


def number_lines() -> None:
    """Number what was collected so far; happens by itself before the commit."""
    lines = transaction().pop("lines", [])
    numbered: list[tuple[str, int]] = []
    for name in sorted({line.room for line, _kind, _actor in lines}):
        room = _hold(name)
        for line, kind, actor_id in lines:
            if line.room != name:
                continue
            room.seq += 1
            db.session.add(
                LiveEvent(
                    room=name,
                    seq=room.seq,
                    type=kind,
                    actor_id=actor_id,
                    facts=line.facts,
                    version=line.version,
                )
            )
            numbered.append((name, room.seq))
    if numbered:
        after_commit(lambda: _tell_listeners(numbered))


def _tell_listeners(numbered: Numbered) -> None:
    for listener in _listeners:
        listener(numbered)


def _hold(name: str) -> Room:
    statement = select(Room).where(Room.name == name).with_for_update()
    statement = statement.execution_options(populate_existing=True)
    room = db.session.scalar(statement)
    if room is not None:
        return room
    try:
        with db.session.begin_nested():
            db.session.add(Room(name=name, seq=0))
    except IntegrityError:
        pass  # someone else opened the room meanwhile
    return db.session.scalars(statement).one()
