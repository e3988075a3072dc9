"""The second step of signing in, and the page where a person looks after their ways in."""

import time
from collections.abc import Sequence
from typing import Any

import segno
from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from limits import parse
from markupsafe import Markup
from werkzeug.wrappers import Response

from forum.accounts import devices, oidc, sealing, second_factor
from forum.accounts.forms_second import CodeForm, NewGeneratorForm, RecoveryForm
from forum.accounts.models import User
from forum.accounts.second_factor import Factors, StillNeeded
from forum.accounts.security import KNOWN
from forum.accounts.views import entering
from forum.accounts.views.blueprint import bp
from forum.accounts.views.entering import Pending
from forum.accounts.views.fresh import LASTS, NeedsProof, mark_fresh, require_fresh
from forum.core.errors import Invalid, SignInFirst
from forum.web import current_actor, current_user_row, safe_next
from forum.web.limits import PER_ADDRESS, WRITING, address_key, limiter
from forum.web.refusals import show_refusal, wants_json

# Wrong answers at the second step. Whoever gets there knows the password or reads the mail of
# the account, so they are few; each way counts for itself, so that none closes another.
PER_PLACE = "5/5 minutes"  # of one account from one address
PER_VISIT = "20/hour"  # then the first step is asked for again
OF_STRANGERS = "60/hour"  # of one account from browsers it was never signed in on

SETTING_UP = 3600  # seconds for which a secret waits on the page that shows it
REACHED = "reached_at"  # session: when a code sent to the person's own address came back
CODES_SENT = "6/hour;20/day"  # to one account
_NEW_CODES = "new_codes"
_SENT = "enrolment_code_sent"


# --- the second step


@bp.get("/masuk/kedua")
def second_step() -> ResponseReturnValue:
    waiting = entering.pending()
    if waiting is None:
        return _start_over()
    return _second_step_page(waiting)


@bp.post("/masuk/kedua")
@limiter.limit(PER_ADDRESS, key_func=address_key)
def take_code() -> ResponseReturnValue:
    waiting = entering.pending()
    if waiting is None:
        return _start_over()
    form = CodeForm()
    if not form.validate_on_submit():
        return _second_step_page(waiting, form=form), 422
    tries = Tries("code", waiting.user)
    if not tries.allowed():
        return _too_many(waiting, tries)
    if not second_factor.take_code(waiting.user, form.code.data):
        form.code.errors = [_("Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya.")]
        return _second_step_page(waiting, form=form), 422
    tries.forget()
    return let_in(waiting)


@bp.post("/masuk/kedua/cadangan")
@limiter.limit(PER_ADDRESS, key_func=address_key)
def take_recovery_code() -> ResponseReturnValue:
    waiting = entering.pending()
    if waiting is None:
        return _start_over()
    form = RecoveryForm()
    if not form.validate_on_submit():
        return _second_step_page(waiting, recovery=form), 422
    tries = Tries("recovery", waiting.user)
    if not tries.allowed():
        return _too_many(waiting, tries)
    if not second_factor.take_recovery_code(waiting.user, form.recovery.data):
        form.recovery.errors = [_("Kode cadangan ini tidak cocok atau sudah dipakai.")]
        return _second_step_page(waiting, recovery=form), 422
    tries.forget()
    flash(_("Satu kode cadangan sudah terpakai. Sisanya ada di halaman keamanan."), "info")
    return let_in(waiting)


def let_in(waiting: Pending) -> Response:
    """Both factors were shown."""
    flashes = session.get("_flashes")
    response = entering.let_in(waiting.user, remember=waiting.remember, target=waiting.next)
    if flashes:
        session["_flashes"] = flashes
    mark_fresh()
    return response


class Tries:
    """How often a way was tried by someone at the second step, here and everywhere."""

    def __init__(self, way: str, user: User) -> None:
        at = (way, str(user.id))
        self._place = (parse(PER_PLACE), "second step", *at, request.remote_addr or "")
        self._visit = (parse(PER_VISIT), "second step visit", *at, entering.visit())
        self._strangers = (parse(OF_STRANGERS), "second step strangers", *at)
        self._is_known = devices.is_known_here(user, request.cookies.get(KNOWN))
        self.visit_is_over = False

    def allowed(self) -> bool:
        """Count one more. Counted before it is looked at, or many at once would slip through."""
        if not limiter.enabled:
            return True
        self.visit_is_over = not limiter.limiter.hit(*self._visit)
        return (
            not self.visit_is_over
            and limiter.limiter.hit(*self._place)
            and (self._is_known or limiter.limiter.hit(*self._strangers))
        )

    def forget(self) -> None:
        """It was the right one: those before were slips."""
        if limiter.enabled:
            limiter.limiter.clear(*self._place)


def _too_many(waiting: Pending, tries: Tries) -> ResponseReturnValue:
    if tries.visit_is_over:
        session.clear()
        flash(_("Terlalu banyak kode yang salah. Mulai lagi dari awal."), "error")
        return redirect(url_for(".sign_in"), 303)
    flash(
        _("Terlalu banyak kode yang salah. Tunggu lima menit, atau pakai cara lain di bawah."),
        "error",
    )
    return _second_step_page(waiting), 429, {"Retry-After": "300"}


