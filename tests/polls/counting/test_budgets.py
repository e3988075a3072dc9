"""Budget rules by example: settings, ballots, and what a result tells of each project."""

import random
from fractions import Fraction

import pytest

from forum.polls.counting import METHODS, Candidate, Refused
from tests.polls.counting.budgeting import Election

pytestmark = pytest.mark.pure

BUDGETS = ["greedy", "greedy-cost", "knapsack", "equal-shares", "phragmen"]
OPTIONS = [Candidate("taman", 40), Candidate("jalan", 60), Candidate("pustaka", 25)]
ORDER = ("taman", "jalan", "pustaka")

# 6 people want the park, 5 the road, 3 the library; 100 are to be spent.
VOTES = {"taman": 3, "taman,jalan": 2, "jalan": 3, "taman,pustaka": 1, "pustaka": 2, "": 4}


def election(counts=VOTES, budget=100, order=ORDER, **costs):
    costs = costs or {one.id: one.cost for one in OPTIONS}
    return Election(costs, counts, budget, order)


# --- settings and ballots


@pytest.mark.parametrize("method", BUDGETS)
@pytest.mark.parametrize(
    ("params", "key"),
    [
        ({}, "missing_setting"),
        ({"budget": 0}, "bad_setting"),
        ({"budget": 2.5}, "bad_setting"),
        ({"budget": 100, "least": 3, "most": 2}, "bad_setting"),
        ({"budget": 100, "most": 0}, "bad_setting"),
        ({"budget": 100, "max_cost": 0}, "bad_setting"),
        ({"budget": 100, "seats": 2}, "unknown_setting"),
    ],
)
def test_settings_that_make_no_sense(method, params, key):
    with pytest.raises(Refused) as refusal:
        METHODS[method].check(params, OPTIONS)

    assert refusal.value.key == key


@pytest.mark.parametrize("method", BUDGETS)
@pytest.mark.parametrize("cost", [None, 0, -5])
def test_every_project_needs_a_cost(method, cost):
    with pytest.raises(Refused) as refusal:
        METHODS[method].check({"budget": 100}, [*OPTIONS, Candidate("kolam", cost)])

    assert (refusal.value.key, refusal.value.facts) == ("no_cost", {"option": "kolam"})


def test_defaults():
    assert METHODS["equal-shares"].check({"budget": 100}, OPTIONS) == {
        "budget": 100,
        "least": None,
        "most": None,
        "max_cost": None,
        "utility": "cost",
        "completion": "add1",
        "then_greedy": False,
        "comparison": False,
    }
    assert METHODS["greedy"].check({"budget": 100}, OPTIONS)["greedy"] == "skip"
    assert METHODS["knapsack"].check({"budget": 100}, OPTIONS)["utility"] == "cost"


@pytest.mark.parametrize("method", BUDGETS)
def test_ballots(method):
    rule = METHODS[method]
    params = rule.check({"budget": 100, "least": 2, "most": 2, "max_cost": 90}, OPTIONS)

    assert rule.validate(" pustaka, taman,taman", OPTIONS, params) == "taman,pustaka"
    assert rule.validate(" ", OPTIONS, params) == ""
    for paper, key in [
        ("taman", "too_few"),
        ("taman,jalan,pustaka", "too_many"),
        ("taman,jalan", "over_budget"),
        ("taman,kolam", "not_an_option"),
    ]:
        with pytest.raises(Refused) as refusal:
            rule.validate(paper, OPTIONS, params)
        assert refusal.value.key == key


def test_ballots_that_the_settings_exclude_are_invalid():
    result = election().tally("greedy", most=1)

    assert (result.ballots, result.blank, result.invalid) == (15, 4, 3)
    assert result.tally == {"taman": 3, "jalan": 3, "pustaka": 2}


# --- greedy


def test_greedy_takes_what_still_fits():
    result = election(budget=70).tally("greedy")

    assert result.winners == ("taman", "pustaka")
    assert result.tally == {"taman": 6, "jalan": 5, "pustaka": 3}
    assert result.details["projects"]["jalan"] == {
        "cost": 60,
        "votes": 5,
        "funded": False,
        "missing": 30,
    }
    assert [(one.key, one.elected or one.eliminated) for one in result.rounds] == [
        ("fits", ("taman",)),
        ("does_not_fit", ("jalan",)),
        ("fits", ("pustaka",)),
    ]
    assert result.details["satisfaction"] == ((0, 3), (1, 7), (2, 1))


