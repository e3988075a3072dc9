"""What can be followed: the folder that owns it says here how it is called, and to whom.

What a notification is about is asked of the same register, so that a list or a mail never
shows a name that its reader may not know (any more).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from forum.core.actor import VISITOR, Actor
from forum.core.text import member_of
from forum.notifications.models import Matter


@dataclass(frozen=True)
class Shown:
    """A thing as this viewer may see it: its name in the language in force, and its page."""

    title: str
    url: str


Names = Callable[[Actor, Collection[int]], Mapping[int, Shown]]
Finder = TypeVar("Finder", bound=Names)
_NAMES: dict[Matter, Names] = {}


def matter(kind: Matter) -> Callable[[Finder], Finder]:
    """Register `fn(viewer, ids) -> {id: Shown}`: in one query, without what is not for them."""

    def register(names: Finder) -> Finder:
        _NAMES[kind] = names
        return names

    return register


def key_of(kind: Matter, ref_id: int) -> str:
    """`thread:7`: as a notification keeps it."""
    return f"{kind}:{ref_id}"


def read(text: str | None) -> tuple[Matter, int] | None:
    """The thing that `thread:7` names; None for anything else."""
    name, _colon, number = (text or "").partition(":")
    kind = member_of(Matter, name)
    if kind is None or not (number.isascii() and number.isdecimal()):
        return None
    ref_id = int(number)
    return (kind, ref_id) if 0 < ref_id < 2**31 else None


def names(viewer: Actor, keys: Collection[str | None]) -> dict[str, Shown]:
    """What of these the viewer may know; one query for each kind of thing among them."""
    found: dict[str, Shown] = {}
    for kind in Matter:
        ids = {ref[1] for key in keys if (ref := read(key)) is not None and ref[0] is kind}
        if ids and kind in _NAMES:
            shown = _NAMES[kind](viewer, ids)
            found.update({key_of(kind, ref_id): one for ref_id, one in shown.items()})
    return found


def is_public(key: str) -> bool:
    """Everyone may know of it, so nobody who follows it has to be asked one by one."""
    return key in names(VISITOR, [key])
