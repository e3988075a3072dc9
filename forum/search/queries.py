"""What a page may ask of the index: results, how many of each sort, and what was meant."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, literal, or_, select

from forum.city.models import Area, AreaLevel, Unit
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import db
from forum.search import engines, watching, words
from forum.search.kinds import KINDS, STATES, Found
from forum.search.models import (
    EPOCH,
    Document,
    Purge,
    TitleWord,
    first_key,
    moment_of,
)
from forum.search.policy import visible_to, written_by
from forum.search.wishes import Wish

PAGE = 20
MOST = 1000  # results that are looked at, and counted: no page costs more
HALF_AS_GOOD = timedelta(days=540)  # of two equal hits, one so much older counts half
SPANS = {"pekan": 7, "bulan": 30, "tahun": 365}  # days
RELEVANT, NEWEST = "cocok", "terbaru"

_COLUMNS = (
    Document.id,
    Document.kind,
    Document.ref_id,
    Document.state,
    Document.area_id,
    Document.unit_id,
    Document.category_id,
)


@dataclass(frozen=True)
class Filters:
    """What the results are narrowed to."""

    kind: str | None = None  # a key of KINDS
    state: str | None = None  # a key of STATES
    area: Area | None = None
    unit: Unit | None = None
    category: int | None = None
    span: str | None = None  # a key of SPANS
    mine: bool = False

    @property
    def any(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Hit:
    """A document that fits, and how well."""

    id: int
    kind: str
    ref_id: int
    score: float


@dataclass(frozen=True)
class Facets:
    """How many results each choice would leave; `at_least` where more than MOST fit."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
    areas: Mapping[int, int] = field(default_factory=dict)
    units: Mapping[int, int] = field(default_factory=dict)
    categories: Mapping[int, int] = field(default_factory=dict)
    spans: Mapping[str, int] = field(default_factory=dict)
    at_least: bool = False


@dataclass(frozen=True)
class Results:
    """A page of results. `loosely`: nothing holds all the words, so these hold some."""

    hits: Sequence[Hit]
    total: int
    facets: Facets
    next_key: tuple[Any, ...] | None
    is_first: bool
    loosely: bool = False

    @property
    def more_than_counted(self) -> bool:
        return self.total > MOST


def search(
    viewer: Actor,
    wish: Wish,
    filters: Filters,
    *,
    sort: str = RELEVANT,
    after: tuple[Any, ...] | None = None,
    day: date | None = None,
) -> Results:
    """What this viewer may find. `after` is a key of `Results.next_key`, `day` that of the first
    page: how fresh a thing is, is told from there, so that a next page goes on where this ended.

    One statement; a second where more than MOST fit and filters narrow them, or where no
    document holds all the words.
    """
    watching.write()
    if wish.is_empty and not filters.any:
        return Results((), 0, Facets(), None, is_first=True)
    if wish.is_empty:
        sort = NEWEST
    rows = _fitting(viewer, wish, Filters(mine=filters.mine))
    chosen: Sequence[Any]
    loosely = False
    if not rows and wish.parts > 1:
        loosely, rows = True, _fitting(viewer, wish, Filters(mine=filters.mine), any_of=True)
    whole = len(rows) <= MOST
    tests = _tests(filters)
    if whole:
        chosen = [row for row in rows if all(test(row) for test in tests.values())]
    else:
        narrowed = replace(filters, mine=False) != Filters()
        beyond = after[0] if after and sort == NEWEST else None
        chosen = rows
        if narrowed or beyond:
            chosen = _fitting(viewer, wish, filters, any_of=loosely, before=beyond)
    total = len(chosen) if not (after and not whole) else MOST + 1
    return _cut(
        chosen, total, _facets(rows, tests, at_least=not whole), sort, after, day, loosely
    )


def newest(viewer: Actor, wish: Wish, filters: Filters, limit: int) -> Sequence[Hit]:
    """For a feed: the newest that fit."""
    watching.write()
    if wish.is_empty and not filters.any:
        return ()
    return [_hit(row) for row in _fitting(viewer, wish, filters)[:limit]]


def refs_that_fit(kind: str, wish: Wish) -> Select[int]:
    """The numbers of the things of one kind that fit, for a list that asks by itself who may see
    them.
    """
    watching.write()
    if wish.is_empty:
        return select(Document.ref_id).where(false())  # named as `engines.refs` names it
    return engines.refs(wish, kind)


