"""Small elections worked out by hand."""

from fractions import Fraction

import pytest

from forum.polls.counting import METHODS, Candidate, Lot, Refused, Result
from forum.polls.counting.errors import KEYS
from tests.polls.counting.elections import tally

pytestmark = pytest.mark.pure

YES_NO = {"yes": "y", "no": "n", "abstain": "a"}


def proposal(yes, no, abstain=0, blank=0, **params):
    counts = {"y": yes, "n": no, "a": abstain, "": blank}
    return tally("yes-no", counts, "yna", **YES_NO, **params)


# --- yes or no


@pytest.mark.parametrize(
    ("votes", "params", "needed", "passed", "margin"),
    [
        ((6, 5), {}, 6, True, 1),  # one no more is 6 of 12
        ((5, 5), {}, 6, False, 1),  # equal is not passed
        ((5, 5), {"strict": False}, 5, True, 1),
        ((4, 5), {}, 5, False, 2),
        ((6, 5, 2), {"base": "cast"}, 7, False, 2),  # 8 of 15
        ((6, 3), {"share": "2/3"}, 7, False, 1),  # more than 6 of 9; 7 of 10 do
        ((6, 3), {"share": "2/3", "strict": False}, 6, True, 1),
        ((6, 0), {"base": "entitled", "entitled": 20}, 11, False, 5),
        ((12, 0), {"base": "present", "present": 20}, 11, True, 2),
        ((5, 0), {"base": "entitled", "entitled": 4, "share": "1/1"}, 5, True, 1),
        ((3, 1), {"share": "1/1", "strict": False}, 4, False, None),
        ((0, 0), {"strict": False}, 1, False, 1),
        ((0, 4), {"strict": False}, 2, False, 4),
    ],
)
def test_a_proposal(votes, params, needed, passed, margin):
    result = proposal(*votes, **params)

    assert (result.details["needed"], result.details["passed"]) == (needed, passed)
    assert result.winners == (("y",) if passed else ())
    assert result.margin == margin
    assert result.ties == ()


@pytest.mark.parametrize("base", ["valid", "cast"])
@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("share", ["1/2", "2/3", "3/4"])
def test_the_margin_of_a_proposal_is_exact(base, strict, share):
    params = {"base": base, "strict": strict, "share": share}
    for yes in range(7):
        for no in range(7):
            result = proposal(yes, no, 2, 1, **params)
            passed = bool(result.winners)
            counted = [
                proposal(*((yes, no + more) if passed else (yes + more, no)), 2, 1, **params)
                for more in (result.margin - 1, result.margin)
            ]
            assert [bool(one.winners) for one in counted] == [passed, not passed]


def test_a_base_that_must_be_told():
    with pytest.raises(Refused, match="yes-no needs entitled"):
        proposal(1, 0, base="entitled")


# --- ties, and what is tried before the lot


def test_the_lot_is_the_hash_of_seed_and_option():
    lot = Lot.drawn("air bersih", ["1", "2", "3"])

    # printf 'air bersih\n1' | sha256sum gives 5f04…, with 2 it is d4c8…, with 3 ba74….
    assert lot.order == ("1", "3", "2")
    assert [lot.position(one) for one in lot.order] == [0, 1, 2]


def test_plurality_goes_to_the_luckier():
    result = tally("plurality", {"a": 2, "b": 2, "c": 1}, "abc", lot="cba")

    assert result.winners == ("b",)
    [tie] = result.ties
    assert (tie.options, tie.step, tie.broken_by) == (("a", "b"), "winner", "lot")
    assert tie.order == ("b", "a")
    assert result.margin == 0


def test_equals_that_both_win_are_only_put_in_order():
    result = tally("plurality", {"a": 2, "b": 2, "c": 1}, "abc", lot="cba", seats=2)

    assert result.winners == ("b", "a")
    assert [tie.step for tie in result.ties] == ["order"]
    assert result.margin == 1


def test_dots_of_more_voters_count_more():
    result = tally("dot", {"a:4": 1, "b:2": 2, "c:1": 1}, "abc")

    assert result.winners == ("b",)
    assert result.ties[0].broken_by == "voters"
    assert result.details["voters"] == {"a": 1, "b": 2, "c": 1}


def test_star_finalists_by_pairwise_wins():
    # a has 12; b, c and d have 7 each. Of these only d beats another: b, on two ballots of three.
    counts = {"a:5,b:5,d:1": 1, "a:5,c:4,d:3": 1, "a:2,b:2,c:1,d:3": 1, "c:2": 1}

    result = tally("star", counts, "abcd", lot="dcba")

    assert result.tally == {"a": 12, "b": 7, "c": 7, "d": 7}
    assert result.details["finalists"] == ("a", "d")
    [tie] = result.ties
    assert (tie.step, tie.broken_by, tie.round) == ("finalist", "pairwise_wins", 1)


