"""k-means, silhouettes, and who is grouped: by hand and against the plain definitions."""

import math

import numpy as np
import pytest

from forum.opinions.grouping import (
    BASES,
    grouped_people,
    grouping_of,
    kmeans,
    nearest,
    silhouette,
)
from forum.opinions.result import Memory

pytestmark = pytest.mark.pure


def points(*pairs):
    return np.array(pairs, dtype=np.float64)


def scattered(count, *, seed=1):
    return np.random.default_rng(seed).normal(size=(count, 2))


def silhouette_by_definition(places, labels):
    def mean_distance(one, others):
        return sum(math.dist(places[one], places[other]) for other in others) / len(others)

    found = []
    for one, label in enumerate(labels):
        own = [n for n, other in enumerate(labels) if other == label and n != one]
        if not own:
            found.append(0.0)
            continue
        inside = mean_distance(one, own)
        outside = min(
            mean_distance(one, [n for n, other in enumerate(labels) if other == foreign])
            for foreign in set(labels) - {label}
        )
        found.append((outside - inside) / max(outside, inside))
    return sum(found) / len(found)


@pytest.mark.parametrize("k", [2, 3, 5])
@pytest.mark.parametrize("seed", range(3))
def test_silhouette_as_it_is_defined(k, seed):
    places = scattered(30, seed=seed)
    labels = np.random.default_rng(seed).integers(0, k, 30)
    labels[:k] = range(k)

    assert silhouette(places, labels) == pytest.approx(
        silhouette_by_definition(places.tolist(), labels.tolist())
    )


def test_who_is_alone_in_a_group_counts_nothing():
    places = points((0, 0), (1, 0), (9, 0))

    found = silhouette(places, np.array([0, 0, 1]))

    assert found == pytest.approx(((9 - 1) / 9 + (8 - 1) / 8 + 0) / 3)


def test_all_on_one_spot_fit_nowhere_better():
    assert silhouette(np.zeros((4, 2)), np.array([0, 0, 1, 1])) == 0


def test_centres_move_to_the_weighted_middle():
    places = points((0, 0), (2, 0), (10, 0), (14, 0))

    labels, centres = kmeans(places, np.array([3.0, 1.0, 1.0, 1.0]), places[:2])

    assert labels.tolist() == [0, 0, 1, 1]
    assert centres.tolist() == [[0.5, 0], [12, 0]]


def test_a_cluster_without_points_is_dropped():
    places = points((0, 0), (1, 0), (10, 0))
    start = points((0, 0), (500, 500), (10, 0))

    labels, centres = kmeans(places, np.ones(3), start)

    assert labels.tolist() == [0, 0, 1]
    assert centres.tolist() == [[0.5, 0], [10, 0]]


def test_of_equal_distances_the_first_centre_counts():
    assert nearest(points((1, 0)), points((0, 0), (2, 0))).tolist() == [0]


def test_points_on_one_spot_are_one_group():
    found = grouping_of(np.ones((50, 2)), Memory())

    assert set(found.labels.tolist()) == {0}
    assert (found.silhouettes, found.memory.winner) == ({}, 1)


def test_up_to_a_hundred_are_grouped_as_they_are():
    assert grouping_of(scattered(BASES), Memory()).memory.base_centres == ()
    assert len(grouping_of(scattered(BASES + 1), Memory()).memory.base_centres) == BASES


@pytest.mark.parametrize(
    ("count", "most"), [(11, 2), (12, 3), (23, 3), (24, 4), (36, 5), (90, 5)]
)
def test_few_people_make_few_groups(count, most):
    assert max(grouping_of(scattered(count), Memory()).silhouettes) == most


def test_there_are_no_more_groups_than_places():
    places = np.repeat(points((0, 0), (5, 5)), 30, axis=0)

    found = grouping_of(places, Memory())

    assert found.silhouettes == {2: 1.0}


def test_people_who_sit_beside_each_other_stay_together():
    places = np.vstack([scattered(80), scattered(70, seed=2) + np.array([20, 0])])

    found = grouping_of(places, Memory())

    assert found.labels[:80].tolist() == [found.labels[0]] * 80
    assert found.labels[80:].tolist() == [1 - found.labels[0]] * 70


def test_seven_votes_are_enough_and_six_are_not():
    counts = dict.fromkeys(range(20), 7) | {50: 6, 51: 0}

    assert grouped_people(counts, 30, frozenset()) == list(range(20))
    assert grouped_people(counts, 6, frozenset()) == [*range(20), 50]
    assert grouped_people(counts, 30, frozenset({50, 99})) == [*range(20), 50]


def test_the_most_active_fill_up_to_fifteen():
    counts = {number: 1 + number % 3 for number in range(20)} | {30: 9}

    found = grouped_people(counts, 30, frozenset())

    assert len(found) == 15
    assert found == sorted(found)
    assert sum(counts[one] == 3 for one in found) == 6
    assert sum(counts[one] == 2 for one in found) == 7
    assert [one for one in found if counts[one] == 1] == [0]