def found(viewer: Actor, hits: Sequence[Hit]) -> dict[int, Found]:
    """What stands on the page for each of these hits, by its id: a fixed number of queries."""
    by_kind: dict[str, list[Hit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit)
    shown: dict[int, Found] = {}
    for name, some in by_kind.items():
        things = KINDS[name].found(viewer, [hit.ref_id for hit in some])
        shown |= {hit.id: things[hit.ref_id] for hit in some if hit.ref_id in things}
    return shown


def meant(viewer: Actor, wish: Wish) -> dict[str, str]:
    """For words that are found nowhere, the nearest word of a title this viewer may find."""
    watching.write()
    meant = {}
    for word in wish.typed[:4]:
        if len(word) < 4 or not word.isalpha():
            continue
        nearest = _nearest(word)
        if nearest and nearest[0] == word:
            continue
        for other in nearest:
            if _stands_in_a_title(viewer, other):
                meant[word] = other
                break
    return meant


def is_clearing_out() -> bool:
    return db.session.scalar(select(Purge.id).limit(1)) is not None


def in_the_index() -> tuple[int, int]:
    """How many documents there are, and how many of them were made with other words."""
    total, present = db.session.execute(
        select(
            func.count(),
            func.count().filter(Document.made_with == words.mark()),
        ).select_from(Document)
    ).one()
    return total, total - present


def missing() -> dict[str, int]:
    """How many things of each kind are not in the index though they should be, or the reverse."""
    wrong = {}
    for name, kind in KINDS.items():
        known = set(db.session.scalars(select(Document.ref_id).where(Document.kind == name)))
        there: set[int] = set()
        after = 0
        while ref_ids := kind.refs(after, 5_000):
            there.update(ref_ids)
            after = ref_ids[-1]
        if differing := len(known ^ there):
            wrong[name] = differing
    return wrong


# --- what fits


def _fitting(
    viewer: Actor,
    wish: Wish,
    filters: Filters,
    *,
    any_of: bool = False,
    before: int | None = None,
) -> Sequence[Any]:
    """The newest MOST + 1 documents that fit, with their scores."""
    statement: Select[Any]
    key: Any
    if wish.is_empty:
        statement = select(*_COLUMNS, literal(0).label("score"))  # type: ignore[assignment]
        key = Document.id
    else:
        asked = engines.asked(wish, *_COLUMNS, any_of=any_of, kind=filters.kind)
        statement, key = asked.statement, asked.key
    statement = statement.where(*_conditions(viewer, filters), visible_to(viewer))
    if before is not None:
        statement = statement.where(key < before)
    return db.session.execute(statement.order_by(key.desc()).limit(MOST + 1)).all()


def _conditions(viewer: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.kind is not None:
        wanted.append(Document.kind == filters.kind)
    if filters.state is not None:
        wanted.append(Document.state.in_(STATES[filters.state].states))
    if filters.area is not None:
        inside = select(Area.id).where(Area.parent_id == filters.area.id)
        wanted.append(or_(Document.area_id == filters.area.id, Document.area_id.in_(inside)))
    if filters.unit is not None:
        wanted.append(Document.unit_id == filters.unit.id)
    if filters.category is not None:
        wanted.append(Document.category_id == filters.category)
    if filters.span is not None:
        wanted.append(Document.id >= _since(filters.span))
    if filters.mine:
        wanted.append(written_by(viewer))
    return wanted


def _since(span: str) -> int:
    return first_key(clock.now() - timedelta(days=SPANS[span]))


# --- facets: the same filters, of rows that are here already

Test = Callable[[Any], bool]


def _tests(filters: Filters) -> dict[str, Test]:
    tests: dict[str, Test] = {}
    if filters.kind is not None:
        tests["kind"] = lambda row: row.kind == filters.kind
    if filters.state is not None:
        states = STATES[filters.state].states
        tests["state"] = lambda row: row.state in states
    if filters.area is not None:
        inside = _inside(filters.area)
        tests["area"] = lambda row: row.area_id in inside
    if filters.unit is not None:
        unit_id = filters.unit.id
        tests["unit"] = lambda row: row.unit_id == unit_id
    if filters.category is not None:
        tests["category"] = lambda row: row.category_id == filters.category
    if filters.span is not None:
        since = _since(filters.span)
        tests["span"] = lambda row: row.id >= since
    return tests


def _inside(area: Area) -> set[int]:
    if area.level is AreaLevel.VILLAGE:
        return {area.id}
    parts = select(Area.id).where(or_(Area.id == area.id, Area.parent_id == area.id))
    return set(db.session.scalars(parts))


def _facets(rows: Sequence[Any], tests: Mapping[str, Test], *, at_least: bool) -> Facets:
    """Of each filter, what would be left with the others as they are."""

    def besides(name: str) -> list[Any]:
        others = [test for key, test in tests.items() if key != name]
        return [row for row in rows if all(test(row) for test in others)]

    of_state = {state: key for key, each in STATES.items() for state in each.states}
    in_time = besides("span")
    return Facets(
        kinds=Counter(row.kind for row in besides("kind")),
        states=Counter(
            of_state[row.state] for row in besides("state") if row.state in of_state
        ),
        areas=Counter(row.area_id for row in besides("area") if row.area_id),
        units=Counter(row.unit_id for row in besides("unit") if row.unit_id),
        categories=Counter(row.category_id for row in besides("category") if row.category_id),
        spans={
            span: sum(row.id >= since for row in in_time)
            for span, since in ((span, _since(span)) for span in SPANS)
        },
        at_least=at_least,
    )


# --- order and pages


def _cut(
    rows: Sequence[Any],
    total: int,
    facets: Facets,
    sort: str,
    after: tuple[Any, ...] | None,
    day: date | None,
    loosely: bool,
) -> Results:
    day = day or clock.today()
    if sort == NEWEST:
        keyed: list[tuple[tuple[int, ...], Any]] = [
            ((row.id,), row) for row in rows
        ]  # the newest first already
        last: tuple[Any, ...] | None = after[:1] if after else None
    else:
        midnight = datetime.combine(day, time(), clock.LOCAL)
        keyed = [((_points(row, midnight), row.id), row) for row in rows[:MOST]]
        keyed.sort(key=lambda pair: pair[0], reverse=True)
        last = after[:2] if after else None
    rest = [pair for pair in keyed if last is None or pair[0] < last]
    shown = rest[:PAGE]
    more = len(rest) > PAGE
    return Results(
        hits=[_hit(row) for _key, row in shown],
        total=total,
        facets=facets,
        next_key=(*shown[-1][0], day.toordinal()) if more else None,
        is_first=after is None,
        loosely=loosely,
    )


def _points(row: Any, midnight: datetime) -> int:
    """How well it fits, less the older it is; a whole number, so that a key can be compared."""
    age = max(timedelta(0), midnight - moment_of(row.id))
    return round(float(row.score) * 1_000_000_000_000 / (1 + age / HALF_AS_GOOD))


def _hit(row: Any) -> Hit:
    return Hit(row.id, row.kind, row.ref_id, float(row.score))


# --- what may have been meant

CLOSE = 0.72  # how alike two words have to be, from 0 to 1


def _nearest(word: str) -> list[str]:
    """Words of titles that begin alike, the likeliest first; the word itself if it is one."""
    first = {word[0], word[1]}
    close_in_length = func.length(TitleWord.word).between(len(word) - 2, len(word) + 2)
    same_start = or_(
        *(
            (TitleWord.word >= one) & (TitleWord.word < chr(ord(one) + 1))
            for one in sorted(first)
        )
    )
    statement = select(TitleWord.word).where(same_start, close_in_length).distinct()
    known = set(db.session.scalars(statement))
    if word in known:
        return [word]
    scored = []
    for other in known:
        matcher = SequenceMatcher(None, word, other)
        if matcher.real_quick_ratio() >= CLOSE and matcher.ratio() >= CLOSE:
            scored.append((-matcher.ratio(), other))
    return [other for _alike, other in sorted(scored)[:5]]


def _stands_in_a_title(viewer: Actor, word: str) -> bool:
    statement = (
        select(Document.id)
        .join(TitleWord, TitleWord.document_id == Document.id)
        .where(TitleWord.word == word, visible_to(viewer))
        .limit(1)
    )
    return db.session.scalar(statement) is not None


__all__ = [
    "EPOCH", "MOST", "NEWEST", "PAGE", "RELEVANT", "SPANS", "Facets", "Filters", "Hit", "Results",
    "found", "in_the_index", "is_clearing_out", "meant", "missing", "newest", "refs_that_fit",
    "search",
]  # fmt: skip
