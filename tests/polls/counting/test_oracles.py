"""Against rules counted naively and against other programs, on thousands of small elections."""

import contextlib
import io
import random
import warnings
from itertools import pairwise

import pytest

from forum.polls.counting import Result
from tests.polls.counting import naive
from tests.polls.counting.profiles import Profile, marks, profile, voters

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pyrankvote
    import starvote

pytestmark = pytest.mark.pure

CLOSE = 3  # votes

at_length = pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(range(250), id="some"),
        pytest.param(range(10_000), id="many", marks=pytest.mark.proof),
    ],
)


def elections(numbers, kind, **options):
    for number in numbers:
        yield profile(random.Random(number), kind, **options)


@at_length
@pytest.mark.parametrize("strict", [True, False])
def test_runoff(numbers, strict):
    for one in elections(numbers, "rank", strict=strict):
        result = one.tally("irv")

        possible = naive.possible_runoff_winners(one)
        assert set(result.winners) <= possible
        assert bool(result.winners) == bool(possible)
        if not result.ties:
            assert set(result.winners) == possible


@at_length
@pytest.mark.parametrize("kind", ["wv", "margins"])
def test_schulze(numbers, kind):
    for one in elections(numbers, "rank"):
        result = one.tally("schulze", strength=kind)

        if voters(one):
            best = naive.schulze_winners(one, kind)
            assert set(result.ranking[0]) == best
            assert result.winners == (min(best, key=one.lot.index),)


@at_length
@pytest.mark.parametrize("kind", ["wv", "margins"])
def test_ranked_pairs(numbers, kind):
    for one in elections(numbers, "rank"):
        result = one.tally("ranked-pairs", strength=kind)

        if voters(one):
            best = naive.ranked_pairs_winners(one, kind)
            assert set(result.ranking[0]) == best
            assert result.winners == (min(best, key=one.lot.index),)


@at_length
def test_minimax_copeland_and_borda(numbers):
    for one in elections(numbers, "rank"):
        if not voters(one):
            continue
        for kind in ("wv", "margins"):
            result = one.tally("minimax", strength=kind)
            assert set(result.ranking[0]) == naive.minimax_winners(one, kind)
        copeland = naive.copeland_winners(one)
        assert one.tally("copeland").winners == (min(copeland, key=one.lot.index),)
        assert one.tally("borda").tally == naive.borda(one)


@at_length
def test_transferable_vote(numbers):
    for number, one in enumerate(elections(numbers, "rank")):
        seats = 1 + number % 4
        result = one.tally("stv", seats=seats)

        *stages, elected = naive.transferable_vote(one, seats)
        ours = [
            {option: int(votes * 100_000) for option, votes in stage.tally.items()}
            for stage in result.rounds
        ]
        assert ours == stages
        assert list(result.winners) == list(elected)


@at_length
def test_majority_judgment(numbers):
    for one in elections(numbers, "grade"):
        result = one.tally("majority-judgment")

        if voters(one):
            order = naive.judgment_order(one, sum(one.counts.values()), naive.single(one))
            assert [each for group in result.ranking for each in sorted(group)] == order


@at_length
def test_star_against_starvote(numbers):
    compared = 0
    for one in elections(numbers, "score"):
        result = one.tally("star")
        assert set(result.winners) <= naive.possible_star_winners(one)
        if result.ties or not voters(one):
            continue
        theirs = starvote.election(
            starvote.star,
            [{each: marks(text).get(each, 0) for each in one.options} for text in papers(one)],
        )
        assert list(result.winners) == theirs
        compared += 1
    assert compared > len(numbers) / 2


@at_length
def test_runoff_against_pyrankvote(numbers):
    compared = 0
    for one in elections(numbers, "rank", strict=True, least=3):
        result = one.tally("irv")
        if voters(one) and not result.ties:
            assert set(result.winners) == ranked_by_pyrankvote(one, 1)
            compared += 1
    assert compared > len(numbers) / 3


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(range(300), id="some"),
        pytest.param(range(10_000), id="many", marks=pytest.mark.proof),
    ],
)
def test_transferable_vote_against_pyrankvote(numbers):
    """Theirs differs in small things: its quota is a fraction, nothing is cut off, and surpluses
    that are there together are passed on together. So every ballot is cast twenty times, and only
    elections are compared in which those cannot matter.
    """
    compared = 0
    for number in numbers:
        small = profile(random.Random(number), "rank", strict=True, least=4)
        counts = {text: 20 * often for text, often in small.counts.items()}
        one = Profile("rank", small.options, counts, small.lot)
        seats = 2 + number % 2
        result = one.tally("stv", seats=seats)
        if voters(one) and not result.ties and clear(result):
            assert set(result.winners) == ranked_by_pyrankvote(one, seats)
            compared += 1
    assert compared > len(numbers) / 50


def clear(result: Result) -> bool:
    """One surplus at a time, and neither two options nor an option and the quota are close."""
    waiting: set[str] = set()
    elected: set[str] = set()
    for stage in result.rounds:
        left = [value for option, value in stage.tally.items() if option not in elected]
        waiting |= set(stage.elected)
        elected |= set(stage.elected)
        steps = sorted([*left, stage.details["quota"]])
        if len(waiting) > 1 or any(b - a < CLOSE for a, b in pairwise(steps)):
            return False
        waiting -= {stage.details["surplus_of"]}
    return True


def papers(one: Profile) -> list[str]:
    return [text for text, often in one.counts.items() for _ in range(often)]


def ranked_by_pyrankvote(one: Profile, seats: int) -> set[str]:
    people = {each: pyrankvote.Candidate(each) for each in one.options}
    ballots = [
        pyrankvote.Ballot([people[each] for each in text.split(">")])
        for text in papers(one)
        if text
    ]
    with contextlib.redirect_stdout(io.StringIO()):
        if seats == 1:
            counted = pyrankvote.instant_runoff_voting(list(people.values()), ballots)
        else:
            counted = pyrankvote.single_transferable_vote(
                list(people.values()), ballots, number_of_seats=seats
            )
    return {each.name for each in counted.get_winners()}
