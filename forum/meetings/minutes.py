"""Draft minutes: made from what happened, at once, without anyone typing them anew."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.meetings import standing, words
from forum.meetings.board import Board, ItemVote, Speaker
from forum.meetings.models import AgendaItem, ItemState, SpeakerEntry, SpeakerState


@dataclass(frozen=True)
class Step:
    """One line of the course of the evening."""

    at: datetime
    title: str
    detail: str = ""


@dataclass(frozen=True)
class Matter:
    """An agenda item with how long it took, who was heard, and what was voted."""

    number: int
    item: AgendaItem
    heard: list[Speaker]
    unheard: int
    votes: list[ItemVote]

    @property
    def seconds_spoken(self) -> int:
        return sum(speaker.entry.seconds or 0 for speaker in self.heard)

    @property
    def was_taken_up(self) -> bool:
        return self.item.state is ItemState.DONE or self.item.active_seconds > 0


@dataclass(frozen=True)
class Removal:
    """A hand taken off the line, with the reason given."""

    at: datetime
    name: str
    item: str
    reason: str


@dataclass(frozen=True)
class Minutes:
    """Everything the minutes page says, in its order."""

    matters: list[Matter]
    removals: list[Removal]
    steps: list[Step]

    @property
    def speakers(self) -> int:
        """People, not contributions."""
        return len({s.entry.person_id for matter in self.matters for s in matter.heard})

    @property
    def contributions(self) -> int:
        return sum(len(matter.heard) for matter in self.matters)

    @property
    def seconds_spoken(self) -> int:
        return sum(matter.seconds_spoken for matter in self.matters)

    @property
    def outcomes(self) -> list[Matter]:
        return [matter for matter in self.matters if matter.item.outcome_kind is not None]


def minutes_of(board: Board) -> Minutes:
    """The minutes of a session from its board; one query more, for hands taken off."""
    matters = [
        Matter(
            number=number,
            item=item,
            heard=board.heard(item),
            unheard=len(board.line(item)),
            votes=[vote for vote in board.published if vote.item_id == item.id],
        )
        for number, item in enumerate(board.items, 1)
    ]
    removals = _removals(board)
    steps = sorted(_steps(board, matters, removals), key=lambda step: step.at)
    return Minutes(matters, removals, steps)


def _removals(board: Board) -> list[Removal]:
    titles = {item.id: item.title for item in board.items}
    statement = (
        select(SpeakerEntry, User.public_name, *standing.columns())
        .join(User, User.id == SpeakerEntry.person_id)
        .where(SpeakerEntry.item_id.in_(titles), SpeakerEntry.state == SpeakerState.REMOVED)
        .order_by(SpeakerEntry.id)
    )
    return [
        Removal(
            at=entry.ended_at or entry.raised_at,
            name=Speaker(entry, *name).label,
            item=titles[entry.item_id],
            reason=entry.reason or "",
        )
        for entry, *name in db.session.execute(statement)
    ]


def _steps(board: Board, matters: list[Matter], removals: list[Removal]) -> list[Step]:
    meeting = board.meeting
    steps = [
        Step(at, title)
        for at, title in (
            (meeting.opened_at, _("Sesi dibuka")),
            (meeting.ended_at, _("Sesi ditutup")),
            (meeting.finished_at, _("Draf notulen disusun")),
        )
        if at is not None
    ]
    for matter in matters:
        steps += _steps_of(matter)
    for removal in removals:
        title = _("%(name)s dikeluarkan dari antrean", name=removal.name)
        steps.append(Step(removal.at, title, removal.reason))
    return steps


def _steps_of(matter: Matter) -> list[Step]:
    item = matter.item
    steps = []
    if item.started_at is not None:
        title = _("Acara %(number)s dimulai", number=matter.number)
        steps.append(Step(item.started_at, title, item.title))
    for speaker in matter.heard:
        if speaker.entry.started_at is not None:
            steps.append(
                Step(speaker.entry.started_at, _("%(name)s berbicara", name=speaker.label))
            )
    for vote in matter.votes:
        poll = vote.poll
        if poll.opened_at is not None:
            steps.append(Step(poll.opened_at, _("Pemungutan suara dibuka"), poll.question))
        if poll.closed_at is not None:
            steps.append(Step(poll.closed_at, _("Pemungutan suara ditutup"), poll.question))
        if poll.published_at is not None:
            steps.append(Step(poll.published_at, _("Hasil diumumkan"), poll.question))
    if item.done_at is not None and item.outcome_kind is not None:
        title = _("Acara %(number)s selesai", number=matter.number)
        kind = words.OUTCOMES[item.outcome_kind]
        steps.append(Step(item.done_at, title, f"{kind}: {item.outcome_text}"))
    return steps