def test_greedy_may_stop_at_the_first_that_does_not_fit():
    assert election(budget=70).tally("greedy", greedy="stop").winners == ("taman",)


def test_greedy_by_cost_prefers_votes_per_rupiah():
    assert election(budget=50).tally("greedy-cost").winners == ("taman",)
    assert election({"taman": 5, "pustaka": 4}, 50).tally("greedy-cost").winners == ("pustaka",)


@pytest.mark.parametrize(
    ("method", "costs", "broken_by"),
    [
        ("greedy", {"a": 6, "b": 5}, "cost"),
        ("greedy", {"a": 5, "b": 5}, "lot"),
        ("phragmen", {"a": 5, "b": 5}, "lot"),
        ("equal-shares", {"a": 6, "b": 5}, "cost"),
        ("equal-shares", {"a": 5, "b": 5}, "lot"),
    ],
)
def test_equals(method, costs, broken_by):
    result = election({"a,b": 2}, 6, ("b", "a"), **costs).tally(method)

    assert result.winners == ("b",)
    assert [(tie.options, tie.broken_by, tie.order) for tie in result.ties] == [
        (("a", "b"), broken_by, ("b", "a"))
    ]


def test_equals_by_votes_per_cost_are_decided_by_cost_then_approvals():
    result = election({"a": 2, "b": 1}, 3, ("a", "b"), a=2, b=1).tally("greedy-cost")

    assert result.winners == ("b", "a")
    assert [tie.broken_by for tie in result.ties] == ["cost"]


# --- knapsack


def test_knapsack_finds_what_greedy_misses():
    counts = {"a": 10, "b": 8, "c": 8}
    costs = {"a": 60, "b": 50, "c": 50}

    greedy = election(counts, 100, ("a", "b", "c"), **costs).tally("greedy")
    best = election(counts, 100, ("a", "b", "c"), **costs).tally("knapsack")

    assert greedy.winners == ("a",)
    assert best.winners == ("b", "c")
    assert best.details["value"] == 800
    assert best.details["bound"] == 600 + 8 * 40
    assert best.details["projects"]["a"]["missing"] == 60


def test_of_equally_good_sets_the_one_with_the_luckiest_project():
    counts = {"a": 1, "b": 1, "c": 1, "d": 1}
    costs = {"a": 1, "b": 2, "c": 3, "d": 4}  # 1 + 4 = 2 + 3

    result = election(counts, 5, ("c", "a", "b", "d"), **costs).tally("knapsack")

    assert set(result.winners) == {"b", "c"}
    assert [(set(tie.options), tie.broken_by) for tie in result.ties] == [(set("abcd"), "lot")]
    assert set(result.ties[0].order[:2]) == {"b", "c"}


def test_knapsack_of_a_hundred_projects_with_costs_that_hardly_differ():
    rng = random.Random(7)
    costs = {f"p{one}": rng.randint(900, 1_100) * 100_000 for one in range(100)}
    counts: dict[str, int] = {}
    for _ in range(2_000):
        counts[",".join(sorted(rng.sample(list(costs), 8)))] = 1

    result = election(counts, 2_000_000_000, tuple(costs), **costs).tally("knapsack")

    assert result.details["cost"] <= 2_000_000_000
    assert result.details["value"] <= result.details["bound"]
    assert result.details["value"] > result.details["bound"] * Fraction(99, 100)


# --- phragmen


def test_phragmen_buys_when_supporters_hold_the_cost():
    # The park's 6 hold 40 after 6⅔ each; the road's 5 by then 33⅓, less 13⅓ that two of them
    # paid: 20. They need 40 more, 8 each. The library's 3 had 20, and one of them paid.
    result = election().tally("phragmen")

    assert result.winners == ("taman", "pustaka")
    first, second = (one.details["earned"] for one in result.rounds)
    assert first == Fraction(20, 3)
    assert second == Fraction(25 + Fraction(20, 3), 3)
    assert result.details["projects"]["taman"]["price"] == Fraction(40, 6)
    road = result.details["projects"]["jalan"]
    assert road["missing"] == 60 - (100 - 65)
    assert road["support"] == 1


