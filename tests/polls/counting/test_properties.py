"""What holds for every rule, on any election: generated small ones, full of ties."""

import os
import random
from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some

from forum.polls.counting import METHODS, Candidate, Refused, Result
from tests.polls.counting.elections import tally
from tests.polls.counting.profiles import (
    ALL,
    CONDORCET,
    LETTERS,
    MARKED,
    MOST_DOTS,
    RANKED,
    Profile,
    beats,
    condorcet_loser,
    condorcet_winner,
    for_method,
    marks,
    preferred,
    profiles,
    ranks,
    smith_set,
    voters,
)

pytestmark = pytest.mark.pure

any_election = settings(
    max_examples=int(os.environ.get("EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much],
)
every = pytest.mark.parametrize("method", ALL)
seeds = some.integers(0, 2**32)


def told(result: Result) -> dict[str, Any]:
    return result.as_json()


# --- every rule


@every
@any_election
@given(data=some.data())
def test_the_order_of_ballots_and_who_cast_them_say_nothing(method, data):
    one = data.draw(for_method(method))
    texts = list(one.counts.items())
    data.draw(some.randoms(use_true_random=False)).shuffle(texts)

    other = Profile(one.kind, one.options, dict(texts), one.lot)

    assert told(one.tally(method)) == told(other.tally(method))


@every
@any_election
@given(data=some.data())
def test_names_say_nothing(method, data):
    one = data.draw(for_method(method))
    new = data.draw(some.permutations("uvwxyz"))
    names = dict(zip(LETTERS, new, strict=True))

    result, other = one.tally(method), one.renamed(names).tally(method)

    assert other.winners == tuple(names[won] for won in result.winners)
    assert other.tally == {names[option]: value for option, value in result.tally.items()}
    assert [{names[a] for a in group} for group in result.ranking] == [
        set(group) for group in other.ranking
    ]


@every
@any_election
@given(data=some.data())
def test_the_order_of_options_says_nothing(method, data):
    one = data.draw(for_method(method))
    options = tuple(data.draw(some.permutations(one.options)))

    other = Profile(one.kind, options, one.counts, one.lot).tally(method)

    assert other.winners == one.tally(method).winners
    assert other.tally == one.tally(method).tally


@every
@any_election
@given(data=some.data())
def test_two_counts_give_the_same_and_survive_json(method, data):
    one = data.draw(for_method(method))

    result = one.tally(method)

    assert result == one.tally(method)
    assert Result.from_json(result.as_json()) == result


@every
@any_election
@given(data=some.data())
def test_a_ballot_cast_thrice_is_three_ballots(method, data):
    """The same ballot in texts that differ: counted apart and together."""
    one = data.draw(for_method(method))
    rng = data.draw(some.randoms(use_true_random=False))
    apart = Counter(dict(one.counts))
    for text, often in one.counts.items():
        again = said_otherwise(one.kind, text, rng)
        moved = rng.randint(0, often)
        apart[text] -= moved
        apart[again] += moved

    other = tally(method, dict(+apart), one.options, lot=one.lot)

    assert told(other) == told(one.tally(method))


def said_otherwise(kind: str, text: str, rng: random.Random) -> str:
    if kind == "rank" and text:
        listed = [rng.sample(rank, len(rank)) for rank in ranks(text)]
        repeated = ["=".join(rank) for rank in (*listed, rng.choice(listed))]
        return ">".join(repeated)
    parts = text.split(",")
    rng.shuffle(parts)
    return ",".join(parts)


@every
@any_election
@given(data=some.data())
def test_empty_polls_and_single_options(method, data):
    blank = tally(method, {"": 3}, "abc")
    nothing = tally(method, {}, "abc")
    alone = data.draw(for_method(method, least=1))
    counts = {text: often for text, often in alone.counts.items() if set(text) <= set("a:15")}

    single = tally(method, counts, "a")

    assert blank.winners == nothing.winners == ()
    assert (blank.ballots, blank.blank, nothing.ballots) == (3, 3, 0)
    assert single.winners == (("a",) if any(counts) else ())


@every
@any_election
@given(text=some.text("abz:,>= 1259-", max_size=8), data=some.data())
def test_what_a_ballot_must_not_say_is_not_counted(method, text, data):
    rule, options = METHODS[method], [Candidate(one) for one in "ab"]
    params = rule.check({"equal": True} if rule.ballot == "rank" else {}, options)
    try:
        paper = rule.validate(text, options, params)
    except Refused:
        result = tally(method, {text: 2}, "ab")
        assert (result.winners, result.invalid) == ((), 2)
    else:
        result = tally(method, {paper: 2}, "ab")
        assert rule.validate(paper, options, params) == paper
        assert result.blank == (0 if paper else 2)
        if method != "stv" or "=" not in paper:  # to it, a ballot of equal ranks says nothing
            assert result.invalid == 0


# --- sums


@any_election
@given(one=profiles("rank"), exhaust=some.booleans())
def test_every_round_of_a_runoff_holds_every_ballot(one, exhaust):
    result = one.tally("irv", overvote="exhaust" if exhaust else "skip")

    for row in result.rounds:
        assert sum(row.tally.values()) + row.exhausted == voters(one)
    assert all(len(row.eliminated) == 1 for row in result.rounds[:-1])


@any_election
@given(one=profiles("rank"), seats=some.integers(1, 4))
def test_every_stage_holds_every_vote(one, seats):
    result = one.tally("stv", seats=seats)

    valid = result.details["valid"]
    assert valid == voters(one) - result.invalid
    for stage in result.rounds:
        held = sum(stage.tally.values()) + stage.exhausted + stage.details["lost"]
        assert held == valid
    if valid:
        assert len(result.winners) == min(seats, len(one.options))
    elected = [
        won
        for stage in result.rounds
        for won in (*stage.elected, *stage.details["elected_without_quota"])
    ]
    assert tuple(elected) == result.winners


@any_election
@given(one=profiles("rank"))
def test_pairs_are_what_the_definition_says(one):
    result = one.tally("minimax")

    for a, b in combinations(one.options, 2):
        assert result.matrix[a][b] == preferred(one, a, b)
        equal = voters(one) - result.matrix[a][b] - result.matrix[b][a]
        assert equal >= 0
    assert result.details["condorcet_winner"] == condorcet_winner(one)
    assert result.details["condorcet_loser"] == condorcet_loser(one)
    assert set(result.details["smith"]) == (smith_set(one) if voters(one) else set())


# --- who must win, and who must not


def strengths(method: str) -> list[dict[str, str]]:
    if method in ("schulze", "ranked-pairs", "minimax"):
        return [{"strength": "wv"}, {"strength": "margins"}]
    return [{}]


@pytest.mark.parametrize("method", CONDORCET)
@any_election
@given(one=profiles("rank"))
def test_who_beats_every_other_wins(method, one):
    best = condorcet_winner(one)
    assume(best is not None)

    for params in strengths(method):
        result = one.tally(method, **params)
        assert result.winners == (best,)
        assert result.details["chose_condorcet"] is True
        assert result.margin == min(
            preferred(one, best, other) - preferred(one, other, best)
            for other in one.options
            if other != best
        )


@pytest.mark.parametrize("method", ["schulze", "ranked-pairs", "copeland"])
@any_election
@given(one=profiles("rank"))
def test_winners_come_from_the_smith_set(method, one):
    for params in strengths(method):
        assert set(one.tally(method, **params).winners) <= smith_set(one)


@pytest.mark.parametrize(
    "method", ["schulze", "ranked-pairs", "copeland", "borda", "irv", "star"]
)
@any_election
@given(data=some.data())
def test_who_loses_to_every_other_never_wins(method, data):
    kind = METHODS[method].ballot
    one = data.draw(profiles(kind, strict=method == "irv"))
    worst = condorcet_loser(one)
    assume(worst is not None)

    for params in strengths(method):
        assert worst not in one.tally(method, **params).winners


@pytest.mark.parametrize("method", ["plurality", "irv", "stv", *CONDORCET])
@any_election
@given(data=some.data())
def test_first_on_more_than_half_wins(method, data):
    one = data.draw(profiles("choice" if method == "plurality" else "rank"))
    firsts: Counter[str] = Counter()
    for text, often in one.counts.items():
        first = ranks(text)[:1]
        if first and len(first[0]) == 1:
            firsts[first[0][0]] += often
    best, most = max(firsts.items(), key=lambda item: item[1], default=("", 0))
    assume(2 * most > voters(one))

    for params in strengths(method):
        assert one.tally(method, **params).winners == (best,)


@pytest.mark.parametrize("method", [one for one in ALL if one not in ("irv", "stv")])
@any_election
@given(data=some.data())
def test_raising_the_winner_keeps_it_winning(method, data):
    one = data.draw(for_method(method))
    [params] = data.draw(some.sampled_from([[each] for each in strengths(method)]))
    winners = one.tally(method, **params).winners
    assume(winners)
    rng = data.draw(some.randoms(use_true_random=False))
    counts = Counter(dict(one.counts))
    for text, often in one.counts.items():
        higher = raised(one, text, winners[0], rng)
        moved = rng.randint(0, often)
        counts[text] -= moved
        counts[higher] += moved

    other = Profile(one.kind, one.options, dict(+counts), one.lot)

    assert other.tally(method, **params).winners == winners


def raised(one: Profile, text: str, option: str, rng: random.Random) -> str:
    """The ballot with this option somewhere higher, and nothing else changed."""
    if one.kind == "choice":
        return option
    if one.kind == "approval":
        chosen = set(text.split(",")) - {""}
        if option in chosen or not text:  # a blank ballot stays one: its rule has a minimum
            return text
        room = len(chosen) < (len(one.options) if one.kind == "approval" else 1)
        return ",".join(sorted(chosen | {option})) if room else text
    if one.kind in ("score", "grade", "dots"):
        given = marks(text)
        top = (
            5 if one.kind != "dots" else given.get(option, 0) + MOST_DOTS - sum(given.values())
        )
        given[option] = rng.randint(given.get(option, 0), top)
        return ",".join(f"{each}:{given[each]}" for each in one.options if given.get(each))
    listed = ranks(text)
    at = next((place for place, rank in enumerate(listed) if option in rank), len(listed))
    without = [[each for each in rank if each != option] for rank in listed]
    target = rng.randint(0, at)
    if target < len(listed) and rng.random() < 0.5:
        without[target].append(option)
    else:
        without.insert(target, [option])
    return ">".join("=".join(sorted(rank)) for rank in without if rank)


# --- several seats


@any_election
@given(one=profiles("rank"))
def test_one_seat_is_the_instant_runoff(one):
    assert one.tally("stv", seats=1).winners == one.tally("irv").winners


@any_election
@given(one=profiles("rank", strict=True, least=3), seats=some.integers(1, 3))
def test_voters_who_agree_get_their_share_of_seats(one, seats):
    result = one.tally("stv", seats=seats)
    quota = result.details["quota"]

    for size in range(1, len(one.options) + 1):
        for group in combinations(one.options, size):
            agreed = sum(
                often
                for text, often in one.counts.items()
                if len(ranks(text)) >= size
                and {rank[0] for rank in ranks(text)[:size]} == set(group)
            )
            deserved = min(size, seats, (agreed - 1) // quota if agreed else 0)
            assert len(set(group) & set(result.winners)) >= deserved


@pytest.mark.parametrize("method", ["plurality", "multiple", "approval", "score", "dot"])
@any_election
@given(data=some.data(), seats=some.integers(2, 4))
def test_more_seats_mean_more_winners(method, data, seats):
    one = data.draw(for_method(method))

    limit = {"most": 6} if method == "multiple" else {}

    winners = one.tally(method, seats=seats, **limit).winners

    wanted = [option for option, value in one.tally(method, **limit).tally.items() if value]
    assert len(set(winners)) == len(winners) == min(seats, len(wanted))
    assert winners[:1] == one.tally(method, **limit).winners


# --- margins


@pytest.mark.parametrize("method", ["plurality", "approval", "score", "dot"])
@any_election
@given(data=some.data())
def test_with_so_many_more_they_would_be_equal(method, data):
    one = data.draw(for_method(method))
    result = one.tally(method)
    assume(result.winners)

    second = max(
        value for option, value in result.tally.items() if option not in result.winners
    )

    assert result.margin == result.tally[result.winners[0]] - second
    if method in ("plurality", "approval") and result.margin:
        [other, *_] = [
            option
            for option, value in result.tally.items()
            if value == second and option not in result.winners
        ]
        for more, steps in ((result.margin - 1, ()), (result.margin, ("winner",))):
            counts = Counter(dict(one.counts)) + Counter({other: more})
            again = tally(method, dict(counts), one.options, lot=one.lot)
            assert tuple(tie.step for tie in again.ties) == steps


@pytest.mark.parametrize("method", MARKED)
@any_election
@given(data=some.data())
def test_marks_without_ties_need_no_lot(method, data):
    one = data.draw(for_method(method))
    result = one.tally(method)
    assume(not result.ties)

    other = Profile(one.kind, one.options, one.counts, tuple(reversed(one.lot)))

    assert other.tally(method).winners == result.winners


@pytest.mark.parametrize("method", RANKED)
@any_election
@given(one=profiles("rank"))
def test_rankings_without_ties_need_no_lot(method, one):
    result = one.tally(method)
    assume(not any(tie.broken_by == "lot" for tie in result.ties))

    other = Profile(one.kind, one.options, one.counts, tuple(reversed(one.lot)))

    assert other.tally(method).winners == result.winners
    assert other.tally(method).ranking == result.ranking


@any_election
@given(one=profiles("score"))
def test_star_never_sends_home_who_is_preferred_in_the_runoff(one):
    result = one.tally("star")
    assume(len(result.details["finalists"]) == 2 and result.winners)
    first, second = result.details["finalists"]

    if beats(one, first, second):
        assert result.winners == (first,)
    elif beats(one, second, first):
        assert result.winners == (second,)
    assert result.margin == abs(preferred(one, first, second) - preferred(one, second, first))
