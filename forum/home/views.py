"""The front page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.home import queries
from forum.issues import fragments as issues
from forum.web import current_actor

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    """What waits for the person, what residents support, and when the next forum is."""
    actor = current_actor()
    return render_template(
        "home/index.html",
        running=queries.live_meetings(actor),
        coming=queries.coming_meetings(actor),
        polls=queries.polls_waiting_for(actor),
        issues=issues.rows(queries.supported_lately(), h=3),
        answered=queries.lately_answered(),
    )
