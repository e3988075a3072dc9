"""The page behind the link of an invitation. Looking changes nothing; only a button does."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.models import User
from forum.accounts.passwords import WeakPassword
from forum.accounts.views import entering
from forum.accounts.views.blueprint import FORMS_PER_ADDRESS
from forum.core.errors import Invalid
from forum.staff import actions, links, queries
from forum.staff.actions import InvitationOver
from forum.staff.forms import EmptyForm, JoinForm
from forum.staff.models import Invitation
from forum.staff.views.blueprint import bp
from forum.staff.words import role_words
from forum.web import current_actor, current_user_row, language
from forum.web.limits import WRITING, address_key, limiter


@bp.get("/undangan/<token>")
def invitation(token: str) -> ResponseReturnValue:
    try:
        found, _key = _read(token)
    except InvitationOver as over:
        return _dead(over)
    return _page(found, token)


@bp.post("/undangan/<token>/terima")
@limiter.limit(WRITING)
def accept(token: str) -> ResponseReturnValue:
    """For whoever is signed in with the address that the invitation went to."""
    try:
        found, key = _read(token)
        actions.accept(current_actor(), found, key=key)
    except InvitationOver as over:
        return _dead(over)
    except Invalid as refusal:
        flash(str(refusal), "warn")
        return redirect(url_for(".invitation", token=token), 303)
    user = _now(current_actor().id)
    if user.must_add_second_factor:
        flash(_("Peran diterima. Pasang langkah kedua supaya peran itu berlaku."), "ok")
        return redirect(url_for("accounts.security"), 303)
    flash(_("Peran diterima."), "ok")
    return redirect(url_for(".own_roles"), 303)


@bp.post("/undangan/<token>/daftar")
@limiter.limit(FORMS_PER_ADDRESS, key_func=address_key)
def join(token: str) -> ResponseReturnValue:
    """For who has no account yet: the link proves the address, the form makes the account."""
    try:
        found, key = _read(token)
    except InvitationOver as over:
        return _dead(over)
    form = JoinForm()
    if not form.validate_on_submit():
        return _page(found, token, form), 422
    try:
        user = actions.join(
            current_actor(),
            found,
            key=key,
            name=form.name.data,
            password=form.password.data,
            language=language(),
        )
    except InvitationOver as over:
        return _dead(over)
    except WeakPassword as error:
        form.password.errors = [str(error)]
        return _page(found, token, form), 422
    except Invalid as error:
        form.form_errors.append(str(error))
        return _page(found, token, form), 422
    flash(_("Akun Anda siap."), "ok")
    return entering.let_in(_now(user.id), remember=False, target=url_for(".own_roles"))


def _read(token: str) -> tuple[Invitation, str]:
    """The invitation that this link leads to, if it still does."""
    named = links.read(token)
    found = queries.invitation_by_id(named[0]) if named is not None else None
    if named is None or found is None or found.key != named[1] or not found.is_open:
        raise InvitationOver
    return found, named[1]


def _page(found: Invitation, token: str, form: JoinForm | None = None) -> str:
    """Accept, sign in, or join, whichever this reader can do."""
    me = current_user_row()
    context: dict[str, Any] = {"form": EmptyForm()}
    if me is not None:
        context["theirs"] = me.confirmed_at is not None and (
            me.email == found.email if found.email else me.phone == found.phone
        )
    elif queries.confirmed_user(email=found.email, phone=found.phone) is None:
        context["form"] = context["join"] = form or JoinForm()
    return render_template(
        "staff/invitation.html",
        invitation=found,
        role=role_words(found.role, found.area, found.unit),
        token=token,
        inviter=queries.names_of({found.invited_by_id}).get(found.invited_by_id or 0),
        **context,
    )


def _dead(over: InvitationOver) -> ResponseReturnValue:
    return render_template("staff/invitation_over.html", sentence=str(over)), over.status


def _now(user_id: int | None) -> User:
    """With the roles as they are after the change."""
    user = queries.user_now(user_id or 0)
    if user is None:
        raise InvitationOver
    return user
