"""Polls: questions put to the community, the ballots cast, and the counted results."""

from flask import Flask

from forum.polls.belonging import Place, finds_places
from forum.polls.electorate import barred_people, bars_from_voting
from forum.polls.panels import panel

__all__ = ["Place", "barred_people", "bars_from_voting", "finds_places", "init_app", "panel"]


def init_app(app: Flask) -> None:
    """Open this folder's doors: pages, sockets, subscribers."""
    from forum.polls import (  # noqa: F401
        moving,
        reminding,
        searching,
        sockets,
        subscribers,
        traces,
        views,
    )

    app.register_blueprint(views.bp)