def test_phragmen_leaves_out_what_costs_more_than_the_budget():
    result = election({"a": 9, "b": 1}, 10, ("a", "b"), a=11, b=10).tally("phragmen")

    assert result.winners == ("b",)


# --- equal shares


def test_equal_shares_by_hand():
    # 10 people have 10 each. The park gives most (6 votes at 40/6); then of the road's five
    # two have 3⅓ left.
    counts = {"taman": 3, "taman,jalan": 2, "jalan": 3, "taman,pustaka": 1, "pustaka": 1}

    plain = election(counts).tally("equal-shares", completion="none")

    assert plain.winners == ("taman",)
    projects = plain.details["projects"]
    assert (projects["taman"]["price"], projects["taman"]["payers"]) == (Fraction(20, 3), 6)
    assert projects["taman"]["effective"] == 6
    assert projects["jalan"]["support"] == Fraction(50, 60)
    assert projects["jalan"]["missing"] == 10
    assert projects["pustaka"]["support"] == Fraction(20, 25)
    assert plain.details["unspent"] == 60
    assert [one.kind for one in plain.rounds] == ["drop", "drop", "purchase"]


def test_shares_are_raised_until_nothing_more_fits():
    counts = {"taman": 3, "taman,jalan": 2, "jalan": 3, "taman,pustaka": 1, "pustaka": 1}

    result = election(counts).tally("equal-shares")

    # At 15 each the road's three hold 45, the two that paid for the park 8⅓ each: 61⅔. At 14
    # it is 56⅔; but by then the library's two have 14 and 7⅓, too little as well.
    assert result.winners == ("taman", "jalan")
    assert (result.details["share"], result.details["raised"], result.details["step"]) == (
        15,
        5,
        1,
    )
    road = result.details["projects"]["jalan"]
    assert (road["payers"], road["short"]) == (5, 2)
    assert road["price"] == (60 - 2 * (15 - Fraction(20, 3))) / 3
    assert result.details["left"] == 0


def test_a_project_of_one_person_does_not_hold_up_the_count():
    # The lonely one could pay only when everybody had 9 thousand millions: no share in between
    # can change anything, so none is counted.
    costs = {"many": 1_000_000_000, "one": 9_000_000_000}
    counts = {"many": 19_999, "one": 1}

    result = election(counts, 10_000_000_000, ("many", "one"), **costs).tally("equal-shares")

    assert set(result.winners) == {"many", "one"}
    assert result.details["step"] == 500
    assert result.details["raised"] == (9_000_000_000 - 500_000) // 500


def test_groups_show_what_their_money_bought():
    counts = {"taman": 6, "taman,jalan": 5, "jalan": 4}

    result = election(counts).tally("equal-shares", completion="none")

    each = Fraction(40, 11)
    share = Fraction(100, 15)
    assert result.winners == ("taman",)
    assert result.details["groups"] == (
        {"voters": 6, "paid": each, "projects": {"taman": True}},
        {"voters": 5, "paid": each, "projects": {"taman": True, "jalan": False}},
    )
    assert result.details["unspent"] == 15 * share - 40


def test_what_equal_shares_leaves_is_filled_up_by_votes():
    counts = {"taman": 3, "taman,jalan": 2, "jalan": 3, "taman,pustaka": 1, "pustaka": 1}

    result = election(counts).tally("equal-shares", completion="none", then_greedy=True)

    assert result.winners == ("taman", "jalan")
    assert result.details["projects"]["jalan"]["filled"] is True
    assert "filled" not in result.details["projects"]["taman"]


@pytest.mark.parametrize("comparison", [True, False])
def test_greedy_takes_the_place_of_an_outcome_that_fewer_prefer(comparison):
    # Phragmén serves both sides; but three of five would have more from the first side's two.
    costs = {"a": 2, "b": 2, "c": 2}
    counts = {"a,b": 3, "c": 2}

    result = election(counts, 4, ("c", "a", "b"), **costs).tally(
        "phragmen", comparison=comparison
    )

    assert set(result.winners) == ({"a", "b"} if comparison else {"a", "c"})
    if comparison:
        assert result.details["comparison"] == {
            "rule": 2,
            "greedy": 3,
            "neither": 0,
            "replaced": True,
            "instead_of": {"a": True, "c": False},
        }
