"""What every field for a longer text may ask: keep a draft, show what it will look like."""

from collections.abc import Collection

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from forum.core.actor import Actor
from forum.core.policy import require
from forum.discussions import actions, policy, queries
from forum.discussions.models import Draft
from forum.web import at_a_kiosk, current_actor
from forum.web.limits import limiter

TYPING = "40/minute;600/hour"
LONGEST_PLACE = 60

bp = Blueprint("writing", __name__, url_prefix="/tulisan")


@bp.post("/draf")
@limiter.limit(TYPING)
def keep_draft() -> ResponseReturnValue:
    """Keep what is being typed at `tempat`; at a kiosk nothing is kept."""
    actor = current_actor()
    require(policy.can_keep_drafts, actor)
    if not at_a_kiosk():
        actions.keep(actor, request.form.get("tempat", ""), request.form.get("isi", ""))
    return "", 204


@bp.post("/pratinjau")
@limiter.limit(TYPING)
def preview() -> ResponseReturnValue:
    """What a text will look like, as HTML that is safe to show."""
    require(policy.can_keep_drafts, current_actor())
    return actions.write(request.form.get("isi", "")).html


def own_draft(actor: Actor, place: str) -> Draft | None:
    """What this person was typing there, perhaps on another device."""
    return None if at_a_kiosk() else queries.draft_of(actor, place)


def own_drafts(actor: Actor, places: Collection[str]) -> dict[str, Draft]:
    """The same of several places, by place."""
    return {} if at_a_kiosk() else queries.drafts_at(actor, places)
