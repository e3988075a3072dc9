"""The Method of Equal Shares: everybody gets an equal part of the budget to spend."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heapreplace

from forum.polls.counting.base import Params, Settings
from forum.polls.counting.budgets import finishing
from forum.polls.counting.budgets.method import Budgeting
from forum.polls.counting.budgets.profile import Outcome, Profile
from forum.polls.counting.budgets.purses import Groups, Purses, merit, merit_at
from forum.polls.counting.budgets.telling import retold
from forum.polls.counting.numbers import plain


class EqualShares(Budgeting):
    """Equal Shares, in cost utilities (`utility` `cost`, the default) or `cardinality`.

    Each voter gets the budget over the number of voters. Repeatedly that project is bought
    whose supporters get most for their money; they pay the same, or all they have. `completion`:

    - `none`: what this gives, often far below the budget
    - `add1` (the default): the share is raised by a step, a thousandth of the share in whole
      rupiah and at least one, and counted again, until the next outcome would exceed the budget,
      or nothing that is left out fits; the last outcome within the budget counts
    - `add1-overspend`: the same without the second end

    `details`: `share` and `first_share`, the rupiah of one voter in the count that is shown and
    in the first; `step`; `raised`, the number of steps; `unspent`, what voters had left in all;
    `groups`, the largest groups of at least five equal ballots: `voters`, `paid` (rupiah each),
    `projects` (of each on the ballot whether it is funded).
    """

    name = "equal-shares"

    def settings(self, settings: Settings) -> None:
        settings.one_of("utility", ("cost", "cardinality"), default="cost")
        settings.one_of("completion", ("none", "add1", "add1-overspend"), default="add1")
        finishing.read_settings(settings)

    def choose(self, profile: Profile, params: Params) -> Outcome:
        if not profile.voters:
            return finishing.finished(Outcome(), profile, params)
        by_cost = params["utility"] == "cost"
        raising = Raising(profile, by_cost=by_cost)
        bought = raising.completed(params["completion"])
        outcome = retold(raising.purses(), bought, by_cost=by_cost)
        outcome.details |= {
            "share": plain(raising.share),
            "first_share": plain(raising.first_share),
            "step": raising.step,
            "raised": raising.raised,
        }
        return finishing.finished(outcome, profile, params)


class _NotApart(Exception):
    """A project would be bought whose supporters are together with others."""

    def __init__(self, project: int) -> None:
        self.project = project


@dataclass(frozen=True)
class Bought:
    """Projects in the order in which they were bought; whether each payer had the whole price."""

    projects: Sequence[int]
    in_full: bool


class Raising:
    """Counts with one share after another, and knows which of them was the last that counts."""

    def __init__(self, profile: Profile, *, by_cost: bool) -> None:
        self.profile = profile
        self.by_cost = by_cost
        self.first_share = Fraction(profile.budget, profile.voters)
        self.step = max(1, profile.budget // profile.voters // 1000)
        self.raised = 0
        self._groups = Groups(profile, profile.wanted)

    @property
    def share(self) -> Fraction:
        return self._share(self.raised)

    def _share(self, raised: int) -> Fraction:
        return self.first_share + raised * self.step

    def purses(self) -> Purses:
        """Before anything is bought in the count that is shown."""
        return Purses(self._groups, self.share)

    def completed(self, completion: str) -> Sequence[int]:
        bought = self.count(self.share)
        if completion == "none":
            return bought.projects
        self._groups = Groups(self.profile, bought.projects)
        while not self._complete(bought, exhaustive=completion == "add1"):
            raised = self._next(bought)
            more = self.count(self._share(raised))
            if self.profile.cost_of(more.projects) > self.profile.budget:
                self.raised = raised - 1
                break
            bought, self.raised = more, raised
        return bought.projects

    def count(self, share: Fraction) -> Bought:
        """What is bought with this share."""
        while True:
            try:
                return bought(Purses(self._groups, share), by_cost=self.by_cost)
            except _NotApart as missing:
                apart = self._groups.apart | {missing.project}
                self._groups = Groups(self.profile, apart)

    def _complete(self, bought: Bought, *, exhaustive: bool) -> bool:
        """Nothing is left out that any share could buy, or that would still fit."""
        out = set(self.profile.wanted) - set(bought.projects)
        if not exhaustive:
            return not out
        left = self.profile.budget - self.profile.cost_of(bought.projects)
        return all(self.profile.costs[project] > left for project in out)

    def _next(self, bought: Bought) -> int:
        """The next number of steps with which another outcome is possible.

        Where every payer had the whole price, more money changes no price and no order; and a
        project is out of the question while its supporters' whole shares are less than its cost.
        """
        profile = self.profile
        if not bought.in_full:
            return self.raised + 1
        out = set(profile.wanted) - set(bought.projects)
        needed = min(Fraction(profile.costs[one], profile.votes[one]) for one in out)
        steps = -((self.first_share - needed) // self.step)
        return max(self.raised + 1, int(steps))


def bought(purses: Purses, *, by_cost: bool) -> Bought:
    """Buy until nothing is affordable.

    What a project gives for the money can only fall from purchase to purchase. So the best by
    what was last known is looked at first, and bought if it has not fallen.
    """
    profile = purses.groups.profile
    share = purses.rupiah(purses.money[0])
    heap = [
        (-merit(profile, one, by_cost=by_cost), *profile.preference(one), one)
        for one in profile.wanted
        if profile.votes[one] * share >= profile.costs[one]
    ]
    heapify(heap)
    prices = {project: purses.price(project) for *_, project in heap}
    known = dict.fromkeys(prices, 0)  # purchases that price and merit reckon with
    projects: list[int] = []
    in_full = True
    while heap:
        project = heap[0][-1]
        if known[project] < len(projects):
            price = purses.price(project, prices[project])
            if not price.by:
                heappop(heap)
                continue
            known[project], prices[project] = len(projects), price
            value = merit_at(purses, project, price, by_cost=by_cost)
            heapreplace(heap, (-value, *profile.preference(project), project))
            continue
        if project not in purses.groups.apart:
            raise _NotApart(project)
        heappop(heap)
        price = prices[project]
        in_full = in_full and price.by == profile.votes[project]
        purses.pay(project, price)
        projects.append(project)
    return Bought(projects, in_full)
