"""The one blueprint of these pages, and what they share."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from forum.verification.levels import LevelNeeded
from forum.web import current_actor, is_fragment
from forum.web.refusals import show_refusal, wants_json

bp = Blueprint("verification", __name__)

TRIES_PER_ACCOUNT = "10/hour"  # codes typed by one account
TRIES_PER_ADDRESS = "60/hour"
LOOKUPS = "60/hour"  # people looked up by one officer


@bp.app_errorhandler(LevelNeeded)
def tell_how_to_be_verified(error: LevelNeeded) -> ResponseReturnValue:
    if wants_json():
        return show_refusal(error)
    template = "_refused.html" if is_fragment() else "needed.html"
    return render_template(f"verification/{template}", needed=str(error)), error.status


@bp.after_request
def keep_out_of_caches(response: Response) -> Response:
    """These pages carry names, codes, and the last digits of numbers."""
    response.headers["Cache-Control"] = "no-store"
    return response


def own_id() -> int:
    actor = current_actor()
    assert actor.id is not None
    return actor.id
