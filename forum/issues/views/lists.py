"""The list of all issues, its feed, and a person's own drafts."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forum.city import coordinates, outlines
from forum.city.coordinates import Point
from forum.city.models import Area, AreaLevel
from forum.core import clock, markdown
from forum.core.errors import Invalid
from forum.core.policy import require
from forum.core.text import one_line
from forum.discussions import queries as threads
from forum.discussions.views import own_drafts
from forum.issues import actions, fragments, nearby, policy, queries
from forum.issues.following import follow_slot
from forum.issues.models import Category, IssueKind
from forum.issues.queries import Filters
from forum.issues.slots import Slot
from forum.issues.views.blueprint import bp
from forum.issues.words import KINDS, SORTS, STAGES
from forum.notifications.models import Matter
from forum.web import caching, current_actor, language
from forum.web.paging import cursor

LONGEST_QUERY = 100
FEED = 20


@bp.get("")
def index() -> ResponseReturnValue:
    """All public issues: search, filters, order; 20 on a page.

    What the rows show is told by their versions, so visitors get a kept page under these.
    """
    areas, categories = queries.areas(), queries.all_categories()
    filters = asked_for(areas, categories)
    if filters.near is None:
        page, total = queries.issues_page(filters, cursor()), queries.count(filters)
    else:
        page = nearby.nearest(filters, filters.near, cursor())
        total = nearby.count_with_point(filters)

    def show() -> str:
        return render_template(
            "issues/index.html",
            page=page,
            rows=fragments.with_news(
                fragments.rows(page.rows),
                page.rows,
                threads.unread_counts(current_actor(), [row.id for row in page.rows]),
            ),
            astray=place_asked_for()[1],
            follow=fragments.filled(_to_follow(filters)),
            total=total,
            most=queries.MOST_COUNTED,
            filters=filters,
            chips=chips(filters),
            form=form_of(filters, areas, categories),
            has_map=outlines.is_there(),
            area_tree=tree(areas),
            map_url=url_of(filters, endpoint=".map_of_issues", dekat=None),
            sorts=SORTS,
            sort_url=lambda key: url_of(
                filters, urut=None if key == "terbaru" else key, dekat=None
            ),
            feed_url=url_of(replace(filters, sort="terbaru"), endpoint=".feed"),
        )

    if not caching.is_nobody():
        return show()
    rows = tuple((row.id, row.version) for row in page.rows)
    key = ("issues", request.query_string, rows, page.next_cursor, total)
    return caching.page_for_everyone(key, show)


def form_of(
    filters: Filters,
    areas: Sequence[Area],
    categories: Sequence[Category],
    *,
    endpoint: str = ".index",
    swap: str = "hasil saring",
) -> Markup:
    """Search and filters: long lists to choose from, the same for everyone."""
    shown = [one for one in categories if not one.is_retired or one is filters.category]
    return caching.kept(
        ("issues filters", endpoint, request.query_string, language()),
        lambda: render_template(
            "issues/_filters.html",
            filters=filters,
            action=url_for(endpoint),
            swap=swap,
            chips=chips(filters, endpoint),
            areas=tree(areas),
            categories=shown,
            kinds=KINDS,
            stages=STAGES,
        ),
    )


def _to_follow(filters: Filters) -> list[Slot]:
    """Whoever looks at one kelurahan or one topic may follow it."""
    viewer, back = current_actor(), url_of(filters)
    if not viewer.signed_in:
        return []
    slots = []
    if filters.area is not None:
        label = _("Ikuti isu di %(name)s", name=filters.area.name)
        slots.append(
            follow_slot(
                viewer, Matter.AREA, filters.area.id, back, label=label, name=filters.area.name
            )
        )
    if filters.category is not None:
        name = filters.category.name_in(language())
        label = _("Ikuti topik %(name)s", name=name)
        slots.append(
            follow_slot(
                viewer, Matter.CATEGORY, filters.category.id, back, label=label, name=name
            )
        )
    return slots


@bp.get("/atom.xml")
def feed() -> ResponseReturnValue:
    """The newest public issues that fit the same filters as the list."""
    filters = asked_for(queries.areas(), queries.all_categories())
    rows = queries.latest(FEED, filters)
    text = render_template(
        "issues/atom.xml",
        rows=rows,
        site=current_app.config["BASE_URL"],
        here=current_app.config["BASE_URL"] + request.full_path.rstrip("?"),
        updated=max((row.created_at for row in rows), default=clock.now()),
        excerpt=markdown.excerpt,
        kinds=KINDS,
    )
    return Response(text, mimetype="application/atom+xml")


@bp.get("/draf")
def drafts() -> ResponseReturnValue:
    """What the person has begun and nobody else sees."""
    actor = current_actor()
    require(policy.can_keep_drafts, actor)
    places = actions.Typed.places()
    return render_template(
        "issues/drafts.html",
        rows=queries.drafts_of(actor),
        kinds=KINDS,
        places=places,
        typed=own_drafts(actor, places),
    )


def place_asked_for() -> tuple[Point | None, str | None]:
    """`dekat` is a place in the city: coordinates, or the code of a kelurahan.

    What cannot be used as one comes with the reason, for the page to say.
    """
    text = request.args.get("dekat", "")
    if not text or not outlines.is_there():
        return None, None
    drawn = outlines.drawing().by_code(text)
    if drawn is not None:
        return drawn.label, None
    try:
        point = coordinates.read(text)
        if point is not None:
            outlines.code_in_city(point)
    except Invalid as error:
        return None, str(error)
    return point, None


def asked_for(areas: Sequence[Area], categories: Sequence[Category]) -> Filters:
    """From the address; what it does not know is not asked for."""
    get = request.args.get
    kind, stage, sort = get("jenis", ""), get("tahap", ""), get("urut", "")
    return Filters(
        kind=IssueKind(kind) if kind in list(IssueKind) else None,
        area=next((area for area in areas if area.code == get("wilayah")), None),
        stage=stage if stage in STAGES else None,
        category=_topic(categories, get("topik", "")),
        q=one_line(get("q", ""))[:LONGEST_QUERY],
        sort=sort if sort in SORTS else "terbaru",
        near=place_asked_for()[0],
    )


def _topic(categories: Sequence[Category], number: str) -> Category | None:
    """Of one that was merged, the old address leads to the other."""
    by_number = {str(each.id): each for each in categories}
    found = by_number.get(number)
    return by_number.get(str(found.merged_into_id), found) if found else None


def url_of(filters: Filters, *, endpoint: str = ".index", **changes: str | None) -> str:
    values: dict[str, Any] = {
        "jenis": filters.kind.value if filters.kind else None,
        "wilayah": filters.area.code if filters.area else None,
        "tahap": filters.stage,
        "topik": filters.category.id if filters.category else None,
        "q": filters.q or None,
        "urut": None if filters.sort == "terbaru" else filters.sort,
        "dekat": filters.near.short if filters.near else None,
    }
    return url_for(endpoint, **(values | changes))


def chips(filters: Filters, endpoint: str = ".index") -> list[tuple[str, str]]:
    """What is asked for, each with the address of the same page without it."""
    without = partial(url_of, filters, endpoint=endpoint)
    found = []
    if filters.q:
        found.append((_("“%(q)s”", q=filters.q), without(q=None)))
    if filters.kind:
        found.append((str(KINDS[filters.kind].one), without(jenis=None)))
    if filters.area:
        found.append((filters.area.label, without(wilayah=None)))
    if filters.stage:
        found.append((str(STAGES[filters.stage].label), without(tahap=None)))
    if filters.category:
        found.append((filters.category.name_in(language()), without(topik=None)))
    if filters.near:
        found.append(
            (_("Di dekat titik di %(area)s", area=_name_of(filters.near)), without(dekat=None))
        )
    return found


def _name_of(point: Point) -> str:
    drawn = outlines.drawing().by_code(outlines.code_at(point) or "")
    return drawn.name if drawn else point.short


def tree(areas: Sequence[Area]) -> list[tuple[Area, list[Area]]]:
    """Each kecamatan with its kelurahan."""
    districts = sorted(
        (area for area in areas if area.level is AreaLevel.DISTRICT), key=lambda area: area.name
    )
    return [
        (district, [area for area in areas if area.parent_id == district.id])
        for district in districts
    ]
