"""Codes on paper: made for an RT, printed to be cut apart, voided."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core import clock, commands
from forum.core.errors import Invalid
from forum.core.policy import require
from forum.verification import actions, policy, queries
from forum.verification.actions import CodeNotGood
from forum.verification.forms import BatchForm, ConfirmForm
from forum.verification.views.blueprint import bp
from forum.web import administration, command_id, current_actor
from forum.web.limits import WRITING, limiter
from forum.web.paging import cursor


@bp.get("/kelola/kode")
def batches() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_manage_codes, actor)
    return _page(BatchForm().offer(queries.areas_managed(actor)))


@bp.post("/kelola/kode")
@limiter.limit(WRITING)
def make_batch() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_manage_codes, actor)
    areas = queries.areas_managed(actor)
    form = BatchForm().offer(areas)
    if not form.validate_on_submit():
        return _page(form), 422
    area = next(area for area in areas if area.id == form.area_id.data)

    def work() -> commands.Answer:
        made = actions.make_codes(
            actor,
            area,
            rt=form.rt.data,
            rw=form.rw.data,
            count=form.count.data,
            days=form.days.data,
        )
        return {"id": made.id}

    try:
        commands.once(actor, command_id(), "verification.codes", work)
    except Invalid as error:
        form.form_errors.append(str(error))
        return _page(form), 422
    flash(_("Kode dibuat. Cetak lembarnya, lalu serahkan kepada ketua RT."), "ok")
    return redirect(url_for(".batches"), 303)


@bp.post("/kelola/kode/<int:batch_id>/cetak")
@limiter.limit(WRITING)
def print_batch(batch_id: int) -> ResponseReturnValue:
    """The sheet itself. It is asked for by a form: that somebody saw the codes is on record."""
    actor = current_actor()
    require(policy.can_manage_codes, actor)
    batch = queries.batch_for(actor, batch_id)
    try:
        codes = actions.note_printing(actor, batch)
    except CodeNotGood as error:
        flash(str(error), "error")
        return redirect(url_for(".batches"), 303)
    return render_template(
        "verification/sheet.html", batch=batch, codes=codes, address=_typed(url_for(".own"))
    )


def _typed(path: str) -> str:
    """An address as short as people type it."""
    return f"{current_app.config['BASE_URL']}{path}".split("://", 1)[-1]


@bp.route("/kelola/kode/<int:batch_id>/batal", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def void_batch(batch_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_manage_codes, actor)
    batch = queries.batch_for(actor, batch_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        actions.void_codes(actor, batch)
        flash(_("Kode yang belum dipakai sudah dibatalkan."), "ok")
        return redirect(url_for(".batches"), 303)
    use = queries.use_of([batch.id])
    return administration.page(
        "verification/void.html", batch=batch, form=form, use=use.get(batch.id)
    )


def _page(form: BatchForm) -> str:
    page = queries.batches_page(current_actor(), cursor())
    return administration.page(
        "verification/batches.html",
        form=form,
        page=page,
        use=queries.use_of([batch.id for batch in page.rows]),
        now_=clock.now(),
    )
