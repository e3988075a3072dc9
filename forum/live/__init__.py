"""Live: rooms that people follow, what each was told, and the commands they send."""

from flask import Flask

from forum.live.admission import rights_may_end
from forum.live.counts import count_changed
from forum.live.log import Line, last_seq, tells
from forum.live.presence import count as people_present
from forum.live.presence import shows_presence
from forum.live.rooms import View, command, room, shows
from forum.live.sending import socketio
from forum.live.state import answer_state

__all__ = [
    "Line",
    "View",
    "answer_state",
    "command",
    "count_changed",
    "init_app",
    "last_seq",
    "people_present",
    "rights_may_end",
    "room",
    "shows",
    "shows_presence",
    "socketio",
    "tells",
]


def init_app(app: Flask) -> None:
    from forum.live import sockets, traces  # noqa: F401

    sockets.init_app(app)
