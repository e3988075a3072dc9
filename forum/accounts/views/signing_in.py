"""Signing in and out."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts import actions, addresses
from forum.accounts.actions import DoubtfulSignIn, NotConfirmed, WrongCredentials
from forum.accounts.forms import AddressForm, SignInForm
from forum.accounts.security import KNOWN, leave
from forum.accounts.throttle import TooManyTries
from forum.accounts.views import coding, entering
from forum.accounts.views.blueprint import bp, shows_form
from forum.accounts.views.fresh import mark_fresh
from forum.web import current_actor, safe_next
from forum.web.limits import PER_ADDRESS, address_key, limiter


@bp.get("/masuk")
def sign_in() -> ResponseReturnValue:
    if current_actor().signed_in:
        return redirect(safe_next() or url_for(".own"), 303)
    form = SignInForm()
    form.next.data = safe_next()
    return _signing_in(form)


@bp.post("/masuk")
@limiter.limit(PER_ADDRESS, key_func=address_key)
def let_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return _signing_in(form), 422
    try:
        user = actions.sign_in(
            form.email.data,
            form.password.data,
            demo=current_app.config["DEMO"],
            browser=request.cookies.get(KNOWN),
        )
    except TooManyTries as error:
        form.form_errors.append(str(error))
        return _signing_in(form), 429, {"Retry-After": "900"}
    except DoubtfulSignIn:
        flash(
            _("Ada banyak percobaan masuk ke akun ini. Tulis juga kode yang kami kirim."),
            "warn",
        )
        return coding.sent_to(
            addresses.read(form.email.data),
            coding.SIGN_IN,
            remember=form.remember.data,
            target=safe_next() or "/",
        )
    except WrongCredentials as error:
        form.form_errors.append(str(error))
        return _signing_in(form), 422
    except NotConfirmed:
        return render_template("accounts/not_confirmed.html", form=AddressForm()), 403
    response = entering.proceed(user, remember=form.remember.data, target=safe_next() or "/")
    if not user.has_second_factor:
        mark_fresh()
    return response


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


def _signing_in(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form)


@shows_form("let_in")
def _signing_in_as_typed() -> str:
    return _signing_in(SignInForm())
