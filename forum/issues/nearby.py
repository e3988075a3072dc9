"""What a map and a list by distance may ask: the public points of public issues."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, literal, select, tuple_
from sqlalchemy.orm import aliased

from forum.city import outlines
from forum.city.coordinates import WORLD, Point, chord, metres_of
from forum.city.maps import View
from forum.city.models import Area
from forum.city.outlines import Box
from forum.core.db import db
from forum.discussions.models import Thread
from forum.issues import queries
from forum.issues.models import IssuePoint, Listed
from forum.issues.queries import Filters, Row
from forum.web import caching
from forum.web.paging import Page, cut, decode

CELL = 56  # pixels of the screen within which marks are put together
TOUCHING = 34  # nearer than this, one mark would lie on the other
BLOCK = 8  # cells in a row that are counted at a time
BY_AREA = 11  # up to this zoom the numbers of whole kelurahan are shown
RINGS = (125, 500, 2_000, 8_000, 120_000)  # metres; the last holds the whole city
EARTH_WIDTH = 40_075_016.7  # metres, at the equator: WORLD pixels


@dataclass(frozen=True)
class Mark:
    """What stands at one place of the map: an issue, or a number of them."""

    x: float  # in units of the drawing
    y: float
    count: int
    issue_id: int | None = None
    title: str = ""
    is_exact: bool = True
    code: str | None = None  # of the kelurahan whose number it is
    name: str = ""


def marks(
    filters: Filters,
    view: View,
    areas: Sequence[Area],
    counts: Mapping[int, int],
    *,
    many: bool = False,
) -> list[Mark]:
    """Marks for a view: numbers of whole kelurahan from afar, else clusters and single issues.

    Where there are `many`, they are counted for a block of the map and kept for a minute, so
    that moving about in a full city does not count it anew each time.
    """
    if view.zoom <= BY_AREA:
        return _marks_of_areas(view, areas, counts)
    cells = _cells_kept(filters, view) if many else _cells(filters, view.zoom, view.box)
    drawing = outlines.drawing()
    found = []
    for count, x, y, issue_id, title, exact in cells:
        left, top = drawing.at(x, y)
        one = count == 1
        found.append(Mark(left, top, count, issue_id if one else None, title, exact))
    return _joined(found, TOUCHING * view.scale)


def counts_by_area(filters: Filters) -> dict[int, int]:
    """How many issues on the map each kelurahan has, to find them by; never to compare."""

    def counted() -> list[Any]:
        on_map = Listed.x.is_not(None), *queries.fitting(filters)
        statement = select(Listed.area_id, func.count()).where(*on_map)
        return [list(row) for row in db.session.execute(statement.group_by(Listed.area_id))]

    return dict(
        caching.figures(
            ("issues on the map", *filters.key),
            counted,
            if_large=lambda rows: sum(count for _area, count in rows) > queries.MOST_COUNTED,
        )
    )


def _cells_kept(filters: Filters, view: View) -> list[Any]:
    """The cells of the blocks that a view lies in, as far as it shows them."""
    side = BLOCK * _side(view.zoom)
    left, top, right, bottom = view.box
    found = []
    for row in range(top // side, bottom // side + 1):
        for column in range(left // side, right // side + 1):
            x, y = column * side, row * side
            box = (x, y, x + side - 1, y + side - 1)
            found += caching.figures(
                ("issues in cells", view.zoom, box, *filters.key),
                partial(_cells, filters, view.zoom, box),
                if_large=lambda cells: sum(cell[0] for cell in cells) > queries.MOST_COUNTED,
            )
    return [cell for cell in found if left <= cell[1] <= right and top <= cell[2] <= bottom]


def _cells(filters: Filters, zoom: int, box: Box) -> list[Any]:
    """What lies in each cell of a grid: count, middle, and of a single one id and title; whether
    all are where they are shown.
    """
    side = _side(zoom)
    column, row = Listed.x // side, Listed.y // side
    cells = (
        select(
            column.label("column"),
            row.label("row"),
            func.count().label("count"),
            func.avg(Listed.x).label("x"),
            func.avg(Listed.y).label("y"),
            func.min(Listed.issue_id).label("issue_id"),
            func.min(cast(Listed.is_exact, Integer)).label("exact"),
        )
        .where(*queries.fitting(filters), *_within(box))
        .group_by(column, row)
        .subquery()
    )
    titled = (cells.c.count == 1) & (Thread.id == cells.c.issue_id)
    statement = (
        select(
            cells.c.count, cells.c.x, cells.c.y, cells.c.issue_id, Thread.title, cells.c.exact
        )
        .outerjoin(Thread, titled)
        .order_by(cells.c.row, cells.c.column)
    )
    return [
        [count, float(x), float(y), issue_id, title or "", bool(exact)]
        for count, x, y, issue_id, title, exact in db.session.execute(statement)
    ]


def _side(zoom: int) -> int:
    """Of a cell, in pixels of zoom 20."""
    return CELL * int(2 ** (20 - zoom))


def in_view(
    filters: Filters, view: View, cursor: str | None = None, *, many: bool = False
) -> Page[Row]:
    """The issues whose points a view shows, the newest first.

    Where there are `many`, the newest of all are gone through until a page is full; else those
    in view are looked up and sorted.
    """
    if many:
        left, top, right, bottom = view.box
        # A sum is in no index, so the newest are gone through instead of all that lie in view.
        wide, high = Listed.x + 0, Listed.y + 0
        return queries.issues_page(
            filters, cursor, wide.between(left, right), high.between(top, bottom)
        )
    inside = aliased(Listed)
    found = select(inside.issue_id).where(*_within(view.box, inside))
    return queries.issues_page(filters, cursor, Listed.issue_id.in_(found))


def count_in_view(filters: Filters, view: View) -> int:
    """How many there are, counted as the list of all issues is: up to one more than its most."""
    return queries.count(filters, *_within(view.box))


def count_with_point(filters: Filters) -> int:
    return queries.count(filters, Listed.x.is_not(None))


def nearest(filters: Filters, here: Point, cursor: str | None = None) -> Page[Row]:
    """Issues with a point by their distance in metres from `here`.

    Rings are asked for one after the other, so that a full page nearby costs little: at most
    one query for each ring.
    """
    after = decode(cursor, float, int)
    if after is not None and not (math.isfinite(after[0]) and 0 <= after[0] <= 4):
        after = None
    far = _square(here)
    rows: list[Any] = []
    for metres in RINGS:
        limit = chord(metres) ** 2
        if after is not None and after[0] > limit:
            continue
        chosen = (
            select(Listed.issue_id, far.label("far"))
            .join(IssuePoint, IssuePoint.issue_id == Listed.issue_id)
            .where(*queries.fitting(filters), *_within(_box(here, metres)), far <= limit)
        )
        if after is not None:
            chosen = chosen.where(
                tuple_(far, Listed.issue_id) > tuple_(literal(after[0]), literal(after[1]))
            )
        chosen = chosen.order_by(far, Listed.issue_id).limit(queries.PAGE + 1)
        rows = list(queries.chosen_rows(chosen, "far", falling=False))
        if len(rows) > queries.PAGE:
            break
    page = cut(rows, queries.PAGE, lambda row: (row.far, row.id), is_first=after is None)
    shown = [
        replace(queries.row_of(row), far=metres_of(math.sqrt(row.far))) for row in page.rows
    ]
    return Page(shown, page.next_cursor, page.is_first)


def _within(box: Box, points: type[Listed] = Listed) -> tuple[ColumnElement[bool], ...]:
    left, top, right, bottom = box
    return points.x.between(left, right), points.y.between(top, bottom)


def _box(here: Point, metres: float) -> tuple[int, int, int, int]:
    """A box in pixels of zoom 20 that surely holds the circle."""
    x, y = here.on_map
    stretch = 1 / math.cos(math.radians(min(abs(here.latitude) + 2, 80)))
    half = math.ceil(metres * 1.01 * stretch / EARTH_WIDTH * WORLD) + 1
    return x - half, y - half, x + half, y + half


def _square(here: Point) -> ColumnElement[float]:
    """The squared straight line on the sphere of radius 1: it sorts as the distance does."""
    parts = zip((IssuePoint.east, IssuePoint.north, IssuePoint.up), here.on_sphere, strict=True)
    first, *rest = ((column - value) * (column - value) for column, value in parts)
    return sum(rest, first)


def _marks_of_areas(view: View, areas: Sequence[Area], counts: Mapping[int, int]) -> list[Mark]:
    """One number for each kelurahan; those that would lie on each other are put together."""
    drawing = outlines.drawing()
    found = []
    for area in areas:
        drawn, count = drawing.by_code(area.code), counts.get(area.id, 0)
        if drawn is not None and count:
            x, y = drawing.at(*drawn.label.on_map)
            found.append(Mark(x, y, count, code=area.code, name=area.name))
    return _joined(found, TOUCHING * view.scale)


def _joined(marks: Sequence[Mark], near: float) -> list[Mark]:
    """Marks without those that would lie on another: that one counts for both, between them."""
    found: list[Mark] = []
    for mark in marks:
        beside = next(
            (
                at
                for at, one in enumerate(found)
                if math.hypot(one.x - mark.x, one.y - mark.y) < near
            ),
            None,
        )
        if beside is None:
            found.append(mark)
            continue
        one = found[beside]
        both = one.count + mark.count
        found[beside] = Mark(
            (one.x * one.count + mark.x * mark.count) / both,
            (one.y * one.count + mark.y * mark.count) / both,
            both,
            is_exact=one.is_exact and mark.is_exact,
            name=", ".join(name for name in (one.name, mark.name) if name),
        )
    return found
