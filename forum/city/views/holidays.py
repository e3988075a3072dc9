"""The table of holidays: a year at a glance, single days, and whole files."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.city import actions, policy, queries
from forum.city.actions.holidays import changes_of
from forum.city.forms import ConfirmForm, HolidayForm, ImportForm
from forum.city.holiday_file import YEARS, read_holidays
from forum.city.views.blueprint import bp, carried_out, show, status
from forum.city.words import HOLIDAY_KINDS
from forum.core import clock, commands
from forum.core.policy import require
from forum.web import command_id, current_actor
from forum.web.limits import WRITING, limiter


@bp.route("/libur", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def holidays() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_manage_holidays, actor)
    form = HolidayForm()

    def work() -> commands.Answer:
        return {"id": actions.add_holiday(actor, **form.values()).id}

    if carried_out(form, lambda: commands.once(actor, command_id(), "city.holiday", work)):
        flash(_("Hari libur dicatat."), "ok")
        return _to_year(form.day.data.year)
    asked = request.args.get("tahun", type=int)
    year = asked if asked is not None and asked in YEARS else clock.today().year
    known, coming = queries.holiday_years(), clock.today().year + 1
    page = show(
        "city/holidays.html",
        form=form,
        year=year,
        tabs=[
            (each, url_for(".holidays", tahun=each), each == year)
            for each in sorted({*known, year, coming})
        ],
        holidays=queries.holidays_in(year),
        kinds=HOLIDAY_KINDS,
        missing=None if coming in known else coming,
        cmd_id=request.form.get("cmd_id"),
    )
    return page, status()


@bp.route("/libur/<int:holiday_id>", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def edit_holiday(holiday_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_manage_holidays, actor)
    holiday = queries.holiday_by_id(holiday_id)
    year = holiday.day.year
    form = HolidayForm.of(holiday)
    if carried_out(form, lambda: actions.edit_holiday(actor, holiday, **form.values())):
        flash(_("Hari libur diubah."), "ok")
        return _to_year(form.day.data.year)
    return show("city/holiday.html", form=form, holiday_id=holiday_id, year=year), status()


@bp.route("/libur/<int:holiday_id>/hapus", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def remove_holiday(holiday_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_manage_holidays, actor)
    holiday = queries.holiday_by_id(holiday_id)
    year, form = holiday.day.year, ConfirmForm()
    if carried_out(form, lambda: actions.remove_holiday(actor, holiday)):
        flash(_("Hari libur dihapus."), "ok")
        return _to_year(year)
    return show("city/remove_holiday.html", form=form, holiday=holiday), status()


@bp.route("/libur/impor", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def import_holidays() -> ResponseReturnValue:
    """First a look at what would change; the lines then come back with a yes."""
    actor = current_actor()
    require(policy.can_manage_holidays, actor)
    form = ImportForm()
    if not form.validate_on_submit():
        return show("city/import_holidays.html", form=form), status()
    lines = form.lines()
    form.text.data = lines
    found = read_holidays(lines)
    if found.errors or not found.rows:
        if not found.errors:
            form.form_errors.append(_("Berkas ini tidak memuat hari libur."))
        page = show("city/import_holidays.html", form=form, mistakes=found.errors)
        return page, 422
    if request.form.get("aksi") != "terapkan":
        changes = changes_of(found.rows)
        return show(
            "city/import_holidays.html", form=form, changes=changes, kinds=HOLIDAY_KINDS
        )
    made = actions.import_holidays(actor, found.rows)
    count = len(made.added) + len(made.changed)
    words = ngettext(
        "%(n)s hari libur diperbarui.", "%(n)s hari libur diperbarui.", count, n=count
    )
    flash(words, "ok")
    return _to_year(found.rows[0].day.year)


def _to_year(year: int) -> ResponseReturnValue:
    return redirect(url_for(".holidays", tahun=year), 303)
