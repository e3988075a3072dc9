"""Whatever was voted, budget rules keep what they promise."""

import json
import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.polls.counting import METHODS, Lot, Result
from tests.polls.counting.budgeting import Election, invented

pytestmark = pytest.mark.pure

EVERY = [
    ("greedy", {}),
    ("greedy", {"greedy": "stop"}),
    ("greedy-cost", {}),
    ("knapsack", {}),
    ("knapsack", {"utility": "cardinality"}),
    ("phragmen", {}),
    ("phragmen", {"then_greedy": True, "comparison": True}),
    ("equal-shares", {}),
    ("equal-shares", {"completion": "none", "utility": "cardinality"}),
    ("equal-shares", {"completion": "add1-overspend"}),
    ("equal-shares", {"then_greedy": True, "comparison": True}),
]
EQUAL_SHARES = [
    {"completion": completion, "utility": utility}
    for completion in ("none", "add1", "add1-overspend")
    for utility in ("cost", "cardinality")
]

every = pytest.mark.parametrize(("method", "params"), EVERY)
any_election = given(
    election=st.integers(0, 2**32).map(lambda seed: invented(random.Random(seed)))
)
of_unit_costs = given(
    election=st.integers(0, 2**32).map(
        lambda seed: invented(random.Random(seed), unit_costs=True)
    )
)
often = settings(max_examples=60, deadline=None)


@every
@often
@any_election
def test_the_budget_is_kept(method, params, election):
    result = election.tally(method, **params)

    funded = result.winners
    assert len(set(funded)) == len(funded)
    assert all(election.votes(one) for one in funded)
    assert election.cost(funded) == result.details["cost"] <= election.budget
    assert result.details["left"] == election.budget - election.cost(funded)
    assert dict(result.tally) == {one: election.votes(one) for one in election.costs}
    assert result.ballots == sum(election.counts.values())
    assert result.invalid == 0
    assert result.blank == election.counts.get("", 0)
    assert sum(voters for _, voters in result.details["satisfaction"]) == len(election.voters)


@every
@often
@any_election
def test_what_is_told_of_a_result_survives_json(method, params, election):
    result = election.tally(method, **params)

    assert Result.from_json(json.loads(json.dumps(result.as_json()))) == result


@every
@often
@any_election
def test_neither_the_order_of_ballots_nor_a_second_count_changes_anything(
    method, params, election
):
    result = election.tally(method, **params)

    turned = replace(election, counts=dict(reversed(election.counts.items())))
    assert election.tally(method, **params) == result
    assert json.dumps(turned.tally(method, **params).as_json()) == json.dumps(result.as_json())


@every
@often
@any_election
def test_names_of_projects_do_not_matter(method, params, election):
    new = {
        name: f"x{number}" for number, name in enumerate(sorted(election.costs, reverse=True))
    }

    def renamed(text: str) -> str:
        return ",".join(new[one] for one in text.split(",")) if text else ""

    other = Election(
        {new[name]: cost for name, cost in election.costs.items()},
        {renamed(text): times for text, times in election.counts.items()},
        election.budget,
        tuple(new[name] for name in election.order),
    )
    winners = election.tally(method, **params).winners

    assert other.tally(method, **params).winners == tuple(new[one] for one in winners)


@every
@often
@any_election
def test_the_order_of_projects_on_the_paper_does_not_matter(method, params, election):
    turned = replace(election, costs=dict(reversed(election.costs.items())))

    assert turned.tally(method, **params).winners == election.tally(method, **params).winners


@every
@often
@any_election
def test_so_many_ballots_are_so_many_times_one(method, params, election):
    rule = METHODS[method]
    checked = rule.check({"budget": election.budget, **params}, election.options)
    apart: dict[str, int] = {}
    for text, times in election.counts.items():
        for number in range(times):
            apart[text + " " * number] = 1  # the same ballot, written otherwise
    blank = sum(times for text, times in apart.items() if not text.strip())

    together = rule.tally(election.counts, election.options, checked, Lot(election.order))
    single = rule.tally(
        {text: times for text, times in apart.items() if text.strip()},
        election.options,
        checked,
        Lot(election.order),
    )

    assert single.winners == together.winners
    assert single.tally == together.tally
    assert single.ballots == together.ballots - blank
    assert single.details["projects"] == together.details["projects"]


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("greedy", {}),
        ("greedy-cost", {}),
        ("equal-shares", {"then_greedy": True}),
        ("equal-shares", {"then_greedy": True, "completion": "none"}),
        ("phragmen", {"then_greedy": True}),
    ],
)
@often
@any_election
def test_nothing_that_is_wanted_would_still_fit(method, params, election):
    result = election.tally(method, **params)

    left = election.budget - election.cost(result.winners)
    out = set(election.wanted()) - set(result.winners)
    assert all(election.costs[one] > left for one in out)


@pytest.mark.parametrize("params", EQUAL_SHARES)
@often
@any_election
def test_equal_shares_accounts_for_every_rupiah(params, election):
    result = election.tally("equal-shares", **params)
    if not election.voters:
        assert result.winners == ()
        return

    share, projects = result.details["share"], result.details["projects"]
    money = [Fraction(share)] * len(election.voters)
    for bought in result.winners:
        price = projects[bought]["price"]
        paid = [
            min(price, had) if bought in ballot else Fraction(0)
            for had, ballot in zip(money, election.voters, strict=True)
        ]
        assert sum(paid) == election.costs[bought]
        assert sum(one > 0 for one in paid) == projects[bought]["payers"]
        assert sum(0 < one < price for one in paid) == projects[bought]["short"]
        assert projects[bought]["effective"] == election.costs[bought] / Fraction(price)
        money = [had - one for had, one in zip(money, paid, strict=True)]

    assert all(one >= 0 for one in money)
    assert sum(money) == result.details["unspent"]
    for out in set(election.wanted()) - set(result.winners):
        behind = sum(
            had for had, ballot in zip(money, election.voters, strict=True) if out in ballot
        )
        assert behind < election.costs[out]
        assert behind / election.costs[out] <= projects[out]["support"] < 1
        assert projects[out]["missing"] == election.costs[out] * (1 - projects[out]["support"])


@pytest.mark.parametrize(
    ("method", "params"),
    [
        *(("equal-shares", params) for params in EQUAL_SHARES),
        ("phragmen", {}),
    ],
)
@often
@of_unit_costs
def test_who_can_pay_for_a_project_together_does_not_go_away_with_nothing(
    method, params, election
):
    funded = set(election.tally(method, **params).winners)

    for project in election.wanted():
        left_out = sum(project in ballot and not ballot & funded for ballot in election.voters)
        assert left_out * election.budget < len(election.voters) or project in funded


@every
@pytest.mark.parametrize("counts", [{}, {"": 3}])
def test_nobody_wants_anything(method, params, counts):
    election = Election({"a": 1, "b": 2}, counts, 5, ("a", "b"))

    result = election.tally(method, **params)

    assert (result.winners, result.ballots, result.blank) == (
        (),
        counts.get("", 0),
        counts.get("", 0),
    )
    assert result.details["cost"] == 0


@every
def test_one_project(method, params):
    affordable = Election({"a": 5}, {"a": 1, "": 1}, 5, ("a",))

    assert affordable.tally(method, **params).winners == ("a",)
    assert replace(affordable, costs={"a": 6}).tally(method, **params).winners == ()
