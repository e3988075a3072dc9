"""Everybody earns money at the same rate, and pays for what they support when it is enough."""

from collections import Counter
from fractions import Fraction
from heapq import heapify, heappop, heapreplace
from itertools import takewhile

from forum.polls.counting.base import Params, Round, Settings
from forum.polls.counting.budgets import finishing
from forum.polls.counting.budgets.method import Budgeting
from forum.polls.counting.budgets.profile import Outcome, Profile
from forum.polls.counting.numbers import plain


class Phragmen(Budgeting):
    """Phragmén's rule, one project after another.

    A project is bought at the moment in which its supporters together hold its cost; they give
    all they have. The rule ends when the next project to be bought does not fit. Projects that
    cost more than the budget are left out.

    `details`: `earned`, the rupiah that each voter had earned in all at the last purchase. Of a
    project `payers` and what they gave on average (`price`); of one that was not bought
    `support` and `missing` at the end.
    """

    name = "phragmen"

    def settings(self, settings: Settings) -> None:
        finishing.read_settings(settings)

    def choose(self, profile: Profile, params: Params) -> Outcome:
        return finishing.finished(_Purses(profile).spent(), profile, params)


class _Purses:
    """What groups of voters with equal ballots have earned since they last paid.

    Money is known by time: one voter earns one rupiah in one unit of it.
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.times = [Fraction(0)]  # of the purchases
        self.paid = [0] * len(profile.papers)  # of each group: the purchase it paid last for
        self.supporters: list[list[int]] = [[] for _ in profile.ids]
        for group, (chosen, _) in enumerate(profile.papers):
            for project in chosen:
                self.supporters[project].append(group)

    def spent(self) -> Outcome:
        outcome, profile = Outcome(), self.profile
        left = profile.budget
        fitting = [one for one in profile.wanted if profile.costs[one] <= left]
        heap = [(self.time(one), *profile.preference(one), one) for one in fitting]
        heapify(heap)
        known = dict.fromkeys(fitting, 0)  # purchases that the time in the heap reckons with
        end = self.times[0]
        while heap:
            time, *_, project = heap[0]
            if known[project] < len(self.times) - 1:
                known[project] = len(self.times) - 1
                entry = (self.time(project), *profile.preference(project), project)
                heapreplace(heap, entry)
                continue
            end = time
            self._note_tie(outcome, time, heap)
            left -= profile.costs[project]
            if left < 0:
                break
            heappop(heap)
            self._buy(project, time)
            outcome.funded.append(project)
            self._note_purchase(outcome, project, time, left)
        self._note_rest(outcome, end)
        outcome.details = {"earned": plain(self.times[-1])}
        return outcome

    def time(self, project: int) -> Fraction:
        """When its supporters will hold its cost, if nothing else is bought before."""
        missed = self._spent_by_supporters(project)
        return (self.profile.costs[project] + missed) / self.profile.votes[project]

    def held(self, project: int, time: Fraction) -> Fraction:
        """What its supporters hold together at a time, in rupiah."""
        return self.profile.votes[project] * time - self._spent_by_supporters(project)

    def _spent_by_supporters(self, project: int) -> Fraction:
        paid = Counter[int]()
        for group in self.supporters[project]:
            paid[self.paid[group]] += self.profile.papers[group][1]
        return sum((self.times[one] * often for one, often in paid.items()), Fraction(0))

    def _buy(self, project: int, time: Fraction) -> None:
        self.times.append(time)
        for group in self.supporters[project]:
            self.paid[group] = len(self.times) - 1

    def _note_tie(
        self, outcome: Outcome, time: Fraction, heap: list[tuple[Fraction, int, int, int, int]]
    ) -> None:
        near = takewhile(lambda entry: entry[0] <= time, sorted(heap))
        equals = [project for *_, project in near if self.time(project) == time]
        if len(equals) > 1:
            outcome.ties.append(self.profile.tie(equals, len(outcome.rounds) + 1))

    def _note_purchase(self, outcome: Outcome, project: int, time: Fraction, left: int) -> None:
        profile = self.profile
        votes, cost, name = profile.votes[project], profile.costs[project], profile.ids[project]
        price = plain(Fraction(cost, votes))
        outcome.note(project, payers=votes, price=price)
        outcome.rounds.append(
            Round(
                tally={name: votes},
                elected=(name,),
                kind="purchase",
                key="bought_together",
                details={"earned": plain(time), "price": price, "cost": cost, "left": left},
            )
        )

    def _note_rest(self, outcome: Outcome, end: Fraction) -> None:
        profile = self.profile
        left = profile.budget - profile.cost_of(outcome.funded)
        for project in set(profile.wanted) - set(outcome.funded):
            cost = profile.costs[project]
            support = min(self.held(project, end) / cost, Fraction(1))
            outcome.note(project, support=plain(support), missing=max(cost - left, 0))
