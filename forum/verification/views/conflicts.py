"""One number, two accounts: somebody who did not open the case decides it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.words import VERIFICATION
from forum.core.errors import Invalid, Refused
from forum.core.policy import require
from forum.verification import actions, policy, queries
from forum.verification.forms import DecideForm
from forum.verification.models import ConflictCase
from forum.verification.views.blueprint import bp
from forum.verification.words import CASES, HOW
from forum.web import administration, current_actor
from forum.web.limits import WRITING, limiter
from forum.web.paging import cursor


@bp.get("/kelola/kasus-nik")
def cases() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_look_after, actor)
    return administration.page(
        "verification/cases.html", page=queries.cases_page(actor, cursor()), states=CASES
    )


@bp.get("/kelola/kasus-nik/<int:case_id>")
def case(case_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_look_after, actor)
    return _page(queries.case_for(actor, case_id), DecideForm())


@bp.post("/kelola/kasus-nik/<int:case_id>")
@limiter.limit(WRITING)
def decide(case_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_look_after, actor)
    found = queries.case_for(actor, case_id)
    form = DecideForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    try:
        actions.decide_conflict(
            actor, found, move=form.decision.data == "pindah", reason=form.reason.data
        )
    except Invalid as error:
        form.reason.errors = [str(error)]
        return _page(queries.case_for(actor, case_id), form), 422
    except Refused as error:
        if error.status == 403:
            raise
        form.form_errors.append(str(error))
        return _page(queries.case_for(actor, case_id), form), 409
    flash(_("Kasus diputuskan. Kedua pemilik akun diberi tahu."), "ok")
    return redirect(url_for(".cases"), 303)


def _page(found: ConflictCase, form: DecideForm) -> str:
    return administration.page(
        "verification/case.html",
        case=found,
        form=form,
        states=CASES,
        hows=HOW,
        levels=VERIFICATION,
        can_decide=policy.can_decide(current_actor(), found),
    )
