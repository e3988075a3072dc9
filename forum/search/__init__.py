"""Search: one index of everything people may read, and how it is asked."""

from flask import Flask

from forum.search.kinds import Entry, Found, Kind, Watch, kind
from forum.search.watching import changed

__all__ = ["Entry", "Found", "Kind", "Watch", "changed", "init_app", "kind"]


def init_app(app: Flask) -> None:
    """Open this folder's doors: the page, the feed, the shell; and watch what is written."""
    from forum.search import cli, tasks, traces, views, watching, words  # noqa: F401

    words.load(app.config["CITY"])
    watching.begin()
    app.register_blueprint(views.bp)
