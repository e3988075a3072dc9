"""Passkeys: what the script on the page asks for, and the pages to add, name and remove them.

The script talks JSON. It sends the form's token in a header, and gets the next address, or a
problem with a sentence for the person.
"""

from typing import Any

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts import challenges, passkeys, policy, second_factor
from forum.accounts.forms_second import PasskeyNameForm
from forum.accounts.models import Passkey, User
from forum.accounts.passkeys import PasskeyRefused
from forum.accounts.second_factor import StillNeeded
from forum.accounts.views import entering
from forum.accounts.views.blueprint import bp
from forum.accounts.views.fresh import mark_fresh
from forum.accounts.views.second_factor import (
    after_adding,
    enrolling_user,
    fresh_user,
    let_in,
    next_or,
    own_user,
    removal_page,
)
from forum.core.errors import Invalid, Refused
from forum.web import current_actor
from forum.web.limits import PER_ADDRESS, WRITING, address_key, limiter

SIGN_IN, SECOND, PROOF, ADD = "sign in", "second step", "proof", "add passkey"


class TookTooLong(Refused):
    """The challenge is gone: the page must be asked anew."""

    status = 422

    def __init__(self) -> None:
        super().__init__(_("Waktunya habis. Tekan tombolnya sekali lagi."))


# --- a whole sign-in


@bp.post("/masuk/kunci/mulai")
@limiter.limit(PER_ADDRESS, key_func=address_key)
def passkey_sign_in_options() -> ResponseReturnValue:
    return _asked(SIGN_IN, *passkeys.options_to_prove(None))


@bp.post("/masuk/kunci")
@limiter.limit(PER_ADDRESS, key_func=address_key)
def passkey_sign_in() -> ResponseReturnValue:
    user = _proved(SIGN_IN, None)
    demo = bool(current_app.config["DEMO"])
    if not policy.may_enter(user, demo=demo) or user.confirmed_at is None:
        raise PasskeyRefused(_("Kunci sandi tidak diterima. Coba lagi, atau pakai cara lain."))
    remember = bool(_body().get("remember"))
    response = entering.let_in(user, remember=remember, target=_next())
    mark_fresh()
    return _onwards(response)


# --- the second step


@bp.post("/masuk/kedua/kunci/mulai")
@limiter.limit(PER_ADDRESS, key_func=address_key)
def passkey_second_step_options() -> ResponseReturnValue:
    waiting = _waiting()
    keys = second_factor.factors_of(waiting.user.id).passkeys
    return _asked(SECOND, *passkeys.options_to_prove(keys))


@bp.post("/masuk/kedua/kunci")
@limiter.limit(PER_ADDRESS, key_func=address_key)
def passkey_second_step() -> ResponseReturnValue:
    waiting = _waiting()
    _proved(SECOND, waiting.user)
    return _onwards(let_in(waiting))


def _waiting() -> entering.Pending:
    waiting = entering.pending()
    if waiting is None:
        raise Refused(_("Waktu untuk langkah kedua sudah habis. Masuk lagi."))
    return waiting


# --- showing it once more


@bp.post("/akun/buktikan/kunci/mulai")
@limiter.limit(WRITING)
def passkey_proof_options() -> ResponseReturnValue:
    keys = second_factor.factors_of(own_user().id).passkeys
    return _asked(PROOF, *passkeys.options_to_prove(keys))


@bp.post("/akun/buktikan/kunci")
@limiter.limit(WRITING)
def prove_by_passkey() -> ResponseReturnValue:
    _proved(PROOF, own_user())
    mark_fresh()
    return jsonify(next=_next() or url_for(".security"))


# --- looking after them


@bp.get("/akun/keamanan/kunci")
def new_passkey() -> ResponseReturnValue:
    user = enrolling_user()
    name = user.device.label if user.device is not None else ""
    return render_template(
        "accounts/second/passkey_new.html",
        form=PasskeyNameForm(formdata=None, name=name or _("Kunci sandi saya")),
    )


