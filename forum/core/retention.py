"""How long things are kept: each folder says how its old rows go away; the worker asks daily.

How many days a kind is kept is a setting of the city, under the same name.
"""

from collections.abc import Callable
from datetime import datetime

Remover = Callable[[datetime], int]
_REMOVERS: dict[str, list[Remover]] = {}


def keeps(kind: str) -> Callable[[Remover], Remover]:
    """Register what removes things of this kind that are older than a moment.

    `function(before) -> how many went`, called once a day within a transaction of its own; it
    must bear being called twice.
    """

    def register(function: Remover) -> Remover:
        removers = _REMOVERS.setdefault(kind, [])
        removers[:] = [each for each in removers if _name(each) != _name(function)]
        removers.append(function)
        return function

    return register


def removers() -> dict[str, list[Remover]]:
    return {kind: list(functions) for kind, functions in _REMOVERS.items()}


def _name(function: Remover) -> str:
    return f"{function.__module__}.{function.__qualname__}"
