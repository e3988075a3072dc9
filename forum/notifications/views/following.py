"""What one follows."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.errors import Invalid, SignInFirst
from forum.core.policy import require
from forum.core.text import member_of
from forum.notifications import actions, matters, policy, queries
from forum.notifications.models import Level, Matter
from forum.notifications.views.blueprint import bp
from forum.notifications.words import LEVELS, MATTERS
from forum.web import current_actor, safe_next
from forum.web.limits import limiter

FOLLOWING = "60/minute;600/hour"


@bp.get("/ikuti")
def followed() -> ResponseReturnValue:
    require(policy.can_follow, current_actor())
    rows = queries.followed(current_actor())
    groups = [
        (MATTERS[matter], [row for row in rows if row[0].matter is matter]) for matter in Matter
    ]
    return render_template(
        "notifications/followed.html",
        groups=[(title, mine) for title, mine in groups if mine],
        levels=LEVELS,
    )


@bp.post("/ikuti")
@limiter.limit(FOLLOWING)
def follow() -> ResponseReturnValue:
    """`apa=thread:7` is followed as closely as `tingkat` says; `berhenti` ends it."""
    if not current_actor().signed_in:
        raise SignInFirst("can_follow")
    ref = matters.read(request.form.get("apa"))
    level = member_of(Level, request.form.get("tingkat"))
    if ref is None or level is None:
        raise Invalid(_("Pesan ini tidak dapat dipahami."))
    actions.follow(current_actor(), *ref, level=level)
    flash(
        _("Anda tidak lagi mengikutinya.")
        if level is Level.ENDED
        else _("Tersimpan. Daftar yang Anda ikuti ada di halaman Pemberitahuan."),
        "ok",
    )
    return redirect(safe_next() or url_for(".followed"), 303)


@bp.post("/ikuti/berhenti-semua")
@limiter.limit(FOLLOWING)
def leave_everything() -> ResponseReturnValue:
    actions.leave_everything(current_actor())
    flash(_("Anda tidak mengikuti apa pun lagi."), "ok")
    return redirect(url_for(".followed"), 303)
