"""The list of notifications."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum import live
from forum.core.policy import require
from forum.notifications import actions, policy, queries
from forum.notifications.kinds import texts
from forum.web import current_actor, paging

bp = Blueprint("notifications", __name__, url_prefix="/pemberitahuan")


@bp.get("")
def index() -> ResponseReturnValue:
    require(policy.can_have, current_actor())
    page = queries.page_for(current_actor(), paging.cursor())
    return render_template("notifications/index.html", page=page)


@bp.get("/<int:notification_id>")
def open_one(notification_id: int) -> ResponseReturnValue:
    """Marks it as read and goes on to what it is about."""
    require(policy.can_have, current_actor())
    notification = queries.notification_for(current_actor(), notification_id)
    actions.read(current_actor(), notification)
    return redirect(texts([(notification.kind, notification.facts)])[0].url, 303)


@bp.post("/dibaca")
def read_all() -> ResponseReturnValue:
    actions.read_all(current_actor())
    return redirect(url_for(".index"), 303)


@bp.get("/state")
def state() -> ResponseReturnValue:
    """The person's own room over plain HTTP."""
    actor = current_actor()
    require(policy.can_have, actor)
    return live.answer_state(actor, f"user:{actor.id}")
