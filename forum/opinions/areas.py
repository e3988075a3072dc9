"""Where most members of a group are, drawn so that it tells of nobody alone. Needs numpy.

Members are counted on a coarse grid and every count is spread out widely. An area is where
several members together make the density, at least five of them inside; who stands apart is in
no area at all. The grid lies at round numbers, so its lines follow from nobody's place either.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from forum.opinions.contours import contours
from forum.opinions.result import SHOWN_FROM, Ring

Floats = NDArray[np.float64]
_LEAST = SHOWN_FROM / 2  # members standing together on one spot
_LEFT_OUT = 0.15  # of the members, the remotest
_INSIDE = 0.6  # of the members, at least
_REACH = 3  # widths of the spreading around the outermost member
_CELLS = 64
_DIGITS = 3


def outlines(members: Floats, everyone: Floats) -> tuple[Ring, ...]:
    """Lines around the dense parts of a group (n by 2), none for fewer than five members.

    `everyone` (N by 2) says how large the map is. Wider and wider spreading is tried, until
    most members are inside.
    """
    count = len(members)
    if count < SHOWN_FROM:
        return ()
    least = max(0.05, 0.05 * _spread(everyone))
    width = max(least, _spread(members) * count ** (-1 / 6))
    while True:
        rings = _dense(members, width)
        inside = [int(within(ring, members).sum()) for ring in rings]
        kept = [ring for ring, many in zip(rings, inside, strict=True) if many >= SHOWN_FROM]
        if sum(many for many in inside if many >= SHOWN_FROM) >= _INSIDE * count:
            return tuple(kept)
        width *= 1.25


def _spread(points: Floats) -> float:
    return float(np.sqrt(points.var(axis=0).mean()))


def _dense(members: Floats, width: float) -> list[Ring]:
    """Lines around where the density is high enough, when each member is spread that wide."""
    half = float(np.abs(members - members.mean(axis=0)).max()) + (_REACH + 1) * width
    cell = 2.0 ** np.ceil(np.log2(2 * half / _CELLS))
    corner = np.floor((members.mean(axis=0) - half) / cell) - 1
    at = np.rint(members / cell - corner).astype(np.intp)
    size = int(np.ceil(2 * half / cell)) + 4
    counts = np.zeros((size, size))
    np.add.at(counts, (at[:, 1], at[:, 0]), 1.0)
    lines = np.arange(size)
    reach = (lines[:, None] - lines[None, :]) * cell / max(width, cell)
    spreading = np.exp(-(reach**2) / 2)
    heights = spreading @ counts @ spreading
    heights[[0, -1], :] = heights[:, [0, -1]] = 0.0
    left_out = min(_LEFT_OUT, (len(members) - SHOWN_FROM) / len(members))
    lowest = float(np.quantile(heights[at[:, 1], at[:, 0]], left_out))
    rings = contours(heights, max(_LEAST, 0.75 * lowest))
    return [tuple(_on_map(ring, corner, float(cell))) for ring in rings]


def _on_map(ring: Ring, corner: Floats, cell: float) -> Iterable[tuple[float, float]]:
    for x, y in ring:
        yield (
            round((x + float(corner[0])) * cell, _DIGITS),
            round((y + float(corner[1])) * cell, _DIGITS),
        )


def within(ring: Ring, points: Floats) -> NDArray[np.bool_]:
    """Which points (n by 2) lie inside the line."""
    inside = np.zeros(len(points), dtype=np.bool_)
    x, y = points[:, 0], points[:, 1]
    x0, y0 = ring[-1]
    for x1, y1 in ring:
        if y0 != y1:
            crossing = ((y0 > y) != (y1 > y)) & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
            inside ^= crossing
        x0, y0 = x1, y1
    return inside
