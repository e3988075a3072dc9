"""Votes of real cities: every outcome that is known for them."""

import pytest

from forum.polls.counting import METHODS, Lot
from tests.polls.counting.budgeting import EXPECTED, RULES, every_file, every_outcome, read

pytestmark = pytest.mark.pure

WIELICZKA = "poland_wieliczka_2023_green-budget.pb"


def counted(name, rule, **params):
    method, settings = RULES.get(rule, (rule, {}))
    file = read(name)
    checked = METHODS[method].check({"budget": file.budget, **settings, **params}, file.options)
    lot = Lot.drawn("known outcomes", [one.id for one in file.options])
    return METHODS[method].tally(file.counts, file.options, checked, lot)


@pytest.mark.parametrize(("name", "rule"), every_outcome())
def test_what_each_rule_gives(name, rule):
    known = EXPECTED[name]["expected"][rule]

    result = counted(name, rule)

    details = result.details
    if rule.startswith("knapsack"):
        assert details["value"] == known["optimal_value"]
        assert details["cost"] <= details["budget"]
        return
    assert set(result.winners) == set(known["selected"])
    assert details["cost"] == known["cost"]
    if "steps" in known:
        # Theirs counts the step that spent too much, where one did.
        assert known["steps"] - details["raised"] in (0, 1)


@pytest.mark.parametrize("name", every_file())
def test_greedy_decides_as_the_city_did(name):
    policies = {"greedy_skip": "skip", "greedy_no_skip": "stop"}
    for policy in EXPECTED[name].get("published_reproduced_by", []):
        if read(name).vote_type == "approval":
            result = counted(name, "greedy", greedy=policies[policy])

            assert set(result.winners) == set(EXPECTED[name]["published_selected"])


def test_wieliczka_was_decided_by_equal_shares():
    facts = EXPECTED[WIELICZKA]["published_facts"]

    decided = counted(WIELICZKA, "mes_cost_add1_until_overspend")
    exhaustive = counted(WIELICZKA, "mes_cost_add1_exhaustive_stop")

    assert set(decided.winners) == set(read(WIELICZKA).selected)
    assert len(decided.winners) == facts["winning_projects"]
    assert decided.details["cost"] == facts["total_cost"]
    assert int(decided.details["first_share"]) == facts["initial_share_per_voter"]
    assert 306 <= decided.details["share"] <= 316
    assert set(exhaustive.winners) ^ set(decided.winners) == {"46", "66", "67"}
    assert (len(exhaustive.winners), exhaustive.details["cost"]) == (31, 984_579)
