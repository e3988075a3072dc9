"""Decisions: official answers with owner and date, and the brief on which officials decide."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open this folder's doors, and hang answers and exports into the page of an issue."""
    from forum.decisions import chain, searching, sections, subscribers, traces, views  # noqa: F401

    app.register_blueprint(views.bp)
