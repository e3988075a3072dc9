"""The front page."""

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from forum.accounts.words import ROLES, VERIFICATION
from forum.core import clock
from forum.discussions import queries as discussions
from forum.export import card
from forum.home import queries
from forum.issues import fragments as issues
from forum.issues.following import follow_slot
from forum.issues.queries import MOST_COUNTED
from forum.issues.slots import Slot
from forum.notifications import queries as notifications
from forum.notifications import waiting
from forum.notifications.models import Matter
from forum.web import caching, current_actor, language
from forum.web.paging import cursor

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    """What waits for the person, what residents support, and when the next forum is.

    The month's figures are at most a minute old.
    """
    actor = current_actor()
    area = current_user.area if actor.signed_in else None
    return render_template(
        "home/index.html",
        waiting=waiting.for_person(actor) if actor.signed_in else [],
        running=queries.live_meetings(actor),
        coming=queries.coming_meetings(actor),
        polls=queries.polls_waiting_for(actor),
        issues=issues.rows(queries.supported_lately(), h=3),
        answered=queries.lately_answered(),
        news=notifications.latest_unread(actor) if actor.signed_in else [],
        near=issues.rows(queries.newest_in(area), h=3) if area else [],
        month=caching.kept(("month", language(), clock.now().timestamp() // 60), _month),
    )


def _month() -> str:
    return render_template("home/_month.html", month=queries.this_month(), most=MOST_COUNTED)


@bp.get("/gambar.png")
def picture() -> Response:
    """What goes along when a page is shared that has no picture of its own."""
    shown = card.Card("Sampaikan isu, bahas bersama, pantau tindak lanjutnya")
    return caching.picture_for_everyone(("site picture",), lambda: card.draw(shown))


@bp.get("/warga/<int:user_id>")
def person(user_id: int) -> ResponseReturnValue:
    """What everyone may know of a person; no search engine is to list it."""
    user = queries.person_shown(user_id)
    response = make_response(
        render_template(
            "home/person.html",
            person=user,
            page=discussions.said_by(current_actor(), user.id, cursor()),
            roles=ROLES,
            levels=VERIFICATION,
            follow=issues.filled(_to_follow(user.id, user.public_name)),
        )
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _to_follow(user_id: int, name: str) -> list[Slot]:
    """Others may follow what this person raises under their name."""
    viewer = current_actor()
    if not viewer.signed_in or viewer.id == user_id:
        return []
    label = _("Ikuti %(name)s", name=name)
    back = f"/warga/{user_id}"
    return [follow_slot(viewer, Matter.PERSON, user_id, back, label=label, name=name)]
