"""Whatever was voted, the map holds together."""

import json
import math
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.opinions import OpinionMap, Votes, compute
from forum.opinions.votes import EMPTY
from tests.opinions.conversations import reordered

pytestmark = pytest.mark.pure


@st.composite
def tables(draw, most_people=24, most_statements=9):
    people = draw(st.integers(1, most_people))
    statements = draw(st.integers(1, most_statements))
    cells = draw(
        st.lists(
            st.sampled_from([1, 0, 255, EMPTY]),
            min_size=people * statements,
            max_size=people * statements,
        )
    )
    return Votes(tuple(range(people)), tuple(range(100, 100 + statements)), bytes(cells))


@settings(max_examples=120, deadline=None)
@given(votes=tables(), out=st.sets(st.integers(100, 108), max_size=3))
def test_a_map_holds_together(votes, out):
    drawn = compute(votes, out)

    grouped = [one for group in drawn.groups for one in group.members]
    active = [one for one in votes.participants if votes.of(one)]
    assert len(grouped) == len(set(grouped)) <= len(active)
    assert len(grouped) >= min(15, len(active))
    assert (drawn.k == 0) == (not active)
    assert all(group.members for group in drawn.groups)
    assert len({group.letter for group in drawn.groups}) == drawn.k
    assert all(math.isfinite(part) for one in drawn.statements for part in one.component)
    text = json.dumps(drawn.as_json(), allow_nan=False)
    assert OpinionMap.from_json(json.loads(text)) == drawn
    told = {one.statement for one in drawn.agreed + drawn.disagreed + drawn.bridging}
    assert not out & told


@settings(max_examples=60, deadline=None)
@given(votes=tables(), later=tables())
def test_a_map_follows_any_other(votes, later):
    """Also one whose people and statements are partly others."""
    drawn = compute(later, previous=compute(votes))

    before = compute(votes).group_of.keys()
    assert drawn.group_of.keys() >= before & set(later.participants)
    assert drawn == compute(later, previous=compute(votes))


@settings(max_examples=60, deadline=None)
@given(votes=tables(), seed=st.integers(0, 99))
def test_the_order_of_statements_never_matters(votes, seed):
    statements = Random(seed).sample(votes.statements, len(votes.statements))

    assert compute(reordered(votes, votes.participants, statements)) == compute(votes)


@settings(max_examples=60, deadline=None)
@given(votes=tables(), seed=st.integers(0, 99))
def test_what_is_counted_does_not_depend_on_the_order_of_people(votes, seed):
    people = Random(seed).sample(votes.participants, len(votes.participants))

    drawn, other = compute(votes), compute(reordered(votes, people, votes.statements))

    assert [(one.tally, one.mean) for one in other.statements] == [
        (one.tally, one.mean) for one in drawn.statements
    ]
    assert (other.agreed, other.disagreed) == (drawn.agreed, drawn.disagreed)
