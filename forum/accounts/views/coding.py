"""Codes that were sent: the page where they are typed, whatever they are for.

The browser remembers what was typed before, the address or number, in its signed session. The
page is the same whether or not there is an account.
"""

import time
from dataclasses import dataclass

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts import actions, addresses, throttle, tokens
from forum.accounts.actions import LinkDead, WrongCode
from forum.accounts.addresses import Contact
from forum.accounts.forms import AddressForm, OneTimeCodeForm
from forum.accounts.views import entering
from forum.accounts.views.blueprint import MAILS_PER_ACCOUNT, bp
from forum.accounts.views.fresh import mark_fresh
from forum.web import safe_next
from forum.web.limits import PER_ADDRESS, account_key, address_key, limiter

CONFIRM, RESET, SIGN_IN = "confirm", "reset", "sign_in"
WAITS = 1800  # seconds
TRIES = "20/hour"  # of codes for one address or number, from one network; five are looked at
# Codes to sign in with. Strangers who ask for many must not use up the owner's share.
CODES_FROM_HERE, CODES_AT_ALL = "6/hour;20/day", "30/hour;100/day"
_KEY, _LINK_KEY = "code_for", "link_for"


@dataclass(frozen=True)
class Awaited:
    """What a code was sent for, to which address or number, and where to go on."""

    purpose: str
    value: str
    remember: bool
    target: str


def sent_to(
    contact: Contact | None,
    purpose: str,
    *,
    remember: bool = False,
    target: str | None = None,
) -> Response:
    """On to where the code is typed; a link in a mail needs no such page."""
    if contact is None or (contact.kind == addresses.MAIL and purpose != SIGN_IN):
        session[_LINK_KEY] = [purpose, contact.value if contact is not None else ""]
        return redirect(url_for("accounts.look_into_your_mail"), 303)
    session[_KEY] = [purpose, contact.value, int(time.time()), remember, target or ""]
    return redirect(url_for("accounts.type_code"), 303)


def link_awaited() -> tuple[str, str]:
    """What for a link was sent, and to which address as it was typed in this browser."""
    purpose, address = session.get(_LINK_KEY) or (CONFIRM, "")
    return purpose, address


def awaited() -> Awaited | None:
    purpose, value, since, remember, target = session.get(_KEY) or ("", "", 0, False, "")
    if not purpose or time.time() - since > WAITS:
        session.pop(_KEY, None)
        return None
    return Awaited(purpose, value, remember, target)


def _whose() -> str:
    waiting = awaited()
    return f"code:{waiting.purpose}:{waiting.value}" if waiting else f"no code:{account_key()}"


def _whose_from_here() -> str:
    return f"{_whose()}:{throttle.network()}"


@bp.get("/akun/kode")
def type_code() -> ResponseReturnValue:
    waiting = awaited()
    if waiting is None:
        return redirect(url_for(".sign_in"), 303)
    return _page(waiting, OneTimeCodeForm(formdata=None))


@bp.post("/akun/kode")
@limiter.limit(PER_ADDRESS, key_func=address_key)
@limiter.limit(TRIES, key_func=_whose_from_here)
def take_typed_code() -> ResponseReturnValue:
    waiting = awaited()
    if waiting is None:
        flash(_("Waktunya habis. Minta kode baru."), "warn")
        return redirect(url_for(".sign_in"), 303)
    form = OneTimeCodeForm()
    if not form.validate_on_submit():
        return _page(waiting, form), 422
    try:
        return _go_on(waiting, form.code.data)
    except WrongCode as error:
        form.code.errors = [str(error)]
        return _page(waiting, form), 422


