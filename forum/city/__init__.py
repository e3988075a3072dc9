"""City: the areas people live in, the units that serve them, the days nobody works, and what the
city has decided about its forum.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open this folder's doors: the pages under /kelola, and what templates may ask."""
    from forum.city import settings, views
    from forum.web import caching, language

    app.register_blueprint(views.bp)
    views.register_sections()
    caching.depends_on(app, settings.edition)
    app.jinja_env.globals.update(
        dpo=settings.dpo,
        operator=settings.operator,
        election_notice=lambda: settings.election_notice(language()),
    )
