"""One's own roles: since when, by whom, until when, and one's own NIP."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core.errors import SignInFirst
from forum.staff import actions, nip, queries
from forum.staff.forms import EmptyForm
from forum.staff.views.blueprint import bp, waits
from forum.staff.words import role_words
from forum.web import current_actor
from forum.web.limits import WRITING, limiter


@bp.get("/akun/peran")
def own_roles() -> ResponseReturnValue:
    user = _myself()
    grants = sorted(user.grants, key=lambda grant: -grant.id)
    number = queries.staff_number(user.id)
    return render_template(
        "staff/own.html",
        user=user,
        held=[grant for grant in grants if grant.in_force],
        ended=[grant for grant in grants if not grant.in_force],
        names=queries.names_of({grant.granted_by_id for grant in grants}),
        number=nip.shown(number.nip) if number is not None else None,
        form=EmptyForm(),
        role_words=role_words,
        waits=waits,
    )


@bp.post("/akun/peran/nip/hapus")
@limiter.limit(WRITING)
def remove_number() -> ResponseReturnValue:
    actions.remove_staff_number(current_actor(), _myself().id)
    flash(_("NIP Anda dihapus dari forum."), "ok")
    return redirect(url_for(".own_roles"), 303)


def _myself() -> User:
    actor = current_actor()
    user = queries.user_now(actor.id) if actor.id is not None else None
    if user is None:
        raise SignInFirst("own_roles")
    return user
