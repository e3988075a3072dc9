"""What waits for a person: a poll to vote in, a question of the city, a result to confirm.

Folders above register their own; the front page and the summaries by mail ask all of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forum.core.actor import Actor


@dataclass(frozen=True)
class Waiting:
    """One thing to do: what it is called, where it is done, what kind of thing it is.

    `look` is a look and an icon of `status` in the macros; `detail` says until when.
    """

    title: str
    url: str
    label: str
    look: tuple[str, str] = ("warn", "clock")
    detail: str = ""


Finder = Callable[[Actor], Sequence[Waiting]]
_FINDERS: list[tuple[int, Finder]] = []


def waits(order: int) -> Callable[[Finder], Finder]:
    """Register `fn(viewer) -> what waits`, which asks a fixed number of queries."""

    def register(finder: Finder) -> Finder:
        _FINDERS[:] = [
            one
            for one in _FINDERS
            if (one[1].__module__, one[1].__name__) != (finder.__module__, finder.__name__)
        ]
        _FINDERS.append((order, finder))
        _FINDERS.sort(key=lambda one: one[0])
        return finder

    return register


def for_person(viewer: Actor) -> list[Waiting]:
    """Everything that waits for this person, the most pressing kinds first."""
    return [one for _order, finder in _FINDERS for one in finder(viewer)]
