"""The outlines that maps on pages are drawn from: `build_outlines.py write|check [FOLDER]`.

Reads `kelurahan.geojson` of a city's folder (data/palangkaraya) and writes `garis.json` beside it:
each kelurahan as the path of an SVG, in whole pixels of the Web Mercator map at zoom 14 (about
9.5 m), which is sharp enough for a phone. Which kelurahan a point lies in is decided by the full
outlines, never by these.

Borders are simplified (Douglas and Peucker) as arcs between the points where three areas meet.
Each arc is taken once, for both of its sides, so that neighbours still fit without a gap.
"""

import json
import math
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from forum.city.coordinates import mercator  # noqa: E402

UNIT = 2**6  # pixels of zoom 20 in one of zoom 14
TOLERANCE = 1.0  # pixels of zoom 14
# Where people live close together: outlines there are slivers on a map of the whole city.
CORE = {"lat": -2.213, "lng": 113.918, "zoom": 12}

Node = tuple[float, float]
Arc = tuple[Node, ...]


def rings_of(feature: dict[str, Any]) -> list[list[Node]]:
    """Rings without their repeated last point."""
    geometry = feature["geometry"]
    many = geometry["coordinates"]
    polygons = many if geometry["type"] == "MultiPolygon" else [many]
    return [[(lng, lat) for lng, lat in ring[:-1]] for polygon in polygons for ring in polygon]


def knots(rings: list[list[Node]]) -> set[Node]:
    """Points where arcs end: where more than two border lines meet."""
    beside: dict[Node, set[Node]] = defaultdict(set)
    for ring in rings:
        for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
            beside[one].add(other)
            beside[other].add(one)
    return {node for node, others in beside.items() if len(others) > 2}


def arcs_of(ring: list[Node], ends: set[Node]) -> list[Arc]:
    """A ring cut at these points; one without any is cut at its lowest point, for both sides."""
    cuts = [at for at, node in enumerate(ring) if node in ends] or [ring.index(min(ring))]
    arcs = []
    for begin, end in zip(cuts, [*cuts[1:], cuts[0] + len(ring)], strict=True):
        arcs.append(tuple(ring[at % len(ring)] for at in range(begin, end + 1)))
    return arcs


def simplified(arc: Arc, made: dict[Arc, Arc]) -> Arc:
    """The arc with fewer points, in its own direction; the same for both neighbours."""
    forward = arc <= arc[::-1]
    key = arc if forward else arc[::-1]
    if key not in made:
        points = [(x / UNIT, y / UNIT) for x, y in (mercator(lat, lng) for lng, lat in key)]
        made[key] = tuple(kept(points))
    return made[key] if forward else made[key][::-1]


def kept(points: list[Node]) -> list[Node]:
    first, last = points[0], points[-1]
    far, at = 0.0, 0
    for index, point in enumerate(points[1:-1], 1):
        away = from_line(point, first, last)
        if away > far:
            far, at = away, index
    if first == last and len(points) > 3 and at == 0:
        at, far = len(points) // 2, TOLERANCE * 2
    if far <= TOLERANCE and first != last:
        return [first, last]
    if at == 0:
        return points
    return kept(points[: at + 1])[:-1] + kept(points[at:])


def from_line(point: Node, one: Node, other: Node) -> float:
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = math.hypot(dx, dy)
    if length == 0:
        return math.dist(point, one)
    along = ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / length**2
    along = max(0.0, min(1.0, along))
    return math.dist(point, (one[0] + along * dx, one[1] + along * dy))


def path(points: list[tuple[int, int]]) -> str:
    """Relative moves in whole numbers: the shortest way to say it."""
    x, y = points[0]
    steps = []
    for to_x, to_y in points[1:]:
        if (to_x, to_y) != (x, y):
            dx, dy = to_x - x, to_y - y
            steps.append(f"{dx}{'' if dy < 0 else ' '}{dy}")
            x, y = to_x, to_y
    text = "".join(
        step if step.startswith("-") or at == 0 else f" {step}" for at, step in enumerate(steps)
    )
    return f"M{points[0][0]} {points[0][1]}l{text}z"


def outlines(folder: Path) -> dict[str, Any]:
    features = json.loads((folder / "kelurahan.geojson").read_text("utf-8"))["features"]
    rings = {feature["properties"]["kode"]: rings_of(feature) for feature in features}
    ends = knots([ring for many in rings.values() for ring in many])
    made: dict[Arc, Arc] = {}
    drawn = {
        code: [
            [point for arc in arcs_of(ring, ends) for point in simplified(arc, made)[:-1]]
            for ring in many
        ]
        for code, many in rings.items()
    }
    every = [point for many in drawn.values() for ring in many for point in ring]
    left, top = (math.floor(min(each[axis] for each in every)) for axis in (0, 1))
    right, bottom = (math.ceil(max(each[axis] for each in every)) for axis in (0, 1))
    areas = []
    for feature in sorted(features, key=lambda each: str(each["properties"]["kode"])):
        own = feature["properties"]
        whole = [
            [(round(x) - left, round(y) - top) for x, y in ring] for ring in drawn[own["kode"]]
        ]
        flat = [point for ring in whole for point in ring]
        areas.append(
            {
                "kode": own["kode"],
                "nama": own["nama"],
                "titik": [own["lat"], own["lng"]],
                "kotak": [
                    min(x for x, _ in flat),
                    min(y for _, y in flat),
                    max(x for x, _ in flat),
                    max(y for _, y in flat),
                ],
                "garis": "".join(path(ring) for ring in whole),
            }
        )
    return {
        "sumber": "cahyadsn/wilayah_boundaries (3c5a796), disederhanakan dari kelurahan.geojson "
        "oleh scripts/build_outlines.py",
        "lisensi": "MIT, Copyright (c) 2017-2025 Cahya DSN; lihat README.md",
        "satuan": "piksel Web Mercator (EPSG:3857) pada zoom 14, dihitung dari asal",
        "asal": [left, top],
        "ukuran": [right - left, bottom - top],
        "inti": CORE,
        "wilayah": areas,
    }


def written(found: dict[str, Any]) -> str:
    """One area a line, so that a change can be read."""
    areas = ",\n".join(json.dumps(area, ensure_ascii=False) for area in found["wilayah"])
    head = {key: value for key, value in found.items() if key != "wilayah"}
    text = json.dumps(head, ensure_ascii=False, indent=1)
    return f'{text[:-2]},\n "wilayah": [\n{areas}\n ]\n}}\n'


def main() -> int:
    if len(sys.argv) not in (2, 3) or sys.argv[1] not in ("write", "check"):
        print("usage: build_outlines.py write|check [FOLDER]", file=sys.stderr)
        return 2
    folder = Path(sys.argv[2]) if len(sys.argv) == 3 else ROOT / "data" / "palangkaraya"
    text, file = written(outlines(folder)), folder / "garis.json"
    if sys.argv[1] == "write":
        file.write_text(text, encoding="utf-8")
        print(f"{file.relative_to(ROOT)}: {len(text)} characters")
        return 0
    if not file.is_file() or file.read_text("utf-8") != text:
        print(f"{file} is out of date: scripts/build_outlines.py write", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
