"""Points for the demo's issues: each inside its kelurahan, the same at every run.

Where a kelurahan is large, points lie around the middle of it, as houses do. One issue in six
has none, as in life.
"""

import math
import random
from typing import Any

from forum.city import outlines
from forum.city.coordinates import Point
from forum.issues.models import IssuePoint

NEAR = 1_500  # metres from the middle
DEGREE = 111_195  # metres


def point_in(code: str, key: str) -> dict[str, Any] | None:
    """The columns of an `IssuePoint` in this kelurahan, or None; `key` decides which."""
    drawn = outlines.drawing().by_code(code) if outlines.is_there() else None
    chance = random.Random(f"point {key}")  # noqa: S311 - a demo, not a secret
    if drawn is None or chance.random() < 1 / 6:
        return None
    point = _inside(drawn.label, code, chance)
    return IssuePoint.columns(point)


def _inside(middle: Point, code: str, chance: random.Random) -> Point:
    """A point near the middle that lies in the kelurahan; the middle itself always does."""
    for _ in range(40):
        far, way = NEAR * math.sqrt(chance.random()), chance.random() * 2 * math.pi
        point = Point.of(
            middle.latitude + far * math.cos(way) / DEGREE,
            middle.longitude + far * math.sin(way) / DEGREE,
        )
        if outlines.code_at(point) == code:
            return point
    return middle
