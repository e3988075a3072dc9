"""To the provider and back: signing in, joining, and linking an account that is there already."""

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts import challenges, oidc, policy
from forum.accounts.forms_second import JoinByProviderForm
from forum.accounts.models import User
from forum.accounts.oidc import AddressTaken, Identity, OnlyWayIn, ProviderFailed, log
from forum.accounts.views import entering
from forum.accounts.views.blueprint import FORMS_PER_ADDRESS, bp
from forum.accounts.views.fresh import is_fresh, mark_fresh
from forum.accounts.views.second_factor import fresh_user
from forum.core.errors import Invalid, NotFound
from forum.web import current_actor, language, safe_next
from forum.web.limits import PER_ADDRESS, WRITING, address_key, limiter

KIND = "provider"
_IDENTITY = "identity"  # session: what the provider said, sealed, while a form is filled in


@bp.get("/masuk/penyedia")
@limiter.limit(PER_ADDRESS, key_func=address_key)
def go_to_provider() -> ResponseReturnValue:
    """Off to sign in there. A link, not a form: browsers follow no form to another site."""
    _require_set()
    return _depart(None, safe_next())


@bp.get("/akun/keamanan/penyedia/mulai")
@limiter.limit(WRITING)
def link_provider() -> ResponseReturnValue:
    """Off to the provider to link it to this account; on coming back, the person is asked.

    Who must prove themselves first goes on from a page: browsers do not follow the answer to a
    form to another site.
    """
    _require_set()
    actor = current_actor()
    if actor.id is None or not is_fresh():
        return redirect(url_for(".confirm_link"), 303)
    return _depart(actor.id, None)


@bp.get("/masuk/penyedia/kembali")
@limiter.limit(PER_ADDRESS, key_func=address_key)
def back_from_provider() -> ResponseReturnValue:
    _require_set()
    kept = challenges.take(KIND, lasts=oidc.WAITS)
    if kept is None or request.args.get("state") != kept["value"]:
        return _problem("state", 400)
    if (
        request.args.get("iss", current_app.config["OIDC_ISSUER"])
        != (current_app.config["OIDC_ISSUER"])
    ):
        return _problem("failed", 502, ProviderFailed("answer iss"))
    if "error" in request.args:
        cancelled = request.args["error"] == "access_denied"
        return _problem("cancelled", 200) if cancelled else _problem("failed", 502)
    try:
        identity = oidc.arrival(
            _back(),
            code=request.args.get("code", ""),
            nonce=kept["nonce"],
            verifier=kept["verifier"],
        )
    except ProviderFailed as error:
        return _problem("failed", 502, error)
    if kept["user"] is not None:
        return _keep_to_link(kept["user"], identity)
    user = oidc.account_of(identity)
    if user is not None:
        return _let_in(user, identity, kept["next"])
    session[_IDENTITY] = oidc.sealed(identity)
    if current_actor().signed_in:
        return redirect(url_for(".confirm_link"), 303)
    if oidc.account_with_address(identity):
        return _known_address(identity)
    return redirect(url_for(".join_by_provider", next=kept["next"]), 303)


# --- the first time


@bp.get("/masuk/penyedia/daftar")
def join_by_provider() -> ResponseReturnValue:
    identity = _kept_identity()
    if identity is None or current_actor().signed_in:
        return redirect(url_for(".sign_in"), 303)
    return _joining(JoinByProviderForm.for_city(identity.name), identity)


@bp.post("/masuk/penyedia/daftar")
@limiter.limit(FORMS_PER_ADDRESS, key_func=address_key)
def take_in_by_provider() -> ResponseReturnValue:
    identity = _kept_identity()
    if identity is None or current_actor().signed_in:
        flash(_("Halaman ini terlalu lama terbuka. Mulai lagi."), "warn")
        return redirect(url_for(".sign_in"), 303)
    form = JoinByProviderForm.for_city()
    if not form.validate_on_submit():
        return _joining(form, identity), 422
    try:
        user = oidc.register(
            current_actor(),
            identity,
            name=form.name.data,
            area_id=form.area_id.data,
            language=language(),
        )
    except AddressTaken:
        known = oidc.account_of(identity)  # the same form, sent twice
        if known is not None:
            return _let_in(known, identity, safe_next())
        return _known_address(identity)
    except Invalid as error:
        form.name.errors = [str(error)]
        return _joining(form, identity), 422
    return _let_in(user, identity, safe_next() or url_for(".own"))