def test_star_runoff_that_is_equal_goes_to_the_higher_sum():
    result = tally("star", {"a:5,b:1": 1, "a:2,b:3": 1}, "ab", lot="ba")

    assert result.winners == ("a",)
    assert [(tie.step, tie.broken_by) for tie in result.ties] == [("runoff", "sum")]
    assert result.margin == 0


def test_majority_judgment_removes_median_after_median():
    # a: 1 3 3 5, b: 2 3 3 4. Lower medians 3, 3, then a gives 1 and b gives 2.
    counts = {"a:1,b:2": 1, "a:3,b:3": 2, "a:5,b:4": 1}

    result = tally("majority-judgment", counts, "ab")

    assert result.winners == ("b",)
    assert result.ties == ()
    gauge = result.details["gauges"]["a"]
    assert (gauge["grade"], gauge["above"], gauge["below"]) == (3, 1, 1)
    assert gauge["plus"] is False
    assert gauge["counts"] == (0, 1, 0, 2, 0, 1)


def test_an_empty_ballot_gives_the_worst_grade():
    result = tally("majority-judgment", {"a:5": 2, "": 3}, "ab")

    assert result.tally == {"a": 0, "b": 0}
    assert (result.winners, result.blank) == (("a",), 3)


def test_borda_shares_what_is_not_told_apart():
    result = tally("borda", {"a>b": 1, "c": 2}, "abcd")

    halves = Fraction(1, 2)
    assert result.tally == {"a": 5, "b": 4, "c": 6 + halves, "d": 2 + halves}
    assert result.as_json()["tally"]["c"] == 6.5


def test_borda_equals_by_the_pairwise_winner():
    # Sums 4, 4 and 1; b is above a on two of three ballots.
    result = tally("borda", {"b>a>c": 2, "a>c>b": 1}, "abc")

    assert result.tally == {"a": 4, "b": 4, "c": 1}
    assert result.winners == ("b",)
    assert result.ties[0].broken_by == "pairwise"


def test_the_least_lucky_of_equally_few_is_dropped():
    result = tally("irv", {"a": 3, "b>d": 1, "c>d": 1, "d": 2}, "abcd", lot="cdba")

    assert result.ties[0].options == ("b", "c")
    assert result.ties[0].order == ("c", "b")
    assert result.rounds[0].eliminated == ("b",)


def test_runoff_tie_by_an_earlier_round():
    counts = {"a": 4, "b": 3, "c": 2, "d>c": 1}

    result = tally("irv", counts, "abcd", lot="dcba")

    # When d is gone, b and c have 3 each, and c had fewer before.
    assert [one.eliminated for one in result.rounds] == [("d",), ("c",), ()]
    [tie] = result.ties
    assert (tie.step, tie.broken_by, tie.round) == ("drop", "earlier_round", 2)
    assert tie.order == ("b", "c")
    assert result.winners == ("a",)
    assert result.margin == 1


def test_overvotes_are_skipped_or_end_the_ballot():
    counts = {"a=b>c": 2, "!>c": 1, "a": 2}

    skipped = tally("irv", counts, "abc")
    ended = tally("irv", counts, "abc", overvote="exhaust")

    assert (skipped.winners, dict(skipped.rounds[0].tally)) == (
        ("c",),
        {"a": 2, "b": 0, "c": 3},
    )
    assert (ended.winners, ended.rounds[0].exhausted) == (("a",), 3)


def test_write_ins_can_be_dropped_before_all_others():
    counts = {"w>a": 3, "a": 1, "b": 3}

    result = tally("irv", counts, "abw", first_out=["w"])

    assert [one.eliminated for one in result.rounds] == [("w",), ()]
    assert result.winners == ("a",)


def test_ranked_pairs_note_where_the_lot_kept_a_victory_out():
    # A circle of three victories of equal strength.
    circle = {"a>b>c": 1, "b>c>a": 1, "c>a>b": 1}

    won = {lot: tally("ranked-pairs", circle, "abc", lot=lot) for lot in ("abc", "bca", "cab")}

    assert {lot: result.winners for lot, result in won.items()} == {
        "abc": ("a",),
        "bca": ("b",),
        "cab": ("c",),
    }
    assert [tie.step for tie in won["abc"].ties] == ["beat"]
    assert won["abc"].details["skipped"] == (("c", "a"),)


# --- several seats


def test_a_transferable_vote_stage_by_stage():
    # 24 ballots, 2 seats: quota 9. a has 12, so 3 of 12 go on: each ballot at 0.25.
    counts = {"a>b": 8, "a>c": 2, "a": 2, "b": 3, "c": 5, "d>c": 4}

    result = tally("stv", counts, "abcd", seats=2)

    first, second, third = result.rounds
    assert (first.elected, first.details["surplus_of"]) == (("a",), "a")
    assert second.tally == {"a": 9, "b": 5, "c": Fraction(11, 2), "d": 4}
    assert second.details["transferred"] == {"b": 2, "c": Fraction(1, 2)}
    assert second.exhausted == Fraction(1, 2)
    assert second.eliminated == ("d",)
    assert third.tally == {"a": 9, "b": 5, "c": Fraction(19, 2)}
    assert third.elected == ("c",)
    assert result.winners == ("a", "c")
    assert result.details == {
        "quota": 9,
        "valid": 24,
        "non_transferable": Fraction(1, 2),
        "lost": 0,
    }


