"""The page of the search, `/cari`, and its feed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from forum.city import queries as city
from forum.city.models import Area, AreaLevel, Unit
from forum.core import clock
from forum.core.actor import VISITOR
from forum.core.text import one_line
from forum.search import excerpts, queries, wishes, words
from forum.search.kinds import KINDS, STATES, Found, category_names
from forum.search.queries import NEWEST, RELEVANT, SPANS, Facets, Filters, Results
from forum.search.wishes import Wish
from forum.web import current_actor
from forum.web.paging import Page, cursor, decode, encode

bp = Blueprint("search", __name__, url_prefix="/cari")
FEED = 30

SORTS = {RELEVANT: _l("Paling cocok"), NEWEST: _l("Terbaru")}
TIMES = {
    "pekan": _l("7 hari terakhir"),
    "bulan": _l("30 hari terakhir"),
    "tahun": _l("12 bulan terakhir"),
}
assert list(TIMES) == list(SPANS)


@dataclass(frozen=True)
class Row:
    """A result as the page shows it."""

    kind: str
    found: Found
    title: Markup
    excerpt: Markup


@dataclass(frozen=True)
class Choice:
    """One value of a filter, and how many results it leaves."""

    value: str
    label: str
    count: int
    chosen: bool


@bp.get("")
def index() -> ResponseReturnValue:
    """Everything the person may read, by words, filters and time; 20 on a page."""
    actor = current_actor()
    text, sort = _text(), _sort()
    wish = wishes.understand(text, typing=request.args.get("ketik") == "1")
    areas, units, categories = city.areas(), city.units(), category_names()
    filters = _filters(areas, units, categories, signed_in=actor.signed_in)
    after, day = _place(sort)
    results = queries.search(actor, wish, filters, sort=sort, after=after, day=day)
    shown = queries.found(actor, results.hits)
    unmatched = results.loosely or not results.total
    meant = queries.meant(actor, wish) if unmatched and not wish.is_empty else {}
    return render_template(
        "search/index.html",
        text=text,
        wish=wish,
        filters=filters,
        results=results,
        rows=_rows(results, shown, wish),
        page=Page((), _next(results), is_first=results.is_first),
        most=queries.MOST,
        meant=_corrected(text, meant),
        chips=_chips(filters, categories),
        choices=_choices(results.facets, filters, areas, units, categories),
        sort=sort,
        sorts=SORTS,
        kinds=KINDS,
        sort_url=lambda key: _url(urut=None if key == RELEVANT else key),
        feed_url=_url(endpoint=".feed", urut=None, milik=None),
    )


@bp.get("/atom.xml")
def feed() -> ResponseReturnValue:
    """The newest that everyone may read and that fits the same words and filters."""
    areas, units, categories = city.areas(), city.units(), category_names()
    wish = wishes.understand(_text())
    filters = _filters(areas, units, categories, signed_in=False)
    hits = queries.newest(VISITOR, wish, filters, FEED)
    shown = queries.found(VISITOR, hits)
    rows = [shown[hit.id] for hit in hits if hit.id in shown]
    site = current_app.config["BASE_URL"]
    text = render_template(
        "search/atom.xml",
        rows=rows,
        site=site,
        here=site + request.full_path.rstrip("?"),
        page=site + _url(),
        text=_text(),
        updated=max((row.at for row in rows), default=clock.now()),
        excerpt=lambda found: excerpts.excerpt(found.text, wish, 300).striptags(),
    )
    return Response(text, mimetype="application/atom+xml")


# --- what is asked for


def _text() -> str:
    return one_line(request.args.get("q", ""))[: wishes.LONGEST]


def _sort() -> str:
    sort = request.args.get("urut", RELEVANT)
    return sort if sort in SORTS else RELEVANT


def _filters(
    areas: Sequence[Area],
    units: Sequence[Unit],
    categories: Mapping[int, str],
    *,
    signed_in: bool,
) -> Filters:
    """From the address; what it does not know is not asked for."""
    get = request.args.get
    kind, state, span = get("jenis", ""), get("tahap", ""), get("waktu", "")
    topic = get("topik", "")
    return Filters(
        kind=kind if kind in KINDS else None,
        state=state if state in STATES else None,
        area=next((one for one in areas if one.code == get("wilayah")), None),
        unit=next((one for one in units if one.code == get("unit")), None),
        category=next((key for key in categories if str(key) == topic), None),
        span=span if span in SPANS else None,
        mine=signed_in and get("milik") == "1",
    )


def _place(sort: str) -> tuple[tuple[Any, ...] | None, date | None]:
    """Where the page begins, and the day of the first page. Keys are too long for JSON numbers
    of scripts, so they travel as text.
    """
    try:
        if sort == NEWEST or not _text():
            known = decode(cursor(), str, str)
            return (
                ((int(known[0]),), date.fromordinal(int(known[1]))) if known else (None, None)
            )
        known = decode(cursor(), str, str, str)
        if known is None:
            return None, None
        return (int(known[0]), int(known[1])), date.fromordinal(int(known[2]))
    except (ValueError, OverflowError):
        return None, None


def _next(results: Results) -> str | None:
    if results.next_key is None:
        return None
    return encode(tuple(str(part) for part in results.next_key))


# --- what the page shows


def _rows(results: Results, shown: Mapping[int, Found], wish: Wish) -> list[Row]:
    return [
        Row(
            hit.kind,
            found,
            excerpts.marked(found.title, wish),
            excerpts.excerpt(found.text, wish),
        )
        for hit in results.hits
        if (found := shown.get(hit.id)) is not None
    ]


def _url(*, endpoint: str = ".index", **changes: str | None) -> str:
    """This very search, with changes; what is left empty does not make the address longer."""
    given: dict[str, Any] = {key: value for key, value in request.args.items() if value}
    for key in ("lanjut", "ketik"):
        given.pop(key, None)
    return url_for(endpoint, **{k: v for k, v in (given | changes).items() if v})


def _chips(filters: Filters, categories: Mapping[int, str]) -> list[tuple[str, str]]:
    """What narrows the results, each with the address of the search without it."""
    chips: list[tuple[str, str]] = []
    if filters.kind:
        chips.append((str(KINDS[filters.kind].label), _url(jenis=None)))
    if filters.state:
        chips.append((str(STATES[filters.state].label()), _url(tahap=None)))
    if filters.area:
        chips.append((filters.area.label, _url(wilayah=None)))
    if filters.unit:
        chips.append((filters.unit.short_name, _url(unit=None)))
    if filters.category is not None:
        chips.append((categories[filters.category], _url(topik=None)))
    if filters.span:
        chips.append((str(TIMES[filters.span]), _url(waktu=None)))
    if filters.mine:
        chips.append((_("Milik saya"), _url(milik=None)))
    return chips


def _choices(
    facets: Facets,
    filters: Filters,
    areas: Sequence[Area],
    units: Sequence[Unit],
    categories: Mapping[int, str],
) -> dict[str, list[Choice]]:
    """Of each filter what leaves any result, and what is chosen."""
    by_area = dict(facets.areas)
    for area in areas:
        if area.parent_id is not None and area.level is AreaLevel.VILLAGE:
            by_area[area.parent_id] = by_area.get(area.parent_id, 0) + facets.areas.get(
                area.id, 0
            )
    made = {
        "kinds": [
            Choice(key, str(kind.label), facets.kinds.get(key, 0), key == filters.kind)
            for key, kind in KINDS.items()
        ],
        "states": [
            Choice(key, str(state.label()), facets.states.get(key, 0), key == filters.state)
            for key, state in STATES.items()
        ],
        "areas": [
            Choice(area.code, _area_name(area), by_area.get(area.id, 0), area is filters.area)
            for area in areas
            if area.level is not AreaLevel.CITY
        ],
        "units": [
            Choice(
                unit.code, unit.short_name, facets.units.get(unit.id, 0), unit is filters.unit
            )
            for unit in units
        ],
        "categories": [
            Choice(str(key), name, facets.categories.get(key, 0), key == filters.category)
            for key, name in categories.items()
        ],
        "spans": [
            Choice(key, str(label), facets.spans.get(key, 0), key == filters.span)
            for key, label in TIMES.items()
        ],
    }
    return {
        name: [one for one in choices if one.count or one.chosen]
        for name, choices in made.items()
    }


def _area_name(area: Area) -> str:
    if area.level is AreaLevel.DISTRICT:
        return _("Kecamatan %(name)s", name=area.name)
    return area.name


def _corrected(text: str, meant: Mapping[str, str]) -> tuple[str, str] | None:
    """The search with the words that were perhaps meant, and its address."""
    if not meant:
        return None
    corrected = " ".join(
        meant.get(words.folded(part)[0], part) if words.folded(part) else part
        for part in text.split()
    )
    if corrected == text:
        return None
    return corrected, _url(q=corrected)
