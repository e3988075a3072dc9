"""The list of all issues, its feed, and a person's own drafts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forum.city.models import Area, AreaLevel
from forum.core import clock, markdown
from forum.core.policy import require
from forum.core.text import one_line
from forum.issues import fragments, policy, queries
from forum.issues.models import Category, IssueKind
from forum.issues.queries import Filters
from forum.issues.views.blueprint import bp
from forum.issues.words import KINDS, SORTS, STAGES
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
    filters = _filters(areas, categories)
    page = queries.issues_page(filters, cursor())
    total = queries.count(filters)

    def show() -> str:
        return render_template(
            "issues/index.html",
            page=page,
            rows=fragments.rows(page.rows),
            total=total,
            most=queries.MOST_COUNTED,
            filters=filters,
            chips=_chips(filters),
            form=_form(filters, areas, categories),
            sorts=SORTS,
            sort_url=lambda key: _url(filters, urut=None if key == "terbaru" else key),
            feed_url=_url(replace(filters, sort="terbaru"), endpoint=".feed"),
        )

    if not caching.is_nobody():
        return show()
    rows = tuple((row.id, row.version) for row in page.rows)
    key = ("issues", request.query_string, rows, page.next_cursor, total)
    return caching.page_for_everyone(key, show)


def _form(filters: Filters, areas: Sequence[Area], categories: Sequence[Category]) -> Markup:
    """Search and filters: long lists to choose from, the same for everyone."""
    shown = [one for one in categories if not one.is_retired or one is filters.category]
    return caching.kept(
        ("issues filters", request.query_string, language()),
        lambda: render_template(
            "issues/_filters.html",
            filters=filters,
            chips=_chips(filters),
            areas=_tree(areas),
            categories=shown,
            kinds=KINDS,
            stages=STAGES,
        ),
    )


@bp.get("/atom.xml")
def feed() -> ResponseReturnValue:
    """The newest public issues that fit the same filters as the list."""
    filters = _filters(queries.areas(), queries.all_categories())
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
    return render_template("issues/drafts.html", rows=queries.drafts_of(actor), kinds=KINDS)


def _filters(areas: Sequence[Area], categories: Sequence[Category]) -> Filters:
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
    )


def _topic(categories: Sequence[Category], number: str) -> Category | None:
    """Of one that was merged, the old address leads to the other."""
    by_number = {str(each.id): each for each in categories}
    found = by_number.get(number)
    return by_number.get(str(found.merged_into_id), found) if found else None


def _url(filters: Filters, *, endpoint: str = ".index", **changes: str | None) -> str:
    values: dict[str, Any] = {
        "jenis": filters.kind.value if filters.kind else None,
        "wilayah": filters.area.code if filters.area else None,
        "tahap": filters.stage,
        "topik": filters.category.id if filters.category else None,
        "q": filters.q or None,
        "urut": None if filters.sort == "terbaru" else filters.sort,
    }
    return url_for(endpoint, **(values | changes))


def _chips(filters: Filters) -> list[tuple[str, str]]:
    """What is asked for, each with the address of the list without it."""
    chips = []
    if filters.q:
        chips.append((_("“%(q)s”", q=filters.q), _url(filters, q=None)))
    if filters.kind:
        chips.append((str(KINDS[filters.kind].one), _url(filters, jenis=None)))
    if filters.area:
        chips.append((filters.area.label, _url(filters, wilayah=None)))
    if filters.stage:
        chips.append((str(STAGES[filters.stage].label), _url(filters, tahap=None)))
    if filters.category:
        name = filters.category.name_in(language())
        chips.append((name, _url(filters, topik=None)))
    return chips


def _tree(areas: Sequence[Area]) -> list[tuple[Area, list[Area]]]:
    """Each kecamatan with its kelurahan."""
    districts = sorted(
        (area for area in areas if area.level is AreaLevel.DISTRICT), key=lambda area: area.name
    )
    return [
        (district, [area for area in areas if area.parent_id == district.id])
        for district in districts
    ]
