"""The one blueprint of these pages, and what they share."""

from typing import Any

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
    if is_fragment() or wants_json():
        return show_refusal(error)
    return render_template("verification/needed.html", sentence=str(error)), 403


@bp.after_request
def keep_out_of_caches(response: Response) -> Response:
    """These pages carry names, codes, and the last digits of numbers."""
    response.headers["Cache-Control"] = "no-store"
    return response


def own_id() -> int:
    actor = current_actor()
    assert actor.id is not None
    return actor.id


def status_of(form: Any, method: str) -> int:
    return 422 if method == "POST" else 200
