"""Opinion votes as the three tables that Polis exports, for other programs: see
docs/file-formats.md.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.export import Column, Table
from forum.opinions.polis import REJECTED
from forum.opinions.votes import AGREE, DISAGREE


@dataclass(frozen=True)
class CastVote:
    """One vote: 1 agree, 0 pass, -1 disagree. `participant` is a number that names nobody."""

    at: datetime
    participant: int
    statement: int
    vote: int


@dataclass(frozen=True)
class StatedRow:
    """A statement, and the number of the participant who wrote it."""

    at: datetime
    statement: int
    author: int
    text: str
    rejected: bool = False


def polis_tables(
    votes: Sequence[CastVote],
    statements: Sequence[StatedRow],
    groups: Mapping[int, int] | None = None,
) -> tuple[Table, Table, Table]:
    """The tables votes, comments and participants-votes.

    `votes` may hold several of one participant on one statement: the latest counts, and all are
    in the first table. `groups` gives participants the number of their group. Who may be handed
    this is for the caller to ask: single votes lie open in it.
    """
    ordered = sorted(votes, key=lambda one: one.at)
    last: dict[int, dict[int, int]] = {}
    for one in ordered:
        last.setdefault(one.participant, {})[one.statement] = one.vote
    return _votes(ordered), _comments(statements, last), _people(statements, last, groups or {})


def _votes(ordered: Sequence[CastVote]) -> Table:
    return Table(
        name="votes",
        columns=[
            *_moment(),
            Column("comment-id", lambda one: one.statement),
            Column("voter-id", lambda one: one.participant),
            Column("vote", lambda one: one.vote),
        ],
        rows=ordered,
    )


def _comments(statements: Sequence[StatedRow], last: Mapping[int, Mapping[int, int]]) -> Table:
    counted = Counter(pair for cast in last.values() for pair in cast.items())
    return Table(
        name="comments",
        columns=[
            *_moment(),
            Column("comment-id", lambda one: one.statement),
            Column("author-id", lambda one: one.author),
            Column("agrees", lambda one: counted[one.statement, AGREE]),
            Column("disagrees", lambda one: counted[one.statement, DISAGREE]),
            Column("moderated", lambda one: REJECTED if one.rejected else 1),
            Column("comment-body", lambda one: one.text),
        ],
        rows=statements,
    )


def _people(
    statements: Sequence[StatedRow],
    last: Mapping[int, Mapping[int, int]],
    groups: Mapping[int, int],
) -> Table:
    written = Counter(one.author for one in statements)

    def count(vote: int) -> Any:
        return lambda one: sum(1 for cast in last.get(one, {}).values() if cast == vote)

    def answer(statement: int) -> Any:
        return lambda one: last.get(one, {}).get(statement)

    return Table(
        name="participants-votes",
        columns=[
            Column("participant", lambda one: one),
            Column("group-id", groups.get),
            Column("n-comments", lambda one: written[one]),
            Column("n-votes", lambda one: len(last.get(one, {}))),
            Column("n-agree", count(AGREE)),
            Column("n-disagree", count(DISAGREE)),
            *(Column(str(id_), answer(id_)) for id_ in _asked(statements, last)),
        ],
        rows=sorted({*last, *written}),
    )


def _asked(
    statements: Sequence[StatedRow], last: Mapping[int, Mapping[int, int]]
) -> Iterable[int]:
    return sorted({one.statement for one in statements}.union(*last.values()))


def _moment() -> list[Column]:
    return [
        Column("timestamp", lambda one: round(one.at.timestamp() * 1000)),
        Column("datetime", lambda one: one.at),
    ]
