"""Signing in and out."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts import actions
from forum.accounts.actions import NotConfirmed, WrongCredentials
from forum.accounts.forms import AddressForm, SignInForm
from forum.accounts.models import User
from forum.accounts.security import enter, leave
from forum.accounts.views.blueprint import bp, shows_form, typed_account, was_wrong
from forum.accounts.views.own import remember_choice
from forum.web import current_actor, safe_next
from forum.web.languages import COOKIE
from forum.web.limits import PER_ADDRESS, SIGNING_IN, address_key, limiter


@bp.get("/masuk")
def sign_in() -> ResponseReturnValue:
    if current_actor().signed_in:
        return redirect(safe_next() or url_for(".own"), 303)
    form = SignInForm()
    form.next.data = safe_next()
    return _signing_in(form)


@bp.post("/masuk")
@limiter.limit(PER_ADDRESS, key_func=address_key)
@limiter.limit(SIGNING_IN, key_func=typed_account, deduct_when=was_wrong)
def let_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return _signing_in(form), 422
    try:
        user = actions.sign_in(
            form.email.data, form.password.data, demo=current_app.config["DEMO"]
        )
    except WrongCredentials as error:
        form.form_errors.append(str(error))
        return _signing_in(form), 422
    except NotConfirmed:
        return render_template("accounts/not_confirmed.html", form=AddressForm()), 403
    enter(user, remember=form.remember.data)
    return _in_own_language(redirect(safe_next() or "/", 303), user)


@bp.get("/keluar")
def sign_out() -> ResponseReturnValue:
    if not current_actor().signed_in:
        return redirect("/", 303)
    return render_template("accounts/sign_out.html")


@bp.post("/keluar")
def let_out() -> ResponseReturnValue:
    leave()
    flash(_("Anda sudah keluar dari perangkat ini."), "ok")
    return redirect("/", 303)


def _in_own_language(response: Response, user: User) -> Response:
    """On a new device pages follow the language of the account."""
    if COOKIE not in request.cookies and user.language != "id":
        remember_choice(response, COOKIE, user.language)
    return response


def _signing_in(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form)


@shows_form("let_in")
def _signing_in_as_typed() -> str:
    return _signing_in(SignInForm())
