"""While an issue is being written: what is there already, and supporting that instead."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core import commands, markdown
from forum.core.db import atomic
from forum.core.errors import Invalid, NotFound
from forum.discussions import actions as discussions
from forum.discussions import files
from forum.discussions import queries as threads
from forum.issues import actions, fragments, policy, queries
from forum.issues.forms import IssueForm
from forum.issues.models import Issue
from forum.issues.similar import Likeness, like
from forum.issues.views.blueprint import ID, bp
from forum.search.similar import READ, Draft
from forum.verification import levels
from forum.web import command_id, current_actor
from forum.web.limits import WRITING, limiter

LOOKING = "60/minute"
SHORTENED = 80  # letters of a title that is made from the text


@bp.post("/baru/serupa")
@limiter.limit(LOOKING)
def similar() -> ResponseReturnValue:
    """A fragment for the page on which somebody writes."""
    levels.demand(levels.POST, policy.can_raise, current_actor())
    return render_template("issues/_similar.html", similar=alike_of(_typed()))


@bp.post("/baru/dukung")
@limiter.limit(WRITING)
def support_instead() -> ResponseReturnValue:
    """Support what is there already; what was written so far is kept as a draft."""
    actor = current_actor()
    levels.demand(levels.POST, policy.can_raise, actor)
    issue = _chosen()
    opening = threads.opening_row(issue.id)
    if opening.author_id == actor.id:
        flash(_("Isu ini Anda sendiri yang menyampaikan."), "warn")
        return redirect(url_for(".detail", issue_id=issue.id), 303)
    form = _completed(issue)

    def work() -> dict[str, Any]:
        with atomic():
            draft_id = _keep(form)
            discussions.support(actor, opening)
        return {"draft_id": draft_id}

    answer = commands.once(actor, command_id(), "issue.support_instead", work)
    here = url_for(".supported_instead", issue_id=issue.id, draf=answer["draft_id"])
    return redirect(here, 303)


@bp.get(f"/baru/dukung/{ID}")
def supported_instead(issue_id: int) -> ResponseReturnValue:
    """Says what was done, leads back to the draft, and lets it be undone."""
    actor = current_actor()
    levels.demand(levels.POST, policy.can_raise, actor)
    issue = queries.issue_for(actor, issue_id)
    opening = threads.opening_row(issue.id)
    draft_id = request.args.get("draf", type=int)
    rows = queries.rows_of(actor, [issue.id])
    return render_template(
        "issues/supported.html",
        issue=issue,
        rows=fragments.rows(rows, h=2),
        opening_id=opening.id,
        supports=bool(threads.support_given(actor.id, opening)),
        draft=_own_draft(draft_id) if draft_id else None,
    )


def alike_of(draft: Draft) -> Sequence[Likeness]:
    return like(current_actor(), draft)


def unseen(form: IssueForm) -> Sequence[Likeness]:
    """What is there already and was not shown yet, before it is published; once is enough.

    Only forms of our own page ask: they say what they have shown (`dilihat`).
    """
    shown = request.form.get("dilihat")
    if shown is None:
        return ()
    known = set(shown.split(","))
    found = alike_of(draft_of(form))
    return found if any(str(each.row.id) not in known for each in found) else ()


def draft_of(form: IssueForm) -> Draft:
    return Draft(
        title=form.title.data or "",
        text=form.text.data or "",
        area_id=form.area_id.data,
        category_id=form.category_id.data,
    )


def _typed() -> Draft:
    get = request.form.get
    return Draft(
        title=get("title", "")[:200],
        text=get("text", "")[:READ],
        area_id=get("area_id", type=int),
        category_id=get("category_id", type=int),
    )


def _chosen() -> Issue:
    number = request.form.get("dukung", type=int)
    if number is None:
        raise NotFound("issue")
    issue = queries.issue_for(current_actor(), number)
    if not policy.is_public(issue):
        raise NotFound("issue")
    return issue


def _completed(issue: Issue) -> IssueForm | None:
    """The form as a draft; what a draft needs and is not there yet is taken from that issue.

    None where nothing was written. A mistake that no draft may have keeps everything where it is.
    """
    form = IssueForm.ready(current_actor(), queries.areas(), queries.categories())
    text = form.text.data or ""
    if not (form.title.data or text):
        return None
    form.drafting = True
    if not form.kind.data:
        form.kind.data = issue.kind.value
        form.kind.raw_data = [issue.kind.value]  # as if it had been chosen
    form.title.data = form.title.data or markdown.excerpt(text, SHORTENED)
    form.area_id.data = form.area_id.data or issue.area_id
    if not form.validate():
        first = next(error for errors in form.errors.values() for error in errors)
        raise Invalid(str(first))
    return form


def _keep(form: IssueForm | None) -> int | None:
    """As a new draft, or in the one that was being written; with its photos and documents."""
    if form is None:
        return None
    actor = current_actor()
    before = _own_draft(request.form.get("draf", type=int) or 0)
    draft = actions.save_draft(actor, form.matter, issue=before)
    files.attach(actor, threads.opening_row(draft.id).id, form.berkas)
    return draft.id


def _own_draft(issue_id: int) -> Issue | None:
    try:
        draft = queries.issue_for(current_actor(), issue_id)
    except NotFound:
        return None
    return draft if policy.can_edit(current_actor(), draft) else None
