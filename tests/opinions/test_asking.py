"""Which statement is shown next."""

from collections import Counter
from random import Random

import pytest

from forum.opinions.asking import Candidate, next_statement, weight
from forum.opinions.statistics import Tally

pytestmark = pytest.mark.pure


def test_a_new_statement_is_nine_times_as_novel():
    assert weight(Candidate(1, Tally())) == pytest.approx((0.5 * 0.5 * 9) ** 2)


def test_what_many_pass_is_shown_less_and_what_divides_more():
    liked, passed = Tally(8, 2, 10), Tally(1, 0, 10)

    assert weight(Candidate(1, liked)) > weight(Candidate(1, passed))
    assert weight(Candidate(1, liked, 2.0)) == pytest.approx(9 * weight(Candidate(1, liked)))


def test_a_question_about_who_answers_has_a_weight_of_its_own():
    assert weight(Candidate(1, Tally(0, 0, 900), background=True)) == 49


def test_the_lot_follows_the_weights():
    candidates = [
        Candidate(1, Tally(0, 0, 900), background=True),
        Candidate(2, Tally(9, 9, 18)),
    ]
    expected = 49 / (49 + weight(candidates[1]))
    chance = Random(7)

    drawn = Counter(next_statement(candidates, chance) for _ in range(4000))

    assert drawn.keys() == {1, 2}
    assert drawn[1] / 4000 == pytest.approx(expected, abs=0.03)


def test_the_same_chance_draws_the_same():
    candidates = [Candidate(number, Tally(number, 0, number)) for number in range(9)]

    assert next_statement(candidates, Random(3)) == next_statement(candidates, Random(3))


def test_nothing_is_left_to_ask():
    assert next_statement([], Random(1)) is None
