"""What stands above every page of somebody signed in: new texts, and an erasure that is coming.

Most pages ask nothing for it: which texts there are is in memory, and the session remembers for
which of them this person owes nothing.
"""

from flask import Flask, render_template, request, session
from markupsafe import Markup

from forum.accounts.models import User
from forum.privacy import gate, standing
from forum.privacy.words import TEXTS
from forum.web import current_user_row

WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# Agreeing, leaving, one's data, signing out, ending mails: never held up.
FREE = frozenset({"privacy", "accounts", "languages", "notifications"})


def own_notices() -> Markup:
    """For `base.html`; nothing for visitors and for most people on most days."""
    user: User | None = current_user_row()
    if user is None:
        return Markup("")
    leaves_at, due = standing.leaves_at(user.id), gate.due_for(user, session)
    if request.endpoint in ("privacy.consent", "privacy.agree"):
        due = []
    if leaves_at is None and not due:
        return Markup("")
    html = render_template("privacy/_notices.html", leaves_at=leaves_at, due=due, titles=TEXTS)
    return Markup(html)  # noqa: S704 - it came out of a template


def hold_up_writing() -> None:
    """Whoever writes must have agreed to what holds, except where agreeing itself is done."""
    if request.method not in WRITING or request.blueprint in FREE or not standing.stamp():
        return
    user: User | None = current_user_row()
    if user is not None:
        gate.demand_consent(user, session)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["own_notices"] = own_notices
    app.before_request(hold_up_writing)
