"""Each budget rule gives what its definition gives, counted one voter at a time."""

import random
from fractions import Fraction

import pytest

from tests.polls.counting import budgeting
from tests.polls.counting.budgeting import Election, invented

pytestmark = pytest.mark.pure

some = pytest.mark.parametrize(
    "number", [1_000, pytest.param(10_000, marks=pytest.mark.proof)], ids=str
)


def elections(number: int) -> list[Election]:
    rng = random.Random(20260)
    return [invented(rng) for _ in range(number)]


@some
@pytest.mark.parametrize("policy", ["skip", "stop"])
@pytest.mark.parametrize("method", ["greedy", "greedy-cost"])
def test_greedy(number, method, policy):
    for election in elections(number):
        funded = election.tally(method, greedy=policy).winners

        per_cost, stop = method == "greedy-cost", policy == "stop"
        naive = budgeting.greedy(election, per_cost=per_cost, stop=stop)
        assert list(funded) == naive, election


@some
@pytest.mark.parametrize("utility", ["cost", "cardinality"])
def test_knapsack(number, utility):
    for election in elections(number):
        result = election.tally("knapsack", utility=utility)

        def worth(one: str, election: Election = election) -> int:
            return election.votes(one) * (election.costs[one] if utility == "cost" else 1)

        best = budgeting.best_set(election, worth)
        assert set(result.winners) == best, election
        assert result.details["value"] == sum(map(worth, best)) <= result.details["bound"]


@some
def test_phragmen(number):
    for election in elections(number):
        assert list(election.tally("phragmen").winners) == budgeting.phragmen(election), (
            election
        )


@some
@pytest.mark.parametrize("utility", ["cost", "cardinality"])
def test_equal_shares(number, utility):
    for election in elections(number):
        result = election.tally("equal-shares", utility=utility, completion="none")

        funded = []
        if election.voters:
            share = Fraction(election.budget, len(election.voters))
            funded = budgeting.equal_shares(election, share, by_cost=utility == "cost")
        assert list(result.winners) == funded, election


@some
@pytest.mark.parametrize("utility", ["cost", "cardinality"])
@pytest.mark.parametrize("completion", ["add1", "add1-overspend"])
def test_equal_shares_with_raised_shares(number, utility, completion):
    for election in elections(number):
        result = election.tally("equal-shares", utility=utility, completion=completion)

        funded, raised = budgeting.raised_shares(
            election, by_cost=utility == "cost", exhaustive=completion == "add1"
        )
        assert list(result.winners) == funded, election
        assert result.details.get("raised", 0) == raised, election
