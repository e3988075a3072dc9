"""Verification: how far each resident's identity was checked, and what needs how much of it."""

from flask import Flask

from forum.verification.keeping import keeps_until

__all__ = ["init_app", "keeps_until"]


def init_app(app: Flask) -> None:
    """Open this folder's doors: pages, mails, the daily work, and the gate before reading."""
    from forum.verification import reading, subscribers, traces, views  # noqa: F401

    app.register_blueprint(views.bp)
    views.register_sections()
    reading.init_app(app)
