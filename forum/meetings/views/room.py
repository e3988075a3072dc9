"""The live room on a resident's phone, the same without a script, and on the big screen."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forum import live
from forum.core.actor import Actor
from forum.core.errors import Invalid, NotFound
from forum.meetings import actions, policy, queries, words
from forum.meetings.board import Board, read_board
from forum.meetings.views import bp
from forum.polls import panel
from forum.verification import levels
from forum.web import current_actor, is_fragment
from forum.web.limits import limiter

HANDS = "30/minute"  # of one account, up and down
FRAME_SECONDS = 10


@bp.get("/forum/<int:meeting_id>/langsung")
def room(meeting_id: int) -> ResponseReturnValue:
    name, viewer = f"session:{meeting_id}", current_actor()
    seq = live.last_seq(name)
    board = read_board(queries.meeting_for(viewer, meeting_id))
    return render_template(
        "meetings/room.html",
        seq=seq,
        people=live.people_present(name),
        ballot=_ballot(board, viewer),
        hand=_hand(board, viewer),
        **_facts(board, viewer),
    )


@bp.get("/forum/<int:meeting_id>/langsung/keadaan")
def frame(meeting_id: int) -> ResponseReturnValue:
    """The state for readers without scripts: it loads itself anew until they stop it."""
    viewer = current_actor()
    board = read_board(queries.meeting_for(viewer, meeting_id))
    stopped = "henti" in request.args
    page = render_template("meetings/frame.html", stopped=stopped, **_facts(board, viewer))
    response = Response(page)
    response.headers["Cache-Control"] = "no-store"
    if not stopped and board.meeting.state in queries.RUNNING:
        again = url_for(".frame", meeting_id=meeting_id)
        response.headers["Refresh"] = f"{FRAME_SECONDS}; url={again}"
    return response


@bp.post("/forum/<int:meeting_id>/acara/<int:item_id>/tangan")
@limiter.limit(HANDS)
def hand(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Raise or lower one's hand; a script gets the personal panel back."""
    viewer = current_actor()
    meeting = queries.meeting_for(viewer, meeting_id)
    item = queries.item_of(meeting, item_id)
    steps = {"naik": actions.raise_hand, "turun": actions.lower_hand}
    step = steps.get(request.form.get("arah", ""))
    if step is None:
        raise Invalid(_("Pilih angkat atau turunkan tangan."))
    step(viewer, meeting, item)
    if not is_fragment():
        return redirect(url_for(".room", meeting_id=meeting_id, _anchor="tangan"), 303)
    board = read_board(queries.meeting_for(viewer, meeting_id))
    facts = _facts(board, viewer)
    return render_template("meetings/_hand.html", hand=_hand(board, viewer), **facts)


@bp.get("/forum/<int:meeting_id>/layar")
def screen(meeting_id: int) -> ResponseReturnValue:
    """The big screen in the hall: no rights of its own, only what everyone may see."""
    name, viewer = f"session:{meeting_id}", current_actor()
    seq = live.last_seq(name)
    board = read_board(queries.meeting_for(viewer, meeting_id))
    return render_template(
        "meetings/screen.html",
        seq=seq,
        people=live.people_present(name),
        **_facts(board, viewer),
    )


@bp.get("/forum/<int:meeting_id>/state")
def state(meeting_id: int) -> ResponseReturnValue:
    part = request.args.get("room", "")
    if part not in ("", "staff"):
        raise NotFound("room")
    name = f"session:{meeting_id}"
    return live.answer_state(current_actor(), f"{name}:{part}" if part else name)


def _facts(board: Board, viewer: Actor) -> dict[str, Any]:
    return {
        "board": board,
        "meeting": board.meeting,
        "words": words,
        "panel": panel,
        "may_run": policy.can_run(viewer, board.meeting),
    }


def _ballot(board: Board, viewer: Actor) -> Markup | None:
    """The panel of the poll at hand, as this person sees it."""
    poll = board.poll_at_hand
    if poll is None:
        return None
    here = url_for(".room", meeting_id=board.meeting.id, _anchor="suara-saya")
    return panel(poll, viewer, question=True, back=here)


def _hand(board: Board, viewer: Actor) -> dict[str, Any]:
    """What the personal panel says: one's own hand, or why there is none to raise."""
    item = board.current
    own = [each.entry for each in board.line(item) if each.entry.person_id == viewer.id]
    waiting = [each.entry.id for each in board.waiting(item)]
    entry = own[0] if own else None
    return {
        "item": item,
        "entry": entry,
        "number": waiting.index(entry.id) + 1 if entry and entry.id in waiting else None,
        "may": policy.can_speak(viewer, board.meeting),
        "needed": levels.why_not(viewer, levels.SPEAK) if viewer.signed_in else None,
        "leads": policy.leads(viewer, board.meeting),
    }
