"""What folders say about their rooms: who may follow, how a line is shown, which commands.

A room is named `kind:id`, or `kind:id:part` for a part with rules of its own
(`session:7:staff`); its key here is `kind` or `kind:part`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.live.models import LiveEvent
from forum.verification import levels
from forum.web.limits import COMMANDING
from forum.web.routing import LARGEST_ID


@dataclass(frozen=True)
class View:
    """What everyone in a room may see of a line or of the whole state.

    `data` is complete and free of interface language; `html` maps an element's id to its new
    fragment in the language in force, or to None where the element goes away.
    """

    data: dict[str, Any] = field(default_factory=dict)
    html: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Command:
    """What a command does, and how often one account may send it."""

    handler: "Handler"
    limit: str


Guard = Callable[[Actor, int], object]
Snapshot = Callable[[int], View]
Show = Callable[[LiveEvent], View]
Handler = Callable[..., Any]
Function = TypeVar("Function", bound=Callable[..., Any])

GUARDS: dict[str, Guard] = {}
SNAPSHOTS: dict[str, Snapshot] = {}
SHOWS: dict[tuple[str, str], Show] = {}
COMMANDS: dict[tuple[str, str], "Command"] = {}


def room(kind: str, *, snapshot: Snapshot) -> Callable[[Function], Function]:
    """Register who may follow rooms of this kind; the function raises NotFound to refuse.

    `snapshot(id)` gives the whole public state, for whoever comes first or too late.
    """

    def register(guard: Function) -> Function:
        GUARDS[kind] = guard
        SNAPSHOTS[kind] = snapshot
        return guard

    return register


def shows(kind: str, *types: str) -> Callable[[Function], Function]:
    """Register how lines of these types are shown in rooms of this kind, as things are now."""

    def register(show: Function) -> Function:
        for name in types:
            SHOWS[kind, name] = show
        return show

    return register


def command(name: str, *, room: str, limit: str = COMMANDING) -> Callable[[Function], Function]:
    """Register a command of rooms of this kind: `handler(actor, room_id, *, **data)`.

    Its keyword annotations are the shape of its data; `expected_version` is handed over
    where the handler names it. One account may send it `limit` times.
    """

    def register(handler: Function) -> Function:
        COMMANDS[room, name] = Command(handler, limit)
        return handler

    return register


def parse(name: str) -> tuple[str, int]:
    """`session:7:staff` → (`session:staff`, 7); NotFound for what is no room's name."""
    kind, _colon, rest = name.partition(":")
    key, _colon, part = rest.partition(":")
    full = f"{kind}:{part}" if part else kind
    is_id = key.isascii() and key.isdecimal() and len(key) <= 10 and int(key) <= LARGEST_ID
    if full not in GUARDS or not is_id:
        raise NotFound(_("Ruang ini tidak ada."))
    return full, int(key)


def enter(actor: Actor, name: str) -> int:
    """Check that the actor may follow this room; return the id of what it is about."""
    kind, key = parse(name)
    if kind != "user":  # one's own is open to everyone, also where reading needs a level
        levels.demand_reading(actor)
    GUARDS[kind](actor, key)
    return key


def show(line: LiveEvent) -> View:
    kind, _key = parse(line.room)
    shown = SHOWS.get((kind, line.type))
    return shown(line) if shown is not None else View(dict(line.facts))


def snapshot(name: str) -> View:
    kind, key = parse(name)
    return SNAPSHOTS[kind](key)
