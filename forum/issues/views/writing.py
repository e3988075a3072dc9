"""Raising an issue: the form, its preview, and drafts."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.city import maps, outlines
from forum.core import commands, markdown
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.policy import require
from forum.discussions import actions as discussions
from forum.discussions import files
from forum.discussions import queries as threads
from forum.discussions.forms import chosen_voice
from forum.discussions.models import Draft as TextDraft
from forum.discussions.views import own_drafts
from forum.issues import actions, places, policy, queries
from forum.issues.actions import Matter
from forum.issues.forms import IssueForm
from forum.issues.models import Issue
from forum.issues.views.blueprint import ID, bp
from forum.issues.views.likeness import alike_of, draft_of, unseen
from forum.issues.words import KINDS
from forum.verification import levels
from forum.web import command_id, current_actor
from forum.web.filters import iso
from forum.web.limits import WRITING, limiter

PREVIEW, DRAFT, EMPTY = "pratinjau", "draf", "kosongkan"
NEW, CHANGED, PUBLISHED = "issue.new", "issue.draft", "issue.publish"  # the commands


@bp.get("/baru")
def new() -> ResponseReturnValue:
    actor = current_actor()
    levels.demand(levels.POST, policy.can_raise, actor)
    again = request.args.get("ulang", type=int)
    if again is not None:
        return _show(_form(**_again(actor, again)), 200)
    return _show(_form(area_id=next(iter(actor.area_ids), None)), 200, typed=_typed())


def _again(actor: Actor, issue_id: int) -> dict[str, Any]:
    """A proposal of an earlier year, to be sent in anew; its history stays linked to it."""
    issue = queries.issue_for(actor, issue_id)
    require(policy.can_repeat, actor, issue)
    return {**_stored(issue), "anonymous": False, "repeats_id": str(issue.id)}


@bp.post("/baru")
@limiter.limit(WRITING)
def create() -> ResponseReturnValue:
    """Publish, keep as a draft, or only look at how the text will appear."""
    actor = current_actor()
    levels.demand(levels.POST, policy.can_raise, actor)
    form, wish = _form(), request.form.get("aksi")
    if wish == PREVIEW:
        form.berkas.take()
        return _show(form, 200, preview=True)
    if wish == EMPTY:
        actions.forget_typed(actor)
        return redirect(url_for(".new"), 303)
    form.drafting = wish == DRAFT
    if not form.validate_on_submit():
        return _show(form, 422)
    sent_before = commands.is_done(actor, command_id(), NEW)  # its answer was lost on the way
    if not form.drafting and not sent_before and unseen(form):
        return _show(form, 200, stopped=True)

    def work(matter: Matter) -> dict[str, Any]:
        voice = chosen_voice(actor, form.voice.data)
        make = actions.save_draft if form.drafting else actions.raise_issue
        issue = make(actor, matter, voice=voice)
        files.attach(actor, threads.opening_row(issue.id).id, form.berkas)
        return {"issue_id": issue.id}

    try:
        matter = _rendered(form)
        answer = commands.once(actor, command_id(), NEW, lambda: work(matter))
    except Invalid as error:
        form.text.errors = [*form.text.errors, str(error)]
        return _show(form, 422)
    flash(_("Draf tersimpan.") if form.drafting else _("Isu Anda sudah terbit."), "ok")
    return redirect(url_for(".detail", issue_id=answer["issue_id"]), 303)


@bp.route(f"/{ID}/ubah", methods=["GET", "POST"])
def edit(issue_id: int) -> ResponseReturnValue:
    """Change a draft, perhaps publishing it at the same time."""
    if request.method == "POST" and commands.is_done(current_actor(), command_id(), CHANGED):
        return redirect(url_for(".detail", issue_id=issue_id), 303)  # its answer was lost
    issue = _draft(issue_id)
    form, wish = _form(**_stored(issue)), request.form.get("aksi")
    if request.method == "GET":
        return _show(form, 200, issue=issue, typed=_typed(issue_id))
    if wish == PREVIEW:
        form.berkas.take()
        return _show(form, 200, issue=issue, preview=True)
    if wish == EMPTY:
        actions.forget_typed(current_actor(), issue_id)
        return redirect(url_for(".edit", issue_id=issue_id), 303)
    form.drafting = wish == DRAFT
    if not form.validate_on_submit():
        return _show(form, 422, issue=issue)
    if not form.drafting and unseen(form):
        return _show(form, 200, issue=issue, stopped=True)
    try:
        matter = _rendered(form)
        commands.once(
            current_actor(), command_id(), CHANGED, lambda: _save(issue, form, matter)
        )
    except Invalid as error:
        form.text.errors = [*form.text.errors, str(error)]
        return _show(form, 422, issue=issue)
    flash(_("Draf tersimpan.") if form.drafting else _("Isu Anda sudah terbit."), "ok")
    return redirect(url_for(".detail", issue_id=issue.id), 303)


@bp.post(f"/{ID}/terbitkan")
@limiter.limit(WRITING)
def publish(issue_id: int) -> ResponseReturnValue:
    """Publish a draft as it stands; one that lacks something is opened for writing."""
    actor, shown = current_actor(), redirect(url_for(".detail", issue_id=issue_id), 303)
    if commands.is_done(actor, command_id(), PUBLISHED):
        return shown  # pressed twice, or its answer was lost
    issue = _draft(issue_id)

    def work() -> dict[str, Any]:
        actions.publish_draft(actor, issue)
        return {}

    try:
        commands.once(actor, command_id(), PUBLISHED, work)
    except Invalid as error:
        flash(str(error), "warn")
        return redirect(url_for(".edit", issue_id=issue.id), 303)
    flash(_("Isu Anda sudah terbit."), "ok")
    return shown


@bp.post(f"/{ID}/hapus")
def delete(issue_id: int) -> ResponseReturnValue:
    """Delete a draft for good."""
    actions.delete_draft(current_actor(), _draft(issue_id))
    flash(_("Draf dihapus."), "ok")
    return redirect(url_for(".drafts"), 303)


def _draft(issue_id: int) -> Issue:
    """The person's own draft. Of another's nobody learns; a public issue is not theirs to change."""
    actor = current_actor()
    issue = queries.issue_for(actor, issue_id)
    require(policy.can_edit, actor, issue)
    return issue


def _typed(issue_id: int | None = None) -> Mapping[str, TextDraft]:
    """What the person was typing into this form and has not sent, perhaps on another device."""
    return own_drafts(current_actor(), actions.Typed.places(issue_id))


def _keeping(typed: TextDraft | None) -> dict[str, str]:
    """How a field is told where to keep what is typed, and how old that is which it shows."""
    kept_at = {"data-draft-at": iso(typed.updated_at)} if typed else {}
    return {"data-draft-server": url_for("writing.keep_draft"), **kept_at}


def _save(issue: Issue, form: IssueForm, matter: Matter) -> dict[str, Any]:
    actions.save_draft(current_actor(), matter, issue=issue)
    files.attach(current_actor(), threads.opening_row(issue.id).id, form.berkas)
    if not form.drafting:
        actions.publish_draft(current_actor(), issue)
    return {"issue_id": issue.id}


def _rendered(form: IssueForm) -> Matter:
    """What was typed; the text is rendered here, before the transaction."""
    matter = form.matter
    if not matter.text:
        return matter
    return Matter(**{**vars(matter), "text": discussions.write(str(matter.text))})


def _stored(issue: Issue) -> dict[str, Any]:
    opening, point = threads.opening_row(issue.id), places.point_of(issue.id)
    return {
        "kind": issue.kind.value,
        "title": issue.thread.title,
        "text": opening.source,
        "anonymous": opening.is_anonymous,
        "area_id": issue.area_id,
        "category_id": issue.category_id,
        "place": issue.place,
        "berkas": files.of_opening(issue.id),
        "point": point.exact.text if point else "",
        "secret": issue.is_secret,
        "formal": issue.is_formal,
        "repeats_id": str(issue.repeats_id) if issue.repeats_id else "",
        **_planned(issue),
    }


def _planned(issue: Issue) -> dict[str, Any]:
    row = queries.proposal_of(issue.id)
    if row is None:
        return {}
    names = ("volume", "volume_unit", "estimate", "male", "female", "vulnerable")
    return {"field": row.field, **{name: getattr(row, name) for name in names}}


def _form(**data: Any) -> IssueForm:
    """A draft keeps the topic that was chosen before it was retired."""
    topics = [
        topic
        for topic in queries.all_categories()
        if not topic.is_retired or topic.id == data.get("category_id")
    ]
    return IssueForm.ready(current_actor(), queries.areas(), topics, **data)


def _show(
    form: IssueForm,
    status: int,
    *,
    issue: Issue | None = None,
    preview: bool = False,
    stopped: bool = False,
    typed: Mapping[str, TextDraft] | None = None,
) -> ResponseReturnValue:
    """`stopped`: it was to be published, but something like it is there already.

    `typed` is what was being typed and not sent; it takes the place of what was saved.
    """
    places, typed = actions.Typed.places(issue.id if issue else None), typed or {}
    for field, place in ((form.title, places.title), (form.text, places.text)):
        if place in typed:
            field.data = typed[place].text
    text = form.text.data or ""
    page = render_template(
        "issues/write.html",
        form=form,
        issue=issue,
        places=places,
        typed=typed,
        keeping={place: _keeping(typed.get(place)) for place in places},
        hints={kind.value: words.hint for kind, words in KINDS.items()},
        cmd_id=request.form.get("cmd_id"),
        stopped=stopped,
        similar=alike_of(draft_of(form)) if preview or stopped else (),
        preview=markdown.render(text[: discussions.LONGEST]) if preview else None,
        **(maps.to_choose_from() if outlines.is_there() else {}),
    )
    return page, status
