"""Declaring an issue done, and the reporter's word on it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.attachments.queries import files_of
from forum.city import settings
from forum.core import clock, commands
from forum.core.errors import Invalid, Refused
from forum.core.policy import require
from forum.decisions import actions, policy, queries
from forum.decisions.forms import ConfirmForm, FinishForm
from forum.decisions.models import Standing, Verdict
from forum.decisions.views.blueprint import ISSUE, bp
from forum.decisions.words import thanks
from forum.issues import queries as issues
from forum.issues.models import Issue, IssueState
from forum.web import command_id, current_actor
from forum.web.limits import WRITING, limiter


@bp.get(f"{ISSUE}/selesai")
def finish_form(issue_id: int) -> ResponseReturnValue:
    issue = issues.issue_for(current_actor(), issue_id)
    require(policy.can_finish, current_actor(), issue)
    return _show_finish(issue, FinishForm(), 200)


@bp.post(f"{ISSUE}/selesai")
@limiter.limit(WRITING)
def finish(issue_id: int) -> ResponseReturnValue:
    """Sent twice, it is done once: the second time the issue is done already."""
    actor = current_actor()
    issue = issues.issue_for(actor, issue_id)
    if issue.state is not IssueState.DONE:
        require(policy.can_finish, actor, issue)
    form = FinishForm()
    if not form.validate_on_submit():
        require(policy.can_finish, actor, issue)
        return _show_finish(issue, form, 422)

    def work() -> dict[str, int]:
        closing = actions.finish(
            actor,
            issue,
            done=form.done.data or "",
            intangible=form.intangible.data or "",
            files=form.berkas.ids,
            alts=form.berkas.alts,
        )
        return {"closing_id": closing.id}

    try:
        commands.once(actor, command_id(), "decision.finish", work)
    except Refused as error:
        if error.status not in (409, 422):
            raise
        again = issues.issue_for(actor, issue_id)  # the refusal undid what was read
        require(policy.can_finish, actor, again)
        form.done.errors = [*form.done.errors, str(error)]
        return _show_finish(again, form, error.status)
    flash(_("Isu dinyatakan selesai. Pelapor kami minta memastikannya."), "ok")
    return redirect(url_for("issues.detail", issue_id=issue_id, _anchor="hasil-akhir"), 303)


@bp.get(f"{ISSUE}/konfirmasi")
def confirm_form(issue_id: int) -> ResponseReturnValue:
    issue = _own_issue(issue_id)
    return _show_confirm(issue, ConfirmForm(), 200)


@bp.post(f"{ISSUE}/konfirmasi")
@limiter.limit(WRITING)
def confirm(issue_id: int) -> ResponseReturnValue:
    """The reporter's word, once; who has spoken already is told so."""
    actor, issue = current_actor(), _own_issue(issue_id)
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _show_confirm(issue, form, 422)

    def work() -> dict[str, str]:
        return {"verdict": actions.say(actor, issue, **form.said).verdict.value}

    try:
        done = commands.once(actor, command_id(), "decision.confirm", work)
    except Invalid as error:
        again = _own_issue(issue_id)
        form.words.errors = [*form.words.errors, str(error)]
        return _show_confirm(again, form, 422)
    flash(thanks(Verdict(done["verdict"])), "ok")
    return redirect(url_for("issues.detail", issue_id=issue_id, _anchor="hasil-akhir"), 303)


def _own_issue(issue_id: int) -> Issue:
    actor = current_actor()
    issue = issues.issue_for(actor, issue_id)
    require(policy.can_confirm, actor, issue)
    return issue


def _show_finish(issue: Issue, form: FinishForm, status: int) -> ResponseReturnValue:
    entries = queries.commitments_of(issue.id)
    page = render_template(
        "decisions/finish.html",
        issue=issue,
        form=form,
        cmd_id=request.form.get("cmd_id"),
        running=[one for one in entries if one.standing is Standing.RUNNING],
        has_evidence=queries.has_evidence(issue.id),
        days=settings.promises(clock.today())["reporter"],
    )
    return page, status


def _show_confirm(issue: Issue, form: ConfirmForm, status: int) -> ResponseReturnValue:
    closing = queries.last_closing(issue.id)
    found = files_of(queries.CLOSING_FILES, [closing.id] if closing else [])
    page = render_template(
        "decisions/confirm.html",
        issue=issue,
        form=form,
        cmd_id=request.form.get("cmd_id"),
        closing=closing,
        waiting=closing is not None and closing.waits(clock.today()),
        once_more=issue.reopened_at is None,
        files=found.get(closing.id, []) if closing else [],
    )
    return page, status
