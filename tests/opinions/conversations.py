"""Conversations that are kept as data, invented ones, and how alike two groupings are."""

import json
import random
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from math import comb
from pathlib import Path
from typing import Any

import pytest

from forum.opinions.polis import Conversation, read
from forum.opinions.statistics import Tally
from forum.opinions.votes import EMPTY, Votes
from tests.beside import BESIDE

KEPT = Path(__file__).parents[1] / "data" / "polis"
HERE = ("15-per-hour-seattle", "bg2050-volunteers")
BESIDES = ("brexit-consensus", "scoop-hivemind.ubi", "vtaiwan.uberx")
EXPECTED: dict[str, Any] = json.loads((KEPT / "expected.json").read_text())


def every(*names: str) -> list[Any]:
    """Parameters: these conversations, those that are not kept here marked as beside."""
    return [
        name
        if name in HERE
        else pytest.param(name, marks=pytest.mark.beside(f"polis/{name}/comments.csv"))
        for name in names or HERE + BESIDES
    ]


def folder(name: str) -> Path:
    return KEPT / name if name in HERE else BESIDE / "polis" / name


def conversation(name: str) -> Conversation:
    return read(folder(name))


def tallies(
    votes: Votes, people: Sequence[int], *, without: frozenset[int] = frozenset()
) -> dict[int, Tally]:
    """Counted one by one, by statement in order of ids."""
    counted: Counter[tuple[int, int]] = Counter()
    for person in people:
        counted.update(votes.of(person).items())
    return {
        one: Tally(
            counted[one, 1],
            counted[one, -1],
            counted[one, 1] + counted[one, -1] + counted[one, 0],
        )
        for one in sorted(votes.statements)
        if one not in without
    }


def adjusted_rand(ours: Mapping[int, Hashable], theirs: Mapping[int, Hashable]) -> float:
    """How alike two groupings of the same people are: 1 the same, about 0 by chance."""
    both = sorted(ours.keys() & theirs.keys())

    def pairs(counts: Counter[Any]) -> int:
        return sum(comb(count, 2) for count in counts.values())

    together = pairs(Counter((ours[one], theirs[one]) for one in both))
    one_way = pairs(Counter(ours[one] for one in both))
    other_way = pairs(Counter(theirs[one] for one in both))
    by_chance = one_way * other_way / comb(len(both), 2)
    return (together - by_chance) / ((one_way + other_way) / 2 - by_chance)


def planted(
    sizes: Sequence[int], statements: int = 20, *, seed: int = 1, answered: float = 0.8
) -> tuple[Votes, dict[int, int]]:
    """Votes of groups that each hold one opinion and now and then stray, and who is in which.

    Participants are numbered through from 1, statements from 100; the groups come in turn.
    """
    chance = random.Random(seed)
    opinions = [[chance.choice((1, -1)) for _ in range(statements)] for _ in sizes]
    left = [number for number, size in enumerate(sizes) for _ in range(size)]
    chance.shuffle(left)
    group_of = dict(enumerate(left, 1))
    rows = [
        (
            person,
            100 + number,
            opinion if chance.random() < 0.9 else chance.choice((0, -opinion)),
        )
        for person, group in group_of.items()
        for number, opinion in enumerate(opinions[group])
        if chance.random() < answered
    ]
    asked = range(100, 100 + statements)
    return Votes.cast(rows, participants=group_of, statements=asked), group_of


def rows_of(votes: Votes) -> list[tuple[int, int, int]]:
    return [
        (person, statement, vote)
        for person in votes.participants
        for statement, vote in votes.of(person).items()
    ]


def reordered(votes: Votes, people: Sequence[int], statements: Sequence[int]) -> Votes:
    """The same votes with rows and columns in another order."""
    cells = bytes(
        votes_of.get(statement, EMPTY) % 256
        for votes_of in (votes.of(person) for person in people)
        for statement in statements
    )
    return Votes(tuple(people), tuple(statements), cells)
