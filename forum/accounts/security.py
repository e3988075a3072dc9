"""Flask-Security, used for what it does well: hashing, tokens, signing in and out.

Its pages are not: they write outside our transactions and confirm an address on GET, which
mail scanners click. Rights are ours: it hears of no roles.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g, session
from flask_security import RoleMixin, Security, SQLAlchemyUserDatastore
from flask_security.utils import login_user, logout_user

from forum.accounts import policy, queries
from forum.accounts.models import User
from forum.accounts.passwords import COST
from forum.core.db import db
from forum.core.errors import SignInFirst
from forum.web.identity import forget_actor

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


class AccountStore(SQLAlchemyUserDatastore):
    """Where Flask-Security finds people. It never commits: `atomic()` does."""

    def __init__(self) -> None:
        super().__init__(db, User, RoleMixin)  # no table of roles

    def commit(self) -> None:
        """Left to `atomic()`."""

    def find_user(self, case_insensitive: bool = False, **by: Any) -> User | None:
        """Its tokens and sessions name people by their key alone."""
        return queries.user_by_key(by["fs_uniquifier"])


def enter(user: User, *, remember: bool = False) -> None:
    """Sign this person in on this device. Nothing of the session before is kept."""
    session.clear()
    g.pop("csrf_token", None)
    login_user(user, remember=remember)
    forget_actor()


def leave() -> None:
    """Sign out of this device; the cookie that remembers it is told to go as well."""
    logout_user()
    remembered = session.get("_remember")
    session.clear()
    if remembered:
        session["_remember"] = remembered
    forget_actor()


def _load(key: str) -> User | None:
    """Who this session belongs to, if they may still be here."""
    user = queries.user_by_key(key)
    demo = bool(current_app.config["DEMO"])
    return user if user is not None and policy.may_enter(user, demo=demo) else None


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
    # It would load the person at every request, even for a picture.
    app.before_request_funcs[None].remove(security.principal._on_before_request)
