"""Requests about personal data, with their clocks of 3 x 24 hours."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core import clock
from forum.core.errors import Invalid, Refused
from forum.core.policy import require
from forum.privacy import actions, policy, queries
from forum.privacy.forms import AnswerForm, PaperForm
from forum.privacy.models import RequestKind
from forum.privacy.views.blueprint import bp
from forum.privacy.words import REQUESTS, STATES
from forum.web import administration, current_actor
from forum.web.limits import WRITING, limiter


@bp.get("/kelola/permintaan-data")
def request_list() -> ResponseReturnValue:
    require(policy.can_answer_requests, current_actor())
    return _list(PaperForm(formdata=None))


@bp.post("/kelola/permintaan-data")
@limiter.limit(WRITING)
def enter_request() -> ResponseReturnValue:
    """Of somebody without an account, who came to an office."""
    actor = current_actor()
    require(policy.can_answer_requests, actor)
    form = PaperForm()
    if not form.validate_on_submit():
        return _list(form), 422
    try:
        actions.enter_on_paper(
            actor,
            RequestKind(form.kind.data),
            contact=form.contact.data,
            subject=form.subject.data,
            wrong=form.wrong.data,
            right=form.right.data or "",
        )
    except Invalid as error:
        form.form_errors.append(str(error))
        return _list(form), 422
    flash(_("Permintaan dicatat. Waktu 3 × 24 jam berjalan."), "ok")
    return redirect(url_for(".request_list"), 303)


@bp.get("/kelola/permintaan-data/<int:request_id>")
def show_request(request_id: int) -> ResponseReturnValue:
    require(policy.can_answer_requests, current_actor())
    return _one(request_id, AnswerForm(formdata=None))


@bp.post("/kelola/permintaan-data/<int:request_id>")
@limiter.limit(WRITING)
def answer_request(request_id: int) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_answer_requests, actor)
    form = AnswerForm()
    row = queries.request_for(actor, request_id)
    if not form.validate_on_submit():
        return _one(request_id, form), 422
    try:
        actions.answer_request(
            actor,
            row.request,
            granted=form.granted.data == "ya",
            answer=form.answer.data,
            expected_version=request.args.get("v", type=int),
        )
    except Refused as error:
        if error.status == 403:
            raise
        form.form_errors.append(str(error))
        return _one(request_id, form), error.status
    flash(_("Jawaban tersimpan dan dikirim."), "ok")
    return redirect(url_for(".request_list"), 303)


def _list(form: PaperForm) -> str:
    actor = current_actor()
    return administration.page(
        "privacy/requests.html",
        open_rows=queries.open_requests(actor),
        closed_rows=queries.closed_requests(actor),
        form=form,
        kinds=REQUESTS,
        states=STATES,
        now_=clock.now(),
    )


def _one(request_id: int, form: AnswerForm) -> str:
    row = queries.request_for(current_actor(), request_id)
    return administration.page(
        "privacy/request.html",
        row=row,
        form=form,
        kinds=REQUESTS,
        states=STATES,
        now_=clock.now(),
    )
