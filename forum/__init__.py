"""The community forum of Kota Palangka Raya: `create_app` puts the folders together."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from forum import (
    accounts,
    attachments,
    audit,
    city,
    config,
    decisions,
    demo,
    desk,
    discussions,
    home,
    issues,
    live,
    meetings,
    moderation,
    notifications,
    polls,
    privacy,
    search,
    staff,
    verification,
    web,
)
from forum.core import db

FOLDERS = (
    web,
    city,
    live,
    accounts,
    privacy,
    verification,
    staff,
    audit,
    search,
    notifications,
    moderation,
    attachments,
    discussions,
    polls,
    issues,
    meetings,
    decisions,
    desk,
    home,
    demo,
)


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Build the application: settings, then the database, then every folder in turn.

    `overrides` are Flask configuration keys (see `forum.config.read`) that win over the
    environment. Raises `config.WrongSetting` for a setting that cannot be used.
    """
    settings = {**config.read(), **(overrides or {})}
    config.ensure_secret_key(settings)
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.from_mapping(settings)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = db.engine_options(
        app.config["SQLALCHEMY_DATABASE_URI"]
    )
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    app.testing = bool(app.config.get("TESTING"))
    db.init_app(app)
    for folder in FOLDERS:
        folder.init_app(app)
    return app