# --- an account that is there already


@bp.get("/akun/keamanan/penyedia")
def confirm_link() -> ResponseReturnValue:
    """Nothing is linked without being asked: someone else may have been signed in there.

    Before the way there, this page is where it begins.
    """
    _require_set()
    fresh_user()
    return render_template(
        "accounts/second/provider_link.html",
        identity=_kept_identity(),
        provider=oidc.provider_name(),
    )


@bp.post("/akun/keamanan/penyedia")
@limiter.limit(WRITING)
def link_now() -> ResponseReturnValue:
    _require_set()
    user = fresh_user()
    identity = _kept_identity()
    session.pop(_IDENTITY, None)
    if identity is None:
        flash(_("Halaman ini terlalu lama terbuka. Mulai lagi."), "warn")
        return redirect(url_for(".security"), 303)
    try:
        oidc.link(current_actor(), user, identity)
    except Invalid as error:
        flash(str(error), "error")
        return redirect(url_for(".security"), 303)
    oidc.hand_on_nik(user.id, identity)
    flash(_("Akun %(name)s sudah dihubungkan.", name=oidc.provider_name()), "ok")
    return redirect(url_for(".security"), 303)


@bp.post("/akun/keamanan/penyedia/<int:identity_id>/putus")
@limiter.limit(WRITING)
def unlink_provider(identity_id: int) -> ResponseReturnValue:
    user = fresh_user()
    try:
        oidc.unlink(current_actor(), user, identity_id)
    except OnlyWayIn as error:
        flash(str(error), "error")
    else:
        flash(_("Hubungan dengan penyedia itu sudah diputus."), "ok")
    return redirect(url_for(".security"), 303)


# --- parts


def _require_set() -> None:
    if not oidc.is_set():
        raise NotFound("provider")


def _back() -> str:
    return f"{current_app.config['BASE_URL']}{url_for('accounts.back_from_provider')}"


def _depart(user_id: int | None, target: str | None) -> ResponseReturnValue:
    try:
        way = oidc.departure(_back())
    except ProviderFailed as error:
        return _problem("down", 502, error)
    challenges.remember(
        KIND, way.state, nonce=way.nonce, verifier=way.verifier, user=user_id, next=target
    )
    return redirect(way.address, 303)


def _let_in(user: User, identity: Identity, target: str | None) -> ResponseReturnValue:
    session.pop(_IDENTITY, None)
    if not policy.may_enter(user, demo=bool(current_app.config["DEMO"])):
        return _problem("closed", 403)
    oidc.hand_on_nik(user.id, identity)
    response = entering.proceed(user, remember=False, target=target)
    if not user.has_second_factor:
        mark_fresh()
    return response


def _keep_to_link(user_id: int, identity: Identity) -> ResponseReturnValue:
    """Only for the account that set out: another may have been signed in meanwhile."""
    if current_actor().id != user_id:
        return _problem("state", 400)
    session[_IDENTITY] = oidc.sealed(identity)
    return redirect(url_for(".confirm_link"), 303)


def _kept_identity() -> Identity | None:
    return oidc.unsealed(session.get(_IDENTITY))


def _joining(form: JoinByProviderForm, identity: Identity) -> str:
    return render_template(
        "accounts/second/provider_join.html",
        form=form,
        identity=identity,
        provider=oidc.provider_name(),
        next=safe_next(),
    )


def _known_address(identity: Identity) -> ResponseReturnValue:
    session.pop(_IDENTITY, None)
    return render_template(
        "accounts/second/provider_known.html",
        email=identity.email,
        provider=oidc.provider_name(),
        link=url_for(".confirm_link"),
    )


def _problem(
    what: str, status: int, error: ProviderFailed | None = None
) -> ResponseReturnValue:
    if error is not None:
        log.warning("signing in by the provider failed: %s", error.why)
    return render_template(
        "accounts/second/provider_problem.html", what=what, provider=oidc.provider_name()
    ), status


@bp.app_context_processor
def provider() -> dict[str, str | None]:
    """For the button on the page of signing in."""
    return {"oidc_provider": oidc.provider_name() if oidc.is_set() else None}
