"""Planning pages: a new session, its plan, and the agenda, which works without a script."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.city import queries as city
from forum.core import commands
from forum.core.errors import Invalid
from forum.core.policy import require
from forum.issues import queries as issues
from forum.meetings import actions, policy, queries, words
from forum.meetings.forms import ItemForm, PlanForm
from forum.meetings.models import AgendaItem, Assignment, Meeting
from forum.meetings.views import bp
from forum.web import command_id, current_actor
from forum.web.limits import WRITING, limiter

DIRECTIONS = {"naik": -1, "turun": 1}


@bp.get("/forum/baru")
def new() -> ResponseReturnValue:
    require(policy.can_schedule, current_actor())
    return _new_page(_plan_form())


@bp.post("/forum/baru")
@limiter.limit(WRITING)
def draft() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_schedule, actor)
    form = _plan_form()

    def work() -> dict[str, int]:
        helpers = form.co_lead_ids.data or []
        return {"meeting_id": actions.draft_meeting(actor, form.plan(), co_lead_ids=helpers).id}

    try:
        if form.validate():
            made = commands.once(actor, command_id(), "meetings.draft", work)
            return redirect(
                url_for(".edit", meeting_id=made["meeting_id"], _anchor="acara"), 303
            )
    except Invalid as refusal:
        form.form_errors.append(str(refusal))
    return _new_page(form), 422


@bp.get("/forum/<int:meeting_id>/ubah")
def edit(meeting_id: int) -> ResponseReturnValue:
    """The plan and the agenda; `?cari=` looks for issues, `?isu=` takes one over."""
    meeting = _to_plan(meeting_id)
    return _page(meeting, _plan_form(meeting), _item_form())


@bp.post("/forum/<int:meeting_id>/ubah")
@limiter.limit(WRITING)
def change_plan(meeting_id: int) -> ResponseReturnValue:
    actor, meeting = current_actor(), _to_plan(meeting_id)
    form = _plan_form(meeting)
    try:
        if form.validate():
            actions.edit_meeting(
                actor,
                meeting,
                form.plan(),
                co_lead_ids=form.co_lead_ids.data or [],
                expected_version=_version(),
            )
            return _back(meeting_id)
    except Invalid as refusal:
        form.form_errors.append(str(refusal))
    return _page(_to_plan(meeting_id), form, ItemForm(formdata=None)), 422


@bp.post("/forum/<int:meeting_id>/umumkan")
def schedule(meeting_id: int) -> ResponseReturnValue:
    meeting = _to_plan(meeting_id)
    try:
        actions.schedule_meeting(current_actor(), meeting, expected_version=_version())
    except Invalid as refusal:
        form = _plan_form(_to_plan(meeting_id), fresh=True)
        form.form_errors.append(str(refusal))
        return _page(_to_plan(meeting_id), form, ItemForm(formdata=None)), 422
    return redirect(url_for(".detail", meeting_id=meeting_id), 303)


@bp.post("/forum/<int:meeting_id>/acara")
@limiter.limit(WRITING)
def add_item(meeting_id: int) -> ResponseReturnValue:
    actor, meeting = current_actor(), _to_plan(meeting_id)
    form = ItemForm()

    def work() -> dict[str, int]:
        return {"item_id": actions.add_item(actor, meeting, **form.words()).id}

    try:
        if form.validate():
            commands.once(actor, command_id(), "meetings.add_item", work)
            return _back(meeting_id)
    except Invalid as refusal:
        form.form_errors.append(str(refusal))
    meeting = _to_plan(meeting_id)
    return _page(meeting, _plan_form(meeting, fresh=True), form), 422


@bp.get("/forum/<int:meeting_id>/acara/<int:item_id>/ubah")
def edit_item(meeting_id: int, item_id: int) -> ResponseReturnValue:
    meeting = _to_plan(meeting_id)
    item = queries.item_of(meeting, item_id)
    return _item_page(meeting, item, ItemForm.for_item(item))


@bp.post("/forum/<int:meeting_id>/acara/<int:item_id>/ubah")
@limiter.limit(WRITING)
def change_item(meeting_id: int, item_id: int) -> ResponseReturnValue:
    actor, meeting = current_actor(), _to_plan(meeting_id)
    item = queries.item_of(meeting, item_id)
    form = ItemForm()
    try:
        if form.validate():
            actions.edit_item(actor, meeting, item, expected_version=_version(), **form.words())
            return _back(meeting_id)
    except Invalid as refusal:
        form.form_errors.append(str(refusal))
    return _item_page(meeting, item, form), 422


@bp.post("/forum/<int:meeting_id>/acara/<int:item_id>/pindah")
def move_item(meeting_id: int, item_id: int) -> ResponseReturnValue:
    meeting = _to_plan(meeting_id)
    by = DIRECTIONS.get(request.form.get("arah", ""))
    if by is None:
        raise Invalid(_("Pilih naik atau turun."))
    item = queries.item_of(meeting, item_id)
    actions.move_item(current_actor(), meeting, item, by=by, expected_version=_version())
    return _back(meeting_id)


@bp.post("/forum/<int:meeting_id>/acara/<int:item_id>/hapus")
def remove_item(meeting_id: int, item_id: int) -> ResponseReturnValue:
    meeting = _to_plan(meeting_id)
    item = queries.item_of(meeting, item_id)
    actions.remove_item(current_actor(), meeting, item, expected_version=_version())
    return _back(meeting_id)


def _to_plan(meeting_id: int) -> Meeting:
    actor = current_actor()
    meeting = queries.meeting_for(actor, meeting_id)
    require(policy.can_run, actor, meeting)
    return meeting


def _version() -> int | None:
    return request.args.get("v", type=int)


def _back(meeting_id: int) -> ResponseReturnValue:
    return redirect(url_for(".edit", meeting_id=meeting_id, _anchor="acara"), 303)


def _plan_form(meeting: Meeting | None = None, *, fresh: bool = False) -> PlanForm:
    """`fresh`: what is stored, whatever this request sent."""
    leads = {current_actor().id}
    if meeting is not None:
        leads = {row.user_id for row in meeting.staff if row.assignment is Assignment.LEAD}
    helpers = [user for user in queries.facilitators() if user.id not in leads]
    return PlanForm.offering(city.units(), helpers, meeting=meeting, fresh=fresh)


def _item_form() -> ItemForm:
    """Empty, or begun with an issue that was picked from the list."""
    picked = request.args.get("isu", type=int)
    if picked is None:
        return ItemForm(formdata=None)
    issue = issues.issue_for(current_actor(), picked)
    return ItemForm(formdata=None, data={"title": issue.thread.title, "issue": str(issue.id)})


def _new_page(form: PlanForm) -> str:
    return render_template("meetings/new.html", form=form, words=words)


def _page(meeting: Meeting, form: PlanForm, item_form: ItemForm) -> str:
    sought = request.args.get("cari", "").strip()[:100]
    filters = issues.Filters(q=sought, sort="dukungan")
    return render_template(
        "meetings/edit.html",
        meeting=meeting,
        items=queries.items_of(meeting.id),
        form=form,
        item_form=item_form,
        sought=sought,
        found=issues.issues_page(filters).rows[:8],
        words=words,
    )


def _item_page(meeting: Meeting, item: AgendaItem, form: ItemForm) -> str:
    return render_template("meetings/edit_item.html", meeting=meeting, item=item, form=form)
