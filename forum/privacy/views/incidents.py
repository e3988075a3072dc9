"""The register of breaches."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.city import settings
from forum.core import clock, commands
from forum.core.errors import Invalid, NotFound, Refused, Stale
from forum.core.policy import require
from forum.privacy import actions, policy, queries
from forum.privacy.actions import IncidentFacts
from forum.privacy.forms import AuthorityForm, IncidentForm, NoteForm
from forum.privacy.models import Incident
from forum.privacy.views.blueprint import bp
from forum.privacy.words import INCIDENT_FIELDS
from forum.web import administration, command_id, current_actor
from forum.web.limits import WRITING, limiter

MOMENTS = ("found_at", "happened_at")


@bp.get("/kelola/insiden")
def incident_list() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_keep_incidents, actor)
    return administration.page(
        "privacy/incidents.html", incidents=queries.incidents(actor), now_=clock.now()
    )


@bp.route("/kelola/insiden/baru", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def new_incident() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_keep_incidents, actor)
    form = IncidentForm()

    def work() -> commands.Answer:
        return {"id": actions.note_incident(actor, _facts(form)).id}

    if form.validate_on_submit():
        try:
            made = commands.once(actor, command_id(), "privacy.incident", work)
        except Invalid as error:
            form.form_errors.append(str(error))
        else:
            flash(_("Insiden dicatat. Waktu 3 × 24 jam berjalan sejak diketahui."), "ok")
            return redirect(url_for(".incident", incident_id=made["id"]), 303)
    page = administration.page(
        "privacy/incident_form.html",
        form=form,
        incident=None,
        cmd_id=request.form.get("cmd_id"),
    )
    return page, 422 if request.method == "POST" else 200


@bp.get("/kelola/insiden/<int:incident_id>")
def incident(incident_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_keep_incidents, actor)
    return _page(queries.incident_for(actor, incident_id), NoteForm(formdata=None))


@bp.route("/kelola/insiden/<int:incident_id>/ubah", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def edit_incident(incident_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_keep_incidents, actor)
    found = queries.incident_for(actor, incident_id)
    form = IncidentForm.of(found)
    if form.validate_on_submit():
        version = request.args.get("v", type=int)
        try:
            changed = actions.change_incident(
                actor, found, _facts(form), expected_version=version
            )
        except (Invalid, Stale) as error:
            form.form_errors.append(str(error))
        except Refused as error:
            if error.status == 403:
                raise
            form.form_errors.append(str(error))
        else:
            words = _("Perubahan disimpan.") if changed else _("Tidak ada yang berubah.")
            flash(words, "ok")
            return redirect(url_for(".incident", incident_id=incident_id), 303)
        found = queries.incident_for(actor, incident_id)
    page = administration.page("privacy/incident_form.html", form=form, incident=found)
    return page, 422 if request.method == "POST" else 200


@bp.post("/kelola/insiden/<int:incident_id>/catatan")
@limiter.limit(WRITING)
def note_on_incident(incident_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_keep_incidents, actor)
    found = queries.incident_for(actor, incident_id)
    form = NoteForm()

    def work() -> commands.Answer:
        return {"id": actions.add_note(actor, found, text=form.text.data).id}

    if form.validate_on_submit():
        try:
            commands.once(actor, command_id(), "privacy.incident.note", work)
        except Invalid as error:
            form.form_errors.append(str(error))
        else:
            return redirect(url_for(".incident", incident_id=incident_id), 303)
    return _page(found, form), 422


@bp.get("/kelola/insiden/<int:incident_id>/surat")
def incident_letter(incident_id: int) -> ResponseReturnValue:
    """The notice to the authority, to be printed and signed."""
    actor = current_actor()
    require(policy.can_keep_incidents, actor)
    found = queries.incident_for(actor, incident_id)
    return administration.page("privacy/incident_letter.html", **_for_notices(found))


STEPS: dict[str, Callable[..., object]] = {
    "warga": actions.tell_affected,
    "lembaga": actions.note_authority_told,
    "tutup": actions.close_incident,
    "buka": actions.reopen_incident,
}


@bp.route("/kelola/insiden/<int:incident_id>/langkah/<step>", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def incident_step(incident_id: int, step: str) -> ResponseReturnValue:
    """A page that asks first, with what will be sent or written down; then the step."""
    actor = current_actor()
    require(policy.can_keep_incidents, actor)
    found = queries.incident_for(actor, incident_id)
    if step not in STEPS:
        raise NotFound("step")
    form = _authority_form() if step == "lembaga" else None
    status = 200
    if request.method == "POST":
        status = 422
        if form is None or form.validate_on_submit():
            try:
                done = _take(step, found, form)
            except (Invalid, Stale) as error:
                if form is None:
                    flash(str(error), "error")
                    return redirect(url_for(".incident", incident_id=incident_id), 303)
                form.form_errors.append(str(error))
            except Refused as error:
                if error.status == 403:
                    raise
                flash(str(error), "error")
                return redirect(url_for(".incident", incident_id=incident_id), 303)
            else:
                flash(done, "ok")
                return redirect(url_for(".incident", incident_id=incident_id), 303)
        found = queries.incident_for(actor, incident_id)
    page = administration.page(
        "privacy/incident_step.html", step=step, form=form, **_for_notices(found)
    )
    return page, status


def _take(step: str, found: Incident, form: AuthorityForm | None) -> str:
    given: dict[str, Any] = {"expected_version": request.args.get("v", type=int)}
    if form is not None:
        given["authority"] = form.authority.data
        given["letter_number"] = form.letter_number.data or ""
        given["told_at"] = form.told
    number = STEPS[step](current_actor(), found, **given)
    if step == "warga":
        told = number if isinstance(number, int) else 0
        return ngettext("%(num)s akun diberi tahu.", "%(num)s akun diberi tahu.", told)
    return _("Tersimpan.")


def _authority_form() -> AuthorityForm:
    now = clock.now().astimezone(clock.LOCAL).replace(tzinfo=None, second=0, microsecond=0)
    return AuthorityForm(data={"authority": settings.authority()["name"], "told_at": now})


def _facts(form: IncidentForm) -> IncidentFacts:
    return IncidentFacts(
        title=form.title.data,
        data=form.what.data,
        story=form.story.data,
        handling=form.handling.data,
        found_at=form.found,
        happened_at=form.happened,
        people=form.people.data or 0,
        affected=form.accounts,
        is_public=form.is_public.data,
    )


def _for_notices(found: Incident) -> dict[str, Any]:
    to_tell, unreachable = queries.how_many_to_tell(found)
    return {
        "incident": found,
        "to_tell": to_tell,
        "unreachable": unreachable,
        "told": queries.told_number(found),
        "operator": settings.operator(),
        "authority": settings.authority(),
        "dpo": settings.dpo(),
        "today": clock.today(),
    }


def _page(found: Incident, form: NoteForm) -> str:
    return administration.page(
        "privacy/incident.html",
        form=form,
        fields=INCIDENT_FIELDS,
        shown=_shown,
        cmd_id=request.form.get("cmd_id"),
        **_for_notices(found),
    )


def _shown(field: str, value: Any) -> Any:
    """A value of the history as a page shows it: moments as moments."""
    if field in MOMENTS and value:
        return datetime.fromisoformat(value)
    return value
