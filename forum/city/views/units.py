"""The units of the city government."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.city import actions, policy, queries
from forum.city.closing import what_ends
from forum.city.forms import NewUnitForm, ReasonForm, UnitForm
from forum.city.models import Unit
from forum.city.views.blueprint import bp, carried_out, expected_version, show, status
from forum.city.words import UNIT_KINDS
from forum.core import commands
from forum.core.policy import require
from forum.web import command_id, current_actor
from forum.web.limits import WRITING, limiter
from forum.web.paging import cursor


@bp.get("/unit")
def units() -> ResponseReturnValue:
    """The units that this person may edit."""
    actor = current_actor()
    require(policy.can_edit_some_unit, actor)
    page = queries.units_page(actor, cursor())
    return show(
        "city/units.html", page=page, kinds=UNIT_KINDS, whole=policy.can_manage_units(actor)
    )


@bp.route("/unit/baru", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def new_unit() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_manage_units, actor)
    form = NewUnitForm.empty()

    def work() -> commands.Answer:
        return {"id": actions.add_unit(actor, code=form.code.data, words=form.words).id}

    if carried_out(form, lambda: commands.once(actor, command_id(), "city.unit", work)):
        flash(_("Perangkat daerah ditambahkan."), "ok")
        return redirect(url_for(".units"), 303)
    page = show("city/unit.html", form=form, cmd_id=request.form.get("cmd_id"))
    return page, status()


@bp.route("/unit/<int:unit_id>", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def edit_unit(unit_id: int) -> ResponseReturnValue:
    actor, unit = current_actor(), queries.unit_by_id(unit_id)
    require(policy.can_edit_unit, actor, unit)
    whole = policy.can_manage_units(actor)
    form = UnitForm.of(unit, whole=whole)

    def work() -> None:
        actions.edit_unit(actor, unit, words=form.words, expected_version=expected_version())

    if carried_out(form, work):
        flash(_("Perubahan disimpan."), "ok")
        return redirect(url_for(".units"), 303)
    unit = queries.unit_by_id(unit_id)
    return show("city/unit.html", form=form, unit=unit, whole=whole), status()


@bp.route("/unit/<int:unit_id>/tutup", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def close_unit(unit_id: int) -> ResponseReturnValue:
    return _turn(unit_id, actions.close_unit, _("Perangkat daerah ditutup."))


@bp.route("/unit/<int:unit_id>/buka", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def reopen_unit(unit_id: int) -> ResponseReturnValue:
    return _turn(unit_id, actions.reopen_unit, _("Perangkat daerah dibuka lagi."))


def _turn(unit_id: int, action: Callable[..., None], done: str) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_manage_units, actor)
    unit: Unit = queries.unit_by_id(unit_id)
    form = ReasonForm()

    def work() -> None:
        action(actor, unit, reason=form.reason.data, expected_version=expected_version())

    if carried_out(form, work):
        flash(done, "ok")
        return redirect(url_for(".units"), 303)
    closing = action is actions.close_unit
    endings = what_ends(actor, unit_id) if closing else []
    page = show("city/close_unit.html", form=form, unit=unit, closing=closing, endings=endings)
    return page, status()