def _start_over() -> Response:
    if current_actor().signed_in:
        return redirect("/", 303)
    flash(_("Waktu untuk langkah kedua sudah habis. Masuk lagi."), "warn")
    return redirect(url_for(".sign_in"), 303)


def _second_step_page(
    waiting: Pending, *, form: CodeForm | None = None, recovery: RecoveryForm | None = None
) -> str:
    return render_template(
        "accounts/second/second_step.html",
        factors=second_factor.factors_of(waiting.user.id),
        code_form=form or CodeForm(formdata=None),
        recovery_form=recovery or RecoveryForm(formdata=None),
        form=form or recovery or CodeForm(formdata=None),
    )


# --- showing it once more, before something that a stolen session must not do


@bp.post("/akun/buktikan/kode")
@limiter.limit(WRITING)
def prove_by_code() -> ResponseReturnValue:
    """For the page that asks whether it is still you: a code of the app."""
    user = own_user()
    form = CodeForm()
    tries = Tries("code", user)
    if not tries.allowed():
        flash(_("Terlalu banyak kode yang salah. Tunggu lima menit, lalu coba lagi."), "error")
    elif form.validate_on_submit() and second_factor.take_code(user, form.code.data):
        tries.forget()
        mark_fresh()
        return redirect(next_or(url_for(".security")), 303)
    else:
        flash(_("Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya."), "error")
    return redirect(url_for(".prove", next=request.form.get("next") or None), 303)


# --- the page of all ways in


@bp.get("/akun/keamanan")
def security() -> ResponseReturnValue:
    user = own_user()
    factors = second_factor.factors_of(user.id)
    issuer = current_app.config["OIDC_ISSUER"]
    return render_template(
        "accounts/second/security.html",
        user=user,
        factors=factors,
        obliged=second_factor.is_obliged(user),
        provider=oidc.provider_name() if oidc.is_set() else None,
        issuer=issuer,
        linked=any(identity.issuer == issuer for identity in factors.identities),
    )


@bp.get("/akun/keamanan/kode")
def add_code_generator() -> ResponseReturnValue:
    user = enrolling_user()
    secret = second_factor.new_secret()
    form = NewGeneratorForm(formdata=None, sealed=_sealed(user, secret))
    return _generator_page(user, form, secret)


@bp.post("/akun/keamanan/kode")
@limiter.limit(WRITING)
def confirm_code_generator() -> ResponseReturnValue:
    user = enrolling_user()
    form = NewGeneratorForm()
    kept = sealing.unseal("new generator", form.sealed.data, lasts=SETTING_UP)
    if kept is None or kept["user"] != user.id:
        flash(_("Halaman ini terlalu lama terbuka. Pindai kode QR yang baru."), "warn")
        return redirect(url_for(".add_code_generator"), 303)
    if not form.validate_on_submit():
        return _generator_page(user, form, kept["secret"]), 422
    try:
        codes = second_factor.add_code_generator(
            current_actor(), user, secret=kept["secret"], code=form.code.data
        )
    except Invalid as error:
        form.code.errors = [str(error)]
        return _generator_page(user, form, kept["secret"]), 422
    flash(_("Aplikasi pembuat kode sudah terpasang."), "ok")
    return redirect(after_adding(user, codes), 303)


@bp.get("/akun/keamanan/kode/hapus")
def ask_to_remove_code_generator() -> ResponseReturnValue:
    user = fresh_user()
    factors = second_factor.factors_of(user.id)
    if factors.generator is None:
        return redirect(url_for(".security"), 303)
    return removal_page(
        user,
        factors,
        title=_("Hapus aplikasi pembuat kode"),
        what=_("Kode dari aplikasi itu tidak berlaku lagi untuk masuk."),
        action=url_for(".remove_code_generator"),
    )


@bp.post("/akun/keamanan/kode/hapus")
@limiter.limit(WRITING)
def remove_code_generator() -> ResponseReturnValue:
    user = fresh_user()
    try:
        second_factor.remove_code_generator(current_actor(), user)
    except StillNeeded as error:
        flash(str(error), "error")
    else:
        flash(_("Aplikasi pembuat kode sudah dihapus."), "ok")
    return redirect(url_for(".security"), 303)


@bp.get("/akun/keamanan/cadangan")
def recovery_codes() -> ResponseReturnValue:
    """New codes, once; afterwards only how many are left."""
    user = fresh_user()
    kept = sealing.unseal("new codes", session.pop(_NEW_CODES, None), lasts=LASTS)
    codes = kept["codes"] if kept is not None and kept["user"] == user.id else None
    return render_template(
        "accounts/second/recovery_codes.html",
        user=user,
        codes=codes,
        factors=second_factor.factors_of(user.id),
    )


@bp.post("/akun/keamanan/cadangan")
@limiter.limit(WRITING)
def renew_recovery_codes() -> ResponseReturnValue:
    user = fresh_user()
    keep_to_show(user, second_factor.renew_recovery_codes(current_actor(), user))
    return redirect(url_for(".recovery_codes"), 303)


