"""Letters stay with the people."""

import pytest

from forum.opinions.letters import letters

pytestmark = pytest.mark.pure


def test_the_first_groups_are_lettered_in_turn():
    assert letters([[1, 2], [3], [4]], {}) == ["A", "B", "C"]


def test_groups_found_in_another_order_keep_their_letters():
    assert letters([[4, 5], [1, 2, 3]], {"A": [1, 2, 3], "B": [4, 5]}) == ["B", "A"]


def test_when_a_group_splits_the_larger_part_keeps_the_letter():
    found = letters([[1], [2, 3, 4], [5, 6]], {"A": [1, 2, 3, 4], "B": [5, 6]})

    assert found == ["C", "A", "B"]


def test_when_groups_join_the_letter_of_more_people_stays():
    assert letters([[1, 2, 3, 4, 5]], {"A": [1, 2], "B": [3, 4, 5]}) == ["B"]


def test_a_group_of_newcomers_takes_a_new_letter():
    assert letters([[1, 2], [8, 9]], {"A": [1, 2], "B": [3, 4]}) == ["A", "C"]


def test_as_many_people_as_possible_keep_their_letter():
    before = {"A": [1, 2, 3, 4, 5, 6], "B": [7, 8, 9]}

    assert letters([[1, 2, 3, 7, 8, 9], [4, 5, 6]], before) == ["B", "A"]
