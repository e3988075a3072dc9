"""The table of votes."""

import pytest

from forum.opinions import Votes
from forum.opinions.votes import EMPTY

pytestmark = pytest.mark.pure


def test_the_last_vote_counts():
    votes = Votes.cast([(2, 9, 1), (1, 9, 0), (2, 9, -1)])

    assert votes.participants == (1, 2)
    assert (votes.of(1), votes.of(2)) == ({9: 0}, {9: -1})


def test_what_was_not_voted_is_empty():
    votes = Votes.cast([(1, 30, 1), (2, 20, -1)], participants=[3], statements=[10])

    assert votes.statements == (10, 20, 30)
    assert list(memoryview(votes.cells).cast("b")) == [
        *(EMPTY, EMPTY, 1),
        *(EMPTY, -1, EMPTY),
        *(EMPTY, EMPTY, EMPTY),
    ]
    assert votes.of(3) == {}


@pytest.mark.parametrize("vote", [2, -2, 255, None])
def test_a_vote_is_one_of_three(vote):
    with pytest.raises(ValueError, match="a vote is 1, 0 or -1"):
        Votes.cast([(1, 1, vote)])


@pytest.mark.parametrize(
    ("people", "statements", "cells"),
    [((1,), (1, 2), b"\x01"), ((1, 1), (1,), b"\x01\x01"), ((1,), (2, 2), b"\x01\x01")],
)
def test_a_table_fits_its_names(people, statements, cells):
    with pytest.raises(ValueError, match=r"cell|several"):
        Votes(people, statements, cells)
