"""The ledger: all that was promised, each promise with its history, feed and table."""

from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.attachments.queries import files_of
from forum.city import queries as city
from forum.core import clock, commands, markdown
from forum.core.errors import NotFound, Refused
from forum.core.policy import require
from forum.decisions import actions, exports, ledger, policy, queries
from forum.decisions.actions import Told
from forum.decisions.forms import NoteForm
from forum.decisions.ledger import Due, Filters
from forum.decisions.models import Commitment, NoteKind, Standing
from forum.decisions.views.blueprint import ID, promises
from forum.decisions.words import (
    LATE,
    NOTES,
    STANDINGS,
    VERDICTS,
    reason_label,
)
from forum.export import download
from forum.issues import queries as issues
from forum.issues.chain import links_of
from forum.issues.models import Issue
from forum.issues.views.lists import tree
from forum.web import command_id, current_actor
from forum.web.limits import WRITING, limiter
from forum.web.paging import cursor

EXCERPT = 160
WORDS: dict[str, Any] = {
    "standings": STANDINGS,
    "late": LATE,
    "verdicts": VERDICTS,
    "reason_label": reason_label,
}


@promises.get("")
def index() -> ResponseReturnValue:
    """Pairs of what was said and what is done: figures, filters, 20 on a page."""
    actor = current_actor()
    areas, units = issues.areas(), city.units()
    filters = _asked_for(areas, units)
    return render_template(
        "decisions/ledger.html",
        page=ledger.page(actor, filters, cursor()),
        figures=ledger.figures(actor, clock.today().replace(month=1, day=1)),
        filters=filters,
        chips=_chips(filters),
        area_tree=tree(areas),
        units=units,
        dues=_dues(),
        standing_keys=list(Standing),
        feed_url=_url(filters, ".feed"),
        csv_url=_url(filters, ".export", extension="csv"),
        excerpt=lambda text: markdown.excerpt(text, EXCERPT),
        **WORDS,
    )


@promises.get("/atom.xml")
def feed() -> ResponseReturnValue:
    """The newest public entries that fit the same filters as the list."""
    rows = ledger.latest(_asked_for(issues.areas(), city.units()))
    site = current_app.config["BASE_URL"]
    text = render_template(
        "decisions/atom.xml",
        rows=rows,
        site=site,
        here=site + request.full_path.rstrip("?"),
        updated=max((row.created_at for row in rows), default=clock.now()),
        **WORDS,
    )
    return Response(text, mimetype="application/atom+xml")


@promises.get("/ekspor.<extension>")
def export(extension: str) -> ResponseReturnValue:
    """The public entries that fit, as a table."""
    filters = _asked_for(issues.areas(), city.units())
    return download(exports.ledger_table(ledger.to_export(filters)), extension)


@promises.get(f"/{ID}")
def detail(commitment_id: int) -> ResponseReturnValue:
    """One promise: how it stands, everything told about it, and the chain it belongs to."""
    actor = current_actor()
    commitment, issue = _found(commitment_id)
    notes = queries.notes_of(commitment.id)
    may_keep = policy.can_keep(actor, commitment, issue)
    return render_template(
        "decisions/commitment.html",
        commitment=commitment,
        issue=issue,
        notes=notes,
        files=files_of(queries.NOTE_FILES, [note.id for note in notes]),
        note_words=NOTES,
        closing=queries.last_closing(issue.id),
        links=links_of(actor, issue.id),
        takes=actions.takes(commitment) if may_keep else (),
        today=clock.today(),
        url=f"{current_app.config['BASE_URL']}{url_for('.detail', commitment_id=commitment.id)}",
        **WORDS,
    )


@promises.get(f"/{ID}/<kind>")
def note_form(commitment_id: int, kind: str) -> ResponseReturnValue:
    commitment, issue, wanted = _to_note(commitment_id, kind)
    require(policy.can_keep, current_actor(), commitment, issue)
    if wanted not in actions.takes(commitment):
        raise Refused(_("Janji ini sudah berakhir, jadi tidak dapat diubah lagi."))
    return _show(commitment, issue, wanted, NoteForm.of(wanted), 200)


