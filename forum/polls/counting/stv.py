"""Several seats by single transferable vote: weighted inclusive Gregory, as in Scottish councils."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from forum.polls.counting import ballots
from forum.polls.counting.base import Candidate, Params, Result, Round, Settings, Tie
from forum.polls.counting.elimination import OVERVOTE, Piles, look_back, orders
from forum.polls.counting.lot import Lot
from forum.polls.counting.numbers import Number, plain
from forum.polls.counting.ranked.paper import RankedPaper

ONE = 100_000  # a whole vote, in the units in which values are cut off


class SingleTransferable(RankedPaper):
    """Options that reach the quota are elected; what they have beyond it goes on to the next
    choices, and so do the ballots of options that are dropped.

    Settings: `seats` (1), `overvote` and `first_out` as in IRV. The quota is the whole part of
    valid ballots / (seats + 1), plus 1; values are cut off after five decimals. Ties (largest
    surplus, fewest votes, order of those elected together): the latest earlier stage in which
    they differ, then the lot. A ballot without a usable rank is invalid.

    `winners` in the order of election. `tally`: the last stage in which each option stood. Each
    of `rounds` is a stage; `exhausted` is what is not transferable so far. Its `details`: `quota`,
    `transferred` (what came to each option since the stage before), `surplus_of` (whose surplus
    is passed on next, else None), `elected_without_quota` (who takes the seats that are left at the
    end; they are not in `elected`) and `lost` (cut off so far): tallies, `exhausted` and `lost`
    make up the valid ballots at every stage. `details`: `quota`, `valid`, `non_transferable`,
    `lost`. There is no `margin`.
    """

    name: ClassVar[str] = "stv"

    def read_settings(self, settings: Settings, options: Sequence[Candidate]) -> None:
        settings.whole("seats", least=1, default=1)
        settings.one_of("overvote", OVERVOTE, default="skip")
        settings.options("first_out", options)

    def tally(
        self,
        counts: Mapping[str, int],
        options: Sequence[Candidate],
        params: Params,
        lot: Lot,
    ) -> Result:
        rankings = ballots.ranked(counts, options)
        papers = orders(rankings, exhaust=params["overvote"] == "exhaust")
        usable = [(order, often) for order, often in papers if order]
        count = _Count(usable, options, params["seats"], lot)
        if count.valid:
            count.run(list(params["first_out"]))
        return Result(
            method=self.name,
            params=params,
            winners=tuple(count.elected),
            tally=count.last,
            ballots=rankings.ballots,
            blank=rankings.blank,
            invalid=rankings.ballots - rankings.blank - count.valid,
            rounds=tuple(count.stages),
            ties=tuple(count.ties),
            details={
                "quota": count.quota // ONE,
                "valid": count.valid,
                "non_transferable": _votes(count.nowhere),
                "lost": _votes(count.lost),
            },
        )


class _Count:
    """`value`: what each ballot is worth now, in units. All sums are in units, too."""

    def __init__(
        self,
        papers: list[tuple[ballots.Order, int]],
        options: Sequence[Candidate],
        seats: int,
        lot: Lot,
    ) -> None:
        self.ids = [one.id for one in options]
        self.lot = lot
        self.seats = seats
        self.piles = Piles(papers, options)
        self.value = [ONE] * len(papers)
        self.valid = sum(often for _, often in papers)
        self.quota = (self.valid // (seats + 1) + 1) * ONE
        self.units = {
            one: self._sum(pile) for one, pile in zip(self.ids, self.piles.piles, strict=True)
        }
        self.nowhere = 0
        self.lost = 0
        self.elected: list[str] = []
        self.surpluses: list[str] = []  # of those elected, who still has more than the quota
        self.last: dict[str, Number] = {}
        self.stages: list[Round] = []
        self.ties: list[Tie] = []

    def run(self, first_out: list[str]) -> None:
        came: dict[str, Number] = {}
        while True:
            elected = self._elect()
            full = len(self.elected) == self.seats
            left = self._left()
            first_out = [one for one in first_out if one in left]
            without_quota: list[str] = []
            if not full and len(left) <= self.seats - len(self.elected) and not first_out:
                without_quota = self._together(left)
                full = True
            dropped = first_out.pop(0) if first_out and not full else None
            surplus = None if full or dropped else self._largest_surplus()
            if not full and not dropped and not surplus:
                dropped = self._fewest(left)
            told = {
                "transferred": came,
                "surplus_of": surplus,
                "elected_without_quota": tuple(without_quota),
            }
            self._note(told, elected, dropped, full)
            if full:
                return
            came = self._pass_on(surplus) if surplus else self._drop(str(dropped))

    def _left(self) -> list[str]:
        return [self.ids[place] for place in sorted(self.piles.going_on)]

    def _elect(self) -> list[str]:
        """Everyone at the quota; after that they receive nothing more."""
        reached = [one for one in self._left() if self.units[one] >= self.quota]
        elected = self._together(reached)
        self.surpluses += [one for one in elected if self.units[one] > self.quota]
        return elected

    def _together(self, options: Sequence[str]) -> list[str]:
        """Elect these, the largest tally first."""
        order: list[str] = []
        for group in _groups(options, self.units):
            if len(group) > 1:
                tie = self._tie(group, "order", fewest=False)
                group = tie.order
            order += group
        self.elected += order
        self.piles.going_on -= {self.ids.index(one) for one in order}
        return order

    def _largest_surplus(self) -> str | None:
        if not self.surpluses:
            return None
        group = _groups(self.surpluses, self.units)[0]
        chosen = group[0]
        if len(group) > 1:
            chosen = self._tie(group, "surplus", fewest=False).order[0]
        self.surpluses.remove(chosen)
        return chosen

    def _fewest(self, left: Sequence[str]) -> str:
        group = _groups(left, self.units)[-1]
        return self._tie(group, "drop", fewest=True).order[-1] if len(group) > 1 else group[0]

    def _tie(self, group: tuple[str, ...], step: str, *, fewest: bool) -> Tie:
        earlier = [stage.tally for stage in self.stages]
        tie = look_back(
            group, earlier, self.lot, step=step, round_=len(earlier) + 1, fewest=fewest
        )
        self.ties.append(tie)
        return tie

    def _pass_on(self, one: str) -> dict[str, Number]:
        total = self.units[one]
        surplus = total - self.quota
        self.units[one] = self.quota
        moved = self.piles.take(self.ids.index(one))
        for numbers in moved.values():
            for number in numbers:
                self.value[number] = surplus * self.value[number] // total
        came = self._add(moved)
        self.lost += surplus - sum(self._sum(numbers) for numbers in moved.values())
        return came

    def _drop(self, one: str) -> dict[str, Number]:
        self.units.pop(one)
        self.piles.going_on.discard(self.ids.index(one))
        return self._add(self.piles.take(self.ids.index(one)))

    def _add(self, moved: Mapping[int | None, list[int]]) -> dict[str, Number]:
        came: dict[str, Number] = {}
        for target, numbers in moved.items():
            units = self._sum(numbers)
            if target is None:
                self.nowhere += units
            else:
                self.units[self.ids[target]] += units
                came[self.ids[target]] = _votes(units)
        return {one: came[one] for one in self.ids if one in came}

    def _sum(self, numbers: Sequence[int]) -> int:
        often, value = self.piles.often, self.value
        return sum(often[number] * value[number] for number in numbers)

    def _note(
        self, told: dict[str, Any], elected: Sequence[str], dropped: str | None, full: bool
    ) -> None:
        tally = {one: _votes(units) for one, units in self.units.items()}
        self.last |= tally
        self.stages.append(
            Round(
                tally,
                tuple(elected),
                () if dropped is None else (dropped,),
                _votes(self.nowhere),
                kind="stage",
                key="stv.full" if full else "stv.dropped" if dropped else "stv.surplus",
                details=told | {"quota": self.quota // ONE, "lost": _votes(self.lost)},
            )
        )


def _votes(units: int) -> Number:
    return plain(Fraction(units, ONE))


def _groups(options: Sequence[str], units: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Groups of equals, the largest tally first."""
    sizes = sorted({units[one] for one in options}, reverse=True)
    return [tuple(one for one in options if units[one] == size) for size in sizes]
