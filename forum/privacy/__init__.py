"""Privacy: the texts people agree to, what is kept about them, and how it goes away again."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open this folder's doors."""
    from forum.core import logs
    from forum.privacy import keeping, subscribers, traces, views  # noqa: F401
    from forum.privacy.views import notices

    if not app.testing:
        logs.set_up()
    app.register_blueprint(views.bp)
    views.register_sections()
    notices.init_app(app)
