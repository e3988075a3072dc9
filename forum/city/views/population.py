"""How many people live where, by year and source."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.city import actions, policy, queries
from forum.city.forms import ConfirmForm, PopulationForm
from forum.city.views.blueprint import bp, carried_out, show, status
from forum.city.words import AREA_LEVELS
from forum.core import commands
from forum.core.policy import require
from forum.web import command_id, current_actor
from forum.web.limits import WRITING, limiter


@bp.get("/penduduk")
def population() -> ResponseReturnValue:
    """The areas whose figures this person may note, each with its newest one."""
    actor = current_actor()
    require(policy.can_note_some_population, actor)
    rows = queries.residents_for(actor)
    first = rows[0].area if rows else None
    return show("city/population.html", rows=rows, levels=AREA_LEVELS, area=first)


@bp.route("/penduduk/<int:area_id>", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def figures(area_id: int) -> ResponseReturnValue:
    actor, area = current_actor(), queries.area_by_id(area_id)
    require(policy.can_note_population, actor, area)
    known = queries.figures_of(area)
    form = PopulationForm.after(known[0] if known else None)

    def work() -> commands.Answer:
        return {"id": actions.note_population(actor, area, **form.values()).id}

    if carried_out(form, lambda: commands.once(actor, command_id(), "city.population", work)):
        flash(_("Angka penduduk dicatat."), "ok")
        return redirect(url_for(".figures", area_id=area_id), 303)
    page = show(
        "city/figures.html",
        form=form,
        area=area,
        figures=known,
        cmd_id=request.form.get("cmd_id"),
    )
    return page, status()


@bp.route("/penduduk/angka/<int:figure_id>/hapus", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def remove_figure(figure_id: int) -> ResponseReturnValue:
    actor, figure = current_actor(), queries.figure_by_id(figure_id)
    require(policy.can_note_population, actor, figure.area)
    form, area_id = ConfirmForm(), figure.area_id
    if carried_out(form, lambda: actions.remove_population(actor, figure)):
        flash(_("Angka penduduk dihapus."), "ok")
        return redirect(url_for(".figures", area_id=area_id), 303)
    return show("city/remove_figure.html", form=form, figure=figure, area=figure.area), status()