@bp.post("/akun/keamanan/kunci/mulai")
@limiter.limit(WRITING)
def passkey_options() -> ResponseReturnValue:
    user = enrolling_user()
    present = second_factor.factors_of(user.id).passkeys
    return _asked(ADD, *passkeys.options_to_add(user, present))


@bp.post("/akun/keamanan/kunci")
@limiter.limit(WRITING)
def add_passkey() -> ResponseReturnValue:
    user = enrolling_user()
    body = _body()
    _passkey, codes = passkeys.add_passkey(
        current_actor(),
        user,
        answer=_answer(body),
        challenge=_challenge(ADD),
        name=str(body.get("name") or ""),
    )
    flash(_("Kunci sandi sudah terpasang."), "ok")
    return jsonify(next=after_adding(user, codes))


@bp.get("/akun/keamanan/kunci/<int:passkey_id>")
def passkey(passkey_id: int) -> ResponseReturnValue:
    user = fresh_user()
    key = passkeys.passkey_of(user.id, passkey_id)
    return _passkey_page(key, PasskeyNameForm(formdata=None, name=key.name))


@bp.post("/akun/keamanan/kunci/<int:passkey_id>")
@limiter.limit(WRITING)
def rename_passkey(passkey_id: int) -> ResponseReturnValue:
    user = fresh_user()
    key = passkeys.passkey_of(user.id, passkey_id)
    form = PasskeyNameForm()
    if not form.validate_on_submit():
        return _passkey_page(key, form), 422
    passkeys.rename_passkey(current_actor(), user, key, name=form.name.data)
    flash(_("Nama kunci sandi sudah disimpan."), "ok")
    return redirect(url_for(".security"), 303)


@bp.get("/akun/keamanan/kunci/<int:passkey_id>/hapus")
def ask_to_remove_passkey(passkey_id: int) -> ResponseReturnValue:
    user = fresh_user()
    key = passkeys.passkey_of(user.id, passkey_id)
    return removal_page(
        user,
        second_factor.factors_of(user.id),
        title=_("Hapus kunci sandi “%(name)s”", name=key.name),
        what=_("Kunci itu tidak dapat dipakai masuk lagi. Hapus juga di perangkatnya."),
        action=url_for(".remove_passkey", passkey_id=key.id),
    )


@bp.post("/akun/keamanan/kunci/<int:passkey_id>/hapus")
@limiter.limit(WRITING)
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    user = fresh_user()
    key = passkeys.passkey_of(user.id, passkey_id)
    try:
        passkeys.remove_passkey(current_actor(), user, key)
    except StillNeeded as error:
        flash(str(error), "error")
    else:
        flash(_("Kunci sandi sudah dihapus."), "ok")
    return redirect(url_for(".security"), 303)


# --- the talk with the script


def _asked(kind: str, options: dict[str, Any], challenge: str) -> ResponseReturnValue:
    challenges.remember(kind, challenge)
    return jsonify(options)


def _proved(kind: str, user: User | None) -> User:
    return passkeys.prove(_answer(_body()), _challenge(kind), user=user)


def _challenge(kind: str) -> str:
    kept = challenges.take(kind)
    if kept is None:
        raise TookTooLong
    return str(kept["value"])


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Invalid(_("Permintaan ini tidak dapat dipahami."))
    return body


def _answer(body: dict[str, Any]) -> dict[str, Any]:
    answer = body.get("answer")
    if not isinstance(answer, dict):
        raise Invalid(_("Permintaan ini tidak dapat dipahami."))
    return answer


def _next() -> str | None:
    """The script puts it into the address, where it is looked at like any other."""
    return next_or("") or None


def _onwards(response: Response) -> ResponseReturnValue:
    """What a redirect would do, for a script: the next address, and the same cookies."""
    answer = jsonify(next=response.location)
    for cookie in response.headers.getlist("Set-Cookie"):
        answer.headers.add("Set-Cookie", cookie)
    return answer


def _passkey_page(key: Passkey, form: PasskeyNameForm) -> str:
    return render_template("accounts/second/passkey.html", passkey=key, form=form)
