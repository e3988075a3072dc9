"""Participatory budgets for tests: invented ones, those kept as data, and rules counted naively.

The naive rules stand for the words of the definitions, one voter at a time, and share no code
with the program.
"""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from forum.polls.counting import METHODS, Candidate, Lot, Result
from forum.polls.counting.files import pabulib
from tests.beside import BESIDE

KEPT = Path(__file__).parents[2] / "data" / "pb"
EXPECTED_HERE: dict[str, Any] = json.loads((KEPT / "expected.json").read_text())
_beside = BESIDE / "pb" / "expected.json"
EXPECTED: dict[str, Any] = (
    json.loads(_beside.read_text()) if _beside.is_file() else EXPECTED_HERE
)

RULES: dict[str, tuple[str, dict[str, Any]]] = {  # as in expected.json
    "greedy_by_votes": ("greedy", {}),
    "greedy_by_votes_per_cost": ("greedy-cost", {}),
    "mes_cost_no_completion": ("equal-shares", {"completion": "none"}),
    "mes_cardinality_no_completion": (
        "equal-shares",
        {"completion": "none", "utility": "cardinality"},
    ),
    "mes_cost_add1_exhaustive_stop": ("equal-shares", {}),
    "mes_cost_add1_until_overspend": ("equal-shares", {"completion": "add1-overspend"}),
    "mes_cost_add1_then_greedy": ("equal-shares", {"then_greedy": True}),
    "sequential_phragmen": ("phragmen", {}),
    "knapsack_cost_utility": ("knapsack", {}),
    "knapsack_cardinality_utility": ("knapsack", {"utility": "cardinality"}),
}


LONG = ("okecie", "ochota", "targowek", "zoliborz")  # thousands of voters, hundreds of shares


def every_file() -> list[Any]:
    """Parameters: names of files, those that are not kept here marked as beside."""
    return [pytest.param(name, marks=_marks(name)) for name in EXPECTED]


def every_outcome() -> list[Any]:
    """Parameters: names of files and a rule whose outcome is known; what takes long is proof."""
    return [
        pytest.param(
            name,
            rule,
            marks=_marks(name, long="add1" in rule and any(one in name for one in LONG)),
        )
        for name, known in EXPECTED.items()
        for rule in known["expected"]
        if rule in RULES
    ]


def _marks(name: str, *, long: bool = False) -> list[pytest.MarkDecorator]:
    marks = [] if name in EXPECTED_HERE else [pytest.mark.beside(f"pb/{name}")]
    return [*marks, pytest.mark.proof] if long else marks


def read(name: str) -> pabulib.Pabulib:
    path = KEPT / name if name in EXPECTED_HERE else BESIDE / "pb" / name
    return pabulib.parse(path.read_text())


# --- invented ones


@dataclass(frozen=True)
class Election:
    """Costs and ballots by the ids of projects; `order` is the lot, the luckiest first."""

    costs: Mapping[str, int]
    counts: Mapping[str, int]
    budget: int
    order: tuple[str, ...]

    @property
    def options(self) -> list[Candidate]:
        return [Candidate(name, cost) for name, cost in self.costs.items()]

    @property
    def voters(self) -> list[frozenset[str]]:
        """One by one those whose ballot says something."""
        return [
            frozenset(text.split(","))
            for text, often in self.counts.items()
            if text
            for _ in range(often)
        ]

    def votes(self, project: str) -> int:
        return sum(project in ballot for ballot in self.voters)

    def wanted(self) -> list[str]:
        return [project for project in self.costs if self.votes(project)]

    def cost(self, projects: Any) -> int:
        return sum(self.costs[project] for project in projects)

    def preference(self, project: str) -> tuple[int, int, int]:
        return self.costs[project], -self.votes(project), self.order.index(project)

    def tally(self, method: str, **params: Any) -> Result:
        rule = METHODS[method]
        checked = rule.check({"budget": self.budget, **params}, self.options)
        return rule.tally(self.counts, self.options, checked, Lot(self.order))


def invented(rng: random.Random, *, unit_costs: bool = False) -> Election:
    """A small election in which ties and tight budgets are frequent."""
    names = [f"p{number}" for number in range(1, rng.randint(1, 6) + 1)]
    dear = rng.choice([1, 3, 12])
    costs = {name: 1 if unit_costs else rng.randint(1, dear) for name in names}
    counts: dict[str, int] = {}
    likes = rng.random()
    for _ in range(rng.randint(0, 8)):
        text = ",".join(name for name in names if rng.random() < likes)
        counts[text] = counts.get(text, 0) + rng.choice([1, 1, 1, 2, 5])
    order = list(names)
    rng.shuffle(order)
    return Election(costs, counts, rng.randint(1, max(2, sum(costs.values()))), tuple(order))


