"""Every option against every other, and what follows from it for any ranked rule."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from forum.polls.counting.ballots import Order, Rankings, Ranks
from forum.polls.counting.base import Candidate, Matrix
from forum.polls.counting.numbers import Number, plain


@dataclass(frozen=True)
class Pairwise:
    """`over[a][b]`: ballots with option a above option b, by their places among the options.

    Unranked options are below every ranked one and equal to each other.
    """

    ids: tuple[str, ...]
    over: tuple[tuple[int, ...], ...]
    valid: int

    @classmethod
    def of(cls, rankings: Rankings, options: Sequence[Candidate]) -> "Pairwise":
        rows = _rows(rankings, len(options))
        return cls(tuple(one.id for one in options), rows, rankings.valid)

    def beats(self, a: int, b: int) -> bool:
        return self.over[a][b] > self.over[b][a]

    def margin(self, a: int, b: int) -> int:
        return self.over[a][b] - self.over[b][a]

    @cached_property
    def places(self) -> range:
        return range(len(self.ids))

    @cached_property
    def condorcet_winner(self) -> str | None:
        """Who beats every other; of a single option nothing is said if nobody voted."""
        return self._alone(lambda a, b: self.beats(a, b))

    @cached_property
    def condorcet_loser(self) -> str | None:
        if len(self.ids) < 2:
            return None
        return self._alone(lambda a, b: self.beats(b, a))

    def _alone(self, holds: Callable[[int, int], bool]) -> str | None:
        for a in self.places:
            if self.valid and all(holds(a, b) for b in self.places if b != a):
                return self.ids[a]
        return None

    @cached_property
    def smith_set(self) -> tuple[str, ...]:
        """The smallest group of options that each beat every option outside it."""
        if not self.valid:
            return ()
        wins = {a: sum(self.beats(a, b) for b in self.places) for a in self.places}
        group: set[int] = {max(wins, key=wins.__getitem__)} if wins else set()
        grown = True
        while grown:
            missing = {
                b for b in self.places if b not in group
                if any(not self.beats(a, b) for a in group)
            }  # fmt: skip
            grown = bool(missing)
            group |= missing
        return tuple(self.ids[a] for a in sorted(group))

    @cached_property
    def borda(self) -> dict[str, Number]:
        """One for each option below and a half for each equal one, over all ballots."""
        return {
            self.ids[a]: plain(
                Fraction(sum(self.valid + self.margin(a, b) for b in self.places if b != a), 2)
            )
            for a in self.places
        }

    def winner_among(self, group: tuple[str, ...]) -> dict[str, int]:
        """1 for the option of the group that beats each of the others, else 0."""
        at = [self.ids.index(one) for one in group]
        return {self.ids[a]: int(all(self.beats(a, b) for b in at if b != a)) for a in at}

    @cached_property
    def matrix(self) -> Matrix:
        return {
            self.ids[a]: {self.ids[b]: self.over[a][b] for b in self.places if b != a}
            for a in self.places
        }

    def explained(self, winners: Sequence[str]) -> dict[str, Any]:
        """What is always shown with a ranked result.

        `valid` ballots, `condorcet_winner`, `condorcet_loser`, `smith` (the Smith set), and
        `chose_condorcet`: whether the rule chose the Condorcet winner, None where there is none.
        """
        best = self.condorcet_winner
        return {
            "valid": self.valid,
            "condorcet_winner": best,
            "condorcet_loser": self.condorcet_loser,
            "smith": self.smith_set,
            "chose_condorcet": None if best is None else tuple(winners) == (best,),
        }

    def closest(self, winners: Sequence[str]) -> int | None:
        """The smallest margin of a winner that beats every other; None of any other winner."""
        if len(self.ids) < 2 or tuple(winners) != (self.condorcet_winner,):
            return None
        a = self.ids.index(winners[0])
        return min(self.margin(a, b) for b in self.places if b != a)


def _rows(rankings: Rankings, options: int) -> tuple[tuple[int, ...], ...]:
    """All counters of a row are fields of one long whole number: one addition serves them all."""
    width = rankings.valid.bit_length() + 1
    bit = [1 << (width * place) for place in range(options)]
    everyone = sum(bit)
    rows = [0] * options
    for order, often in rankings.strict:
        _add_order(rows, bit, everyone, order, often)
    for ranks, often in rankings.loose:
        _add_ranks(rows, bit, everyone, ranks, often)
    mask = (1 << width) - 1
    return tuple(
        tuple((row >> (width * place)) & mask for place in range(options)) for row in rows
    )


def _add_order(
    rows: list[int], bit: Sequence[int], everyone: int, order: Order, often: int
) -> None:
    below = everyone
    if often == 1:
        for place in order:
            below -= bit[place]
            rows[place] += below
    else:
        for place in order:
            below -= bit[place]
            rows[place] += below * often


def _add_ranks(
    rows: list[int], bit: Sequence[int], everyone: int, ranks: Ranks, often: int
) -> None:
    below = everyone
    for rank in ranks:
        below -= sum(bit[place] for place in rank)
        for place in rank:
            rows[place] += below * often
