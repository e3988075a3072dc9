"""Which kelurahan a point lies in, and the outlines that maps are drawn from.

The full outlines (`kelurahan.geojson`) decide, in whole numbers of the fifth digit, so the answer
is exact; the drawing (`garis.json`, made by `scripts/build_outlines.py`) is only for the eye. Both
lie in the city's folder. A city without them has no map, and nobody is asked for a point.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _

from forum.city.coordinates import DIGITS, Point, on_earth
from forum.core.errors import Invalid

SCALE = 10**DIGITS
UNIT = 2**6  # pixels of zoom 20 in one unit of the drawing, which is a pixel of zoom 14
Spot = tuple[int, int]  # longitude and latitude in units of the fifth digit
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Outline:
    """The border of one kelurahan: its rings, and the box around them."""

    code: str
    rings: tuple[tuple[Spot, ...], ...]
    box: Box

    def holds(self, spot: Spot) -> bool:
        """Whether it lies inside, or on the border itself."""
        x, y = spot
        left, bottom, right, top = self.box
        if not (left <= x <= right and bottom <= y <= top):
            return False
        inside = False
        for ring in self.rings:
            x0, y0 = ring[-1]
            for x1, y1 in ring:
                side = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
                if (
                    side == 0
                    and min(x0, x1) <= x <= max(x0, x1)
                    and min(y0, y1) <= y <= max(y0, y1)
                ):
                    return True
                if (y0 > y) != (y1 > y) and (side > 0) == (y1 > y0):
                    inside = not inside
                x0, y0 = x1, y1
        return inside


@dataclass(frozen=True)
class Drawn:
    """A kelurahan as it is drawn: a path in units of the drawing, a place for its name."""

    code: str
    name: str
    path: str
    box: Box
    label: Point


@dataclass(frozen=True)
class Drawing:
    """The whole city as it is drawn. `origin` is its corner in pixels of zoom 14."""

    origin: Spot
    size: Spot
    core: Point
    core_zoom: int
    areas: tuple[Drawn, ...]
    credit: str
    edition: str  # changes with the file

    def by_code(self, code: str) -> Drawn | None:
        return next((area for area in self.areas if area.code == code), None)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a pixel of zoom 20 lies in the drawing."""
        return x / UNIT - self.origin[0], y / UNIT - self.origin[1]

    def point_at(self, x: float, y: float) -> Point:
        """The point that belongs to a place in the drawing; ValueError far outside of it."""
        return Point.of(*on_earth((x + self.origin[0]) * UNIT, (y + self.origin[1]) * UNIT))


def is_there() -> bool:
    """Whether the city has outlines."""
    return _outlines(_folder()) is not None and _drawing(_folder()) is not None


def drawing() -> Drawing:
    """What maps are drawn from; LookupError for a city without outlines."""
    found = _drawing(_folder())
    if found is None:
        raise LookupError("this city has no outlines")
    return found


def code_at(point: Point) -> str | None:
    """The kelurahan in which a point lies; None outside the city.

    A point on the border of several belongs to the one with the lowest code.
    """
    spot = _spot(point)
    return next((one.code for one in _outlines(_folder()) or () if one.holds(spot)), None)


def code_in_city(point: Point) -> str:
    """The same, where only a point of the city will do: Invalid says what to check."""
    code = code_at(point)
    if code is None:
        raise Invalid(
            _(
                "Titik ini di luar Kota Palangka Raya. Periksa koordinatnya: lintang dahulu, lalu "
                "bujur. Contoh: -2.21000, 113.92000."
            )
        )
    return code


def outlines_in(folder: Path) -> tuple[Outline, ...]:
    """The outlines of a city's folder, by code; FileNotFoundError where there are none."""
    features = json.loads((folder / "kelurahan.geojson").read_text("utf-8"))["features"]
    found = []
    for feature in features:
        many = feature["geometry"]["coordinates"]
        polygons = many if feature["geometry"]["type"] == "MultiPolygon" else [many]
        rings = tuple(
            tuple((round(lng * SCALE), round(lat * SCALE)) for lng, lat, *_height in ring[:-1])
            for polygon in polygons
            for ring in polygon
        )
        every = [spot for ring in rings for spot in ring]
        xs, ys = [x for x, _y in every], [y for _x, y in every]
        box = (min(xs), min(ys), max(xs), max(ys))
        found.append(Outline(str(feature["properties"]["kode"]), rings, box))
    return tuple(sorted(found, key=lambda one: one.code))


def _spot(point: Point) -> Spot:
    return round(point.longitude * SCALE), round(point.latitude * SCALE)


def _folder() -> Path:
    folder: Path = current_app.config["CITY"]
    return folder


@cache
def _outlines(folder: Path) -> tuple[Outline, ...] | None:
    try:
        return outlines_in(folder)
    except FileNotFoundError:
        return None


@cache
def _drawing(folder: Path) -> Drawing | None:
    try:
        text = (folder / "garis.json").read_text("utf-8")
    except FileNotFoundError:
        return None
    found = json.loads(text)
    core = found["inti"]
    return Drawing(
        origin=tuple(found["asal"]),
        size=tuple(found["ukuran"]),
        core=Point.of(core["lat"], core["lng"]),
        core_zoom=core["zoom"],
        areas=tuple(
            Drawn(
                code=area["kode"],
                name=area["nama"],
                path=area["garis"],
                box=tuple(area["kotak"]),
                label=Point.of(*area["titik"]),
            )
            for area in found["wilayah"]
        ),
        credit=found["sumber"].split(" ")[0],
        edition=hashlib.sha256(text.encode()).hexdigest()[:8],
    )
