"""Where the work of rooms runs: tasks of their own while serving, in place in tests.

What is told to a room is rendered in a context of its own, never in the request of the person
who caused it.
"""

from contextlib import AbstractContextManager
from typing import Any

from flask import Flask

_app: Flask | None = None


def bind(app: Flask) -> None:
    """The application whose rooms these are; the last one made counts."""
    global _app
    _app = app


def inline() -> bool:
    """Whether rooms are told at once, in the caller's own thread."""
    return _app is not None and bool(_app.config["LIVE_INLINE"])


def context() -> AbstractContextManager[Any]:
    """A request of nobody's, so that addresses can be made and no person is at hand."""
    assert _app is not None, "no application was made yet"
    return _app.test_request_context(base_url=_app.config["BASE_URL"])
