"""The doors to answers and briefs; they stand under the address of the issue."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core import commands
from forum.core.errors import Invalid
from forum.core.policy import require
from forum.decisions import actions, exports, policy, queries
from forum.decisions.forms import AnswerForm
from forum.export import download
from forum.issues import queries as issues
from forum.issues.models import Issue
from forum.web import command_id, current_actor
from forum.web.limits import WRITING, limiter

bp = Blueprint("decisions", __name__)


@bp.get("/isu/<int:issue_id>/jawaban")
def answer_form(issue_id: int) -> ResponseReturnValue:
    issue = _issue_to_answer(issue_id)
    return _show(issue, _form(), 200)


@bp.post("/isu/<int:issue_id>/jawaban")
@limiter.limit(WRITING)
def answer(issue_id: int) -> ResponseReturnValue:
    actor, issue, form = current_actor(), _issue_to_answer(issue_id), _form()
    if not form.validate_on_submit():
        return _show(issue, form, 422)

    def work() -> dict[str, int]:
        published = actions.publish_answer(
            actor,
            issue,
            unit_id=form.unit.data,
            text=form.text.data,
            owner=form.owner.data,
            due_on=form.due_on.data,
        )
        return {"answer_id": published.id}

    try:
        done = commands.once(actor, command_id(), "decision.answer", work)
    except Invalid as error:
        field = form.due_on if form.due_on.data else form.text
        field.errors = [*field.errors, str(error)]
        return _show(_issue_to_answer(issue_id), form, 422)  # the refusal undid what was read
    here = f"jawaban-{done['answer_id']}"
    return redirect(url_for("issues.detail", issue_id=issue.id, _anchor=here), 303)


@bp.get("/isu/<int:issue_id>/ringkasan.<extension>")
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


def _form() -> AnswerForm:
    return AnswerForm.for_units(list(queries.units_of(current_actor())))


def _show(issue: Issue, form: AnswerForm, status: int) -> ResponseReturnValue:
    cmd_id = request.form.get("cmd_id")
    title = _("Jawaban resmi")
    page = render_template(
        "decisions/answer.html", issue=issue, form=form, cmd_id=cmd_id, title=title
    )
    return page, status
