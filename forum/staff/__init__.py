"""Staff: how people come to act for the city: invited, given roles, and taken out of them."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open this folder's doors: pages of the administration, invitations, mails, the clock."""
    from forum.staff import closing, exports, standing, subscribers, views  # noqa: F401

    views.register_sections()
    app.register_blueprint(views.bp)
