"""What the program keeps about a person, folder by folder: to give, to erase, to hand over.

Each folder registers what it keeps; the folder of privacy asks all of them. So a new table
with a person in it is answered for where it is made.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

Rows = list[dict[str, Any]]
Exporter = Callable[[int], Rows]
Eraser = Callable[[int], None]
Mover = Callable[[int, int], None]
Giver = Callable[[int], Iterable[tuple[str, bytes]]]
Function = TypeVar("Function", bound=Callable[..., Any])

_EXPORTERS: dict[str, Exporter] = {}
_ERASERS: dict[str, Eraser] = {}
_MOVERS: dict[str, Mover] = {}
_GIVERS: dict[str, Giver] = {}


def exports(name: str) -> Callable[[Function], Function]:
    """Register what is kept about a person under this name: `function(user_id) -> rows`.

    Rows are ready for JSON; their keys are plain words, for the person is to read them.
    """

    def register(function: Function) -> Function:
        _EXPORTERS[name] = function
        return function

    return register


def gives_files(function: Function) -> Function:
    """Register files of a person: `function(user_id) -> (path in the archive, content)` of each."""
    _GIVERS[_name(function)] = function
    return function


def erases(function: Function) -> Function:
    """Register what is done when a person leaves: `function(user_id)`, in that transaction."""
    _ERASERS[_name(function)] = function
    return function


def moves(function: Function) -> Function:
    """Register how a person's things pass to another account: `function(from_id, to_id)`.

    For those who were registered at the desk and take over what was entered for them.
    """
    _MOVERS[_name(function)] = function
    return function


def all_about(user_id: int) -> dict[str, Rows]:
    """Everything that is kept about this person, by the name of its kind."""
    return {name: rows for name, export in _EXPORTERS.items() if (rows := export(user_id))}


def files_of(user_id: int) -> Iterator[tuple[str, bytes]]:
    """Every file of this person with its path in the archive, one after the other."""
    for give in _GIVERS.values():
        yield from give(user_id)


def erase(user_id: int) -> None:
    """Take away everything that names this person; call it within `atomic()`.

    The highest floor first: it may still ask the lower ones what was whose.
    """
    for eraser in reversed(_ERASERS.values()):
        eraser(user_id)


def hand_over(from_id: int, to_id: int) -> None:
    """Give one person's things to another account; call it within `atomic()`."""
    for mover in _MOVERS.values():
        mover(from_id, to_id)


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__name__}"
