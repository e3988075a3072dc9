"""Notifications: telling people that something concerns them, on their page and by mail.

Also what they follow, for that is why most of it concerns them.
"""

from flask import Flask

from forum.notifications.actions import notify, notify_all, tell_followers
from forum.notifications.kinds import Text, kind
from forum.notifications.matters import Shown, key_of, matter
from forum.notifications.models import Matter
from forum.notifications.waiting import Waiting, waits

__all__ = [
    "Matter",
    "Shown",
    "Text",
    "Waiting",
    "init_app",
    "key_of",
    "kind",
    "matter",
    "notify",
    "notify_all",
    "tell_followers",
    "waits",
]


def init_app(app: Flask) -> None:
    """Open this folder's doors: pages, the person's own room, and the mails."""
    from forum.notifications import (  # noqa: F401
        names,
        sending,
        sockets,
        subscribers,
        traces,
        views,
    )

    app.register_blueprint(views.bp)
    app.jinja_env.globals["refused_mail"] = views.refused_mail
