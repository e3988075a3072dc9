"""How many people are in a room, by connection; counted, never listed."""

from collections import defaultdict
from collections.abc import Callable

from forum.live.counts import count_changed
from forum.live.rooms import View, parse

Show = Callable[[int, int], View]
_present: defaultdict[str, set[str]] = defaultdict(set)
_shows: dict[str, Show] = {}


def shows_presence(kind: str) -> Callable[[Show], Show]:
    """Register how rooms of this kind are told who is there: `show(room_id, people)`."""

    def register(show: Show) -> Show:
        _shows[kind] = show
        return show

    return register


def came(room: str, sid: str) -> None:
    _present[room].add(sid)


def left(room: str, sid: str) -> None:
    _present[room].discard(sid)
    if not _present[room]:
        del _present[room]


def rooms_of(sid: str) -> list[str]:
    return [room for room, sids in _present.items() if sid in sids]


def is_in(room: str, sid: str) -> bool:
    return room in _present and sid in _present[room]


def everyone() -> dict[str, list[str]]:
    """The rooms of each connection of this process."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for room, sids in _present.items():
        for sid in sids:
            found[sid].append(room)
    return dict(found)


def count(room: str) -> int:
    """Connections in this room in this process."""
    return len(_present[room]) if room in _present else 0


def changed(room: str) -> None:
    """Tell the room how many are there, where its kind is told at all."""
    kind, key = parse(room)
    show = _shows.get(kind)
    if show is not None:
        count_changed(room, "Presence", lambda: show(key, count(room)))
