"""Handling two issues as one: choose the other, look at both, confirm."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.city import settings
from forum.core import clock, commands, markdown
from forum.core.actor import Actor
from forum.core.errors import Invalid, Refused, SignInFirst, Stale
from forum.core.policy import require
from forum.discussions import queries as threads
from forum.issues import actions, fragments, policy, queries
from forum.issues.forms import MergeIssueForm
from forum.issues.merged import EXCERPT
from forum.issues.models import Issue, Step
from forum.issues.similar import like
from forum.issues.views.blueprint import ID, bp
from forum.issues.views.handling import acting_as, state_shown
from forum.issues.words import KINDS, STATES, STEPS
from forum.search.similar import Draft
from forum.web import command_id, current_actor
from forum.web.limits import WRITING, limiter


@bp.get(f"/{ID}/gabung")
def merge_form(issue_id: int) -> ResponseReturnValue:
    """`ke` is the number of the other issue: then both are shown, to be confirmed."""
    actor = current_actor()
    issue = queries.issue_for(actor, issue_id)
    require(policy.can_ever_take, actor, issue, Step.MERGE)
    if not policy.can_take(actor, issue, Step.MERGE):
        raise Refused(_("Isu ini tidak dapat digabung dari tahap sekarang."))
    form = MergeIssueForm(formdata=None, ke=request.args.get("ke", ""))
    head = _chosen(actor, issue, form) if "ke" in request.args else None
    return _show(actor, issue, form, head, 422 if form.ke.errors else 200)


@bp.post(f"/{ID}/gabung")
@limiter.limit(WRITING)
def merge(issue_id: int) -> ResponseReturnValue:
    """Merge it into the head of the issue `ke`; `dari` is the state that the page showed."""
    actor = current_actor()
    if not actor.signed_in:
        raise SignInFirst("can_take")
    issue = queries.issue_for(actor, issue_id)
    require(policy.can_ever_take, actor, issue, Step.MERGE)
    form = MergeIssueForm()
    head = queries.issue_numbered(actor, form.ke.data or "")
    if head is not None and form.validate_on_submit():
        into = head

        def work() -> dict[str, Any]:
            step = actions.merge(actor, issue, into, form.note.data or "", before=state_shown())
            return {"step_id": step.id}

        try:
            done = commands.once(actor, command_id(), "issue.gabung", work)
        except (Invalid, Stale, actions.NotMergeable) as error:
            issue = queries.issue_for(actor, issue_id)  # the refusal undid what was read
            if isinstance(error, Stale) and not policy.can_take(actor, issue, Step.MERGE):
                raise
            form.note.errors = [*form.note.errors, str(error)]
            return _show(actor, issue, form, queries.issue_for(actor, into.id), error.status)
        flash(_("Isu digabung. Pelapornya diberi tahu."), "ok")
        anchor = f"langkah-{done['step_id']}"
        return redirect(url_for(".detail", issue_id=issue_id, _anchor=anchor), 303)
    return _show(actor, issue, form, _chosen(actor, issue, form), 422)


def _chosen(actor: Actor, issue: Issue, form: MergeIssueForm) -> Issue | None:
    """The issue to merge into; None with the reason at the field where it cannot be."""
    other = queries.issue_numbered(actor, form.ke.data or "")
    if other is None:
        form.ke.errors = [_("Isu ini tidak ditemukan. Tulis nomornya, misalnya 2026-0012.")]
        return None
    head = actions.head_of(other)
    why = actions.unfit(issue, head)
    if why is not None:
        form.ke.errors = [str(actions.NotMergeable(why))]
        return None
    if not policy.can_merge(actor, issue, head):
        form.ke.errors = [
            _("Isu itu ditangani unit Anda sendiri. Minta koordinator menggabungkannya.")
        ]
        return None
    return head


def _show(
    actor: Actor, issue: Issue, form: MergeIssueForm, head: Issue | None, status: int
) -> ResponseReturnValue:
    alike = _alike(actor, issue) if head is None else []
    page = render_template(
        "issues/merge.html",
        issue=issue,
        head=head,
        alike=list(zip(fragments.rows(alike), alike, strict=True)),
        begins=[_begins(each) for each in (issue, head)] if head else [],
        form=form,
        words=STEPS[Step.MERGE],
        states=STATES,
        kinds=KINDS,
        days=settings.promises(clock.today())["objection"],
        cmd_id=request.form.get("cmd_id"),
        acting=acting_as(actor, issue, Step.MERGE),
    )
    return page, status


def _alike(actor: Actor, issue: Issue) -> list[queries.Row]:
    """Issues of the same kind that say the same, to choose from without knowing the number."""
    draft = Draft(
        title=issue.thread.title,
        text=threads.opening_of(issue.id).source or "",
        area_id=issue.area_id,
        category_id=issue.category_id,
    )
    return [
        each.row
        for each in like(actor, draft)
        if each.row.id != issue.id and each.row.kind is issue.kind
    ]


def _begins(issue: Issue) -> str:
    return markdown.excerpt(threads.opening_of(issue.id).source or "", EXCERPT)
