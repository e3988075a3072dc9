"""Meetings: scheduled live citizen forums, their agenda, speakers, decisions and minutes."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open this folder's doors: pages, rooms, and what hangs on issues and polls."""
    from forum.meetings import (  # noqa: F401
        chain,
        electorate,
        following,
        searching,
        sockets,
        subscribers,
        traces,
        views,
    )

    app.register_blueprint(views.bp)
