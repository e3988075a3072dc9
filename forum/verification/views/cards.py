"""At the desk: finding the person, looking at the card, taking a verification back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.models import User
from forum.accounts.words import VERIFICATION
from forum.core import clock
from forum.core.actor import Verification
from forum.core.errors import Invalid, NotFound
from forum.core.policy import require
from forum.verification import actions, nik, policy, queries
from forum.verification.actions import OtherNik
from forum.verification.forms import CardForm, FindForm, RevokeForm
from forum.verification.views.blueprint import LOOKUPS, bp
from forum.verification.words import HOW
from forum.web import administration, current_actor
from forum.web.limits import WRITING, limiter
from forum.web.paging import cursor


@bp.get("/meja/verifikasi")
def at_desk() -> ResponseReturnValue:
    require(policy.can_serve, current_actor())
    return render_template("verification/find.html", form=FindForm())


@bp.post("/meja/verifikasi")
@limiter.limit(LOOKUPS)
def find() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_serve, actor)
    form = FindForm()
    if not form.validate_on_submit():
        return render_template("verification/find.html", form=form), 422
    found = _found(form.who.data)
    if found is None:
        form.who.errors = [
            _("Tidak ada warga wilayah Anda dengan kode, nomor, atau alamat ini. Periksa lagi.")
        ]
        return render_template("verification/find.html", form=form), 422
    return redirect(url_for(".person", user_id=found), 303)


def _found(text: str) -> int | None:
    """By the digits on the person's own page first; then by number or address."""
    actor = current_actor()
    digits = "".join(text.split())
    if len(digits) == 6 and digits.isascii() and digits.isdecimal():
        try:
            return actions.take_desk_code(actor, code=digits)
        except NotFound:
            pass
    user = queries.person_named(actor, text)
    return user.id if user is not None else None


@bp.get("/meja/verifikasi/<int:user_id>")
def person(user_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_serve, actor)
    user = queries.person_at_desk(actor, user_id)
    form = CardForm(formdata=None, name=user.name, area_id=user.area_id)
    return _person_page(user, form.offer(queries.areas_served(actor)))


@bp.post("/meja/verifikasi/<int:user_id>")
@limiter.limit(WRITING)
def verify(user_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_serve, actor)
    user = queries.person_at_desk(actor, user_id)
    areas = queries.areas_served(actor)
    form = CardForm().offer(areas)
    typed, valid = form.nik.data or "", form.validate_on_submit()
    form.nik.data = ""  # the number never comes back to the page
    if not valid:
        return _person_page(user, form), 422
    area = next(area for area in areas if area.id == form.area_id.data)
    try:
        outcome = actions.verify_by_card(
            actor,
            user,
            area=area,
            name=form.name.data,
            nik=nik.read(typed),
            seen=form.seen.data,
            lives_here=form.lives_here.data,
        )
    except Invalid as error:
        form.nik.errors = [str(error)]
        return _person_page(queries.person_at_desk(actor, user_id), form), 422
    except OtherNik as error:
        form.form_errors.append(str(error))
        return _person_page(queries.person_at_desk(actor, user_id), form), 422
    if outcome.case_id is None:
        flash(_("Warga ini sudah diverifikasi dengan KTP."), "ok")
        return redirect(url_for(".at_desk"), 303)
    return redirect(url_for(".case_opened", case_id=outcome.case_id), 303)


@bp.get("/meja/verifikasi/kasus/<int:case_id>")
def case_opened(case_id: int) -> ResponseReturnValue:
    """Nothing about the other account: only that somebody else decides, and under what number."""
    actor = current_actor()
    require(policy.can_serve, actor)
    case = queries.case_for(actor, case_id)
    return render_template("verification/case_opened.html", case=case)


@bp.get("/kelola/verifikasi")
def records() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_look_after, actor)
    return administration.page(
        "verification/records.html",
        page=queries.records_page(actor, cursor()),
        levels=VERIFICATION,
        hows=HOW,
        now_=clock.now(),
    )


@bp.get("/kelola/verifikasi/<int:user_id>")
def record_of(user_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_look_after, actor)
    return _record_page(queries.person_for(actor, user_id), RevokeForm())


@bp.post("/kelola/verifikasi/<int:user_id>/cabut")
@limiter.limit(WRITING)
def revoke(user_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_look_after, actor)
    user = queries.person_for(actor, user_id)
    form = RevokeForm()
    if not form.validate_on_submit() or form.level.data not in ("kode", "ktp"):
        return _record_page(user, form), 422
    try:
        actions.revoke_verification(
            actor, user, level=Verification(form.level.data), reason=form.reason.data
        )
    except Invalid as error:
        form.reason.errors = [str(error)]
        return _record_page(queries.person_for(actor, user_id), form), 422
    flash(_("Verifikasi dicabut. Suara yang sudah masuk tetap dihitung."), "ok")
    return redirect(url_for(".record_of", user_id=user_id), 303)


def _person_page(user: User, form: CardForm) -> str:
    return render_template("verification/person.html", user=user, form=form, **_known(user))


def _record_page(user: User, form: RevokeForm) -> str:
    return administration.page("verification/record.html", user=user, form=form, **_known(user))


def _known(user: User) -> dict[str, Any]:
    return {
        "records": queries.records_of(user.id),
        "claim": queries.claim_of(user.id),
        "levels": VERIFICATION,
        "hows": HOW,
        "now_": clock.now(),
        "can_revoke": policy.can_revoke(current_actor(), user),
        "oneself": current_actor().id == user.id,
        "method": request.method,
    }
