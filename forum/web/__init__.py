"""Web: what every page shares - who is asking, languages, refusals, safety, paging."""

from flask import Flask

from forum.web.identity import at_a_kiosk, current_actor, current_user_row
from forum.web.languages import in_language, language
from forum.web.requests import command_id, is_fragment, safe_next

__all__ = [
    "at_a_kiosk",
    "command_id",
    "current_actor",
    "current_user_row",
    "in_language",
    "init_app",
    "is_fragment",
    "language",
    "safe_next",
]


def init_app(app: Flask) -> None:
    from forum.web import (
        administration,
        assets,
        bodies,
        caching,
        compression,
        filters,
        headers,
        health,
        identity,
        languages,
        limits,
        pages,
        refusals,
        routing,
    )

    routing.init_app(app)
    bodies.init_app(app)
    languages.init_app(app)
    headers.init_app(app)
    compression.init_app(app)
    caching.init_app(app)
    identity.init_app(app)
    limits.init_app(app)
    filters.init_app(app)
    refusals.init_app(app)
    assets.init_app(app)
    app.register_blueprint(health.bp)
    app.register_blueprint(pages.bp)
    app.register_blueprint(administration.bp)
