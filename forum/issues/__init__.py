"""Issues: what residents raise, from their words to a confirmed result."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open this folder's doors: pages, feed, the live room."""
    from forum.issues import (  # noqa: F401
        following,
        history,
        merged,
        searching,
        sockets,
        subscribers,
        threads,
        traces,
        views,
        waiting,
    )
    from forum.web import language

    app.register_blueprint(views.bp)
    app.register_blueprint(views.categories_bp)
    views.register_sections()
    app.jinja_env.filters["category_name"] = lambda category: category.name_in(language())
