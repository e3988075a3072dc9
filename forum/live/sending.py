"""Sending what was committed, at once, from a task of its own.

`committed` notes the numbers and wakes the task; the task renders each line once per
language and emits it. What a crash left unsent, the worker finds by `sent_seq`.
"""

import logging
import threading
from collections import defaultdict
from datetime import timedelta

from flask import current_app
from flask_socketio import SocketIO
from sqlalchemy import select, update

from forum.core import clock
from forum.core.db import atomic, db
from forum.core.worker import every
from forum.live import tasks
from forum.live.log import Numbered, when_committed
from forum.live.messages import event_message
from forum.live.models import LiveEvent, Room
from forum.web.languages import LANGUAGES

log = logging.getLogger(__name__)

socketio = SocketIO()
_pending: defaultdict[str, set[int]] = defaultdict(set)
_sent: dict[str, int] = {}
_ready = threading.Event()
_sending = threading.Lock()
PATIENCE = timedelta(seconds=5)


def channel(room: str, language: str) -> str:
    """The Socket.IO room of those who follow this room in this language."""
    return f"{room}|{language}"


@when_committed
def committed(numbered: Numbered) -> None:
    """These lines are durable now: send them."""
    for room, seq in numbered:
        _pending[room].add(seq)
    _send_soon()


def send_pending() -> None:
    """Send everything that waits, each room in its order."""
    with _sending:
        while _pending:
            room, numbers = _pending.popitem()
            send(room, sorted(numbers))


def send(room: str, numbers: list[int]) -> None:
    if not tasks.inline():
        db.session.rollback()  # SQLite: a reading begun earlier would not see these lines
    lines = db.session.scalars(
        select(LiveEvent)
        .where(LiveEvent.room == room, LiveEvent.seq.in_(numbers))
        .order_by(LiveEvent.seq)
    ).all()
    for line in lines:
        for language in LANGUAGES:
            name = channel(room, language)
            if somebody_listens(name):
                socketio.emit("event", event_message(line, language), to=name)
    if lines:
        _sent[room] = max(_sent.get(room, 0), lines[-1].seq)


def somebody_listens(name: str) -> bool:
    """Whether rendering pays; with a queue, other processes may hold the listeners."""
    if current_app.config["REDIS_URL"]:
        return True
    return name in socketio.server.manager.rooms.get("/", {})


def run() -> None:
    """The sending task of a serving process."""
    while True:
        _ready.wait()
        _ready.clear()
        try:
            with tasks.context():
                send_pending()
        except Exception:
            log.exception("sending to rooms failed")


@every(2)
def note_what_was_sent() -> None:
    """Write down lazily how far each room was sent: it only matters after a crash."""
    if not _sent:
        return
    noted = dict(_sent)
    _sent.clear()
    with atomic():
        for room, seq in sorted(noted.items()):  # in one order, as all who hold rooms do
            db.session.execute(
                update(Room).where(Room.name == room, Room.sent_seq < seq).values(sent_seq=seq)
            )


@every(5)
def send_what_was_left() -> None:
    """Pick up lines whose process died between its commit and its sending."""
    before = clock.now() - PATIENCE
    left = db.session.execute(
        select(LiveEvent.room, LiveEvent.seq)
        .join(Room, Room.name == LiveEvent.room)
        .where(LiveEvent.seq > Room.sent_seq, Room.seq > Room.sent_seq, LiveEvent.at < before)
        .limit(500)
    ).all()
    for room, seq in left:
        if seq > _sent.get(room, 0):
            _pending[room].add(seq)
    if left:
        _send_soon()


def _send_soon() -> None:
    if tasks.inline():
        with tasks.context():
            send_pending()
    else:
        _ready.set()
        # The news goes out before the rest of the request is answered: once for the sending
        # task, once for the many writers that it has set going.
        socketio.sleep(0)
        socketio.sleep(0)
