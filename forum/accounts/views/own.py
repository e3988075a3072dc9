"""One's own page: the name others see, how pages look, what is known of the account."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts import actions, queries, words
from forum.accounts.forms import AreaForm, DisplayForm, PublicNameForm
from forum.accounts.models import User
from forum.accounts.views.blueprint import bp
from forum.core.errors import Invalid, SignInFirst
from forum.web import current_actor, in_language, language
from forum.web.languages import COOKIE
from forum.web.limits import WRITING, limiter

YEAR = 365 * 24 * 3600


@bp.get("/akun")
def own() -> ResponseReturnValue:
    user = own_account()
    return _own_page(user, _name_form(user), _display_form())


@bp.post("/akun/nama")
@limiter.limit(WRITING)
def change_name() -> ResponseReturnValue:
    user = own_account()
    form = PublicNameForm()
    if not form.validate_on_submit():
        return _own_page(user, form, _display_form()), 422
    try:
        actions.choose_public_name(current_actor(), user, public_name=form.public_name.data)
    except Invalid as error:
        form.public_name.errors = [str(error)]
        return _own_page(own_account(), form, _display_form()), 422
    flash(_("Nama tampil sudah disimpan."), "ok")
    return redirect(url_for(".own"), 303)


@bp.post("/akun/tampilan")
@limiter.limit(WRITING)
def change_display() -> ResponseReturnValue:
    user = own_account()
    form = DisplayForm()
    if not form.validate_on_submit():
        return _own_page(user, _name_form(user), form), 422
    actions.choose_language(current_actor(), user, language=form.language.data)
    with in_language(form.language.data):
        flash(_("Tampilan sudah disimpan."), "ok")
    response = redirect(url_for(".own"), 303)
    remember_choice(response, "theme", form.theme.data)
    remember_choice(response, "text", form.text.data)
    remember_choice(response, COOKIE, form.language.data)
    return response


def remember_choice(response: Response, name: str, value: str) -> None:
    """A choice for this device, kept for a year; it says nothing about the person."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(name, value, max_age=YEAR, secure=secure, samesite="Lax")


def own_account() -> User:
    actor = current_actor()
    if actor.id is None:
        raise SignInFirst("account")
    return queries.own_account(actor.id)


def _name_form(user: User) -> PublicNameForm:
    return PublicNameForm(formdata=None, public_name=user.public_name)


def _display_form() -> DisplayForm:
    return DisplayForm(
        formdata=None,
        theme=request.cookies.get("theme", "auto"),
        text=request.cookies.get("text", "biasa"),
        language=language(),
    )


def _own_page(user: User, name_form: PublicNameForm, display_form: DisplayForm) -> str:
    return render_template(
        "accounts/own.html",
        user=user,
        name_form=name_form,
        display_form=display_form,
        form=name_form if name_form.errors else display_form,
        roles=words.ROLES,
        levels=words.VERIFICATION,
        area_form=AreaForm.for_city(user.area_id) if user.level == "none" else None,
    )
