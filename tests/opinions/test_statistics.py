"""What is said of statements, given groups: to six digits as published, and by hand."""

import pytest

from forum.opinions import compute
from forum.opinions.asking import Candidate, weight
from forum.opinions.statistics import (
    Tally,
    bridging,
    consensus,
    contrast,
    dividing,
    group_aware,
    representative,
)
from tests.opinions.conversations import EXPECTED, conversation, every, tallies

pytestmark = pytest.mark.pure


def to_six(number):
    return round(number, 6)


def published_groups(kept):
    """The votes in each published group, by statement, without what was rejected."""
    groups = {}
    for person, group in kept.groups.items():
        groups.setdefault(group, []).append(person)
    return {
        group: tallies(kept.votes, people, without=kept.rejected)
        for group, people in sorted(groups.items())
    }


def together(groups):
    return {
        statement: Tally(
            sum(group[statement].agree for group in groups.values()),
            sum(group[statement].disagree for group in groups.values()),
            sum(group[statement].seen for group in groups.values()),
        )
        for statement in next(iter(groups.values()))
    }


@pytest.mark.parametrize("name", every())
def test_representative_statements_of_the_published_groups(name):
    groups = published_groups(conversation(name))
    everyone = together(groups)

    found = {
        str(number): [
            {
                "tid": one.statement,
                "n-success": one.votes,
                "n-trials": one.seen,
                "p-success": to_six(one.share),
                "p-test": to_six(one.certainty),
                "repness": to_six(one.ratio),
                "repness-test": to_six(one.contrast),
                "repful-for": "agree" if one.agreeing else "disagree",
            }
            # The oracle repeats under n-agree what it counted for the side it names.
            | ({"n-agree": one.votes, "best-agree": True} if one.best_agree else {})
            for one in representative(group, everyone)
        ]
        for number, group in groups.items()
    }

    assert found == EXPECTED[name]["statistics_given_the_published_groups"]["representative"]


@pytest.mark.parametrize("name", every())
@pytest.mark.parametrize(
    ("agreeing", "key"),
    [
        (True, "group_aware_consensus_agree_top10"),
        (False, "group_aware_consensus_disagree_top5"),
    ],
)
def test_group_aware_consensus_of_the_published_groups(name, agreeing, key):
    groups = published_groups(conversation(name))
    expected = EXPECTED[name]["statistics_given_the_published_groups"][key]

    scores = {
        statement: to_six(
            group_aware((group[statement] for group in groups.values()), agreeing)
        )
        for statement in together(groups)
    }

    assert [[one, scores[one]] for one, _ in expected] == expected
    assert sorted(scores.values(), reverse=True)[: len(expected)] == [v for _, v in expected]


@pytest.mark.parametrize("name", every())
@pytest.mark.parametrize(("agreeing", "key"), [(True, "agree"), (False, "disagree")])
def test_consensus_of_all_participants(name, agreeing, key):
    kept = conversation(name)

    found = consensus(
        tallies(kept.votes, kept.votes.participants, without=kept.rejected), agreeing
    )

    assert [
        {
            "tid": one.statement,
            "n-success": one.votes,
            "n-trials": one.seen,
            "p-success": to_six(one.share),
            "p-test": to_six(one.certainty),
        }
        for one in found
    ] == EXPECTED[name]["consensus_all_participants"][key]


@pytest.mark.parametrize("name", every())
def test_weights_for_what_is_asked_next(name):
    kept = conversation(name)
    active = [one for one in kept.votes.participants if len(kept.votes.of(one)) >= 7]
    counted = tallies(kept.votes, active)
    drawn = compute(kept.votes, kept.rejected)
    expected = EXPECTED[name]["priority_top10"]

    weights = {
        one: to_six(weight(Candidate(one, tally, drawn.by_id[one].extremity)))
        for one, tally in counted.items()
    }

    assert [[one, weights[one]] for one, _ in expected] == expected
    assert sorted(weights.values(), reverse=True)[:10] == [value for _, value in expected]


def test_few_votes_say_little():
    assert Tally().share() == 0.5
    assert Tally(1, 0, 1).share() == pytest.approx(2 / 3)
    assert Tally(1, 0, 1).certainty() == pytest.approx(2**0.5)
    assert Tally(3, 2, 9).passed == 4


def test_two_equal_shares_do_not_contrast():
    assert contrast(3, 7, 3, 7) == 0
    assert contrast(4, 4, 9, 9) == 0  # all are hits: nothing is spread
    assert contrast(4, 4, 0, 9) > 3


def test_where_nothing_qualifies_the_best_agreed_statement_stands_for_the_group():
    group = {1: Tally(0, 0, 4), 2: Tally(2, 0, 3)}
    everyone = {1: Tally(0, 0, 8), 2: Tally(3, 0, 6)}

    [one] = representative(group, everyone)

    assert (one.statement, one.best_agree, one.agrees) == (2, True, 2)


def test_where_nothing_is_agreed_with_the_clearest_difference_stands_for_the_group():
    group = {1: Tally(0, 1, 8), 2: Tally(0, 2, 8), 3: Tally(0, 0, 8)}
    everyone = {1: Tally(2, 1, 16), 2: Tally(0, 2, 16), 3: Tally(0, 0, 16)}

    [one] = representative(group, everyone)

    assert (one.statement, one.agreeing, one.best_agree) == (2, False, False)


def test_of_equal_statements_the_lower_id_comes_first():
    alike = {number: Tally(9, 0, 9) for number in (3, 5, 8, 13, 21, 34)}
    everyone = {number: Tally(9, 9, 18) for number in alike}

    assert [one.statement for one in representative(alike, everyone)] == [3, 5, 8, 13, 21]
    assert [one.statement for one in consensus(alike, True)] == [3, 5, 8, 13, 21]


def test_agreed_statements_stand_before_those_disagreed_with():
    group = {1: Tally(0, 20, 20), 2: Tally(15, 5, 20)}
    everyone = {1: Tally(20, 20, 40), 2: Tally(20, 20, 40)}

    assert [(one.statement, one.agreeing) for one in representative(group, everyone)] == [
        (2, True),
        (1, False),
    ]


def test_a_bridge_needs_every_group():
    for_it, against, unasked = Tally(8, 1, 9), Tally(1, 8, 9), Tally()
    by_group = {
        1: (for_it, for_it),
        2: (for_it, against),
        3: (for_it, unasked),
        4: (against, against),
        5: (Tally(9, 0, 9), for_it),
    }

    found = bridging(by_group)

    assert [(one.statement, one.agreeing) for one in found] == [
        (5, True),
        (1, True),
        (4, False),
    ]
    assert found[1].score == pytest.approx((9 / 11) ** 2)
    assert bridging({1: (for_it,)}) == []


def test_what_divides_is_agreed_here_and_refused_there():
    strong, mild = (Tally(9, 0, 9), Tally(0, 9, 9)), (Tally(6, 3, 9), Tally(3, 6, 9))

    assert dividing({1: mild, 2: (Tally(9, 0, 9), Tally(5, 4, 9)), 3: strong}) == [3, 1]