# --- rules counted naively


def greedy(election: Election, *, per_cost: bool, stop: bool) -> list[str]:
    def worth(project: str) -> Fraction:
        return Fraction(election.votes(project), election.costs[project] if per_cost else 1)

    funded: list[str] = []
    waiting = election.wanted()
    while waiting:
        best = min(waiting, key=lambda one: (-worth(one), *election.preference(one)))
        waiting.remove(best)
        if election.cost([*funded, best]) <= election.budget:
            funded.append(best)
        elif stop:
            break
    return funded


def best_set(election: Election, worth: Callable[[str], int]) -> set[str]:
    """Of all sets within the budget the best."""
    wanted = election.wanted()

    def merit(chosen: tuple[str, ...]) -> tuple[Any, ...]:
        return (
            sum(worth(one) for one in chosen),
            -election.cost(chosen),
            sum(election.votes(one) for one in chosen),
            [one in chosen for one in election.order],
        )

    sets = [
        chosen
        for size in range(len(wanted) + 1)
        for chosen in combinations(wanted, size)
        if election.cost(chosen) <= election.budget
    ]
    return set(max(sets, key=merit))


def phragmen(election: Election) -> list[str]:
    """Money flows to everybody until somebody can buy."""
    voters = election.voters
    money = [Fraction(0)] * len(voters)
    waiting = [one for one in election.wanted() if election.costs[one] <= election.budget]
    funded: list[str] = []
    while waiting:

        def wait(project: str, money: list[Fraction] = money) -> Fraction:
            held = sum(money[one] for one, ballot in enumerate(voters) if project in ballot)
            return (election.costs[project] - held) / election.votes(project)

        best = min(waiting, key=lambda one: (wait(one), *election.preference(one)))
        if election.cost([*funded, best]) > election.budget:
            break
        earned = wait(best)
        money = [
            Fraction(0) if best in ballot else had + earned
            for had, ballot in zip(money, voters, strict=True)
        ]
        waiting.remove(best)
        funded.append(best)
    return funded


def equal_shares(election: Election, share: Fraction, *, by_cost: bool) -> list[str]:
    voters = election.voters
    money = [share] * len(voters)
    waiting = election.wanted()
    funded: list[str] = []
    while True:
        prices = {}
        for project in waiting:
            purses = [
                had for had, ballot in zip(money, voters, strict=True) if project in ballot
            ]
            if sum(purses) >= election.costs[project]:
                prices[project] = lowest_price(election.costs[project], purses)
        if not prices:
            return funded

        def merit(project: str, prices: Mapping[str, Fraction] = prices) -> Fraction:
            return (election.costs[project] if by_cost else 1) / prices[project]

        best = min(prices, key=lambda one: (-merit(one), *election.preference(one)))
        money = [
            had - min(had, prices[best]) if best in ballot else had
            for had, ballot in zip(money, voters, strict=True)
        ]
        waiting.remove(best)
        funded.append(best)


def lowest_price(cost: int, purses: list[Fraction]) -> Fraction:
    """The smallest sum that is enough if everybody gives it, or all they have."""
    given = Fraction(0)
    ordered = sorted(purses)
    for place, purse in enumerate(ordered):
        price = (cost - given) / (len(ordered) - place)
        if price <= purse:
            return price
        given += purse
    raise AssertionError("they have too little")


def raised_shares(
    election: Election, *, by_cost: bool, exhaustive: bool
) -> tuple[list[str], int]:
    """Every share in turn; what counts, and how often the share was raised for it."""
    number = len(election.voters)
    if not number:
        return [], 0
    step = max(1, election.budget // number // 1000)
    raised = 0
    funded = equal_shares(election, Fraction(election.budget, number), by_cost=by_cost)
    while True:
        out = [one for one in election.wanted() if one not in funded]
        room = election.budget - election.cost(funded)
        if not out or (exhaustive and all(election.costs[one] > room for one in out)):
            return funded, raised
        share = Fraction(election.budget, number) + (raised + 1) * step
        more = equal_shares(election, share, by_cost=by_cost)
        if election.cost(more) > election.budget:
            return funded, raised
        funded, raised = more, raised + 1
