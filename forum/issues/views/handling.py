"""What is done about an issue, and the lists of those who do it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.city import queries as city
from forum.core import commands
from forum.core.actor import Actor, Role
from forum.core.errors import Invalid, NotFound, Refused, SignInFirst, Stale
from forum.core.policy import require
from forum.export import download
from forum.issues import actions, exports, fragments, lifecycle, policy, queries, work
from forum.issues.forms import LaporForm, StepForm
from forum.issues.lifecycle import Rule
from forum.issues.models import Issue, IssueState, Step
from forum.issues.views.blueprint import ID, bp
from forum.issues.words import STATES, STEPS
from forum.web import command_id, current_actor
from forum.web.limits import WRITING, limiter
from forum.web.paging import cursor


@bp.get(f"/{ID}/langkah/<step>")
def step_form(issue_id: int, step: str) -> ResponseReturnValue:
    """What a step wants to know, before it is taken."""
    issue, wanted, rule = _asked(issue_id, step)
    return _show(issue, wanted, _form(issue, wanted, rule), 200)


@bp.post(f"/{ID}/langkah/<step>")
@limiter.limit(WRITING)
def take(issue_id: int, step: str) -> ResponseReturnValue:
    """Take a step; `dari` is the state that the page showed. Sent twice, it is taken once."""
    actor = current_actor()
    if not actor.signed_in:
        raise SignInFirst("can_take")
    issue = queries.issue_for(actor, issue_id)
    wanted, rule = _known(issue, step)
    form = _form(issue, wanted, rule)
    if not form.validate_on_submit():
        require(policy.can_ever_take, actor, issue, wanted)
        return _show(issue, wanted, form, 422)

    def work_() -> dict[str, Any]:
        before = state_shown()
        if wanted is Step.UNMERGE:
            row = actions.unmerge(actor, issue, form.choice, before=before)
        else:
            row = actions.take_step(actor, issue, wanted, form.choice, before=before)
        return {"step_id": row.id}

    try:
        done = commands.once(actor, command_id(), f"issue.{wanted}", work_)
    except (Invalid, Stale) as error:
        issue = queries.issue_for(actor, issue_id)  # the refusal undid what was read
        if isinstance(error, Stale) and not policy.can_take(actor, issue, wanted):
            raise
        field = form.unit_id if "unit_id" in form else form.note
        field.errors = [*field.errors, str(error)]
        return _show(issue, wanted, form, error.status)
    flash(str(STEPS[wanted].done), "ok")
    return redirect(
        url_for(".detail", issue_id=issue_id, _anchor=f"langkah-{done['step_id']}"), 303
    )


@bp.route(f"/{ID}/lapor-nasional", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def lapor(issue_id: int) -> ResponseReturnValue:
    """Note the number that the matter has in SP4N-LAPOR!."""
    actor = current_actor()
    issue = queries.issue_for(actor, issue_id)
    require(policy.can_note_lapor, actor, issue)
    form = LaporForm(number=issue.lapor_number)
    if form.validate_on_submit():
        try:
            actions.note_lapor(actor, issue, form.number.data or "")
        except (Invalid, actions.LaporTaken) as error:
            issue = queries.issue_for(actor, issue_id)
            form.number.errors = [*form.number.errors, str(error)]
            return render_template("issues/lapor.html", issue=issue, form=form), error.status
        flash(_("Nomor LAPOR! tersimpan."), "ok")
        return redirect(url_for(".detail", issue_id=issue_id, _anchor="kemajuan"), 303)
    status = 422 if request.method == "POST" else 200
    return render_template("issues/lapor.html", issue=issue, form=form), status


@bp.get("/tugas")
def tasks() -> ResponseReturnValue:
    """What waits for this officer: what is due first at the top."""
    actor = current_actor()
    require(policy.can_work, actor)
    lists = work.lists_for(actor)
    chosen = next((one for one in lists if one.key == request.args.get("daftar")), lists[0])
    page = queries.work_page(actor, chosen.where, cursor())
    return render_template(
        "issues/tasks.html",
        lists=lists,
        chosen=chosen,
        page=page,
        rows=fragments.rows(page.rows, h=2),
        may_export=policy.can_export_list(actor),
    )


@bp.get("/ekspor.<extension>")
def export(extension: str) -> ResponseReturnValue:
    """The list for other systems, without personal data."""
    actor = current_actor()
    require(policy.can_export_list, actor)
    return download(exports.issues_table(actor), extension)


def _asked(issue_id: int, step: str) -> tuple[Issue, Step, Rule]:
    actor = current_actor()
    issue = queries.issue_for(actor, issue_id)
    wanted, rule = _known(issue, step)
    require(policy.can_ever_take, actor, issue, wanted)
    if issue.state not in rule.sources:
        raise Refused(_("Langkah ini tidak dapat diambil dari tahap sekarang."))
    return issue, wanted, rule


def _known(issue: Issue, step: str) -> tuple[Step, Rule]:
    """A step that this kind of issue knows, and that has a form."""
    if step not in list(Step):
        raise NotFound("step")
    wanted = Step(step)
    rule = lifecycle.rule_for(issue.kind, wanted)
    if rule is None or not rule.by_form:
        raise NotFound("step")
    return wanted, rule


def state_shown() -> IssueState | None:
    given = request.form.get("dari", "")
    return IssueState(given) if given in list(IssueState) else None


def _form(issue: Issue, step: Step, rule: Rule) -> StepForm:
    units = city.units() if rule.wants_unit or step is Step.VERIFY else ()
    form = StepForm.of(issue, step, rule, units)
    form.note_wanted = rule.wants_note
    return form


def _show(issue: Issue, step: Step, form: StepForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "issues/step.html",
        issue=issue,
        step=step,
        words=STEPS[step],
        states=STATES,
        form=form,
        cmd_id=request.form.get("cmd_id"),
        acting=acting_as(current_actor(), issue, step),
    )
    return page, status


def acting_as(actor: Actor, issue: Issue, step: Step) -> str | None:
    """In which role the step will stand in the history; None for the reporter."""
    standing = policy.step_standing(actor, issue, step)
    if standing is None or standing.role is Role.RESIDENT:
        return None
    unit = city.unit_by_id(standing.unit_id).short_name if standing.unit_id else None
    return fragments.standing_label(standing.role.value, unit)
