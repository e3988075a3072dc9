"""Where a person is signed in, and the programs that act for them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts import access, actions, devices, queries
from forum.accounts.forms import TokenForm
from forum.accounts.models import User
from forum.accounts.views.blueprint import bp
from forum.accounts.views.fresh import require_fresh
from forum.accounts.views.own import own_account
from forum.core.errors import Invalid, NotFound
from forum.web import current_actor, current_user_row
from forum.web.limits import WRITING, limiter


@bp.get("/akun/perangkat")
def device_list() -> ResponseReturnValue:
    user = own_account()
    here = current_user_row()
    return render_template(
        "accounts/devices.html",
        user=user,
        devices=devices.devices_of(user.id),
        this_device=here.device.id if here is not None and here.device is not None else None,
    )


@bp.post("/akun/perangkat/<which>/keluarkan")
@limiter.limit(WRITING)
def sign_out_there(which: str) -> ResponseReturnValue:
    """One device by its number, or `lainnya`: all but this one."""
    user = own_account()
    if which == "lainnya":
        here = current_user_row()
        actions.sign_out_others(
            current_actor(), user, here.device if here is not None else None
        )
        flash(_("Semua perangkat lain sudah dikeluarkan."), "ok")
        return redirect(url_for(".device_list"), 303)
    found = (one for one in devices.devices_of(user.id) if str(one.id) == which)
    device = next(found, None)
    if device is None:
        raise NotFound("device")
    devices.sign_out_there(current_actor(), device)
    flash(_("Perangkat itu sudah dikeluarkan."), "ok")
    return redirect(url_for(".device_list"), 303)


@bp.get("/akun/akses")
def tokens() -> ResponseReturnValue:
    user = own_account()
    require_fresh()
    return _tokens_page(user, TokenForm(formdata=None))


@bp.post("/akun/akses")
@limiter.limit(WRITING)
def make_token() -> ResponseReturnValue:
    """The token stands in this answer alone."""
    user = own_account()
    require_fresh()
    form = TokenForm()
    if not form.validate_on_submit():
        return _tokens_page(user, form), 422
    try:
        _row, token = access.make_token(
            current_actor(),
            user,
            name=form.name.data,
            scopes=form.scopes.data,
            days=form.days.data,
        )
    except Invalid as error:
        form.form_errors.append(str(error))
        return _tokens_page(own_account(), form), 422
    return _tokens_page(user, TokenForm(formdata=None), token=token)


@bp.post("/akun/akses/<int:token_id>/cabut")
@limiter.limit(WRITING)
def revoke_token(token_id: int) -> ResponseReturnValue:
    access.revoke_token(current_actor(), own_account(), token_id)
    flash(_("Token sudah dicabut."), "ok")
    return redirect(url_for(".tokens"), 303)


def _tokens_page(user: User, form: TokenForm, token: str | None = None) -> str:
    return render_template(
        "accounts/tokens.html",
        user=user,
        form=form,
        token=token,
        tokens=queries.tokens_of(user.id),
        scopes=access.SCOPES,
        method=request.method,
    )
