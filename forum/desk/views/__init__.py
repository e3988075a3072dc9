"""The pages of the desk under /meja, tracking under /lacak, the kiosk under /kios."""

from flask import Flask

from forum.desk import kiosk, policy
from forum.desk.views import claiming, entering, home, kiosks, slips, tracking
from forum.desk.views.blueprint import desk, standing, tracks
from forum.desk.views.kiosks import context, keep_nothing, keep_to_the_kiosk
from forum.desk.views.kiosks import kiosks as kiosk_pages
from forum.web import caching, current_actor

__all__ = ["claiming", "entering", "home", "kiosks", "slips", "standing", "tracking"]


def init_app(app: Flask) -> None:
    app.register_blueprint(desk)
    app.register_blueprint(tracks)
    app.register_blueprint(kiosk_pages)
    caching.depends_on(app, lambda: kiosk.here() is not None)  # pages look different there
    app.before_request(keep_to_the_kiosk)
    app.after_request(keep_nothing)
    app.context_processor(context)
    app.context_processor(lambda: {"can_serve": policy.can_serve(current_actor())})
