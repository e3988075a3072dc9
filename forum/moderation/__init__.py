"""Moderation: what people flag, and what moderators decide about it."""

from flask import Flask

from forum.moderation.subjects import Content, subject

__all__ = ["Content", "init_app", "subject"]


def init_app(app: Flask) -> None:
    from forum.moderation import subscribers, traces, views  # noqa: F401

    app.register_blueprint(views.bp)
    app.context_processor(views.rights)
