"""Counts that move - turnout, presence - told a few times a second, never logged.

A thousand votes are one message with an absolute total. Whoever misses one hears the next.
"""

import logging
import threading
from collections.abc import Callable

from forum.core import clock
from forum.live import tasks
from forum.live.rooms import View
from forum.live.sending import channel, socketio, somebody_listens
from forum.web import in_language
from forum.web.languages import LANGUAGES

log = logging.getLogger(__name__)

PERIOD = 0.25  # seconds
_changed: dict[tuple[str, str], Callable[[], View]] = {}
_ready = threading.Event()


def count_changed(room: str, type: str, show: Callable[[], View]) -> None:  # noqa: A002
    """Tell this room the present count soon; `show` is asked when it is told."""
    _changed[room, type] = show
    if tasks.inline():
        with tasks.context():
            tell_counts()
    else:
        _ready.set()


def tell_counts() -> None:
    while _changed:
        (room, kind), show = _changed.popitem()
        for language in LANGUAGES:
            name = channel(room, language)
            if not somebody_listens(name):
                continue
            with in_language(language):
                view = show()
            message = {
                "room": room,
                "type": kind,
                "at": clock.now().isoformat(),
                "data": view.data,
                "html": view.html,
            }
            socketio.emit("counts", message, to=name)


def run() -> None:
    """The counting task of a serving process."""
    while True:
        _ready.wait()
        _ready.clear()
        try:
            with tasks.context():
                tell_counts()
        except Exception:
            log.exception("telling counts failed")
        socketio.sleep(PERIOD)
