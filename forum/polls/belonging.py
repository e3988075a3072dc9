"""Where a poll belongs: the forum and the issue that it was asked for.

Polls know nothing of either. Folders above register here how the way back is found, so that
every link of the chain can be seen from every other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forum.core.actor import Actor


@dataclass(frozen=True)
class Place:
    """A page that this poll belongs to: what it is, what it is called, where it is read."""

    label: str
    title: str
    url: str


Finder = Callable[[Actor, int], Sequence[Place]]
_FINDERS: list[Finder] = []


def finds_places(finder: Finder) -> Finder:
    """Register a finder `(viewer, poll_id) -> places` that asks one query."""
    _FINDERS.append(finder)
    return finder


def places_of(viewer: Actor, poll_id: int) -> list[Place]:
    """Everything this viewer may see that the poll belongs to."""
    return [place for finder in _FINDERS for place in finder(viewer, poll_id)]
