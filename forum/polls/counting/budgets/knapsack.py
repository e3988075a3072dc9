"""The best set within the budget, and that no other is better."""

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge
from itertools import accumulate
from typing import NamedTuple

from forum.polls.counting.base import Params, Settings, Tie
from forum.polls.counting.budgets.method import Budgeting
from forum.polls.counting.budgets.profile import Outcome, Profile
from forum.polls.counting.numbers import Number, plain


class Knapsack(Budgeting):
    """A set within the budget with the most votes, each weighed by the project's cost or not.

    `utility`: `cost` (the default) or `cardinality`. Of several best sets the cheapest, then the
    one with more approvals, then the one that holds the luckiest project in which they differ.

    `details`: `value` of the set; `bound`, the value if parts of projects could be funded: no
    set whatever can have more than this, and no set of whole projects has more than `value`;
    `considered`, how many sets were kept in view to make sure of that.
    """

    name = "knapsack"

    def settings(self, settings: Settings) -> None:
        settings.one_of("utility", ("cost", "cardinality"), default="cost")

    def choose(self, profile: Profile, params: Params) -> Outcome:
        by_cost = params["utility"] == "cost"
        search = Search.of(profile, by_cost=by_cost)
        chosen, considered = search.best()
        other, more = Search.of(profile, by_cost=by_cost, luckiest=False).best()
        outcome = Outcome(funded=sorted(chosen, key=lambda one: _turn(profile, one)))
        if chosen != other:
            outcome.ties.append(_tie(profile, chosen, other))
        values = {one: _value(profile, one, by_cost=by_cost) for one in profile.wanted}
        left = profile.budget - profile.cost_of(chosen)
        for project in values.keys() - chosen:
            outcome.note(project, missing=max(0, profile.costs[project] - left))
        outcome.details = {
            "value": sum(values[project] for project in chosen),
            "bound": _fractional(profile, values),
            "considered": considered + more,
        }
        return outcome


def _value(profile: Profile, project: int, *, by_cost: bool) -> int:
    return profile.votes[project] * (profile.costs[project] if by_cost else 1)


def _turn(profile: Profile, project: int) -> tuple[int, ...]:
    return (-profile.votes[project], *profile.preference(project))


def _tie(profile: Profile, chosen: frozenset[int], other: frozenset[int]) -> Tie:
    differing = chosen ^ other
    return Tie(
        options=tuple(profile.ids[project] for project in sorted(differing)),
        step="project",
        broken_by="lot",
        order=tuple(
            profile.ids[project]
            for project in sorted(differing, key=lambda one: (one in other, profile.luck[one]))
        ),
    )


def _fractional(profile: Profile, values: dict[int, int]) -> Number:
    """The value that the budget could buy at most, if parts of projects could be funded."""
    bound: Number = 0
    left = profile.budget
    fitting = [project for project in values if profile.costs[project] <= profile.budget]
    fitting.sort(key=lambda one: Fraction(-values[one], profile.costs[one]))
    for project in fitting:
        part = min(left, profile.costs[project])
        bound += Fraction(values[project] * part, profile.costs[project])
        left -= part
    return plain(Fraction(bound))


class State(NamedTuple):
    """A set of projects that may become the best one."""

    cost: int
    worth: int
    chosen: int  # a bit for each item


@dataclass(frozen=True)
class Search:
    """Items by worth per rupiah, the best first, and the money there is.

    The worth of an item holds all that counts, the more important above the less, so that sets
    are compared by one sum, and no two sets have the same: value, cost (less is better),
    approvals, and the lot.
    """

    projects: tuple[int, ...]
    costs: tuple[int, ...]
    worths: tuple[int, ...]
    budget: int

    @classmethod
    def of(cls, profile: Profile, *, by_cost: bool, luckiest: bool = True) -> "Search":
        """`luckiest` False: of equal sets the one that the lot likes least."""
        fitting = [one for one in profile.wanted if profile.costs[one] <= profile.budget]
        lots = 1 << len(profile.ids)
        approvals = lots * (sum(profile.votes[one] for one in fitting) + 1)
        money = approvals * (profile.cost_of(fitting) + 1)
        worth = {}
        for one in fitting:
            bit = lots >> (profile.luck[one] + 1)
            worth[one] = (
                money * _value(profile, one, by_cost=by_cost)
                - approvals * profile.costs[one]
                + lots * profile.votes[one]
                + (bit if luckiest else -bit)
            )
        fitting.sort(key=lambda one: Fraction(-worth[one], profile.costs[one]))
        return cls(
            projects=tuple(fitting),
            costs=tuple(profile.costs[one] for one in fitting),
            worths=tuple(worth[one] for one in fitting),
            budget=profile.budget,
        )

    def best(self) -> tuple[frozenset[int], int]:
        """The best set, and how many sets were kept in view.

        Item by item, sets without and with it: one that costs no less and is worth no more than
        another can be forgotten, and so can one that even with parts of the coming items would
        not pass the best set known.
        """
        spent = list(accumulate(self.costs, initial=0))
        gained = list(accumulate(self.worths, initial=0))
        states = [State(0, 0, 0)]
        best = self._filled(states[0], 0)
        considered = 0
        for item, (cost, worth) in enumerate(zip(self.costs, self.worths, strict=True)):
            room = self.budget - cost
            taken = [
                State(one.cost + cost, one.worth + worth, one.chosen | 1 << item)
                for one in states
                if one.cost <= room
            ]
            states, promising = self._kept(
                _merged(states, taken), item + 1, best, spent, gained
            )
            considered += len(states)
            if promising:
                best = max(best, self._filled(promising, item + 1), key=lambda one: one.worth)
        return self._projects(best), considered

    def _kept(
        self, states: list[State], item: int, best: State, spent: list[int], gained: list[int]
    ) -> tuple[list[State], State | None]:
        """States that may still pass the best set, and the most promising of them."""
        kept = []
        promising, most = None, best.worth
        start, base = spent[item], gained[item]
        last = len(self.costs)
        for state in states:
            reach = self.budget - state.cost + start
            stop = bisect_right(spent, reach, item) - 1
            bound = state.worth + gained[stop] - base
            if stop < last:
                bound += (reach - spent[stop]) * self.worths[stop] // self.costs[stop]
            if bound > best.worth:
                kept.append(state)
                if bound > most:
                    promising, most = state, bound
        return kept, promising

    def _filled(self, state: State, item: int) -> State:
        """The state with every coming item that fits."""
        cost, worth, chosen = state
        for place in range(item, len(self.costs)):
            if cost + self.costs[place] <= self.budget:
                cost += self.costs[place]
                worth += self.worths[place]
                chosen |= 1 << place
        return State(cost, worth, chosen)

    def _projects(self, state: State) -> frozenset[int]:
        return frozenset(
            project for place, project in enumerate(self.projects) if state.chosen >> place & 1
        )


def _merged(without: list[State], with_it: list[State]) -> list[State]:
    """Both lists, which stand by cost, in one; only those worth more than all cheaper ones."""
    merged = []
    most = -1
    for state in merge(without, with_it, key=lambda one: (one.cost, -one.worth)):
        if state.worth > most:
            most = state.worth
            merged.append(state)
    return merged
