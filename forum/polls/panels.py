"""The ballot paper, and what takes its place before and after: as pages and rooms show it.

A panel is two pieces: `#suara`, the same for everyone, which the poll's room renews, and
beside it `#suara-saya`, which belongs to one person and is never part of the room's news.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from flask import render_template
from markupsafe import Markup

from forum import live
from forum.core import clock
from forum.core.actor import SYSTEM, Actor
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, Refused
from forum.polls import electorate, papers, queries
from forum.polls.explaining import explain
from forum.polls.models import Ballot, Disclosure, Option, Poll, PollState
from forum.polls.outcome import outcome_of
from forum.polls.papers import Marks
from forum.polls.shapes import GRADES, paper_of, shape_of
from forum.polls.words import receipt

NOTHING = Marks()
SHORT = timedelta(hours=2)  # such a poll shows a running clock
MOVING = (
    "state",
    "opened_at",
    "closes_at",
    "closed_at",
    "published_at",
    "ballot_count",
    "entitled",
    "result",
    "version",
    "grace_until",
    "annulled_at",
    "annulled_because",
    "statement",
    "stated_at",
    "is_extended",
)


class Mine(StrEnum):
    """What a poll is to one person."""

    UNKNOWN = ""  # the panel is made for everyone
    FREE = "free"
    VOTED = "voted"
    BARRED = "barred"
    VISITOR = "visitor"


@dataclass(frozen=True)
class Person:
    """The personal side of a panel."""

    mine: Mine = Mine.UNKNOWN
    ballot: Ballot | None = None
    reason: str | None = None
    needs_level: bool = False  # the reason is how far their identity is known
    ballot_id: str = ""
    refusal: Refused | None = None
    marks: Marks = NOTHING
    words: str = ""  # beside the marks
    order: tuple[Option, ...] = ()  # the options as this person sees them
    spoken: str = ""  # what they voted, where they may see it again

    @classmethod
    def of(
        cls,
        viewer: Actor,
        poll: Poll,
        refusal: Refused | None = None,
        marks: Marks | None = None,
        words: str = "",
    ) -> "Person":
        """`marks` and `words` stand on the paper already: as they came in, or were moved."""
        ballot = queries.ballot_of(viewer, poll.id)
        order = shuffled(poll, viewer)
        if ballot is not None:
            fresh = uuid4().hex if poll.may_change else ""
            return cls(
                Mine.VOTED,
                ballot=ballot,
                ballot_id=fresh,
                refusal=refusal,
                marks=papers.marks_in(poll, ballot.paper) if marks is None else marks,
                words=words or ballot.reason,
                order=order,
                spoken=papers.spoken(poll, ballot.paper, poll.options),
            )
        reason = electorate.why_not(viewer, poll)
        if reason is not None:
            mine = Mine.BARRED if viewer.signed_in else Mine.VISITOR
            needs_level = not viewer.verification.reaches(poll.level)
            return cls(mine, reason=reason, needs_level=needs_level, refusal=refusal)
        return cls(
            Mine.FREE,
            ballot_id=uuid4().hex,
            refusal=refusal,
            marks=marks or NOTHING,
            words=words,
            order=order,
        )

    @property
    def receipt(self) -> str:
        return receipt(self.ballot.number, self.ballot.cast_at) if self.ballot else ""

    @property
    def is_second(self) -> bool:
        """They have just tried to vote once more."""
        return self.ballot is not None and self.refusal is not None

    @property
    def error(self) -> str | None:
        """What is wrong with the ballot paper, said on it."""
        return str(self.refusal) if isinstance(self.refusal, Invalid) else None

    @property
    def problem(self) -> str | None:
        """What else was refused; a missing right is told by `reason`."""
        told_elsewhere = (Invalid, Forbidden) if self.mine is Mine.FREE else (Forbidden,)
        if self.refusal is None or self.ballot is not None or self.reason == str(self.refusal):
            return None
        return None if isinstance(self.refusal, told_elsewhere) else str(self.refusal)


def panel(
    poll: Poll,
    viewer: Actor | None = None,
    *,
    refusal: Refused | None = None,
    question: bool = False,
    back: str = "",
    marks: Marks | None = None,
    words: str = "",
) -> Markup:
    """The whole panel; needs the poll's options.

    Without a viewer it is the same for everyone, fit for a room's news: the browser fills in
    what proves the person. With one it says whether they have voted or why they may not.
    `question` puts the question above it, for pages that are about more than this poll;
    `back` is where such a page is found again after a vote without JavaScript.
    """
    seq = seq_before(poll)
    person = Person() if viewer is None else Person.of(viewer, poll, refusal, marks, words)
    html = render_template(
        "polls/_panel.html",
        person=person,
        seq=seq,
        question=question,
        back=back,
        **facts(poll),
    )
    return Markup(html)  # noqa: S704 - a template of ours


def seq_before(poll: Poll) -> int:
    """The number its room has reached; the poll is read anew after it, so that it is not older."""
    seq = live.last_seq(f"poll:{poll.id}")
    db.session.refresh(poll, MOVING)
    return seq


def news(poll: Poll) -> dict[str, str | None]:
    """What the poll's room is told to put into pages, by the id of the element."""
    known = {"person": Person(), **facts(poll)}
    return {
        "suara": render_template("polls/_paper.html", **known),
        "suara-keadaan": render_template("polls/_state.html", **known),
        "hasil-suara": render_template("polls/_result.html", **known),
    }


def numbers_so_far(poll_id: int) -> live.View:
    """What an open poll shows of itself by its own rules, as it is now: totals, never one vote."""
    poll = queries.poll_for(SYSTEM, poll_id)
    if poll.disclosure is Disclosure.NOTHING:
        return live.View({"poll_id": poll.id}, {})
    data: dict[str, Any] = {
        "poll_id": poll.id,
        "ballots": poll.ballot_count,
        "entitled": poll.entitled,
    }
    if poll.disclosure is Disclosure.TALLY:
        data["running"] = {str(option.id): option.running for option in poll.options}
    html = render_template("polls/_so_far.html", **facts(poll))
    return live.View(data, {"suara-angka": html})


def facts(poll: Poll) -> dict[str, Any]:
    """What the templates of a poll are given; the outcome only once it is public."""
    short = bool(poll.opened_at and poll.closes_at and poll.closes_at - poll.opened_at <= SHORT)
    public = poll.state is PollState.PUBLISHED
    return {
        "poll": poll,
        "state": poll.state.value,
        "takes_ballots": poll.takes_ballots(clock.now()),
        "is_short": short,
        "outcome": outcome_of(poll) if public else None,
        "kind": paper_of(poll.method).value,
        "shape": shape_of(poll.method),
        "grades": GRADES,
        "explain": explain,
    }


def shuffled(poll: Poll, viewer: Actor) -> tuple[Option, ...]:
    """The options in this person's order: the same whenever they look, another for others."""
    if not poll.shuffles or viewer.id is None:
        return tuple(poll.options)

    def draw(option: Option) -> bytes:
        return hashlib.sha256(f"{poll.id}:{viewer.id}:{option.id}".encode()).digest()

    return tuple(sorted(poll.options, key=draw))
