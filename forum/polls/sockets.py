"""Polls live: who may follow, what the room is told, and voting from it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import select

from forum import live
from forum.core.actor import SYSTEM, Actor
from forum.core.db import after_commit, db
from forum.core.errors import NotFound
from forum.core.events import subscribe
from forum.live.models import LiveEvent
from forum.polls import actions, panels, queries
from forum.polls.events import (
    BallotReplaced,
    OutcomeStated,
    PollAnnulled,
    PollArmed,
    PollClosed,
    PollCounted,
    PollExtended,
    PollOpened,
    PollPublished,
    PollSealed,
    VoteCast,
)
from forum.polls.forms import moment_in
from forum.polls.models import Disclosure, Poll, PollState

TOLD = (
    PollArmed,
    PollOpened,
    PollExtended,
    PollClosed,
    PollSealed,
    PollCounted,
    PollPublished,
    PollAnnulled,
    OutcomeStated,
)


def whole_state(poll_id: int) -> live.View:
    return _view(queries.poll_for(SYSTEM, poll_id))


@live.room("poll", snapshot=whole_state)
def may_follow(viewer: Actor, poll_id: int) -> Poll:
    """Whoever may see the poll may follow it, once its text is frozen: a draft has no room."""
    poll = queries.poll_for(viewer, poll_id)
    if poll.state is PollState.DRAFT:
        raise NotFound("poll")
    return poll


@live.tells(*TOLD)
def tell_the_room(event: Any) -> Iterator[live.Line]:
    poll = db.session.get_one(Poll, event.poll_id)
    yield live.Line(f"poll:{poll.id}", {"poll_id": poll.id}, poll.version)


@subscribe(VoteCast, BallotReplaced, within=True)
def tell_numbers(event: VoteCast | BallotReplaced) -> None:
    """Where a poll shows its turnout or tally, its room hears the totals a few times a second."""
    poll_id = event.poll_id
    disclosure = db.session.scalar(select(Poll.disclosure).where(Poll.id == poll_id))
    if disclosure is not Disclosure.NOTHING:
        show = partial(panels.numbers_so_far, poll_id)
        after_commit(lambda: live.count_changed(f"poll:{poll_id}", "Numbers", show))


@live.shows("poll", *(kind.__name__ for kind in TOLD))
def show_the_room(line: LiveEvent) -> live.View:
    """The poll as it stands now."""
    return whole_state(line.facts["poll_id"])


@live.command("poll.vote", room="poll")
def vote(
    actor: Actor,
    poll_id: int,
    *,
    ballot_id: str,
    option_ids: list[int] | None = None,
    paper: str | None = None,
    pressed_at: str | None = None,
) -> dict[str, Any]:
    """A vote from the hall takes the same road as the ballot on the page.

    `option_ids` serve where one marks options only; every other ballot comes as a `paper`.
    """
    poll = queries.poll_for(actor, poll_id)
    receipt = actions.cast_ballot(
        actor,
        poll,
        ballot_id=ballot_id,
        paper=paper or ",".join(map(str, option_ids or ())),
        pressed_at=moment_in(pressed_at),
    )
    return {
        "number": receipt.number,
        "cast_at": receipt.cast_at.isoformat(),
        "repeated": receipt.repeated,
        "replaced": receipt.replaced,
    }


def _view(poll: Poll) -> live.View:
    """Only what everyone may know: nothing of turnout or result before it is published."""
    public = poll.state is PollState.PUBLISHED
    data = {
        "poll_id": poll.id,
        "version": poll.version,
        "state": poll.state.value,
        "question": poll.question,
        "description": poll.description,
        "method": poll.method,
        "secrecy": poll.secrecy.value,
        "level": poll.level.value,
        "is_binding": poll.is_binding,
        "options": [
            {"id": option.id, "label": option.label, "hint": option.hint}
            for option in poll.options
        ],
        "entitled": poll.entitled,
        "opened_at": _iso(poll.opened_at),
        "closes_at": _iso(poll.closes_at),
        "closed_at": _iso(poll.closed_at),
        "published_at": _iso(poll.published_at),
        "result": poll.result if public else None,
    }
    return live.View(data, panels.news(poll))


def _iso(moment: Any) -> str | None:
    return None if moment is None else moment.isoformat()
