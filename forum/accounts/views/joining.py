"""Registering and confirming the address."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts import actions, addresses, tokens
from forum.accounts.actions import LinkDead
from forum.accounts.forms import AddressForm, RegisterForm
from forum.accounts.names import BadName
from forum.accounts.passwords import WeakPassword
from forum.accounts.views import coding, entering
from forum.accounts.views.blueprint import (
    FORMS_PER_ADDRESS,
    MAILS_PER_ACCOUNT,
    bp,
    shows_form,
    typed_account,
    was_done,
)
from forum.accounts.views.fresh import mark_fresh
from forum.core.errors import Invalid
from forum.web import current_actor, language
from forum.web.limits import address_key, limiter


@bp.get("/daftar")
def register() -> ResponseReturnValue:
    if current_actor().signed_in:
        return redirect(url_for(".own"), 303)
    return _registration(RegisterForm.for_city())


@bp.post("/daftar")
@limiter.limit(FORMS_PER_ADDRESS, key_func=address_key)
@limiter.limit(MAILS_PER_ACCOUNT, key_func=typed_account, deduct_when=was_done)
def take_in() -> ResponseReturnValue:
    form = RegisterForm.for_city()
    if not form.validate_on_submit():
        return _registration(form), 422
    try:
        contact = actions.register(
            current_actor(),
            name=form.name.data,
            email=form.email.data,
            area_id=form.area_id.data,
            password=form.password.data,
            language=language(),
        )
    except WeakPassword as error:
        form.password.errors = [str(error)]
        return _registration(form), 422
    except BadName as error:
        form.name.errors = [str(error)]
        return _registration(form), 422
    except Invalid as error:
        form.email.errors = [str(error)]
        return _registration(form), 422
    return coding.sent_to(contact, coding.CONFIRM)


@bp.get("/akun/periksa-email")
def look_into_your_mail() -> ResponseReturnValue:
    """The same for everyone, so that nobody learns who has an account."""
    purpose, address = coding.link_awaited()
    again = ".forgotten" if purpose == coding.RESET else ".ask_for_confirmation"
    return render_template("accounts/check_mail.html", address=address, again=url_for(again))


@bp.get("/akun/konfirmasi")
def ask_for_confirmation() -> ResponseReturnValue:
    return _resending(AddressForm())


@bp.post("/akun/konfirmasi")
@limiter.limit(FORMS_PER_ADDRESS, key_func=address_key)
@limiter.limit(MAILS_PER_ACCOUNT, key_func=typed_account, deduct_when=was_done)
def resend_confirmation() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate_on_submit():
        return _resending(form), 422
    actions.request_confirmation(form.email.data)
    return coding.sent_to(addresses.read(form.email.data), coding.CONFIRM)


@bp.get("/akun/konfirmasi/<token>")
def confirm(token: str) -> ResponseReturnValue:
    """Only asks: programs that look into mails follow links, but press no button."""
    if tokens.user_to_confirm(token) is None:
        return _dead_link()
    return render_template("accounts/confirm.html", token=token)


@bp.post("/akun/konfirmasi/<token>")
def confirm_now(token: str) -> ResponseReturnValue:
    try:
        user = actions.confirm(token)
    except LinkDead:
        return _dead_link()
    response = entering.proceed(user, remember=False, target=url_for(".own"))
    if not user.has_second_factor:
        mark_fresh()
    flash(_("Alamat email Anda sudah dikonfirmasi. Selamat datang."), "ok")
    return response


def _dead_link() -> ResponseReturnValue:
    return render_template("accounts/dead_link.html", form=AddressForm(), what="confirm"), 410


def _registration(form: RegisterForm) -> str:
    return render_template("accounts/register.html", form=form)


def _resending(form: AddressForm) -> str:
    return render_template("accounts/resend.html", form=form)


@shows_form("take_in")
def _registration_as_typed() -> str:
    return _registration(RegisterForm.for_city())


@shows_form("resend_confirmation")
def _resending_as_typed() -> str:
    return _resending(AddressForm())
