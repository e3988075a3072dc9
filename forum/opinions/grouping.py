"""Groups of people who stand near each other: k-means in two steps, and how many groups to make.

Needs numpy. Everything is deterministic: it starts from the first points, or from the previous
centres, and of equal distances the first counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forum.opinions.result import Memory, Point

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]
BASES = 100
MOST_GROUPS = 5
_ENOUGH = 7  # votes of a participant
_FEWEST = 15  # participants
_ROUNDS = 100
_STILL = 0.01  # centres that move less have arrived
_WINS = 4  # recalculations in a row before another number of groups is shown
_SLICE = 1024  # points; their distances fit in a processor's cache


@dataclass(frozen=True)
class Grouping:
    """The number of each point's group (n), the centres tried, and what to remember."""

    labels: Labels
    silhouettes: dict[int, float]  # by number of groups
    memory: Memory


def grouping_of(points: Floats, memory: Memory, shown: int = 0) -> Grouping:
    """Steps 6 and 7: the groups of these places (n by 2, n > 0).

    `memory` is that of the previous run and `shown` the number of groups that it showed (0:
    there is none).
    """
    bases, base_of, weights = _bases(points, memory)
    tried = {}
    for k in range(2, min(MOST_GROUPS, 2 + len(bases) // 12) + 1):
        found = _grouped(bases, weights, k, memory.centres.get(k, ()))
        if found is not None:
            tried[k] = found
    silhouettes = {k: silhouette(bases, labels) for k, (labels, _) in tried.items()}
    winner = max(silhouettes, key=lambda k: silhouettes[k], default=1)
    wins = memory.wins + 1 if memory.winner == winner else 1
    keeps = shown in tried and wins < _WINS
    k = shown if keeps else winner
    labels = tried[k][0][base_of] if k > 1 else np.zeros(len(points), dtype=np.intp)
    return Grouping(
        labels,
        silhouettes,
        Memory(
            base_centres=as_points(bases) if len(points) > BASES else (),
            centres={k: as_points(centres) for k, (_, centres) in tried.items()},
            winner=winner,
            wins=wins,
        ),
    )


def _bases(points: Floats, memory: Memory) -> tuple[Floats, Labels, Floats]:
    """The points that are grouped, which of them each place belongs to, and their weights.

    Up to a hundred places are grouped as they are.
    """
    everyone = np.ones(len(points))
    if len(points) <= BASES:
        return points, np.arange(len(points)), everyone
    start = _start(points, BASES, memory.base_centres)
    labels, centres = kmeans(points, everyone, start)
    return centres, labels, np.bincount(labels, minlength=len(centres)).astype(np.float64)


def _grouped(
    bases: Floats, weights: Floats, k: int, earlier: tuple[Point, ...]
) -> tuple[Labels, Floats] | None:
    """k groups, from the earlier centres or from the first points; None where k is too many."""
    for start in (_start(bases, k, earlier), _start(bases, k)):
        if len(start) == k:
            labels, centres = kmeans(bases, weights, start)
            if len(centres) == k:
                return labels, centres
    return None


def _start(points: Floats, k: int, earlier: tuple[Point, ...] = ()) -> Floats:
    """The earlier centres, and as many of the first distinct points as are missing."""
    known = np.array(earlier, dtype=np.float64).reshape(-1, 2)
    _, first = np.unique(np.vstack([known, points]), axis=0, return_index=True)
    together: Floats = np.vstack([known, points])[np.sort(first)[:k]]
    return together


def kmeans(points: Floats, weights: Floats, start: Floats) -> tuple[Labels, Floats]:
    """Labels (n) and centres (at most as many as in `start`: empty clusters are dropped)."""
    centres = start
    labels = nearest(points, centres)
    for _ in range(_ROUNDS):
        moved, labels = _centres(points, weights, labels, len(centres))
        step = float(np.abs(moved - centres).max()) if len(moved) == len(centres) else np.inf
        centres = moved
        if step < _STILL:
            break
        labels = nearest(points, centres)
    _, numbers = np.unique(labels, return_inverse=True)
    return numbers, centres[np.unique(labels)]


def _centres(points: Floats, weights: Floats, labels: Labels, k: int) -> tuple[Floats, Labels]:
    """The weighted middle of every cluster that has points, and the labels numbered anew."""
    heavy = np.bincount(labels, weights, minlength=k)
    sums = [np.bincount(labels, weights * axis, minlength=k) for axis in points.T]
    there = heavy > 0
    numbers = np.cumsum(there) - 1
    return np.stack(sums, axis=1)[there] / heavy[there][:, None], numbers[labels]


def nearest(points: Floats, centres: Floats) -> Labels:
    """The number of the nearest centre of each point."""
    found = np.empty(len(points), dtype=np.intp)
    size = (centres**2).sum(axis=1)
    turned = np.ascontiguousarray(-2 * centres.T)  # an order that multiplies nine times faster
    for begin in range(0, len(points), _SLICE):
        part = slice(begin, begin + _SLICE)
        apart = points[part] @ turned
        apart += size
        found[part] = apart.argmin(axis=1)
    return found


def silhouette(points: Floats, labels: Labels) -> float:
    """The mean silhouette, from -1 to 1: how much nearer the own group is than the next one."""
    k = int(labels.max()) + 1
    apart = np.sqrt(((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2))
    member = labels[:, None] == np.arange(k)
    sizes = member.sum(axis=0)
    sums = apart @ member
    own_size = sizes[labels]
    own = sums[np.arange(len(points)), labels] / np.maximum(own_size - 1, 1)
    other = np.where(member, np.inf, sums / sizes).min(axis=1)
    larger = np.maximum(own, other)
    alone = (own_size == 1) | (larger == 0)
    return float(np.where(alone, 0.0, (other - own) / np.where(alone, 1.0, larger)).mean())


def as_points(centres: Floats) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in centres)


def grouped_people(counts: Mapping[int, int], asked: int, earlier: frozenset[int]) -> list[int]:
    """Step 5: who is grouped, from the number of votes of each participant, in their order.

    Who voted at least seven times (on all, where fewer are asked), and who was in a group
    before. Where that makes fewer than 15, the most active fill up.
    """
    enough = {
        one
        for one, count in counts.items()
        if count >= max(1, min(_ENOUGH, asked)) or one in earlier
    }
    others = [one for one, count in counts.items() if count and one not in enough]
    others.sort(key=lambda one: -counts[one])
    grouped = enough.union(others[: max(0, _FEWEST - len(enough))])
    return [one for one in counts if one in grouped]
