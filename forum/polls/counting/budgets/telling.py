"""A count by Equal Shares once more, with everything that explains it."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from forum.polls.counting.base import Round
from forum.polls.counting.budgets.profile import Outcome
from forum.polls.counting.budgets.purses import Price, Purses, merit, merit_at
from forum.polls.counting.numbers import Number, plain

FEWEST = 5  # fewer people with one and the same ballot are not shown as a group
MOST_GROUPS = 20


def retold(purses: Purses, bought: Sequence[int], *, by_cost: bool) -> Outcome:
    """The outcome of buying these projects in this order, from purses that are still full."""
    return _Telling(purses, by_cost=by_cost).of(bought)


class _Telling:
    def __init__(self, purses: Purses, *, by_cost: bool) -> None:
        self.purses = purses
        self.profile = purses.groups.profile
        self.by_cost = by_cost
        self.outcome = Outcome()
        self.left = self.profile.budget
        self.waiting = set(self.profile.wanted)
        self.merits: dict[int, Number] = {
            one: merit(self.profile, one, by_cost=by_cost) for one in self.waiting
        }

    def of(self, bought: Sequence[int]) -> Outcome:
        share = self.purses.rupiah(self.purses.money[0])
        self._drop(bought)
        for project in bought:
            price = self.purses.price(project)
            self._note_tie(project, price)
            self.waiting.remove(project)
            self._buy(project, price)
            self._drop(bought)
        self._note_voters(share)
        return self.outcome

    def _buy(self, project: int, price: Price) -> None:
        profile, purses, outcome = self.profile, self.purses, self.outcome
        name, cost = profile.ids[project], profile.costs[project]
        payers = purses.with_money(project)
        each = purses.rupiah(purses.pay(project, price))
        self.left -= cost
        facts: dict[str, Any] = {
            "price": plain(each),
            "payers": payers,
            "short": payers - price.by,
            "effective": plain(cost / each),
        }
        outcome.funded.append(project)
        outcome.note(project, **facts)
        outcome.rounds.append(
            Round(
                tally={name: profile.votes[project]},
                elected=(name,),
                kind="purchase",
                key="bought_in_part" if facts["short"] else "bought_equally",
                details={**facts, "cost": cost, "left": self.left},
            )
        )

    def _drop(self, bought: Iterable[int]) -> None:
        """Of what is never bought: from now on its supporters have too little."""
        profile, purses = self.profile, self.purses
        for project in sorted(self.waiting.difference(bought)):
            cost = profile.costs[project]
            behind = purses.rupiah(purses.behind(project))
            if behind >= cost:
                continue
            self.waiting.remove(project)
            facts = {"support": plain(behind / cost), "missing": plain(cost - behind)}
            self.outcome.note(project, **facts)
            name = profile.ids[project]
            self.outcome.rounds.append(
                Round(
                    tally={name: profile.votes[project]},
                    eliminated=(name,),
                    kind="drop",
                    key="too_little_behind_it",
                    details={**facts, "cost": cost},
                )
            )

    def _note_tie(self, project: int, price: Price) -> None:
        value = merit_at(self.purses, project, price, by_cost=self.by_cost)
        equals = [project]
        for one in sorted(self.waiting - {project}):
            if self.merits[one] < value:
                continue  # it has only fallen since
            its = self.purses.price(one)
            if its.by:
                self.merits[one] = merit_at(self.purses, one, its, by_cost=self.by_cost)
                if self.merits[one] == value:
                    equals.append(one)
        if len(equals) > 1:
            self.outcome.ties.append(self.profile.tie(equals, len(self.outcome.rounds) + 1))

    def _note_voters(self, share: Fraction) -> None:
        purses, profile = self.purses, self.profile
        funded = frozenset(self.outcome.funded)
        left = [purses.money[place] for place in purses.groups.of_paper]
        shown = [
            (-often, chosen, share - purses.rupiah(units))
            for (chosen, often), units in zip(profile.papers, left, strict=True)
            if often >= FEWEST
        ]
        self.outcome.details["groups"] = tuple(
            {
                "voters": -often,
                "paid": plain(paid),
                "projects": {profile.ids[project]: project in funded for project in chosen},
            }
            for often, chosen, paid in sorted(shown)[:MOST_GROUPS]
        )
        unspent = sum(
            units * often for (_, often), units in zip(profile.papers, left, strict=True)
        )
        self.outcome.details["unspent"] = plain(purses.rupiah(unspent))
