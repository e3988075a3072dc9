"""Issues: what residents raise, from their words to a confirmed result."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open this folder's doors: pages, feed, the live room."""
    from forum.issues import sockets, threads, views  # noqa: F401

    app.register_blueprint(views.bp)
