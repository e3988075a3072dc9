"""What the city decides about its forum: one page for each matter."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forum.city import actions, policy, queries, settings
from forum.city.forms import (
    AuthorityForm,
    DpoForm,
    ElectionForm,
    InvitationForm,
    LevelsForm,
    MonthsForm,
    OperatorForm,
    PromisesForm,
    RetentionForm,
)
from forum.city.views.blueprint import bp, carried_out, expected_version, show, status
from forum.city.words import LEVEL_MEANINGS, LEVELS, PROMISES
from forum.core.policy import require
from forum.web import current_actor
from forum.web.limits import WRITING, limiter


@bp.get("/tingkat")
def levels() -> ResponseReturnValue:
    _may()
    return _levels()


@bp.post("/tingkat")
@limiter.limit(WRITING)
def change_levels() -> ResponseReturnValue:
    """What people must have shown to read, write, support, vote and speak."""
    _may()
    form = LevelsForm(data=queries.setting("levels")[0])
    if _changed(form, "levels"):
        return _back("levels")
    return _levels(levels=form), status()


@bp.post("/tingkat/masa")
@limiter.limit(WRITING)
def change_months() -> ResponseReturnValue:
    _may()
    form = MonthsForm(prefix="masa")
    if _changed(form, "verification_months"):
        return _back("levels")
    return _levels(months=form), status()


@bp.post("/tingkat/undangan")
@limiter.limit(WRITING)
def change_invitation() -> ResponseReturnValue:
    _may()
    form = InvitationForm(prefix="undangan")

    def work() -> None:
        _change("invitation_days", form.days.data)

    if carried_out(form, work):
        return _back("levels")
    return _levels(invitation=form), status()


@bp.route("/pemilihan", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def election() -> ResponseReturnValue:
    _may()
    mode, _version = queries.setting("election_mode")
    form = ElectionForm.of(mode)
    if _changed(form, "election_mode"):
        return _back("election")
    mode, version = queries.setting("election_mode")
    page = show(
        "city/election.html",
        form=form,
        mode=mode,
        version=version,
        is_now=settings.in_election(),
    )
    return page, status()


@bp.route("/retensi", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def retention() -> ResponseReturnValue:
    _may()
    form = RetentionForm.of(queries.setting("retention")[0])
    if _changed(form, "retention"):
        return _back("retention")
    version = queries.setting("retention")[1]
    return show("city/retention.html", form=form, version=version), status()


@bp.route("/janji", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def promises() -> ResponseReturnValue:
    """How many days the city promises; a change holds for what comes in from its day on."""
    _may()
    table, version = queries.setting("promises")
    form = PromisesForm.after(table)
    if _changed(form, "promises"):
        return _back("promises")
    page = show("city/promises.html", form=form, table=table, version=version, words=PROMISES)
    return page, status()


@bp.get("/pengelola-data")
def contacts() -> ResponseReturnValue:
    _may()
    return _contacts()


@bp.post("/pengelola-data")
@limiter.limit(WRITING)
def change_dpo() -> ResponseReturnValue:
    """Whom to ask about personal data."""
    _may()
    form = DpoForm(prefix="dpo")
    if _changed(form, "dpo"):
        return _back("contacts")
    return _contacts(dpo=form), status()


@bp.post("/pengelola-data/penyelenggara")
@limiter.limit(WRITING)
def change_operator() -> ResponseReturnValue:
    _may()
    form = OperatorForm(prefix="penyelenggara")
    if _changed(form, "operator"):
        return _back("contacts")
    return _contacts(operator=form), status()


@bp.post("/pengelola-data/lembaga")
@limiter.limit(WRITING)
def change_authority() -> ResponseReturnValue:
    """Who is told of breaches."""
    _may()
    form = AuthorityForm(prefix="lembaga")
    if _changed(form, "authority"):
        return _back("contacts")
    return _contacts(authority=form), status()


def _may() -> None:
    require(policy.can_change_settings, current_actor())


def _changed(form: Any, key: str) -> bool:
    """Whether the form was sent and taken; `form.value` is what the setting takes."""
    reason = form.reason.data or "" if "reason" in form else ""
    return carried_out(form, lambda: _change(key, form.value, reason))


def _change(key: str, value: Any, reason: str = "") -> None:
    version = expected_version()
    actions.change_setting(current_actor(), key, value, expected_version=version, reason=reason)


def _back(endpoint: str) -> ResponseReturnValue:
    flash(_("Perubahan disimpan dan berlaku dalam beberapa detik."), "ok")
    return redirect(url_for(f".{endpoint}"), 303)


def _levels(**sent: FlaskForm) -> str:
    """The three forms; one that came back with mistakes as it was sent."""
    now, version = queries.setting("levels")
    months, months_version = queries.setting("verification_months")
    days, days_version = queries.setting("invitation_days")
    form = next(iter(sent.values()), None)
    nothing: dict[str, Any] = {"formdata": None} if request.method == "POST" else {}
    return show(
        "city/levels.html",
        form=form,
        levels=sent.get("levels") or LevelsForm(data=now, **nothing),
        months=sent.get("months") or MonthsForm(prefix="masa", data=months, **nothing),
        invitation=sent.get("invitation")
        or InvitationForm(prefix="undangan", data={"days": days}, **nothing),
        versions=(version, months_version, days_version),
        actions=settings.LEVELS,
        words=LEVELS,
        meanings=LEVEL_MEANINGS,
    )


def _contacts(**sent: FlaskForm) -> str:
    dpo, dpo_version = queries.setting("dpo")
    operator, operator_version = queries.setting("operator")
    authority, authority_version = queries.setting("authority")
    form = next(iter(sent.values()), None)
    nothing: dict[str, Any] = {"formdata": None} if request.method == "POST" else {}
    return show(
        "city/contacts.html",
        form=form,
        dpo_form=sent.get("dpo") or DpoForm(prefix="dpo", data=dpo, **nothing),
        operator_form=sent.get("operator")
        or OperatorForm(prefix="penyelenggara", data=operator, **nothing),
        authority_form=sent.get("authority")
        or AuthorityForm(prefix="lembaga", data=authority, **nothing),
        versions=(dpo_version, operator_version, authority_version),
    )
