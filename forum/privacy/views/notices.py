"""What stands above every page of somebody signed in: new texts, and an erasure that is coming.

Most pages ask nothing for it: which texts there are is in memory, and the session remembers for
which of them this person owes nothing.
"""

from flask import Flask, render_template, request, session
from flask_babel import gettext as _
from markupsafe import Markup

from forum.accounts.models import User
from forum.core.errors import Refused
from forum.privacy import queries, standing
from forum.privacy.queries import Due
from forum.privacy.words import TEXTS
from forum.web import current_user_row

_KEY = "texts"
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# Agreeing, leaving, one's data, signing out: never held up.
FREE = frozenset({"privacy", "accounts", "languages"})


class ConsentFirst(Refused):
    """A version in force was not agreed to for thirty days."""

    def __init__(self) -> None:
        super().__init__(
            _("Baca dan setujui dulu aturan yang baru: buka Akun, lalu Persetujuan.")
        )


def own_notices() -> Markup:
    """For `base.html`; nothing for visitors and for most people on most days."""
    user: User | None = current_user_row()
    if user is None:
        return Markup("")
    leaves_at, due = standing.leaves_at(user.id), _due(user)
    if request.endpoint in ("privacy.consent", "privacy.agree"):
        due = []
    if leaves_at is None and not due:
        return Markup("")
    html = render_template("privacy/_notices.html", leaves_at=leaves_at, due=due, titles=TEXTS)
    return Markup(html)  # noqa: S704 - it came out of a template


def hold_up_writing() -> None:
    """Reading stays free for everyone; who writes must have agreed to what holds."""
    if request.method not in WRITING or request.blueprint in FREE or not standing.stamp():
        return
    user: User | None = current_user_row()
    if user is not None and queries.must_consent_first(user, _due(user)):
        raise ConsentFirst


def _due(user: User) -> list[Due]:
    """Asked of the database until nothing is due, and again when a text changes."""
    stamp = standing.stamp()
    if user.is_demo or not stamp:
        return []
    mark = f"{user.id} {stamp}"
    if session.get(_KEY) == mark:
        return []
    due = queries.due_for(user)
    if not due:
        session[_KEY] = mark
    return due


def init_app(app: Flask) -> None:
    app.jinja_env.globals["own_notices"] = own_notices
    app.before_request(hold_up_writing)
