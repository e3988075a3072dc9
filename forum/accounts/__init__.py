"""Accounts: the people of the city, how they sign in, and the roles they hold."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open this folder's doors: sign-in, pages, mails, shell."""
    from forum.accounts import cli, second_mails, security, subscribers, traces_own, views  # noqa: F401

    security.init_app(app)
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.user)
