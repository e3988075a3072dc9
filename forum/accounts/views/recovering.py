"""A forgotten password."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts import actions, addresses, tokens
from forum.accounts.actions import LinkDead
from forum.accounts.forms import AddressForm, NewPasswordForm
from forum.accounts.passwords import WeakPassword
from forum.accounts.security import leave
from forum.accounts.views import coding
from forum.accounts.views.blueprint import (
    FORMS_PER_ADDRESS,
    MAILS_PER_ACCOUNT,
    bp,
    shows_form,
    typed_account,
    was_done,
)
from forum.web.limits import address_key, limiter


@bp.get("/akun/lupa-sandi")
def forgotten() -> ResponseReturnValue:
    return _asking(AddressForm())


@bp.post("/akun/lupa-sandi")
@limiter.limit(FORMS_PER_ADDRESS, key_func=address_key)
@limiter.limit(MAILS_PER_ACCOUNT, key_func=typed_account, deduct_when=was_done)
def send_reset_link() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate_on_submit():
        return _asking(form), 422
    actions.request_password_reset(form.email.data, demo=current_app.config["DEMO"])
    return coding.sent_to(addresses.read(form.email.data), coding.RESET)


@bp.get("/akun/sandi-baru/<token>")
def reset(token: str) -> ResponseReturnValue:
    if tokens.user_to_reset(token) is None:
        return _dead_link()
    return _choosing(NewPasswordForm(), token)


@bp.post("/akun/sandi-baru/<token>")
@limiter.limit(FORMS_PER_ADDRESS, key_func=address_key)
def reset_now(token: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return _choosing(form, token), 422
    try:
        actions.reset_password(token, form.password.data, demo=current_app.config["DEMO"])
    except WeakPassword as error:
        form.password.errors = [str(error)]
        return _choosing(form, token), 422
    except LinkDead:
        return _dead_link()
    leave()
    flash(_("Kata sandi sudah diganti. Masuk dengan kata sandi yang baru."), "ok")
    return redirect(url_for(".sign_in"), 303)


def _asking(form: AddressForm) -> str:
    return render_template("accounts/forgotten.html", form=form)


def _choosing(form: NewPasswordForm, token: str) -> str:
    return render_template("accounts/new_password.html", form=form, token=token)


def _dead_link() -> ResponseReturnValue:
    return render_template("accounts/dead_link.html", form=AddressForm(), what="reset"), 410


@shows_form("send_reset_link")
def _asking_as_typed() -> str:
    return _asking(AddressForm())
