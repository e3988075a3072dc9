"""Small tables that nearly every page asks, kept in memory and read again every few seconds.

The process that changes a table reads it again at once; other processes follow within `FRESH`
seconds. Under test nothing grows old by itself: only a change, or `renew`, has it read again.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from flask import current_app, has_app_context

T = TypeVar("T")
FRESH = 5.0  # seconds


class Remembered(Generic[T]):
    """What `load` answered, until that is old."""

    def __init__(self, load: Callable[[], T], at_first: T | None = None) -> None:
        """`at_first`: the answer where there is no application to ask."""
        self._load, self._at_first = load, at_first
        self._held: tuple[T] | None = None
        self._read_at = 0.0

    def get(self) -> T:
        held = self._held
        if not has_app_context() and self._at_first is not None:
            return (held or (self._at_first,))[0]  # a rule asked by itself
        if held is None or self._is_old():
            # Others go on with what was known while this one asks.
            self._read_at = time.monotonic()
            held = self._held = (self._load(),)
        return held[0]

    def renew(self) -> None:
        """Ask again at the next look."""
        self._held = None

    def hold(self, value: T) -> None:
        """Take this as the answer, without asking."""
        self._held, self._read_at = (value,), time.monotonic()

    def _is_old(self) -> bool:
        return not current_app.testing and time.monotonic() - self._read_at > FRESH
