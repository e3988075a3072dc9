"""The background work: delivers what the outbox holds and does what the clock asks for.

It runs in a greenlet or thread of the serving process, or alone as `forum worker`. Several
may run at once: each piece of work takes its own lock.
"""

import logging
import threading
import time
from collections.abc import Callable

from flask import Flask

log = logging.getLogger(__name__)

PAUSE = 1.0  # seconds between looks when nothing wakes the worker
COURTESY = 0.05  # once woken: those who wait for an answer or for news go first
_awake = threading.Event()
_each_turn: list[Callable[[], int]] = []
_periodic: list[tuple[float, Callable[[], object]]] = []


def each_turn(function: Callable[[], int]) -> Callable[[], int]:
    """Call this function at every turn; it returns how much it did, and is asked again soon."""
    _each_turn.append(function)
    return function


def every(seconds: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Call this function about every so many seconds; it must bear being called twice."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        _periodic.append((seconds, function))
        return function

    return register


def wake() -> None:
    """Something was promised: look now, not at the end of the pause."""
    _awake.set()


def turn(*, everything: bool = True, done: dict[int, float] | None = None) -> int:
    """Deliver what is due, then do the periodic work whose time has come."""
    delivered = sum(function() for function in _each_turn)
    at = time.monotonic()
    for index, (seconds, function) in enumerate(_periodic):
        last = None if done is None else done.get(index)
        if everything or last is None or at - last >= seconds:
            if done is not None:
                done[index] = at
            function()
    return delivered


def run(app: Flask, *, stop: threading.Event | None = None) -> None:
    """Work until told to stop, resting while nothing is due. An error is logged, not fatal."""
    stop = stop or threading.Event()
    done: dict[int, float] = {}
    while not stop.is_set():
        delivered = 0
        try:
            with app.app_context():
                delivered = turn(everything=False, done=done)
        except Exception:
            log.exception("the worker's turn failed")
            stop.wait(PAUSE)
        if not delivered and _awake.wait(PAUSE):
            time.sleep(COURTESY)
        _awake.clear()
