"""The register of breaches."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.city import settings
from forum.core import clock
from forum.core.errors import NotFound, Refused
from forum.core.policy import require
from forum.privacy import actions, policy, queries
from forum.privacy.actions import IncidentFacts
from forum.privacy.forms import IncidentForm, NoteForm
from forum.privacy.models import Incident
from forum.privacy.views.blueprint import bp
from forum.web import administration, current_actor
from forum.web.limits import WRITING, limiter


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
    if request.method == "GET" or not form.validate_on_submit():
        page = administration.page("privacy/incident_form.html", form=form, incident=None)
        return page, 422 if request.method == "POST" else 200
    try:
        made = actions.note_incident(actor, _facts(form))
    except Refused as error:
        if error.status == 403:
            raise
        form.form_errors.append(str(error))
        page = administration.page("privacy/incident_form.html", form=form, incident=None)
        return page, 422
    flash(_("Insiden dicatat. Waktu 3 × 24 jam berjalan sejak diketahui."), "ok")
    return redirect(url_for(".incident", incident_id=made.id), 303)


@bp.get("/kelola/insiden/<int:incident_id>")
def incident(incident_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_keep_incidents, actor)
    return _page(queries.incident_for(actor, incident_id), NoteForm(formdata=None))


@bp.post("/kelola/insiden/<int:incident_id>/catatan")
@limiter.limit(WRITING)
def note_on_incident(incident_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_keep_incidents, actor)
    found = queries.incident_for(actor, incident_id)
    form = NoteForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    actions.add_note(actor, found, text=form.text.data)
    return redirect(url_for(".incident", incident_id=incident_id), 303)


STEPS: dict[str, Callable[..., object]] = {
    "warga": actions.tell_affected,
    "lembaga": actions.note_authority_told,
    "tutup": actions.close_incident,
}


@bp.post("/kelola/insiden/<int:incident_id>/langkah/<step>")
@limiter.limit(WRITING)
def incident_step(incident_id: int, step: str) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_keep_incidents, actor)
    found = queries.incident_for(actor, incident_id)
    if step not in STEPS:
        raise NotFound("step")
    try:
        STEPS[step](actor, found, expected_version=request.args.get("v", type=int))
    except Refused as error:
        if error.status == 403:
            raise
        flash(str(error), "error")
    else:
        flash(_("Tersimpan."), "ok")
    return redirect(url_for(".incident", incident_id=incident_id), 303)


def _facts(form: IncidentForm) -> IncidentFacts:
    return IncidentFacts(
        title=form.title.data,
        data=form.what.data,
        story=form.story.data,
        handling=form.handling.data,
        found_at=form.found,
        people=form.people.data or 0,
        affected=form.accounts,
        is_public=form.is_public.data,
    )


def _page(found: Incident, form: NoteForm) -> str:
    return administration.page(
        "privacy/incident.html",
        incident=found,
        form=form,
        operator=settings.operator(),
        dpo=settings.dpo(),
        now_=clock.now(),
    )
