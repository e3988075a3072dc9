"""Everything that can be refused, in words a person can read."""

from typing import Any


class Refused(Exception):
    """Base of every expected refusal; the web layer turns it into a page or a message.

    The message is a translated sentence that says what to do about it. `current` tells a
    program the state that made the refusal necessary.
    """

    status = 409

    def __init__(self, message: str = "", *, current: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.current = current


class NotFound(Refused):
    """Not there, or not there for this viewer: the two are never told apart."""

    status = 404


class Forbidden(Refused):
    """The right is missing; the message names the rule for the log, not for the person."""

    status = 403


class SignInFirst(Forbidden):
    """Nobody is signed in; the page sends the person to sign in and back."""

    status = 401


class Invalid(Refused):
    """What was typed or sent makes no sense; the message says how to put it right."""

    status = 422


class Stale(Refused):
    """Someone else changed the thing meanwhile; `current` holds its present version."""


class TooMany(Refused):
    """Too often in too short a time."""

    status = 429
