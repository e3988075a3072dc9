"""Decisions: official answers, the ledger of what was promised, its confirmation, and briefs."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open this folder's doors, and hang answers and exports into the page of an issue."""
    from forum.decisions import (  # noqa: F401
        chain,
        files,
        following,
        searching,
        sections,
        subscribers,
        traces,
        views,
        waiting,
    )

    app.register_blueprint(views.bp)
    app.register_blueprint(views.promises)