@promises.post(f"/{ID}/<kind>")
@limiter.limit(WRITING)
def note(commitment_id: int, kind: str) -> ResponseReturnValue:
    """Tell how a promise goes. Sent twice, it is told once."""
    actor = current_actor()
    commitment, issue, wanted = _to_note(commitment_id, kind)
    require(policy.can_keep, actor, commitment, issue)
    form = NoteForm.of(wanted)
    if not form.validate_on_submit():
        return _show(commitment, issue, wanted, form, 422)
    told = Told(
        text=form.text.data or "",
        to_on=form.to_on.data if "to_on" in form else None,
        reason=form.reason.data if "reason" in form else None,
        intangible=(form.intangible.data or "") if "intangible" in form else "",
        files=form.berkas.ids,
        alts=form.berkas.alts,
    )

    def work() -> dict[str, int]:
        return {"note_id": actions.tell(actor, commitment, wanted, told).id}

    try:
        done = commands.once(actor, command_id(), f"decision.note.{wanted}", work)
    except Refused as error:
        if error.status not in (409, 422):
            raise
        commitment, issue, wanted = _to_note(commitment_id, kind)  # what was read is undone
        form.text.errors = [*form.text.errors, str(error)]
        return _show(commitment, issue, wanted, form, error.status)
    flash(str(NOTES[wanted]), "ok")
    here = f"catatan-{done['note_id']}"
    return redirect(url_for(".detail", commitment_id=commitment_id, _anchor=here), 303)


def _found(commitment_id: int) -> tuple[Commitment, Issue]:
    actor = current_actor()
    commitment = queries.commitment_for(actor, commitment_id)
    return commitment, issues.issue_for(actor, commitment.issue_id)


def _to_note(commitment_id: int, kind: str) -> tuple[Commitment, Issue, NoteKind]:
    if kind not in list(NoteKind) or kind == NoteKind.REPLACED:
        raise NotFound("note")
    commitment, issue = _found(commitment_id)
    return commitment, issue, NoteKind(kind)


def _show(
    commitment: Commitment, issue: Issue, kind: NoteKind, form: NoteForm, status: int
) -> ResponseReturnValue:
    page = render_template(
        "decisions/note.html",
        commitment=commitment,
        issue=issue,
        kind=kind,
        title=_titles()[kind],
        form=form,
        cmd_id=request.form.get("cmd_id"),
    )
    return page, status


def _titles() -> dict[NoteKind, str]:
    return {
        NoteKind.PROGRESS: _("Catat perkembangan"),
        NoteKind.DATE: _("Ubah tenggat"),
        NoteKind.DONE: _("Nyatakan selesai dikerjakan"),
        NoteKind.CANCELLED: _("Batalkan janji"),
    }


def _dues() -> dict[Due, str]:
    return {
        Due.LATE: _("Sudah lewat"),
        Due.WEEK: _("Tujuh hari ke depan"),
        Due.MONTH: _("Tiga puluh hari ke depan"),
    }


def _asked_for(areas: Any, units: Any) -> Filters:
    """From the address; what it does not know is not asked for."""
    get = request.args.get
    standing, due = get("status", ""), get("tenggat", "")
    return Filters(
        standing=Standing(standing) if standing in list(Standing) else None,
        unit=next((one for one in units if one.code == get("unit")), None),
        area=next((one for one in areas if one.code == get("wilayah")), None),
        due=Due(due) if due in list(Due) else None,
    )


def _url(filters: Filters, endpoint: str = ".index", **changes: str | None) -> str:
    values: dict[str, Any] = {
        "status": filters.standing.value if filters.standing else None,
        "unit": filters.unit.code if filters.unit else None,
        "wilayah": filters.area.code if filters.area else None,
        "tenggat": filters.due.value if filters.due else None,
    }
    return url_for(endpoint, **(values | changes))


def _chips(filters: Filters) -> list[tuple[str, str]]:
    """What is asked for, each with the address of the same page without it."""
    found = []
    if filters.standing:
        found.append((str(STANDINGS[filters.standing].label), _url(filters, status=None)))
    if filters.unit:
        found.append((filters.unit.short_name, _url(filters, unit=None)))
    if filters.area:
        found.append((filters.area.label, _url(filters, wilayah=None)))
    if filters.due:
        found.append((_dues()[filters.due], _url(filters, tenggat=None)))
    return found
