"""Answering an issue, and taking the brief for a decision away."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.core import commands
from forum.core.errors import Refused
from forum.core.policy import require
from forum.decisions import actions, exports, policy, queries
from forum.decisions.forms import AnswerForm
from forum.decisions.views.blueprint import ISSUE, bp
from forum.decisions.words import RESULT_HINTS
from forum.export import download
from forum.issues import queries as issues
from forum.issues.models import Issue, IssueKind
from forum.web import command_id, current_actor
from forum.web.limits import WRITING, limiter


@bp.get(f"{ISSUE}/jawaban")
def answer_form(issue_id: int) -> ResponseReturnValue:
    issue = _issue_to_answer(issue_id)
    return _show(issue, _form(issue), 200)


@bp.post(f"{ISSUE}/jawaban")
@limiter.limit(WRITING)
def answer(issue_id: int) -> ResponseReturnValue:
    """Sent twice, it is given once, also where the first one brought the issue to its end."""
    actor = current_actor()
    issue = issues.issue_for(actor, issue_id)
    require(policy.can_ever_answer, actor, issue)
    form = _form(issue)
    if not form.validate_on_submit():
        require(policy.can_answer, actor, issue)
        return _show(issue, form, 422)

    def work() -> dict[str, int]:
        assert form.wanted is not None
        published = actions.publish_answer(
            actor,
            issue,
            unit_id=form.unit.data,
            result=form.wanted,
            text=form.text.data or "",
            owner=form.owner.data or "",
            reason=form.reason.data or None,
            promises=form.promises,
            review_on=form.review_on,
        )
        return {"answer_id": published.id}

    try:
        done = commands.once(actor, command_id(), "decision.answer", work)
    except Refused as error:
        if error.status not in (409, 422):
            raise
        field = form.due_on if form.due_on.data else form.text
        field.errors = [*field.errors, str(error)]
        again = _issue_to_answer(issue_id)  # the refusal undid what was read
        return _show(again, form, error.status)
    here = f"jawaban-{done['answer_id']}"
    return redirect(url_for("issues.detail", issue_id=issue_id, _anchor=here), 303)


@bp.get(f"{ISSUE}/ringkasan.<extension>")
def summary(issue_id: int, extension: str) -> ResponseReturnValue:
    """The brief for a decision, as a file."""
    actor = current_actor()
    issue = issues.issue_for(actor, issue_id)
    require(policy.can_export, actor, issue)
    return download(exports.summary_for(actor, issue.id), extension)


def _issue_to_answer(issue_id: int) -> Issue:
    actor = current_actor()
    issue = issues.issue_for(actor, issue_id)
    require(policy.can_answer, actor, issue)
    return issue


def _form(issue: Issue) -> AnswerForm:
    return AnswerForm.of(issue.kind, queries.units_for(current_actor(), issue))


def _show(issue: Issue, form: AnswerForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "decisions/answer.html",
        issue=issue,
        form=form,
        cmd_id=request.form.get("cmd_id"),
        hints={result.value: hint for result, hint in RESULT_HINTS.items()},
        must_promise=issue.kind in (IssueKind.COMPLAINT, IssueKind.PROPOSAL),
        earlier=queries.answers_to(issue.id),
    )
    return page, status
