"""How mails come, and how they stop: also for whoever is not signed in."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forum.accounts import actions as accounts
from forum.accounts import queries as people
from forum.accounts import sealing
from forum.accounts.models import User
from forum.core.policy import require
from forum.notifications import actions, matters, policy, queries
from forum.notifications.forms import MailForm
from forum.notifications.letters import STOP
from forum.notifications.views.blueprint import bp
from forum.web import current_actor, current_user_row, in_language
from forum.web.identity import csrf
from forum.web.limits import WRITING, address_key, limiter

PER_ADDRESS = "60/minute"


@bp.route("/pengaturan", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def settings() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_choose_mails, actor)
    assert actor.id is not None
    form = MailForm.of(queries.wishes_chosen_by(actor.id))
    if form.validate_on_submit():
        actions.choose_mails(actor, form.wishes)
        flash(_("Pengaturan email sudah disimpan."), "ok")
        return redirect(url_for(".settings"), 303)
    page = render_template("notifications/settings.html", form=form, user=current_user_row())
    return page, 422 if request.method == "POST" else 200


@bp.post("/pengaturan/coba-lagi")
@limiter.limit("5/hour")
def try_again() -> ResponseReturnValue:
    """The address works again, says its owner."""
    actor = current_actor()
    require(policy.can_choose_mails, actor)
    assert actor.id is not None
    user = people.own_account(actor.id)
    accounts.try_mail_again(actor, user)
    flash(_("Email akan dicoba lagi pada kabar berikutnya."), "ok")
    return redirect(url_for(".settings"), 303)


@bp.route("/berhenti/<token>", methods=["GET", "POST"])
@csrf.exempt
@limiter.limit(PER_ADDRESS, key_func=address_key)
def stop(token: str) -> ResponseReturnValue:
    """The link in a mail. Opening it changes nothing: programs that look into mails follow links.

    The button, and the mail programs' own (RFC 8058, a POST without cookies), end the mails.
    The token is proof enough and belongs to no session, so there is no other token to ask for.
    """
    sealed = sealing.unseal(STOP, token)
    user = people.user_by_id(sealed["user"]) if sealed is not None else None
    if sealed is None or user is None:
        return render_template("notifications/stop.html", user=None), 410
    about = sealed.get("about")
    if request.method == "POST":
        if about is not None:
            actions.stop_one(user.id, about)
        else:
            actions.stop_mails(user.id)
        if request.form.get("List-Unsubscribe") == "One-Click":
            return Response(status=204)
    with in_language(user.language):
        return _stop_page(user, about, done=request.method == "POST")


def refused_mail() -> Markup:
    """For `base.html`: whose address takes no mails is told so, and how to put it right."""
    user: User | None = current_user_row()
    if user is None or user.mail_refused_at is None or user.email is None:
        return Markup("")
    html = render_template("notifications/_refused.html", user=user)
    return Markup(html)  # noqa: S704 - it came out of a template


def _stop_page(user: User, about: str | None, *, done: bool) -> str:
    """Names what it is about only where everyone, or its reader, may know it."""
    shown = matters.names(user.as_actor(), [about]).get(about) if about else None
    return render_template(
        "notifications/stop.html", user=user, about=about, shown=shown, done=done
    )
