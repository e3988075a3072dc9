"""Notifications: telling one person, on their page, that something concerns them."""

from flask import Flask

from forum.notifications.actions import notify, notify_all
from forum.notifications.kinds import Text, kind

__all__ = ["Text", "init_app", "kind", "notify", "notify_all"]


def init_app(app: Flask) -> None:
    """Open this folder's doors: pages and the person's own room."""
    from forum.notifications import sockets, traces, views  # noqa: F401

    app.register_blueprint(views.bp)
