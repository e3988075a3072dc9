"""Discussions: threads, posts and support, under anything that people talk about."""

from flask import Flask

from forum.discussions.subjects import Subject, subject

__all__ = ["Subject", "init_app", "subject"]


def init_app(app: Flask) -> None:
    from forum.discussions import (  # noqa: F401
        files,
        flagging,
        following,
        keeping,
        moving,
        sockets,
        subscribers,
        traces,
        views,
    )

    app.register_blueprint(views.bp)
