"""The console: what those who run a session press. Each button is an action with a version."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum import live
from forum.core import commands
from forum.core.errors import Invalid
from forum.core.policy import require
from forum.meetings import actions, policy, queries, words
from forum.meetings.board import Board, read_board
from forum.meetings.forms import OutcomeForm, QuestionForm
from forum.meetings.models import ItemState, Meeting
from forum.meetings.views import bp
from forum.polls.outcome import outcome_of
from forum.web import command_id, current_actor, is_fragment


@bp.get("/forum/<int:meeting_id>/konsol")
def console(meeting_id: int) -> ResponseReturnValue:
    """For those who run the session; its scribe and observers read along."""
    return _page(meeting_id)


# --- the session


@bp.post("/forum/<int:meeting_id>/buka")
def open_session(meeting_id: int) -> ResponseReturnValue:
    meeting = _meeting(meeting_id)
    actions.open_meeting(current_actor(), meeting, expected_version=_version())
    return _done(meeting_id)


@bp.post("/forum/<int:meeting_id>/tutup")
def end_session(meeting_id: int) -> ResponseReturnValue:
    meeting = _meeting(meeting_id)
    actions.end_meeting(current_actor(), meeting, expected_version=_version())
    return _done(meeting_id)


@bp.post("/forum/<int:meeting_id>/selesaikan")
def finish_session(meeting_id: int) -> ResponseReturnValue:
    meeting = _meeting(meeting_id)
    actions.finish_meeting(current_actor(), meeting, expected_version=_version())
    return _done(meeting_id)


# --- the agenda


@bp.post("/forum/<int:meeting_id>/acara/<int:item_id>/siap")
def make_ready(meeting_id: int, item_id: int) -> ResponseReturnValue:
    return _item_step(actions.make_ready, meeting_id, item_id)


@bp.post("/forum/<int:meeting_id>/acara/<int:item_id>/aktifkan")
def activate(meeting_id: int, item_id: int) -> ResponseReturnValue:
    return _item_step(actions.activate_item, meeting_id, item_id)


@bp.post("/forum/<int:meeting_id>/hasil")
def finish_item(meeting_id: int) -> ResponseReturnValue:
    """The outcome of the item that the form names."""
    actor, meeting = current_actor(), _meeting(meeting_id)
    require(policy.can_run, actor, meeting)
    form = OutcomeForm()
    try:
        if form.validate():
            actions.finish_item(
                actor,
                meeting,
                queries.item_of(meeting, form.item_id.data or 0),
                expected_version=form.version.data,
                **form.words(),
            )
            return _done(meeting_id)
    except Invalid as refusal:
        form.form_errors.append(str(refusal))
    return _page(meeting_id, outcome=form), 422


# --- the line


@bp.post("/forum/<int:meeting_id>/antrean/<int:entry_id>/panggil")
def call_speaker(meeting_id: int, entry_id: int) -> ResponseReturnValue:
    return _speaker_step(actions.call_speaker, meeting_id, entry_id)


@bp.post("/forum/<int:meeting_id>/antrean/<int:entry_id>/mulai")
def start_speaking(meeting_id: int, entry_id: int) -> ResponseReturnValue:
    return _speaker_step(actions.start_speaking, meeting_id, entry_id)


@bp.post("/forum/<int:meeting_id>/antrean/<int:entry_id>/selesai")
def finish_speaking(meeting_id: int, entry_id: int) -> ResponseReturnValue:
    return _speaker_step(actions.finish_speaking, meeting_id, entry_id)


@bp.post("/forum/<int:meeting_id>/antrean/<int:entry_id>/keluarkan")
def remove_hand(meeting_id: int, entry_id: int) -> ResponseReturnValue:
    """The button pressed is the reason."""
    key = request.form.get("alasan", "")
    reason = str(words.REMOVALS.get(key, key))
    return _speaker_step(actions.remove_hand, meeting_id, entry_id, reason=reason)


# --- polls


@bp.post("/forum/<int:meeting_id>/pemungutan")
def attach_poll(meeting_id: int) -> ResponseReturnValue:
    actor, meeting = current_actor(), _meeting(meeting_id)
    require(policy.can_run, actor, meeting)
    form = _question_form(read_board(meeting))

    def work() -> dict[str, int]:
        item = queries.item_of(meeting, form.for_item.data)
        return {"poll_id": actions.attach_poll(actor, meeting, item, **form.words()).id}

    try:
        if form.validate():
            commands.once(actor, command_id(), "meetings.attach_poll", work)
            return _done(meeting_id)
    except Invalid as refusal:
        form.form_errors.append(str(refusal))
    return _page(meeting_id, question=form), 422


@bp.post("/forum/<int:meeting_id>/pemungutan/<int:poll_id>/buka")
def open_poll(meeting_id: int, poll_id: int) -> ResponseReturnValue:
    return _poll_step(actions.open_item_poll, meeting_id, poll_id)


@bp.post("/forum/<int:meeting_id>/pemungutan/<int:poll_id>/tutup")
def close_poll(meeting_id: int, poll_id: int) -> ResponseReturnValue:
    return _poll_step(actions.close_item_poll, meeting_id, poll_id)


@bp.post("/forum/<int:meeting_id>/pemungutan/<int:poll_id>/umumkan")
def publish_poll(meeting_id: int, poll_id: int) -> ResponseReturnValue:
    return _poll_step(actions.publish_item_poll, meeting_id, poll_id)


# --- what they share


def _item_step(
    step: Callable[..., object], meeting_id: int, item_id: int
) -> ResponseReturnValue:
    meeting = _meeting(meeting_id)
    item = queries.item_of(meeting, item_id)
    step(current_actor(), meeting, item, expected_version=_version())
    return _done(meeting_id)


def _speaker_step(
    step: Callable[..., object], meeting_id: int, entry_id: int, **details: str
) -> ResponseReturnValue:
    meeting = _meeting(meeting_id)
    item, entry = queries.entry_of(meeting, entry_id)
    step(current_actor(), meeting, item, entry, expected_version=_version(), **details)
    return _done(meeting_id)


def _poll_step(
    step: Callable[..., object], meeting_id: int, poll_id: int
) -> ResponseReturnValue:
    meeting = _meeting(meeting_id)
    item, poll = queries.poll_of(meeting, poll_id)
    step(current_actor(), meeting, item, poll, expected_version=_version())
    return _done(meeting_id)


def _meeting(meeting_id: int) -> Meeting:
    return queries.meeting_for(current_actor(), meeting_id)


def _version() -> int | None:
    """The version that the button was made for."""
    return request.args.get("v", type=int)


def _done(meeting_id: int) -> ResponseReturnValue:
    if is_fragment():
        return "", 204
    return redirect(url_for(".console", meeting_id=meeting_id), 303)


def _page(meeting_id: int, **forms: Any) -> str:
    """The console, with a form that was refused as it was typed."""
    viewer = current_actor()
    names = f"session:{meeting_id}", f"session:{meeting_id}:staff"
    seq, staff_seq = (live.last_seq(name) for name in names)
    board = read_board(queries.meeting_for(viewer, meeting_id))
    require(policy.can_follow_staff, viewer, board.meeting)
    return render_template(
        "meetings/console/index.html",
        board=board,
        meeting=board.meeting,
        seq=seq,
        staff_seq=staff_seq,
        people=live.people_present(names[0]),
        may_run=policy.can_run(viewer, board.meeting),
        outcome=forms.get("outcome") or OutcomeForm.for_item(board.current),
        question=forms.get("question") or _question_form(board),
        outcome_of=outcome_of,
        words=words,
    )


def _question_form(board: Board) -> QuestionForm:
    items = [item for item in board.items if item.state is not ItemState.DONE]
    return QuestionForm.offering(items, board.current)
