"""What everyone sees: the list, a poll with its ballot, the result."""

from uuid import uuid4

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum import live
from forum.core import clock, markdown
from forum.core.actor import VISITOR, Actor
from forum.core.errors import Invalid, NotFound, Refused, SignInFirst
from forum.export import TABLE_FORMATS, download
from forum.polls import actions, exports, panels, papers, policy, queries, rules
from forum.polls.belonging import places_of
from forum.polls.forms import BallotForm, moment_in
from forum.polls.models import Channel, Poll, PollState
from forum.polls.outcome import outcome_of
from forum.polls.papers import Marks
from forum.polls.views import bp
from forum.web import at_a_kiosk, current_actor, is_fragment, safe_next
from forum.web.limits import limiter
from forum.web.paging import cursor, cut, decode
from forum.web.refusals import wants_json

PAGE = 20
FEED = 30
VOTERS = 100
FLOOR = 5  # fewer ballots than that tell too much of each
VOTING = "30/minute"  # tries of one account; a ballot counts once however often it is sent


@bp.get("")
def index() -> ResponseReturnValue:
    viewer = current_actor()
    organiser = policy.can_draft_somewhere(viewer)
    shown = request.args.get("saring", "")
    if shown not in queries.SHOWN or (shown == queries.DRAFTS and not organiser):
        shown = ""
    key = decode(cursor(), int, int)
    after = None if key is None else (key[0], key[1])
    found = queries.polls(viewer, shown=shown, after=after, limit=PAGE + 1)
    page = cut(found, PAGE, lambda poll: (queries.rank(poll), poll.id), is_first=after is None)
    return render_template(
        "polls/index.html",
        page=page,
        shown=shown,
        organiser=organiser,
        voted=queries.voted_in(viewer, [poll.id for poll in page.rows]),
    )


@bp.get("/atom.xml")
def feed() -> ResponseReturnValue:
    """What was opened and what was decided, for readers of feeds."""
    polls = queries.latest_public(FEED)
    entries = [
        (poll, outcome_of(poll) if policy.can_see_result(VISITOR, poll) else None)
        for poll in polls
    ]
    updated = max((poll.last_moved_at for poll in polls), default=clock.now())
    body = render_template("polls/atom.xml", entries=entries, updated=updated)
    return Response(body, content_type="application/atom+xml; charset=utf-8")


@bp.get("/<int:poll_id>")
def detail(poll_id: int) -> ResponseReturnValue:
    return _page(queries.poll_for(current_actor(), poll_id))


@bp.post("/<int:poll_id>")
@limiter.limit(VOTING)
def cast(poll_id: int) -> ResponseReturnValue:
    """Take a ballot. What is refused comes back with the panel, so that nothing is lost."""
    actor = current_actor()
    poll = queries.poll_for(actor, poll_id)
    form, marks = BallotForm(), papers.read(poll, request.form)
    if "naik" in request.form or "turun" in request.form:  # a move in a ranking, no script
        up = "naik" in request.form
        option_id = request.form["naik" if up else "turun"]
        marks = papers.moved(poll, marks, option_id, up=up)
        return _answer(poll_id, marks=marks, words=form.reason.data or "")
    try:
        if not form.validate():
            raise Invalid(next(iter(form.errors.values()))[0])
        actions.cast_ballot(
            actor,
            poll,
            ballot_id=form.ballot_id.data or uuid4().hex,
            paper=papers.text_of(poll, marks),
            reason=form.reason.data or "",
            channel=Channel.KIOSK if at_a_kiosk() else Channel.ONLINE,
            pressed_at=moment_in(form.pressed_at.data),
        )
    except SignInFirst:
        raise
    except Refused as refusal:
        if wants_json():
            raise
        return _answer(poll_id, refusal, marks=marks, words=form.reason.data or "")
    if is_fragment():
        return _answer(poll_id)
    here = url_for(".detail", poll_id=poll_id, _anchor="suara-saya")
    return redirect(safe_next() or here, 303)


@bp.get("/<int:poll_id>/panel")
def personal_panel(poll_id: int) -> ResponseReturnValue:
    """The panel alone, as this person sees it."""
    return _answer(poll_id, alone=True)


@bp.get("/<int:poll_id>/state")
def state(poll_id: int) -> ResponseReturnValue:
    return live.answer_state(current_actor(), f"poll:{poll_id}")


@bp.get("/<int:poll_id>/hasil")
def result(poll_id: int) -> ResponseReturnValue:
    viewer = current_actor()
    poll = queries.poll_for(viewer, poll_id)
    return render_template(
        "polls/result.html",
        seq=panels.seq_before(poll),
        formats=sorted(TABLE_FORMATS),
        places=places_of(viewer, poll.id),
        shows_voters=policy.can_see_ballots(viewer, poll),
        reasons=_reasons(viewer, poll),
        **panels.facts(poll),
    )


def _reasons(viewer: Actor, poll: Poll) -> list[tuple[str, str]]:
    """Reasons with what they were given for; without names, and not of a handful of people."""
    if not (poll.asks_reasons and poll.state is PollState.PUBLISHED):
        return []
    if poll.ballot_count < FLOOR:
        return []
    return [
        (papers.spoken(poll, paper, poll.options), reason)
        for paper, reason in queries.reasons(poll.id)
    ]


@bp.get("/<int:poll_id>/pemilih")
def voters(poll_id: int) -> ResponseReturnValue:
    """Who chose what in a named poll, 100 on a page."""
    viewer = current_actor()
    poll = queries.poll_for(viewer, poll_id)
    if not policy.can_see_ballots(viewer, poll):
        raise NotFound("ballots")
    key = decode(cursor(), int)
    found = queries.named_ballots(poll.id, after=key[0] if key else 0, limit=VOTERS + 1)
    page = cut(found, VOTERS, lambda row: (row[0].number,), is_first=key is None)
    rows = [
        (name, papers.spoken(poll, ballot.paper, poll.options), ballot.reason)
        for ballot, name in page.rows
    ]
    return render_template("polls/voters.html", poll=poll, page=page, rows=rows)


@bp.get("/<int:poll_id>/hasil.<extension>")
def result_file(poll_id: int, extension: str) -> ResponseReturnValue:
    viewer = current_actor()
    poll = queries.poll_for(viewer, poll_id)
    if not policy.can_see_result(viewer, poll):
        raise NotFound("result")
    return download(exports.results(poll), extension)


def _answer(
    poll_id: int,
    refusal: Refused | None = None,
    *,
    alone: bool = False,
    marks: Marks | None = None,
    words: str = "",
) -> ResponseReturnValue:
    """The poll as it is now: after a refusal what was loaded before is stale."""
    poll = queries.poll_for(current_actor(), poll_id)
    status = refusal.status if refusal else 200
    if alone or is_fragment():
        html = panels.panel(poll, current_actor(), refusal=refusal, marks=marks, words=words)
        return html, status
    return _page(poll, refusal, marks, words), status


def _page(
    poll: Poll, refusal: Refused | None = None, marks: Marks | None = None, words: str = ""
) -> str:
    viewer = current_actor()
    return render_template(
        "polls/detail.html",
        panel=panels.panel(poll, viewer, refusal=refusal, marks=marks, words=words),
        description=Markup(markdown.render(poll.description)),  # noqa: S704 - cleaned there
        manages=policy.can_manage(viewer, poll),
        lot=rules.in_lot_order(poll),
        places=places_of(viewer, poll.id),
        refusal=refusal,
        **panels.facts(poll),
    )
