"""The map of issues, the outlines that it is drawn from, and which area a point lies in."""

from collections.abc import Sequence

from flask import Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.city import coordinates, maps, outlines
from forum.city.maps import View
from forum.city.models import Area
from forum.core.actor import Actor
from forum.core.errors import Invalid, NotFound
from forum.issues import fragments, nearby, places, policy, queries, slots
from forum.issues.models import Category, Issue
from forum.issues.nearby import Mark
from forum.issues.queries import Filters
from forum.issues.views import lists
from forum.issues.views.blueprint import bp
from forum.web import caching, is_fragment
from forum.web.paging import cursor

ZOOM_OF_ONE = 13  # of the small map beside one issue
YEAR = 31_536_000


@bp.get("/peta")
def map_of_issues() -> ResponseReturnValue:
    """Issues on the map and beside it as a list, by the same filters as the list of all.

    `pusat` and `z` say what the map shows. A script asks for what lies on the outlines alone.
    """
    if not outlines.is_there():
        raise NotFound("map")
    areas, categories = queries.areas(), queries.all_categories()
    filters = lists.asked_for(areas, categories)
    view = _view(filters)
    # Moving about in the streets needs no numbers of whole kelurahan.
    wanted = view.zoom <= nearby.BY_AREA or not is_fragment()
    counts = nearby.counts_by_area(filters) if wanted else {}
    total = nearby.count_in_view(filters, view)
    many = total > queries.MOST_COUNTED
    marks = nearby.marks(filters, view, areas, counts, many=many)
    page = nearby.in_view(filters, view, cursor(), many=many)

    def show() -> str:
        return render_template(
            "issues/map/_seen.html" if is_fragment() else "issues/map/index.html",
            filters=filters,
            view=view,
            marks=marks,
            mark_url=lambda mark: _url_of_mark(filters, view, mark),
            page=page,
            rows=fragments.rows(page.rows),
            total=total,
            most=queries.MOST_COUNTED,
            chips=lists.chips(filters, ".map_of_issues"),
            list_url=lists.url_of(filters),
            view_url=lambda other: _url(filters, other),
            core=maps.core(),
            whole=maps.whole_city(),
            form="" if is_fragment() else _form(filters, areas, categories),
            villages=[
                (district, [(area, counts.get(area.id, 0)) for area in below])
                for district, below in lists.tree(areas)
            ],
            area_url=lambda code: lists.url_of(
                filters, endpoint=".map_of_issues", wilayah=code
            ),
            chosen=_chosen(filters),
            tiles=view.tiles(maps.tile_url()) if maps.tile_url() else [],
            **maps.to_choose_from(),
        )

    if not caching.is_nobody() or is_fragment():
        return show()
    shown = tuple((row.id, row.version) for row in page.rows)
    known = (tuple(marks), shown, page.next_cursor, total, tuple(counts.items()))
    return caching.page_for_everyone(("issue map", request.query_string, known), show)


@bp.get("/peta/garis-<edition>.svg")
def outlines_as_picture(edition: str) -> ResponseReturnValue:
    """All kelurahan as one picture; its address changes with its content."""
    if not outlines.is_there() or edition != outlines.drawing().edition:
        raise NotFound("map")
    picture = caching.kept(
        ("outlines", edition),
        lambda: render_template("issues/map/outlines.svg", drawing=outlines.drawing()),
    )
    response = Response(str(picture), mimetype="image/svg+xml")
    response.cache_control.public = True
    response.cache_control.max_age = YEAR
    response.cache_control.immutable = True
    return response


@bp.get("/peta/wilayah")
def area_of_point() -> ResponseReturnValue:
    """Which kelurahan `titik` lies in: for the form, while a point is being chosen."""
    if not outlines.is_there():
        raise NotFound("map")
    try:
        point = coordinates.read(request.args.get("titik", ""))
        if point is None:
            raise NotFound("point")
        code = outlines.code_in_city(point)
    except Invalid as error:
        return jsonify(error=str(error)), 422
    area = next((area for area in queries.areas() if area.code == code), None)
    if area is None:
        raise NotFound("area")
    return jsonify(
        point=point.text,
        latitude=point.latitude,
        longitude=point.longitude,
        area={"id": area.id, "code": area.code, "name": area.name, "label": area.label},
    )


@slots.detail_section
def place_of_issue(_viewer: Actor, issue: Issue) -> slots.Slot | None:
    """The small map of an issue: the same for everyone, so only what everyone may know."""
    if issue.thread.is_hidden or not outlines.is_there():
        return None
    row = places.point_of(issue.id)
    if row is None:
        return None
    view = View(row.shown, ZOOM_OF_ONE)
    drawn = outlines.drawing().by_code(issue.area.code)
    if not row.is_exact and drawn is not None:
        view = maps.around(drawn.box)
    return "issues/map/_place.html", {
        "issue": issue,
        "point": row.shown,
        "at": outlines.drawing().at(*row.shown.on_map),
        "is_exact": row.is_exact,
        "view": view,
        "chosen": issue.area.code,
        "drawing": outlines.drawing(),
        "around_url": lists.url_of(
            Filters(),
            endpoint="issues.map_of_issues",
            **View(row.shown, ZOOM_OF_ONE + 1).arguments,
        ),
    }


@slots.detail_action
def exact_place_of_issue(viewer: Actor, issue: Issue) -> slots.Slot | None:
    """For those who handle it: the very point, where everyone is told the kelurahan alone."""
    if not policy.can_see_exact_point(viewer, issue):
        return None
    row = places.point_of(issue.id)
    if row is None or row.is_exact:
        return None
    return "issues/map/_exact.html", {"point": row.exact}


def _view(filters: Filters) -> View:
    """What the address asks for; else the chosen area, else the core of the city."""
    otherwise = maps.core()
    boxes = [outlines.drawing().by_code(code) for code in _codes(filters)]
    found = [drawn.box for drawn in boxes if drawn]
    if found:
        left, top, right, bottom = zip(*found, strict=True)
        otherwise = maps.around((min(left), min(top), max(right), max(bottom)))
    return maps.asked_for(request.args.get("pusat", ""), request.args.get("z", ""), otherwise)


def _codes(filters: Filters) -> list[str]:
    """The chosen kelurahan, or all of the chosen kecamatan: their codes begin with its own."""
    if filters.area is None:
        return []
    return [
        drawn.code
        for drawn in outlines.drawing().areas
        if drawn.code == filters.area.code or drawn.code.startswith(f"{filters.area.code}.")
    ]


def _chosen(filters: Filters) -> set[str]:
    return set(_codes(filters))


def _url(filters: Filters, view: View | None) -> str | None:
    if view is None:
        return None
    return lists.url_of(filters, endpoint=".map_of_issues", **view.arguments)


def _url_of_mark(filters: Filters, view: View, mark: Mark) -> str:
    """One issue leads to its page, a number of them closer, until it goes no closer."""
    if mark.issue_id is not None:
        return url_for(".detail", issue_id=mark.issue_id)
    if mark.code is not None:
        return lists.url_of(filters, endpoint=".map_of_issues", wilayah=mark.code)
    center = outlines.drawing().point_at(mark.x, mark.y)
    closer = View(center, view.zoom).zoomed(2)
    if closer is None:
        return lists.url_of(filters, dekat=center.short)
    return str(_url(filters, closer))


def _form(filters: Filters, areas: Sequence[Area], categories: Sequence[Category]) -> str:
    return lists.form_of(
        filters, areas, categories, endpoint=".map_of_issues", swap="hasil titik gerak saring"
    )
