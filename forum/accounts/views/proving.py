"""Showing that it is still you: by the password, a code that is sent, or a second factor."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts import actions, addresses
from forum.accounts.forms import OneTimeCodeForm, ProofForm
from forum.accounts.models import User
from forum.accounts.views.blueprint import MAILS_PER_ACCOUNT, bp
from forum.accounts.views.fresh import is_fresh, mark_fresh
from forum.core.errors import SignInFirst
from forum.web import current_actor, current_user_row, safe_next
from forum.web.limits import limiter

TRIES = "10/15 minutes;40/hour"


@bp.get("/akun/buktikan")
def prove() -> ResponseReturnValue:
    _user()
    if is_fresh():
        return redirect(safe_next() or url_for(".own"), 303)
    return _page(ProofForm(formdata=None), OneTimeCodeForm(formdata=None))


@bp.post("/akun/buktikan")
@limiter.limit(TRIES)
def take_proof() -> ResponseReturnValue:
    user = _user()
    form = ProofForm()
    if not form.validate_on_submit():
        return _page(form, OneTimeCodeForm(formdata=None)), 422
    if not actions.prove(user, password=form.password.data):
        form.password.errors = [_("Kata sandi tidak cocok.")]
        return _page(form, OneTimeCodeForm(formdata=None)), 422
    mark_fresh()
    return redirect(safe_next() or url_for(".own"), 303)


@bp.post("/akun/buktikan/kirim")
@limiter.limit(MAILS_PER_ACCOUNT)
def send_proof() -> ResponseReturnValue:
    _user()
    actions.request_proof(current_actor())
    flash(_("Kode sudah dikirim. Kode berlaku 10 menit."), "ok")
    return redirect(url_for(".prove", next=safe_next(), terkirim=1), 303)


@bp.post("/akun/buktikan/pesan")
@limiter.limit(TRIES)
def take_sent_proof() -> ResponseReturnValue:
    user = _user()
    form = OneTimeCodeForm()
    if not form.validate_on_submit() or not actions.prove(user, code=form.code.data):
        form.code.errors = form.code.errors or [
            _("Kode ini tidak cocok atau sudah tidak berlaku.")
        ]
        return _page(ProofForm(formdata=None), form), 422
    mark_fresh()
    return redirect(safe_next() or url_for(".own"), 303)


def _user() -> User:
    user = current_user_row()
    if not isinstance(user, User):
        raise SignInFirst("prove")
    return user


def _page(form: ProofForm, code_form: OneTimeCodeForm) -> str:
    user = _user()
    return render_template(
        "accounts/prove.html",
        where=addresses.veiled(user.email or user.phone or ""),
        form=form if not code_form.errors else code_form,
        proof_form=form,
        code_form=code_form,
        target=safe_next() or "",
        was_sent="terkirim" in request.args or bool(code_form.errors),
        user=user,
    )
