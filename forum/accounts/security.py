"""Flask-Security, used for what it does well: hashing, tokens, signing in and out.

Its pages are not: they write outside our transactions and confirm an address on GET, which
mail scanners click. Rights are ours: it hears of no roles.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, Response, after_this_request, current_app, g, request, session
from flask_security import RoleMixin, Security, SQLAlchemyUserDatastore
from flask_security.utils import login_user, logout_user

from forum.accounts import devices, policy, queries
from forum.accounts.models import User
from forum.accounts.passwords import COST
from forum.core.db import db
from forum.core.errors import SignInFirst
from forum.web.identity import current_user_row, forget_actor

SETTINGS = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": COST,
    # Only of what is random or known to the reader anyway, inside signed links.
    "SECURITY_HASHING_SCHEMES": ["hex_sha256"],
    "SECURITY_CONFIRM_EMAIL_WITHIN": timedelta(days=3),
    "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=1),
    "SECURITY_CLI_USERS_NAME": None,
    "SECURITY_CLI_ROLES_NAME": None,
    # A phone changes its network all day: "strong" would sign it out each time.
    "SESSION_PROTECTION": "basic",
    "REMEMBER_COOKIE_DURATION": timedelta(days=30),
}


KNOWN = "perangkat"  # the cookie by which a browser is known again
YEAR = 365 * 24 * 3600


class AccountStore(SQLAlchemyUserDatastore):
    """Where Flask-Security finds people. It never commits: `atomic()` does."""

    def __init__(self) -> None:
        super().__init__(db, User, RoleMixin)  # no table of roles

    def commit(self) -> None:
        """Left to `atomic()`."""

    def find_user(self, case_insensitive: bool = False, **by: Any) -> User | None:
        """Its links name people by the key of their account alone."""
        return queries.user_by_uniquifier(by["fs_uniquifier"])


def enter(user: User, *, remember: bool = False, kiosk: bool = False) -> None:
    """Sign this person in on this device. Nothing of the session before is kept."""
    leave_device()
    session.clear()
    g.pop("csrf_token", None)
    user.device = devices.register_device(user, known=_known(), kiosk=kiosk)
    login_user(user, remember=remember and not kiosk)
    forget_actor()


def leave() -> None:
    """Sign out of this device: its key is dead, also in a copy of the cookie."""
    leave_device()
    logout_user()
    remembered = session.get("_remember")
    session.clear()
    if remembered:
        session["_remember"] = remembered
    forget_actor()


def leave_device() -> None:
    """Nobody gets in again with the key that this browser has held until now."""
    user = current_user_row()
    if user is not None and user.device is not None:
        devices.sign_out_device(user.device)


def _known() -> str:
    """The secret by which this browser is known again; a new one for a new browser.

    Sent with the answer, kept for a year, and of no use without the password.
    """
    known = request.cookies.get(KNOWN) or secrets.token_urlsafe(24)
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])

    @after_this_request
    def remember(response: Response) -> Response:
        response.set_cookie(
            KNOWN, known, max_age=YEAR, secure=secure, httponly=True, samesite="Lax"
        )
        return response

    return known


def _load(key: str) -> User | None:
    """Who this session belongs to, if they may still be here."""
    user = queries.user_by_key(key)
    demo = bool(current_app.config["DEMO"])
    return user if user is not None and policy.may_enter(user, demo=demo) else None


def _note_use(response: Response) -> Response:
    """That this device was used; asked only where somebody was recognised anyway."""
    user = g.get("_login_user")
    device = getattr(user, "device", None)
    if device is not None and device.signed_out_at is None:
        devices.note_use(device)
    return response


def _ask_to_sign_in() -> None:
    raise SignInFirst("login_required")


def _salt(secret_key: str) -> str:
    """So that one secret is enough to keep."""
    return hmac.new(secret_key.encode(), b"password salt", hashlib.sha256).hexdigest()


def init_app(app: Flask) -> None:
    for name, value in SETTINGS.items():
        app.config.setdefault(name, value)
    app.config.setdefault("SECURITY_PASSWORD_SALT", _salt(app.config["SECRET_KEY"]))
    security = Security(app, AccountStore(), register_blueprint=False)
    manager = security.login_manager
    manager.user_loader(_load)
    manager.request_loader(lambda _request: None)  # no sign-in by a token in the address
    manager.unauthorized_handler(_ask_to_sign_in)
    app.after_request(_note_use)
    # It would load the person at every request, even for a picture.
    app.before_request_funcs[None].remove(security.principal._on_before_request)