# --- those whom a role obliges show that they read what is sent to them


@bp.get("/akun/keamanan/bukti")
def prove_contact() -> ResponseReturnValue:
    return _contact_page(own_user(), CodeForm(formdata=None))


@bp.post("/akun/keamanan/bukti/kirim")
@limiter.limit(CODES_SENT)
def send_enrolment_code() -> ResponseReturnValue:
    user = own_user()
    second_factor.request_enrolment_code(current_actor(), user)
    session[_SENT] = True
    flash(_("Kode sudah dikirim. Kode berlaku 10 menit."), "ok")
    return redirect(url_for(".prove_contact"), 303)


@bp.post("/akun/keamanan/bukti")
@limiter.limit(WRITING)
def take_enrolment_code() -> ResponseReturnValue:
    user = own_user()
    form = CodeForm()
    if not form.validate_on_submit():
        return _contact_page(user, form), 422
    if not second_factor.take_enrolment_code(user, form.code.data):
        form.code.errors = [_("Kode tidak cocok atau sudah tidak berlaku.")]
        return _contact_page(user, form), 422
    session.pop(_SENT, None)
    mark_reached()
    mark_fresh()
    return redirect(url_for(".security"), 303)


def _contact_page(user: User, form: CodeForm) -> str:
    return render_template(
        "accounts/second/prove_contact.html",
        user=user,
        form=form,
        address=hidden(user.email) if user.email else hidden_number(user.phone),
        was_sent=bool(session.get(_SENT)),
    )


def hidden(email: str) -> str:
    """`r…@contoh.id`: enough to know which address is meant, over someone's shoulder too."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}…@{host}"


def hidden_number(phone: str | None) -> str:
    """`…4567`"""
    return f"…{phone[-4:]}" if phone else ""


# --- what these pages share with those of passkeys and providers


def own_user() -> User:
    """The signed-in person, with their grants and this device."""
    user = current_user_row()
    if not isinstance(user, User):
        raise SignInFirst("security")
    return user


def fresh_user() -> User:
    """The signed-in person, who has shown lately that it is them."""
    user = own_user()
    require_fresh()
    return user


def enrolling_user() -> User:
    """Someone who may add a factor now.

    Whoever holds a role that obliges them, and has no factor yet, must also have shown that
    they read what is sent to their address: a stolen password alone must not lead to a role.
    """
    user = fresh_user()
    if user.must_add_second_factor and not _was_reached():
        raise NeedsReach
    return user


def mark_reached() -> None:
    """Call this when a code or link that was sent to this person has come back from them."""
    session[REACHED] = time.time()


def _was_reached() -> bool:
    at = session.get(REACHED)
    return isinstance(at, float | int) and 0 <= time.time() - at < LASTS


class NeedsReach(NeedsProof):
    """A code must be sent to the person first."""


@bp.app_errorhandler(NeedsReach)
def ask_to_reach(error: NeedsReach) -> ResponseReturnValue:
    if wants_json():
        return show_refusal(error)
    return redirect(url_for("accounts.prove_contact"), 303)


def keep_to_show(user: User, codes: Sequence[str]) -> None:
    """New recovery codes wait, sealed, for the next page."""
    session[_NEW_CODES] = sealing.seal("new codes", {"user": user.id, "codes": list(codes)})


def after_adding(user: User, codes: Sequence[str]) -> str:
    """Where to go on: to the new recovery codes, if there are any."""
    if not codes:
        return url_for("accounts.security")
    keep_to_show(user, codes)
    return url_for("accounts.recovery_codes")


def next_or(fallback: str) -> str:
    """The page the form names, if it is one of ours."""
    return safe_next() or fallback


def removal_page(
    user: User, factors: Factors, *, title: str, what: str, action: str
) -> ResponseReturnValue:
    """Asks before a way in is removed, and says what follows."""
    count = len(factors.passkeys) + (factors.generator is not None)
    return render_template(
        "accounts/second/remove.html",
        title=title,
        what=what,
        action=action,
        is_last=count == 1,
        is_refused=count == 1 and second_factor.is_obliged(user),
    )


def _sealed(user: User, secret: str) -> str:
    return sealing.seal("new generator", {"user": user.id, "secret": secret})


def _generator_page(user: User, form: NewGeneratorForm, secret: str) -> str:
    address = second_factor.address_for_app(user, secret)
    code = segno.make(address, error="m", micro=False)
    picture = code.svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", title=_("Kode QR")
    )
    return render_template(
        "accounts/second/code_generator.html",
        user=user,
        form=form,
        address=address,
        picture=Markup(picture),  # noqa: S704 - drawn here, of our own text
        groups=[secret[at : at + 4] for at in range(0, len(secret), 4)],
        replaces=second_factor.factors_of(user.id).generator is not None,
    )


@bp.app_template_global("my_factors")
def my_factors() -> Factors | None:
    """For the page that asks for a proof: which ways this person has."""
    user: Any = current_user_row()
    return second_factor.factors_of(user.id) if user is not None else None
