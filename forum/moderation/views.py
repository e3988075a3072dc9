"""The moderators' queue."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.errors import Invalid
from forum.core.policy import require
from forum.moderation import actions, policy, queries
from forum.moderation.forms import DecisionForm
from forum.moderation.grounds import GROUNDS
from forum.moderation.models import Case
from forum.web import current_actor
from forum.web.paging import cursor

bp = Blueprint("moderation", __name__, url_prefix="/moderasi")


def rights() -> dict[str, bool]:
    """For every page: whether its navigation leads to the queue."""
    return {"can_moderate": policy.can_moderate(current_actor())}


@bp.get("")
def queue() -> ResponseReturnValue:
    """What was flagged and waits, the longest first."""
    require(policy.can_moderate, current_actor())
    return _queue({}, 200)


@bp.get("/riwayat")
def history() -> ResponseReturnValue:
    """What was decided, the latest first."""
    require(policy.can_moderate, current_actor())
    return render_template(
        "moderation/history.html",
        page=queries.decided_cases(cursor()),
        counts=queries.counts(),
        grounds=GROUNDS,
        policy=policy,
    )


@bp.post("/<int(max=2147483647):case_id>/putuskan")
def decide(case_id: int) -> ResponseReturnValue:
    """Decide one case as it stood when the page was made (`?v=`)."""
    actor = current_actor()
    case = queries.case_for(actor, case_id)
    form = DecisionForm.for_case(case.id)
    if not form.validate_on_submit():
        return _queue({case.id: form}, 422)
    try:
        actions.decide(
            actor,
            case,
            decision=form.decision.data,
            ground=form.ground.data or None,
            message=form.message.data or "",
            expected_version=request.args.get("v", type=int),
        )
    except Invalid as error:
        form.message.errors = [str(error)]
        return _queue({case.id: form}, 422)
    flash(_("Keputusan tersimpan."), "ok")
    return redirect(url_for(".queue"), 303)


@bp.post("/<int(max=2147483647):case_id>/pulihkan")
def reverse(case_id: int) -> ResponseReturnValue:
    """Show hidden content again."""
    actor = current_actor()
    case = queries.case_for(actor, case_id)
    actions.reverse(actor, case, expected_version=request.args.get("v", type=int))
    flash(_("Tulisan ditampilkan kembali."), "ok")
    return redirect(url_for(".history"), 303)


def _queue(forms: dict[int, DecisionForm], status: int) -> ResponseReturnValue:
    """The queue; `forms` are those that came back with mistakes."""
    page = queries.open_cases(cursor())
    failed = next(iter(forms.values()), None)
    context: dict[str, Any] = {
        "page": page,
        "counts": queries.counts(),
        "forms": {
            view.case.id: forms.get(view.case.id)
            or DecisionForm.for_case(view.case.id, _most_named(view.case))
            for view in page.rows
        },
        "grounds": GROUNDS,
        "policy": policy,
    }
    if failed is not None:
        context["form"] = failed
    return render_template("moderation/queue.html", **context), status


def _most_named(case: Case) -> str | None:
    named = [flag.ground for flag in case.flags]
    return max(named, key=named.count, default=None)
