"""The last steps of every way in: a second factor where there is one, then the page asked for."""

import secrets
import time
from dataclasses import dataclass

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from forum.accounts import queries
from forum.accounts.models import User
from forum.accounts.security import enter
from forum.accounts.views.own import remember_choice
from forum.web.languages import COOKIE

WAITS = 600  # seconds for the second step
_KEY = "second_step"


@dataclass(frozen=True)
class Pending:
    """Someone who has shown one factor and owes the second."""

    user: User
    remember: bool
    next: str


def proceed(user: User, *, remember: bool, target: str | None) -> Response:
    """Let this person in, or ask for the second factor first."""
    if user.has_second_factor:
        session.clear()
        visited = secrets.token_urlsafe(12)  # others may be at this account in the same second
        session[_KEY] = [user.fs_uniquifier, int(time.time()), remember, target or "/", visited]
        return redirect(url_for("accounts.second_step"), 303)
    return let_in(user, remember=remember, target=target)


def let_in(user: User, *, remember: bool, target: str | None) -> Response:
    """Signed in on this device, on to the page they came for."""
    enter(user, remember=remember)
    if user.must_add_second_factor:
        target = url_for("accounts.security")
    response = redirect(target or "/", 303)
    if COOKIE not in request.cookies and user.language != "id":
        remember_choice(response, COOKIE, user.language)
    return response


def pending() -> Pending | None:
    """Who is at the second step in this browser; None once it took too long."""
    key, since, remember, target, _visit = session.get(_KEY) or (None, 0, False, "/", "")
    if key is None or time.time() - since > WAITS:
        session.pop(_KEY, None)
        return None
    user = queries.user_by_uniquifier(key)
    return Pending(user, remember, target) if user is not None else None


def visit() -> str:
    """Tells this second step from any other, of the same person too."""
    kept = session.get(_KEY)
    return str(kept[-1]) if kept else ""
