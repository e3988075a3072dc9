"""How a person is reached, their password, and where they live."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts import actions, addresses, codes
from forum.accounts.forms import AddressForm, AreaForm, NewPasswordForm, OneTimeCodeForm
from forum.accounts.models import CodePurpose, User
from forum.accounts.passwords import WeakPassword
from forum.accounts.views.blueprint import MAILS_PER_ACCOUNT, bp
from forum.accounts.views.fresh import require_fresh
from forum.accounts.views.own import own_account
from forum.core.errors import Invalid, NotFound, Refused
from forum.web import current_actor, current_user_row
from forum.web.limits import WRITING, limiter


@bp.get("/akun/kontak")
def contacts() -> ResponseReturnValue:
    user = own_account()
    require_fresh()
    return _page(user)


@bp.post("/akun/kontak")
@limiter.limit(MAILS_PER_ACCOUNT)
def add_contact() -> ResponseReturnValue:
    user = own_account()
    require_fresh()
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(user, form=form), 422
    try:
        contact = actions.request_contact_change(current_actor(), user, typed=form.email.data)
    except Invalid as error:
        form.email.errors = [str(error)]
        return _page(own_account(), form=form), 422
    where = addresses.veiled(contact.value)
    flash(_("Kode sedang dikirim ke %(where)s. Tulis kodenya di sini.", where=where), "ok")
    return redirect(url_for(".contacts"), 303)


@bp.post("/akun/kontak/kode")
@limiter.limit("20/hour")
def confirm_contact() -> ResponseReturnValue:
    user = own_account()
    require_fresh()
    form = OneTimeCodeForm()
    if not form.validate_on_submit():
        return _page(user, code_form=form), 422
    try:
        actions.change_contact(current_actor(), user, code=form.code.data)
    except Invalid as error:
        form.code.errors = [str(error)]
        return _page(own_account(), code_form=form), 422
    flash(_("Kontak Anda sudah diganti. Alamat lama dan baru diberi tahu."), "ok")
    return redirect(url_for(".contacts"), 303)


@bp.post("/akun/kontak/hapus/<kind>")
@limiter.limit(WRITING)
def drop_contact(kind: str) -> ResponseReturnValue:
    if kind not in (addresses.MAIL, addresses.TEXT):
        raise NotFound("contact")
    user = own_account()
    require_fresh()
    try:
        actions.remove_contact(current_actor(), user, kind=kind)
    except Refused as error:
        flash(str(error), "error")
    else:
        flash(_("Kontak sudah dihapus."), "ok")
    return redirect(url_for(".contacts"), 303)


@bp.post("/akun/sandi")
@limiter.limit(WRITING)
def change_password() -> ResponseReturnValue:
    user = own_account()
    require_fresh()
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return _page(user, password_form=form), 422
    here = current_user_row()
    try:
        actions.change_password(
            current_actor(),
            user,
            password=form.password.data,
            here=here.device if here is not None else None,
        )
    except WeakPassword as error:
        form.password.errors = [str(error)]
        return _page(own_account(), password_form=form), 422
    flash(_("Kata sandi sudah diganti. Perangkat lain dikeluarkan."), "ok")
    return redirect(url_for(".contacts"), 303)


@bp.post("/akun/kelurahan")
@limiter.limit(WRITING)
def change_area() -> ResponseReturnValue:
    user = own_account()
    form = AreaForm.for_city()
    if not form.validate_on_submit():
        return redirect(url_for(".own"), 303)
    try:
        actions.choose_area(current_actor(), user, area_id=form.area_id.data)
    except Refused as error:
        flash(str(error), "error")
    else:
        flash(_("Kelurahan sudah disimpan."), "ok")
    return redirect(url_for(".own"), 303)


def _page(
    user: User,
    *,
    form: AddressForm | None = None,
    code_form: OneTimeCodeForm | None = None,
    password_form: NewPasswordForm | None = None,
) -> str:
    target = codes.aimed_at(user.id, CodePurpose.CHANGE)
    return render_template(
        "accounts/contacts.html",
        user=user,
        form=form or code_form or password_form or AddressForm(formdata=None),
        address_form=form or AddressForm(formdata=None),
        code_form=code_form or OneTimeCodeForm(formdata=None),
        password_form=password_form or NewPasswordForm(formdata=None),
        waiting=addresses.veiled(target) if target else None,
    )