def test_what_is_cut_off_is_told():
    # 8 ballots, 1 seat more than 3 options need: quota 3, a has 7: 4/7 of each goes on.
    result = tally("stv", {"a>b": 7, "c": 1}, "abc", seats=2)

    second = result.rounds[1]
    assert second.tally["b"] == 7 * Fraction(57142, 100_000)
    assert second.details["lost"] == 4 - 7 * Fraction(57142, 100_000)
    assert sum(second.tally.values()) + second.exhausted + second.details["lost"] == 8


# --- papers


@pytest.mark.parametrize(
    ("method", "params", "paper", "canonical"),
    [
        ("plurality", {}, " b ", "b"),
        ("approval", {}, "c, a,c", "a,c"),
        ("score", {}, "c:2, a:5,b:0", "a:5,c:2"),
        ("score", {}, "a:0", ""),
        ("star", {"high": 10}, "a:10", "a:10"),
        ("dot", {}, "b:1,a:4", "a:4,b:1"),
        ("irv", {}, "b>a>b", "b>a"),
        ("schulze", {"equal": True}, "c=a>b", "a=c>b"),
        ("multiple", {"most": 2, "least": 2}, "", ""),
    ],
)
def test_papers_in_canonical_form(method, params, paper, canonical):
    rule, options = METHODS[method], [Candidate(one) for one in "abc"]
    checked = rule.check(params, options)

    assert rule.validate(paper, options, checked) == canonical
    assert rule.validate(canonical, options, checked) == canonical


@pytest.mark.parametrize(
    ("method", "params", "paper", "key", "facts"),
    [
        ("plurality", {}, "a,b", "one_only", {}),
        ("plurality", {}, "x", "not_an_option", {"option": "x"}),
        ("approval", {"most": 1}, "a,b", "too_many", {"most": 1}),
        ("multiple", {"least": 2, "most": 3}, "a", "too_few", {"least": 2}),
        ("score", {}, "a:6", "mark_range", {"option": "a", "low": 0, "high": 5}),
        ("score", {}, "a", "not_a_mark", {"mark": "a"}),
        ("score", {}, "a:1,a:2", "marked_twice", {"option": "a"}),
        ("dot", {}, "a:3,b:3", "too_many_dots", {"most": 5, "given": 6}),
        ("dot", {"most": 2}, "a:3", "too_many_on_one", {"most": 2}),
        ("irv", {}, "a=b", "equal_ranks", {}),
        ("irv", {"most": 1}, "a>b", "too_many", {"most": 1}),
        ("stv", {}, "!>a", "not_an_option", {"option": "!"}),
    ],
)
def test_papers_that_make_no_sense(method, params, paper, key, facts):
    rule, options = METHODS[method], [Candidate(one) for one in "abc"]

    with pytest.raises(Refused) as refusal:
        rule.validate(paper, options, rule.check(params, options))

    assert (refusal.value.key, refusal.value.facts) == (key, facts)
    assert str(refusal.value) == KEYS[key].format_map(facts)


@pytest.mark.parametrize(
    ("method", "params", "what"),
    [
        ("irv", {"seats": 2}, "irv knows no setting seats"),
        ("stv", {"seats": 0}, "seats takes a whole number of 1 or more"),
        ("stv", {"seats": True}, "seats takes a whole number of 1 or more"),
        ("schulze", {"strength": "votes"}, "strength takes wv or margins"),
        ("irv", {"first_out": ["a", "b", "c"]}, "first_out takes ids of some options"),
        ("multiple", {"least": 3, "most": 2}, "least takes a whole number from 0 to 2"),
        ("yes-no", {"yes": "a"}, "yes-no needs no"),
        ("yes-no", {"yes": "a", "no": "a"}, "takes different options"),
        ("yes-no", {"yes": "a", "no": "b", "share": "3/2"}, "share takes a fraction"),
        ("irv", {"equal": 1}, "equal takes true or false"),
    ],
)
def test_settings_that_make_no_sense(method, params, what):
    with pytest.raises(Refused, match=what):
        METHODS[method].check(params, [Candidate(one) for one in "abc"])


def test_checking_settings_again_changes_nothing():
    options = [Candidate(one, 5) for one in "abc"]
    needed = {"yes-no": {"yes": "a", "no": "b"}}
    for name, rule in METHODS.items():
        given = {"budget": 10} if rule.ballot == "projects" else needed.get(name, {})
        checked = rule.check(given, options)
        assert rule.check(checked, options) == checked


def test_a_fraction_survives_json():
    third = Result("x", {}, (), {"a": Fraction(1, 3)}, 1, 0, details={"at": (Fraction(-2, 7),)})

    assert third.as_json()["tally"] == {"a": "1/3"}
    assert Result.from_json(third.as_json()) == third
