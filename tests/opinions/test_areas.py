"""Areas tell where many are, and of nobody alone."""

import numpy as np
import pytest

from forum.opinions import compute
from forum.opinions.areas import outlines, within
from forum.opinions.contours import area, contours
from forum.opinions.result import areas, svg_path
from tests.opinions.conversations import conversation, every, planted

pytestmark = pytest.mark.pure


def cloud(count, *, seed=1, at=(0.0, 0.0), wide=1.0):
    return np.random.default_rng(seed).normal(at, wide, (count, 2))


def test_a_contour_lies_where_the_height_is_met():
    heights = np.zeros((5, 7))
    heights[2, 2:5] = 4.0

    [ring] = contours(heights, 1.0)

    assert set(ring) == {
        *((1.25, 2.0), (5 - 0.25, 2.0)),
        *((x, y) for x in (2.0, 3.0, 4.0) for y in (1.25, 2.75)),
    }
    assert area(ring) == pytest.approx(2 * 1.5 + 2 * 0.5 * 1.5 * 0.75)


def test_hills_have_a_contour_each_and_craters_none():
    heights = np.zeros((7, 14))
    heights[1:6, 1:6] = 2.0
    heights[3, 3] = 0.0
    heights[2, 9] = heights[3, 10] = 2.0

    rings = contours(heights, 1.0)

    assert len(rings) == 3
    assert all(area(ring) > 0 for ring in rings)


@pytest.mark.parametrize("count", [0, 1, 4])
def test_fewer_than_five_have_no_area(count):
    assert outlines(cloud(count), cloud(50)) == ()


@pytest.mark.parametrize("count", [5, 6, 9, 30, 400])
@pytest.mark.parametrize("seed", range(4))
def test_every_part_of_an_area_holds_at_least_five(count, seed):
    members = np.vstack([cloud(count - count // 3, seed=seed), cloud(count // 3, at=(9, 0))])

    rings = outlines(members, members)

    inside = [int(within(ring, members).sum()) for ring in rings]
    assert rings
    assert min(inside) >= 5
    assert sum(inside) >= 0.6 * count


def test_who_stands_apart_is_in_no_area():
    members = np.vstack([cloud(60), [[14.0, 3.0]], [[14.0, 3.1]]])

    rings = outlines(members, members)

    assert not any(within(ring, members[60:]).any() for ring in rings)


def test_where_exactly_somebody_stands_apart_changes_no_line():
    here = np.vstack([cloud(60), [[14.0, 3.0]]])
    there = np.vstack([cloud(60), [[14.0, 2.7]]])
    everyone = cloud(80)

    assert outlines(here, everyone) == outlines(there, everyone)


def test_no_arm_reaches_out_to_one_person():
    members = np.array([[0, 0], [0.5, 0], [0, 0.5], [0.5, 0.5], [8, 0]], dtype=np.float64)

    [ring] = outlines(members, members)

    def height(at):
        there = [y for x, y in ring if abs(x - at) < 1]
        return max(there) - min(there)

    assert height(4) > 0.9 * height(0)


def test_no_corner_of_an_area_is_a_member():
    members = cloud(25).round(3)
    corners = {corner for ring in outlines(members, members) for corner in ring}

    assert corners
    assert not corners & {(float(x), float(y)) for x, y in members}


def test_five_of_exactly_the_same_opinion_have_a_round_area():
    [ring] = outlines(np.ones((5, 2)), cloud(50))

    assert within(ring, np.ones((1, 2))).all()
    assert area(ring) > 0


@pytest.mark.parametrize("name", every())
def test_areas_of_a_real_conversation(name):
    kept = conversation(name)
    drawn = compute(kept.votes, kept.rejected)

    shown = areas(drawn)

    assert shown.keys() == {group.letter for group in drawn.groups if group.size >= 5}
    for group in drawn.groups:
        places = np.array([drawn.place(kept.votes.of(one)) for one in group.members])
        for ring in shown.get(group.letter, ()):
            assert within(ring, places).sum() >= 5


def test_a_small_group_is_not_drawn():
    votes, _ = planted([40, 3], seed=2)

    drawn = compute(votes)

    small = [group for group in drawn.groups if group.size < 5]
    assert small
    assert areas(drawn).keys() == {group.letter for group in drawn.groups} - {
        group.letter for group in small
    }


def test_outlines_as_an_svg_path():
    assert svg_path([((0.0, 0.0), (1.0, 0.0), (0.0, 2.0))], 10, (50, 50)) == (
        "M50.0 50.0L60.0 50.0L50.0 30.0Z"
    )
