"""The list of notifications."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum import live
from forum.core.errors import Invalid
from forum.core.policy import require
from forum.core.text import member_of
from forum.notifications import actions, matters, policy, queries
from forum.notifications.queries import Filter
from forum.notifications.views.blueprint import bp
from forum.notifications.words import FILTERS
from forum.web import current_actor, paging, safe_next


@bp.get("")
def index() -> ResponseReturnValue:
    require(policy.can_have, current_actor())
    which = member_of(Filter, request.args.get("saring")) or Filter.ALL
    page = queries.page_for(current_actor(), paging.cursor(), which)
    return render_template("notifications/index.html", page=page, which=which, filters=FILTERS)


@bp.get("/<int:notification_id>")
def open_one(notification_id: int) -> ResponseReturnValue:
    """Marks it as read and goes on to what it is about."""
    require(policy.can_have, current_actor())
    notification = queries.notification_for(current_actor(), notification_id)
    actions.read(current_actor(), notification)
    [item] = queries.items_of(current_actor(), [notification])
    return redirect(item.text.url, 303)


@bp.post("/<int:notification_id>/tandai")
def mark(notification_id: int) -> ResponseReturnValue:
    """`nilai=dibaca` or `nilai=belum`, without going anywhere."""
    require(policy.can_have, current_actor())
    notification = queries.notification_for(current_actor(), notification_id)
    value = request.form.get("nilai")
    if value == "dibaca":
        actions.read(current_actor(), notification)
    elif value == "belum":
        actions.unread(current_actor(), notification)
    else:
        raise Invalid(_("Pesan ini tidak dapat dipahami."))
    return redirect(safe_next() or url_for(".index"), 303)


@bp.post("/dibaca")
def read_all() -> ResponseReturnValue:
    """All of them, or with `tentang` all that are about one thing."""
    about = request.form.get("tentang") or None
    if about is not None and matters.read(about) is None:
        raise Invalid(_("Pesan ini tidak dapat dipahami."))
    actions.read_all(current_actor(), about=about)
    return redirect(safe_next() or url_for(".index"), 303)


@bp.get("/state")
def state() -> ResponseReturnValue:
    """The person's own room over plain HTTP."""
    actor = current_actor()
    require(policy.can_have, actor)
    return live.answer_state(actor, f"user:{actor.id}")
