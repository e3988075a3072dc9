"""What goes over the wire: a line of the log, or a whole state, in one language.

Rendered once per language however many people follow. Kept under the number the room has
reached, so whatever happens next - a hidden post above all - makes the kept text unreachable.
"""

from collections import OrderedDict
from typing import Any

from forum.core import clock
from forum.live import log, rooms
from forum.live.models import LiveEvent
from forum.web import in_language

Message = dict[str, Any]

_kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_KEEP = 256


def event_message(line: LiveEvent, language: str) -> Message:
    with in_language(language):
        view = rooms.show(line)
    message: Message = {
        "room": line.room,
        "seq": line.seq,
        "type": line.type,
        "at": line.at.isoformat(),
        "version": line.version,
        "data": view.data,
    }
    if view.html:
        message["html"] = view.html
    return message


def snapshot_message(room: str, seq: int, language: str) -> Message:
    """The state of a room that has reached this number."""

    def make() -> Message:
        with in_language(language):
            view = rooms.snapshot(room)
        return {"room": room, "seq": seq, "state": view.data, "html": view.html}

    return {**_keep(("snapshot", room, seq, language), make), "now": clock.now().isoformat()}


def missed(room: str, after: int, seq: int, language: str) -> list[Message] | None:
    """The lines after this number, or None where the whole state is the shorter answer."""
    if after <= 0 or after > seq or seq - after > log.KEPT:
        return None

    def make() -> list[Message]:
        return [event_message(line, language) for line in log.since(room, after)]

    messages: list[Message] = _keep(("missed", room, after, seq, language), make)
    return messages


def _keep(key: tuple[Any, ...], make: Any) -> Any:
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    made = _kept[key] = make()
    while len(_kept) > _KEEP:
        _kept.popitem(last=False)
    return made


def forget_everything() -> None:
    """Drop what is kept; the log itself stays."""
    _kept.clear()
