"""Home: the front page, gathered from every folder."""

from flask import Flask


def init_app(app: Flask) -> None:
    from forum.home import views

    app.register_blueprint(views.bp)
