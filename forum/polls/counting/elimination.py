"""What IRV and STV share: ballots that wait at an option, and the look back at earlier rounds."""

from collections.abc import Mapping, Sequence

from forum.polls.counting import ballots
from forum.polls.counting.ballots import Order, Rankings
from forum.polls.counting.base import Candidate, Tie
from forum.polls.counting.lot import Lot
from forum.polls.counting.numbers import Number

OVERVOTE = ("skip", "exhaust")


def orders(rankings: Rankings, *, exhaust: bool) -> list[tuple[Order, int]]:
    """All ballots in strict order; those that hold no usable rank are empty."""
    loose = [
        (ballots.in_order(ranks, exhaust=exhaust), often) for ranks, often in rankings.loose
    ]
    return rankings.strict + loose


class Piles:
    """Each ballot lies with its highest option that goes on."""

    def __init__(self, papers: list[tuple[Order, int]], options: Sequence[Candidate]) -> None:
        self.orders = [order for order, _ in papers]
        self.often = [often for _, often in papers]
        self.at = [0] * len(papers)
        self.going_on = set(range(len(options)))
        self.piles: list[list[int]] = [[] for _ in options]
        self.nowhere: list[int] = []
        for number, order in enumerate(self.orders):
            (self.piles[order[0]] if order else self.nowhere).append(number)

    def take(self, place: int) -> dict[int | None, list[int]]:
        """Take all ballots of an option away from it, and lay each on the pile of its next one.

        Gives the numbers of the ballots by where they went, None being nowhere.
        """
        moved: dict[int | None, list[int]] = {}
        for number in self.piles[place]:
            order, at = self.orders[number], self.at[number] + 1
            while at < len(order) and order[at] not in self.going_on:
                at += 1
            self.at[number] = at
            target = order[at] if at < len(order) else None
            moved.setdefault(target, []).append(number)
        self.piles[place] = []
        for target, numbers in moved.items():
            (self.nowhere if target is None else self.piles[target]).extend(numbers)
        return moved


def look_back(
    tied: tuple[str, ...],
    earlier: Sequence[Mapping[str, Number]],
    lot: Lot,
    *,
    step: str,
    round_: int,
    fewest: bool,
) -> Tie:
    """Order equals by the latest earlier round in which they differ, then by the lot.

    The first of the order has most; whom the tie singles out, the fewest or the most, stands at
    that end of it.
    """

    def numbers(one: str) -> tuple[Number, ...]:
        return tuple(-tally[one] for tally in reversed(earlier))

    order = sorted(tied, key=lambda one: (numbers(one), lot.position(one)))
    a, b = (order[-2], order[-1]) if fewest else (order[0], order[1])
    broken_by = "earlier_round" if numbers(a) != numbers(b) else "lot"
    return Tie(tied, step, broken_by, tuple(order), round_)
