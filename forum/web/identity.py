"""Who is asking, and what a page needs to know of them."""

import uuid
from typing import Any, cast

from flask import Flask, current_app, g, request, session
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect, generate_csrf

from forum.core.actor import VISITOR, Actor
from forum.web.languages import language

csrf = CSRFProtect()


def current_user_row() -> Any | None:
    """The account of whoever is signed in, else None. Loaded once per request."""
    user = cast(Any, current_user)
    return user._get_current_object() if user and user.is_authenticated else None


def current_actor() -> Actor:
    """The person behind this request, as policies see them."""
    if "actor" not in g:
        user = current_user_row()
        g.actor = user.as_actor() if user is not None else VISITOR
    return cast(Actor, g.actor)


def at_a_kiosk() -> bool:
    """Somebody is signed in on a device of the city that others use, too: it keeps nothing."""
    user = current_user_row()
    return user is not None and user.device is not None and bool(user.device.is_kiosk)


def forget_actor() -> None:
    """After signing in or out within a request."""
    g.pop("actor", None)


def new_id() -> str:
    """A fresh id for a form, so that sending it twice does the thing once."""
    return uuid.uuid4().hex


def _page_context() -> dict[str, Any]:
    user = current_user_row()
    theme = request.cookies.get("theme", "auto")
    size = request.cookies.get("text", "biasa")
    return {
        "actor": current_actor(),
        "me": user,
        "lang": language(),
        "theme": theme if theme in ("light", "dark") else "auto",
        "text_size": "besar" if size == "besar" else "biasa",
        # A visitor who only reads gets no cookie, so the page can be kept for all visitors.
        "csrf_meta": generate_csrf() if user is not None or "csrf_token" in session else None,
        "demo_mode": current_app.config["DEMO"],
    }


def init_app(app: Flask) -> None:
    csrf.init_app(app)
    app.jinja_env.globals["new_id"] = new_id
    app.context_processor(_page_context)
