"""The kiosk: a device that people use one after the other, and that keeps nothing of them."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts import actions as accounts
from forum.accounts import queries as people
from forum.accounts import second_factor
from forum.accounts.actions import DoubtfulSignIn, NotConfirmed, WrongCredentials
from forum.accounts.models import NEEDS_SECOND_FACTOR, User
from forum.accounts.security import enter, leave
from forum.accounts.throttle import TooManyTries
from forum.core.errors import NotFound
from forum.desk import actions, kiosk, queries
from forum.desk.forms import KioskSignInForm, SlipForm, StartKioskForm
from forum.desk.kiosk import IDLE, Kiosk
from forum.desk.views.blueprint import desk, officer, page
from forum.desk.views.tracking import (
    TRIES_PER_NUMBER,
    close_slip,
    is_open,
    open_slip,
    typed_number,
    was_wrong,
)
from forum.web import at_a_kiosk, current_user_row, safe_next
from forum.web.limits import PER_ADDRESS, WRITING, address_key, limiter

kiosks = Blueprint("kiosk", __name__, url_prefix="/kios")

CLOSED_TO_KIOSKS = ("/akun", "/kelola", "/meja", "/moderasi", "/daftar", "/masuk")


@desk.get("/kios")
def offer_kiosk() -> ResponseReturnValue:
    return page("desk/start_kiosk.html", form=StartKioskForm.ready(queries.areas_of(officer())))


@desk.post("/kios")
@limiter.limit(WRITING)
def start_kiosk() -> ResponseReturnValue:
    """The officer is signed out: nobody must find their session on this device."""
    actor = officer()
    form = StartKioskForm.ready(queries.areas_of(actor))
    if not form.validate_on_submit():
        return page("desk/start_kiosk.html", form=form), 422
    area = queries.area_for(actor, form.area_id.data)
    actions.start_kiosk(actor, area)
    assert actor.id is not None
    leave()
    response = redirect(url_for("kiosk.start"), 303)
    kiosk.mark(response, Kiosk(area.id, actor.id))
    kiosk.wipe(response)
    return response


@kiosks.get("")
def start() -> ResponseReturnValue:
    """Who are you? Whoever was here before is signed out by now."""
    found = _here()
    if at_a_kiosk():
        return redirect("/", 303)
    return _start_page(found, SlipForm(formdata=None), KioskSignInForm(formdata=None))


@kiosks.post("/slip")
@limiter.limit(
    TRIES_PER_NUMBER,
    key_func=typed_number,
    deduct_when=was_wrong,
    exempt_when=lambda: kiosk.here() is None,  # there is no such page: nothing to count
)
def enter_by_slip() -> ResponseReturnValue:
    """With number and PIN: also those who have no account that they could sign in to."""
    found = _here()
    form = SlipForm()
    entry = open_slip(form) if form.validate_on_submit() else None
    user = people.user_by_id(entry.person_id) if entry is not None else None
    if user is None or not user.active or not user.is_assisted:
        if entry is not None:
            form.form_errors.append(
                _("Nomor ini sudah dipindahkan ke akun orangnya. Masuklah dengan akun itu.")
            )
        elif not form.errors:
            form.form_errors.append(
                _("Nomor atau PIN tidak cocok. Periksa slipnya, atau tanyakan kepada petugas.")
            )
        return _start_page(found, form, KioskSignInForm(formdata=None)), 422
    return _let_in(user)


@kiosks.post("/masuk")
@limiter.limit(PER_ADDRESS, key_func=address_key)
def enter_by_password() -> ResponseReturnValue:
    found = _here()
    form = KioskSignInForm()
    if not form.validate_on_submit():
        return _start_page(found, SlipForm(formdata=None), form), 422
    demo = bool(current_app.config["DEMO"])
    try:
        user = accounts.sign_in(form.login.data, form.password.data, demo=demo)
    except (WrongCredentials, TooManyTries) as error:
        form.form_errors.append(str(error))
        return _start_page(found, SlipForm(formdata=None), form), 422
    except (NotConfirmed, DoubtfulSignIn):
        form.form_errors.append(_("Akun ini belum dapat dipakai di kios. Masuk di HP Anda."))
        return _start_page(found, SlipForm(formdata=None), form), 422
    serves = any(grant.in_force and grant.role in NEEDS_SECOND_FACTOR for grant in user.grants)
    if serves or second_factor.factors_of(user.id).any:
        form.form_errors.append(_("Akun ini memakai dua langkah. Masuk di perangkat sendiri."))
        return _start_page(found, SlipForm(formdata=None), form), 422
    return _let_in(user)


@kiosks.post("/selesai")
def done() -> ResponseReturnValue:
    """Signed out, and nothing of the person is left on the device."""
    return _finish()


@kiosks.get("/selesai")
def idle() -> ResponseReturnValue:
    """Where the page goes by itself when nobody touches it; harmless when followed by chance."""
    return _finish() if kiosk.here() is not None else redirect("/", 303)


@kiosks.post("/akhiri")
@limiter.limit("20/hour", key_func=address_key)
def end_kiosk() -> ResponseReturnValue:
    """With an officer's password: the device is an ordinary one again."""
    found = _here()
    form = KioskSignInForm()
    if form.validate_on_submit():
        demo = bool(current_app.config["DEMO"])
        try:
            user = accounts.sign_in(form.login.data, form.password.data, demo=demo)
            area = queries.area_for(user.as_actor(), found.area_id)
        except (WrongCredentials, TooManyTries, NotConfirmed, DoubtfulSignIn, NotFound):
            pass
        else:
            actions.end_kiosk(user.as_actor(), area)
            response = redirect(url_for("accounts.sign_in"), 303)
            kiosk.unmark(response)
            kiosk.wipe(response)
            return response
    flash(
        _("Hanya petugas kelurahan ini yang dapat mengakhiri kios, dengan kata sandinya."),
        "error",
    )
    return redirect(url_for(".start"), 303)


def _let_in(user: User) -> Response:
    enter(user, kiosk=True)
    return redirect(safe_next() or "/suara", 303)


def _finish() -> Response:
    on_kiosk = kiosk.here() is not None or at_a_kiosk()
    if at_a_kiosk():
        leave()
    close_slip()
    response = redirect(url_for("kiosk.start" if kiosk.here() else "home.index"), 303)
    if on_kiosk:
        kiosk.wipe(response)
    return response


def _here() -> Kiosk:
    found = kiosk.here()
    if found is None:
        raise NotFound("kiosk")
    return found


def _start_page(found: Kiosk, slip: SlipForm, login: KioskSignInForm) -> str:
    return render_template(
        "desk/kiosk.html",
        area=queries.area_by_id(found.area_id),
        slip_form=slip,
        login_form=login,
        form=slip if slip.errors or slip.form_errors else login,
        target=safe_next() or "",
    )


def keep_to_the_kiosk() -> ResponseReturnValue | None:
    """On a kiosk the pages of accounts and of staff are shut."""
    if kiosk.here() is None:
        return None
    if any(
        request.path == one or request.path.startswith(f"{one}/") for one in CLOSED_TO_KIOSKS
    ):
        return redirect(url_for("kiosk.start", next=safe_next()), 303)
    return None


def keep_nothing(response: Response) -> Response:
    """Going back must not show the person before."""
    if kiosk.here() is not None and not request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "no-store"
    return response


def context() -> dict[str, Any]:
    user = current_user_row()
    return {
        "kiosk_here": kiosk.here() is not None,
        "kiosk_person": user.public_name if user and at_a_kiosk() else None,
        "kiosk_slip": kiosk.here() is not None and is_open(),
        "kiosk_idle": IDLE,
    }
