"""Taking over what the desk entered: into an account of one's own, or into the one one has."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts import addresses, passwords
from forum.accounts.passwords import WeakPassword
from forum.accounts.views import coding
from forum.core.errors import Refused
from forum.desk import actions, kiosk
from forum.desk.forms import ClaimForm
from forum.desk.views.blueprint import tracks
from forum.desk.views.tracking import close_slip, opened
from forum.web import current_actor, language
from forum.web.limits import WRITING, address_key, limiter


@tracks.get("/ambil-alih")
def claim() -> ResponseReturnValue:
    entry = opened()
    if entry is None or kiosk.here() is not None:
        return redirect(url_for(".track"), 303)
    return render_template("desk/claim.html", entry=entry, form=ClaimForm(formdata=None))


@tracks.post("/ambil-alih")
@limiter.limit("30/hour", key_func=address_key)
def begin_account() -> ResponseReturnValue:
    """The account stays the desk's until the address is confirmed."""
    entry = opened()
    if entry is None or kiosk.here() is not None:
        return redirect(url_for(".track"), 303)
    form = ClaimForm()
    if not form.validate_on_submit():
        return render_template("desk/claim.html", entry=entry, form=form), 422
    contact = addresses.read(form.email.data)
    if contact is None:
        form.email.errors = [_("Tulis alamat email atau nomor HP yang lengkap.")]
        return render_template("desk/claim.html", entry=entry, form=form), 422
    try:
        passwords.require_good(
            form.password.data,
            email=contact.email,
            phone=contact.phone,
            name=entry.person.name,
        )
    except WeakPassword as error:
        form.password.errors = [str(error)]
        return render_template("desk/claim.html", entry=entry, form=form), 422
    hashed = passwords.hash_password(form.password.data)
    try:
        actions.begin_own_account(entry, contact=contact, hashed=hashed, language=language())
    except Refused as error:
        flash(str(error), "error")
        return redirect(url_for(".track"), 303)
    close_slip()
    return coding.sent_to(contact, coding.CONFIRM)


@tracks.post("/pindahkan")
@limiter.limit(WRITING)
def move_to_mine() -> ResponseReturnValue:
    entry = opened()
    if entry is None or kiosk.here() is not None:
        return redirect(url_for(".track"), 303)
    try:
        actions.claim_into(current_actor(), entry)
    except actions.AlreadyClaimed as error:
        flash(str(error), "error")
        return redirect(url_for(".track"), 303)
    close_slip()
    flash(_("Semua yang dientri petugas untuk Anda sudah pindah ke akun ini."), "ok")
    return redirect(url_for("accounts.own"), 303)
