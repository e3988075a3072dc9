"""Lines of equal height over a grid: marching squares. Needs numpy."""

import numpy as np
from numpy.typing import NDArray

from forum.opinions.result import Point, Ring

Heights = NDArray[np.float64]
_Edge = tuple[bool, int, int]  # lies along x; row and column of its first corner


def contours(heights: Heights, level: float) -> list[Ring]:
    """Closed lines around what is at least `level` high, holes left out.

    Corners of the grid lie at whole numbers: x is the column, y the row. The border of the grid
    must be lower. Each line goes round with the high side on its left; where two high corners
    meet only across a square, they stay apart.
    """
    high = heights >= level
    number = high[:-1, :-1] + 2 * high[:-1, 1:] + 4 * high[1:, 1:] + 8 * high[1:, :-1]
    following: dict[_Edge, _Edge] = {}
    for row, column in np.argwhere((number > 0) & (number < 15)).tolist():
        following.update(_steps(high, row, column))
    rings = []
    while following:
        edge, after = following.popitem()
        line = [edge]
        while after != edge:
            line.append(after)
            after = following.pop(after)
        rings.append(tuple(_crossing(heights, level, one) for one in line))
    return [ring for ring in rings if area(ring) > 0]


def _steps(high: NDArray[np.bool_], row: int, column: int) -> dict[_Edge, _Edge]:
    """How lines cross one square: from the edge they enter by to the one they leave by."""
    corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)]
    edges = [(True, row, column), (False, row, column + 1),
             (True, row + 1, column), (False, row, column)]  # fmt: skip
    inside = [bool(high[corner]) for corner in corners]
    steps = {}
    for begin in range(4):
        if inside[begin] and not inside[(begin + 1) % 4]:
            end = begin - 1
            while inside[end % 4]:
                end -= 1
            steps[edges[begin]] = edges[end % 4]
    return steps


def _crossing(heights: Heights, level: float, edge: _Edge) -> Point:
    along_x, row, column = edge
    before = heights[row, column]
    behind = heights[row, column + 1] if along_x else heights[row + 1, column]
    share = float((level - before) / (behind - before))
    return (column + share, float(row)) if along_x else (float(column), row + share)


def area(ring: Ring) -> float:
    """The area inside; negative where the line goes round clockwise."""
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2
