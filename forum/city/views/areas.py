"""The register of areas."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.city import actions, policy, queries
from forum.city.forms import AreaForm, ConfirmForm, NewAreaForm
from forum.city.views.blueprint import bp, carried_out, expected_version, show, status
from forum.city.words import AREA_LEVELS
from forum.core import commands
from forum.core.policy import require
from forum.web import command_id, current_actor
from forum.web.limits import WRITING, limiter

LONGEST_QUERY = 80


@bp.get("/wilayah")
def areas() -> ResponseReturnValue:
    """All areas in the order of their codes, or those that are spelt like this."""
    require(policy.can_manage_areas, current_actor())
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    found = queries.areas_named(query) if query else queries.areas()
    return show("city/areas.html", areas=found, q=query, levels=AREA_LEVELS)


@bp.route("/wilayah/baru", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def new_area() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_manage_areas, actor)
    form = NewAreaForm()

    def work() -> commands.Answer:
        return {"id": actions.add_area(actor, code=form.code.data, words=form.words).id}

    if carried_out(form, lambda: commands.once(actor, command_id(), "city.area", work)):
        flash(_("Wilayah ditambahkan."), "ok")
        return redirect(url_for(".areas"), 303)
    page = show("city/area.html", form=form, cmd_id=request.form.get("cmd_id"))
    return page, status()


@bp.route("/wilayah/<int:area_id>", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def edit_area(area_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_manage_areas, actor)
    area = queries.area_by_id(area_id)
    form = AreaForm.of(area)

    def work() -> None:
        actions.edit_area(actor, area, words=form.words, expected_version=expected_version())

    if carried_out(form, work):
        flash(_("Perubahan disimpan."), "ok")
        return redirect(url_for(".areas"), 303)
    area = queries.area_by_id(area_id)
    return show("city/area.html", form=form, area=area, levels=AREA_LEVELS), status()


@bp.route("/wilayah/<int:area_id>/hapus", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def remove_area(area_id: int) -> ResponseReturnValue:
    """Refused, with the reason, for an area that is used."""
    actor = current_actor()
    require(policy.can_manage_areas, actor)
    area, form = queries.area_by_id(area_id), ConfirmForm()
    if carried_out(form, lambda: actions.remove_area(actor, area)):
        flash(_("Wilayah dihapus."), "ok")
        return redirect(url_for(".areas"), 303)
    return show("city/remove_area.html", form=form, area=area), status()