@bp.post("/akun/kode/kirim-ulang")
@limiter.limit(PER_ADDRESS, key_func=address_key)
@limiter.limit(MAILS_PER_ACCOUNT, key_func=_whose)
def send_code_again() -> ResponseReturnValue:
    waiting = awaited()
    if waiting is None:
        return redirect(url_for(".sign_in"), 303)
    demo = bool(current_app.config["DEMO"])
    if waiting.purpose == CONFIRM:
        actions.request_confirmation(waiting.value)
    elif waiting.purpose == RESET:
        actions.request_password_reset(waiting.value, demo=demo)
    else:
        actions.request_sign_in_code(waiting.value, demo=demo)
    flash(_("Kode baru sedang dikirim. Kode yang lama tidak berlaku lagi."), "ok")
    return redirect(url_for(".type_code"), 303)


def _go_on(waiting: Awaited, code: str) -> Response:
    demo = bool(current_app.config["DEMO"])
    if waiting.purpose == RESET:
        token = actions.token_by_code(waiting.value, code, demo=demo)
        session.pop(_KEY, None)
        return redirect(url_for(".reset", token=token), 303)
    if waiting.purpose == CONFIRM:
        user = actions.confirm_by_code(waiting.value, code)
    else:
        user = actions.sign_in_by_code(waiting.value, code, demo=demo)
    response = entering.proceed(
        user, remember=waiting.remember, target=waiting.target or url_for(".own")
    )
    if not user.has_second_factor:
        mark_fresh()
    if waiting.purpose == CONFIRM:
        flash(_("Nomor HP Anda sudah dikonfirmasi. Selamat datang."), "ok")
    return response


def _page(waiting: Awaited, form: OneTimeCodeForm) -> str:
    return render_template(
        "accounts/type_code.html",
        form=form,
        purpose=waiting.purpose,
        where=addresses.veiled(waiting.value),
    )


# --- the link beside the code in a mail


@bp.get("/masuk/tautan/<token>")
def ask_by_link(token: str) -> ResponseReturnValue:
    """Only asks: programs that look into mails follow links, but press no button.

    It also says whose account it is: nobody is to be led into that of somebody else.
    """
    found = tokens.user_to_sign_in(token)
    if found is None:
        return _dead_link()
    where = addresses.veiled(found[0].email or found[0].phone or "")
    return render_template("accounts/sign_in_link.html", token=token, where=where)


@bp.post("/masuk/tautan/<token>")
@limiter.limit(PER_ADDRESS, key_func=address_key)
def enter_by_link(token: str) -> ResponseReturnValue:
    waiting = awaited()
    try:
        user = actions.sign_in_by_link(token, demo=bool(current_app.config["DEMO"]))
    except LinkDead:
        return _dead_link()
    asked = waiting is not None and waiting.purpose == SIGN_IN  # in this browser, a moment ago
    target = waiting.target if asked and waiting else ""
    response = entering.proceed(user, remember="remember" in request.form, target=target or "/")
    if not user.has_second_factor:
        mark_fresh()
    return response


def _dead_link() -> ResponseReturnValue:
    return render_template("accounts/dead_link.html", form=AddressForm(), what="sign_in"), 410


# --- asking for one, to sign in without a password


@bp.post("/masuk/kode")
@limiter.limit(PER_ADDRESS, key_func=address_key)
@limiter.limit(CODES_FROM_HERE, key_func=lambda: f"sign-in:{_typed()}:{throttle.network()}")
@limiter.limit(CODES_AT_ALL, key_func=lambda: f"sign-in:{_typed()}")
def send_sign_in_code() -> ResponseReturnValue:
    contact = addresses.read(request.form.get("email", ""))
    if contact is None:
        flash(_("Tulis dulu alamat email atau nomor HP Anda, lalu minta kodenya."), "error")
        return redirect(url_for(".sign_in", next=safe_next()), 303)
    actions.request_sign_in_code(contact.value, demo=bool(current_app.config["DEMO"]))
    return sent_to(
        contact, SIGN_IN, remember="remember" in request.form, target=safe_next() or "/"
    )


def _typed() -> str:
    contact = addresses.read(request.form.get("email", ""))
    return contact.value if contact else account_key()
