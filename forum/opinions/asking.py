"""Which statement is shown to somebody next: what is new and what tells the most, by lot.

Step 12 of the opinion map, with the weights of Polis.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from forum.opinions.statistics import Tally

BACKGROUND = 49.0  # the weight of a statement about who answers, whatever was voted


@dataclass(frozen=True)
class Candidate:
    """A statement that may be shown: its votes so far, its extremity on the last map."""

    statement: int
    tally: Tally
    extremity: float = 0.0
    background: bool = False


def weight(candidate: Candidate) -> float:
    """How likely a statement is to be shown, in relation to the others; above 0."""
    if candidate.background:
        return BACKGROUND
    tally = candidate.tally
    tells = 1 - (tally.passed + 1) / (tally.seen + 2)
    worth = tells * (candidate.extremity + 1) * (tally.agree + 1) / (tally.seen + 2)
    novelty: float = 1 + 8 * 2 ** (-tally.seen / 5)
    return (worth * novelty) ** 2


def next_statement(candidates: Iterable[Candidate], chance: Random) -> int | None:
    """One of those that this person has not voted on, drawn by weight; None if none is left."""
    left = list(candidates)
    if not left:
        return None
    [drawn] = chance.choices(left, weights=[weight(candidate) for candidate in left])
    return drawn.statement
