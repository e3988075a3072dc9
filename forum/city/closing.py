"""What ends when a unit of the city is closed: other folders say so, for the page that asks first.

A folder that ends something itself listens to `UnitClosed` within its transaction; what it names
here is what that will end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from forum.core.actor import Actor


@dataclass(frozen=True)
class Ending:
    """One thing that ends: what it is, whose, and where it can be looked at."""

    what: str
    whose: str = ""
    url: str | None = None


@dataclass(frozen=True)
class Endings:
    """Things of one kind; `title` says of which (a lazy string), `meaning` what then follows."""

    title: Any
    meaning: Any
    rows: Sequence[Ending]


Lister = Callable[[Actor, int], Endings]
_LISTERS: dict[str, Lister] = {}


def ends_with_a_unit(function: Lister) -> Lister:
    """Register what ends: `function(viewer, unit_id)`. Registering it again is fine."""
    _LISTERS[f"{function.__module__}.{function.__name__}"] = function
    return function


def what_ends(viewer: Actor, unit_id: int) -> list[Endings]:
    """Everything that closing this unit ends; kinds of which there is nothing are left out."""
    found = [lister(viewer, unit_id) for lister in _LISTERS.values()]
    return [each for each in found if each.rows]
