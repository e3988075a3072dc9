"""What a map shows: a square of the city at a zoom, and the addresses of what lies beneath it.

A map is drawn in units of the drawing (`outlines`), one pixel of Web Mercator at zoom 14, so the
outlines, the marks and tiles of any usual server fit on each other. A view is always a square of
`SIDE` pixels of its own zoom, however large a screen shows it.
"""

from dataclasses import dataclass
from typing import Any

from flask import current_app

from forum.city import outlines
from forum.city.coordinates import Point
from forum.city.outlines import UNIT, Box, Drawing
from forum.core.errors import Invalid

SIDE = 400
LOWEST, HIGHEST = 9, 18
DRAWN_AT = 14  # the zoom whose pixels are the units of the drawing
TILE = 256


@dataclass(frozen=True)
class View:
    """A square part of the map."""

    center: Point
    zoom: int

    @property
    def span(self) -> float:
        """The side of the square, in units of the drawing."""
        return SIDE * self.scale

    @property
    def scale(self) -> float:
        """Units of the drawing in one pixel of this zoom."""
        return float(2.0 ** (DRAWN_AT - self.zoom))

    @property
    def corner(self) -> tuple[float, float]:
        """Top left, in units of the drawing."""
        x, y = outlines.drawing().at(*self.center.on_map)
        return x - self.span / 2, y - self.span / 2

    @property
    def view_box(self) -> str:
        """As the SVG wants it."""
        return " ".join(_short(part) for part in (*self.corner, self.span, self.span))

    @property
    def box(self) -> Box:
        """Left, top, right and bottom in pixels of zoom 20, for asking the database."""
        x, y = self.center.on_map
        half = round(self.span * UNIT / 2)
        return x - half, y - half, x + half, y + half

    def shows(self, box: Box) -> bool:
        """Whether any of this box of the drawing lies in it."""
        left, top = self.corner
        return (
            box[0] <= left + self.span
            and box[2] >= left
            and box[1] <= top + self.span
            and box[3] >= top
        )

    def zoomed(self, by: int) -> "View | None":
        """Closer (above 0) or farther; None beyond what a map has."""
        zoom = self.zoom + by
        return View(self.center, zoom) if LOWEST <= zoom <= HIGHEST else None

    def moved(self, right: float, down: float) -> "View":
        """By parts of its own side; it stops at the edge of the city."""
        drawing = outlines.drawing()
        x, y = drawing.at(*self.center.on_map)
        x, y = x + right * self.span, y + down * self.span
        return View(_held(drawing, x, y), self.zoom)

    @property
    def arguments(self) -> dict[str, str]:
        """As they stand in an address."""
        return {"pusat": self.center.short, "z": str(self.zoom)}

    def tiles(self, template: str) -> list[tuple[str, float, float, float]]:
        """Address, left, top and side of each tile that it shows, in units of the drawing."""
        drawing = outlines.drawing()
        side = TILE * self.scale
        left, top = (
            part + origin for part, origin in zip(self.corner, drawing.origin, strict=True)
        )
        return [
            (
                template.replace("{z}", str(self.zoom))
                .replace("{x}", str(x))
                .replace("{y}", str(y)),
                x * side - drawing.origin[0],
                y * side - drawing.origin[1],
                side,
            )
            for y in range(int(top // side), int((top + self.span) // side) + 1)
            for x in range(int(left // side), int((left + self.span) // side) + 1)
        ]


def core() -> View:
    """Where people live close together: what a map shows unless it is asked for more."""
    drawing = outlines.drawing()
    return View(drawing.core, drawing.core_zoom)


def whole_city() -> View:
    width, height = outlines.drawing().size
    return around((0, 0, width, height))


def around(box: Box) -> View:
    """The closest view that shows a box of the drawing whole."""
    drawing = outlines.drawing()
    side = max(box[2] - box[0], box[3] - box[1]) * 1.06
    zoom = next(
        (zoom for zoom in range(16, LOWEST, -1) if SIDE * 2.0 ** (DRAWN_AT - zoom) >= side),
        LOWEST,
    )
    return View(drawing.point_at((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), zoom)


def asked_for(center: str, zoom: str, otherwise: View) -> View:
    """The view that an address asks for; what it does not say is as in `otherwise`."""
    level = (
        int(zoom) if zoom.isascii() and zoom.isdecimal() and len(zoom) < 3 else otherwise.zoom
    )
    try:
        latitude, longitude = (float(part) for part in center.split(","))
        x, y = outlines.drawing().at(*Point.of(latitude, longitude).on_map)
    except (ValueError, Invalid):
        return View(otherwise.center, min(max(level, LOWEST), HIGHEST))
    return View(_held(outlines.drawing(), x, y), min(max(level, LOWEST), HIGHEST))


def tile_url() -> str:
    """The template of the tile server that the city has chosen; empty without one."""
    return str(current_app.config["TILE_URL"])


def to_choose_from() -> dict[str, Any]:
    """What templates need to offer a map."""
    url = tile_url()
    return {
        "drawing": outlines.drawing(),
        "tile_url": url,
        "tile_credit": current_app.config["TILE_CREDIT"] if url else "",
    }


def _held(drawing: Drawing, x: float, y: float) -> Point:
    width, height = drawing.size
    return drawing.point_at(min(max(x, 0), width), min(max(y, 0), height))


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
