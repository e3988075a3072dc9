"""Which kelurahan a point lies in: against the shipped register, and another way of counting."""

import csv
import json
import math
import random
import re
import zlib
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.city import outlines
from forum.city.coordinates import Point
from forum.config import ROOT
from forum.core.errors import Invalid
from scripts import build_outlines

DATA = ROOT / "data" / "palangkaraya"
pytestmark = pytest.mark.usefixtures("app")


def villages() -> list[dict[str, str]]:
    with (DATA / "wilayah.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["tingkat"] == "kelurahan"]


def full() -> dict[str, list[list[tuple[int, int]]]]:
    features = json.loads((DATA / "kelurahan.geojson").read_text("utf-8"))["features"]
    return {
        feature["properties"]["kode"]: [
            [(round(x * 100_000), round(y * 100_000)) for x, y in ring]
            for ring in feature["geometry"]["coordinates"]
        ]
        for feature in features
    }


FULL = full()


def winding(ring: list[tuple[int, int]], x: int, y: int) -> float:
    """How often a ring goes round a point, by the angles: another way than the program's."""
    turned = 0.0
    for (x0, y0), (x1, y1) in pairwise(ring):
        one, other = (x0 - x, y0 - y), (x1 - x, y1 - y)
        turned += math.atan2(
            one[0] * other[1] - one[1] * other[0], one[0] * other[0] + one[1] * other[1]
        )
    return turned / (2 * math.pi)


def on_border(x: int, y: int) -> bool:
    for rings in FULL.values():
        for ring in rings:
            for (x0, y0), (x1, y1) in pairwise(ring):
                cross = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
                if (
                    cross == 0
                    and min(x0, x1) <= x <= max(x0, x1)
                    and min(y0, y1) <= y <= max(y0, y1)
                ):
                    return True
    return False


@pytest.mark.parametrize("row", villages(), ids=lambda row: row["nama"])
def test_the_label_point_of_each_kelurahan_lies_in_it(row):
    """The register says of these points that they certainly lie inside."""
    assert outlines.code_at(Point.of(float(row["lat"]), float(row["lng"]))) == row["kode"]


@given(st.integers(11_340_000, 11_415_000), st.integers(-245_000, -155_000))
@settings(max_examples=300)
def test_every_point_by_another_way_of_counting(x, y):
    expected = [
        code for code, rings in FULL.items() if round(sum(winding(r, x, y) for r in rings)) != 0
    ]
    found = outlines.code_at(Point.of(y / 100_000, x / 100_000))

    if on_border(x, y):
        return  # angles say nothing there
    assert len(expected) <= 1  # no two kelurahan overlap
    assert found == (expected[0] if expected else None)


def test_points_on_borders_belong_to_the_lowest_code():
    corners: dict[tuple[int, int], set[str]] = {}
    for code, rings in FULL.items():
        for ring in rings:
            for corner in ring:
                corners.setdefault(corner, set()).add(code)

    shared = {corner: codes for corner, codes in corners.items() if len(codes) > 1}
    assert len(shared) > 500
    for (x, y), codes in shared.items():
        assert outlines.code_at(Point.of(y / 100_000, x / 100_000)) == min(codes)


def test_random_points_of_the_city_all_have_a_kelurahan():
    """The outer border of the whole city is a file of its own: nothing inside may fall through."""
    city = json.loads((DATA / "kota.geojson").read_text("utf-8"))["features"][0]
    ring = [
        (round(x * 100_000), round(y * 100_000)) for x, y in city["geometry"]["coordinates"][0]
    ]
    chance = random.Random(6271)
    seen = Counter()
    for _ in range(400):
        x, y = chance.randint(11_347_500, 11_411_000), chance.randint(-240_400, -158_400)
        if round(winding(ring, x, y)) != 0:
            seen[outlines.code_at(Point.of(y / 100_000, x / 100_000))] += 1
    assert seen[None] == 0
    assert len(seen) > 20


@pytest.mark.parametrize(
    "text", [(-6.2, 106.8), (2.21, 113.91), (-2.21, 112.0), (0.0, 0.0), (-2.5, 113.9)]
)
def test_points_elsewhere_are_refused_with_words(text):
    assert outlines.code_at(Point.of(*text)) is None
    with pytest.raises(Invalid) as refused:
        outlines.code_in_city(Point.of(*text))
    assert "di luar Kota Palangka Raya" in str(refused.value)


# --- what is drawn


def rings_drawn(path: str) -> list[list[tuple[int, int]]]:
    rings = []
    for part in path.split("M")[1:]:
        start, steps = part.removesuffix("z").split("l")
        x, y = map(int, start.split())
        ring = [(x, y)]
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def area_of(ring: list[tuple[int, int]]) -> Fraction:
    return Fraction(
        sum(
            x0 * y1 - x1 * y0
            for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True)
        ),
        2,
    )


def test_the_drawing_is_that_of_the_full_outlines():
    assert build_outlines.written(build_outlines.outlines(DATA)) == (
        DATA / "garis.json"
    ).read_text("utf-8"), "scripts/build_outlines.py write"


def test_neighbours_fit_without_a_gap_in_the_drawing():
    """Each border is drawn the same from both sides; what is left over is the city's own border."""
    edges, whole = Counter(), Fraction(0)
    for drawn in outlines.drawing().areas:
        for ring in rings_drawn(drawn.path):
            whole += area_of(ring)
            edges.update(zip(ring, [*ring[1:], ring[0]], strict=True))
    assert max(edges.values()) == 1
    outer = [(one, other) for one, other in edges if (other, one) not in edges]
    around = Fraction(sum(one[0] * other[1] - other[0] * one[1] for one, other in outer), 2)

    assert around == whole  # the sum of all is what their common border holds


def test_the_drawing_keeps_to_the_full_outlines():
    """No kelurahan gains or loses more than a small part by being simplified."""
    drawing = outlines.drawing()
    for one in outlines.outlines_in(DATA):
        drawn = drawing.by_code(one.code)
        assert drawn is not None
        full_area = sum(
            area_of([drawing_of(drawing, spot) for spot in ring]) for ring in one.rings
        )
        simple = sum(area_of(ring) for ring in rings_drawn(drawn.path))
        assert float(simple) == pytest.approx(float(full_area), rel=0.01)


def drawing_of(drawing: outlines.Drawing, spot: tuple[int, int]) -> tuple[float, float]:
    x, y = Point.of(spot[1] / 100_000, spot[0] / 100_000).on_map
    return tuple(Fraction(value) for value in drawing.at(x, y))


def test_the_outlines_are_light_enough_for_a_phone():
    text = "".join(drawn.path for drawn in outlines.drawing().areas)
    assert len(zlib.compress(text.encode(), 9)) < 6_000


def test_from_the_drawing_back_to_the_point():
    drawing = outlines.drawing()
    for drawn in drawing.areas:
        found = drawing.point_at(*drawing.at(*drawn.label.on_map))
        assert found.latitude == pytest.approx(drawn.label.latitude, abs=2e-5)
        assert found.longitude == pytest.approx(drawn.label.longitude, abs=2e-5)
