"""Issues as rows of a list: what fits, in which order, how many."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.city.coordinates import Point
from forum.city.models import Area, AreaLevel, Unit
from forum.core.actor import Actor
from forum.core.db import db
from forum.discussions import authors
from forum.discussions.models import Post, Thread
from forum.discussions.voices import badge
from forum.issues.models import (
    Category,
    ClockKind,
    Issue,
    IssueKind,
    IssueState,
    Listed,
    number_of,
)
from forum.issues.policy import visible_to
from forum.issues.words import STAGES
from forum.search import queries as search
from forum.search import wishes
from forum.web.paging import Page, cut, decode

PAGE = 20


MOST_COUNTED = 1000
LARGEST = 2**31 - 1  # of the ids there can be


SEARCHED = "issue"  # how the index calls them


EXCERPT = 700  # characters of the opening that a row is made of


@dataclass(frozen=True)
class Filters:
    """What a reader wants to see of all issues."""

    kind: IssueKind | None = None
    area: Area | None = None
    stage: str | None = None  # a key of STAGES
    unit: Unit | None = None  # the one that answers for it now
    overdue: bool = False
    category: Category | None = None
    q: str = ""
    sort: str = "terbaru"
    near: Point | None = None  # those with a point, by their distance from here

    @property
    def key(self) -> tuple[Any, ...]:
        """Which issues fit, in plain values; their order is not told."""
        things = (self.area, self.unit, self.category)
        ids = (thing.id if thing else None for thing in things)
        return (self.kind, self.stage, self.overdue, self.q, *ids)


@dataclass(frozen=True)
class Row:
    """An issue in a list."""

    id: int
    version: int
    title: str
    kind: IssueKind
    state: IssueState
    place: str
    category: str | None
    author: str
    role: str | None  # in which the opening was written, where everyone is to know
    unit: str | None
    begins: str  # the first words of the opening, in Markdown
    support_count: int
    assisted_count: int  # of these, given at the desk
    reply_count: int
    created_at: datetime
    last_post_at: datetime
    owner: str | None  # the unit that answers for it now
    due_on: date | None
    due_for: ClockKind | None
    is_overdue: bool
    is_secret: bool
    far: float | None = None  # metres from where somebody stands

    @property
    def number(self) -> str:
        return number_of(self.id, self.created_at)

    @property
    def badge(self) -> str | None:
        """The words beside the author's name; None for a resident."""
        return badge(self.role, self.unit)


def issues_page(
    filters: Filters, cursor: str | None = None, *more: ColumnElement[bool]
) -> Page[Row]:
    """Public issues that fit; 20 on a page. A hidden one is in no list."""
    sort, first = _order(filters.sort)
    after = decode(cursor, first, int)
    chosen = select(Listed.issue_id, sort.label("key")).where(*fitting(filters), *more)
    if after is not None and _makes_sense(after):
        place = tuple_(literal(after[0], sort.type), literal(after[1]))
        chosen = chosen.where(tuple_(sort, Listed.issue_id) < place)
    few = chosen.order_by(sort.desc(), Listed.issue_id.desc()).limit(PAGE + 1)
    rows = [row_of(row) for row in chosen_rows(few)]
    return cut(rows, PAGE, lambda row: _key(row, filters.sort), is_first=after is None)


def count(filters: Filters, *more: ColumnElement[bool]) -> int:
    """How many fit, counted up to one more than `MOST_COUNTED`: no page costs more than that."""
    fits = select(Listed.issue_id).where(*fitting(replace(filters, q="")), *more)
    if filters.q:  # joined, it ends as soon as enough are counted
        found = search.refs_that_fit(SEARCHED, _wish(filters)).subquery()
        fits = fits.join(found, found.c.ref_id == Listed.issue_id)
    some = fits.limit(MOST_COUNTED + 1).subquery()
    return db.session.scalars(select(func.count()).select_from(some)).one()


def latest(limit: int, filters: Filters | None = None) -> Sequence[Row]:
    """The newest public issues that fit, for a front page or a feed."""
    chosen = select(Listed.issue_id, Listed.created_at.label("key"))
    newest = chosen.where(*fitting(filters or Filters())).order_by(
        Listed.created_at.desc(), Listed.issue_id.desc()
    )
    return [row_of(row) for row in chosen_rows(newest.limit(limit))]


def rows_of(viewer: Actor, issue_ids: Collection[int]) -> Sequence[Row]:
    """Those of these issues that this viewer may see and that are not hidden, in any order."""
    statement = all_rows().where(
        Issue.id.in_(issue_ids),
        Issue.state != IssueState.DRAFT,
        Thread.is_hidden.is_(False),
        visible_to(viewer),
    )
    return [row_of(row) for row in db.session.execute(statement)]


def drafts_of(actor: Actor) -> Sequence[Row]:
    """The actor's own drafts, the latest first."""
    if actor.id is None:
        return []
    statement = all_rows().where(Issue.state == IssueState.DRAFT, Thread.author_id == actor.id)
    return [
        row_of(row)
        for row in db.session.execute(statement.order_by(Thread.id.desc()).limit(100))
    ]


def chosen_rows(
    chosen: Select[*tuple[Any, ...]], by: str = "key", *, falling: bool = True
) -> Sequence[Any]:
    """What the rows of these issues are made of, in the order of their `by`; no other is read.

    `chosen` selects `issue_id` and `by` of as many as are shown. It stands first among what is
    joined: PostgreSQL looks at no more than eight tables to find a better order.
    """
    few = chosen.subquery("chosen")
    first = select(few.c[by]).select_from(few).join(Issue, Issue.id == few.c.issue_id)
    order = (few.c[by], few.c.issue_id)
    statement = _shown(first).order_by(*(c.desc() if falling else c for c in order))
    return db.session.execute(statement).all()


@cache
def all_rows() -> Select[*tuple[Any, ...]]:
    """What a row of a list is made of, of every issue."""
    return _shown(select().select_from(Issue))


def _shown(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    owner = aliased(Unit)
    return (
        statement.add_columns(
            Issue.id,
            Issue.kind,
            Issue.state,
            Issue.due_on,
            Issue.due_for,
            Issue.is_overdue,
            Issue.is_secret,
            owner.short_name.label("owner"),
            Thread.version,
            Thread.title,
            Thread.support_count,
            Thread.reply_count,
            Thread.created_at,
            Thread.last_post_at,
            Area.name.label("area"),
            Area.parent_name,
            Category.name.label("category"),
            Post.assisted_count,
            Post.voice,
            Unit.short_name.label("unit"),
            *authors.columns(Post, User),
            func.substr(Post.source, 1, EXCERPT).label("begins"),
        )
        .join(Thread, Thread.id == Issue.id)
        .join(Post, (Post.thread_id == Issue.id) & Post.is_opening)
        .join(User, User.id == Thread.author_id)
        .join(Area, Area.id == Issue.area_id)
        .outerjoin(Category, Category.id == Issue.category_id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .outerjoin(owner, owner.id == Issue.owner_unit_id)
    )


def row_of(row: Any) -> Row:
    return Row(
        id=row.id,
        version=row.version,
        title=row.title,
        kind=row.kind,
        state=row.state,
        place=f"{row.area}, {row.parent_name}" if row.parent_name else row.area,
        category=row.category,
        author=authors.author_in(row).label,
        role=row.voice,
        unit=row.unit,
        begins=row.begins,
        support_count=row.support_count,
        assisted_count=row.assisted_count,
        reply_count=row.reply_count,
        created_at=row.created_at,
        last_post_at=row.last_post_at,
        owner=row.owner,
        due_on=row.due_on,
        due_for=row.due_for,
        is_overdue=row.is_overdue,
        is_secret=row.is_secret,
    )


def fitting(filters: Filters) -> list[ColumnElement[bool]]:
    """What public issues that fit have in common: conditions on `Listed`."""
    wanted: list[ColumnElement[bool]] = []
    if filters.kind is not None:
        wanted.append(Listed.kind == filters.kind)
    if filters.area is not None:
        wanted.append(_in_area(filters.area))
    if filters.stage is not None:
        wanted.append(Listed.state.in_(STAGES[filters.stage].states))
    else:
        wanted.append(Listed.state != IssueState.MERGED)  # its head stands for it
    if filters.unit is not None:
        owned = select(Issue.id).where(Issue.owner_unit_id == filters.unit.id)
        wanted.append(Listed.issue_id.in_(owned))
    if filters.overdue:
        wanted.append(Listed.issue_id.in_(select(Issue.id).where(Issue.is_overdue.is_(True))))
    if filters.category is not None:
        wanted.append(Listed.category_id == filters.category.id)
    if filters.q:
        wanted.append(Listed.issue_id.in_(search.refs_that_fit(SEARCHED, _wish(filters))))
    return wanted


def _wish(filters: Filters) -> wishes.Wish:
    return wishes.understand(filters.q, typing=True)


def _in_area(area: Area) -> ColumnElement[bool]:
    """A kelurahan holds no other area: there one place in an index is enough."""
    if area.level is AreaLevel.VILLAGE:
        return Listed.area_id == area.id
    inside = select(Area.id).where(or_(Area.id == area.id, Area.parent_id == area.id))
    return Listed.area_id.in_(inside)


def _order(sort: str) -> tuple[Any, type]:
    if sort == "dukungan":
        return Listed.support_count, int
    if sort == "aktif":
        return Listed.last_post_at, datetime
    return Listed.created_at, datetime


def _key(row: Row, sort: str) -> tuple[Any, int]:
    if sort == "dukungan":
        return row.support_count, row.id
    return (row.last_post_at if sort == "aktif" else row.created_at), row.id


def _makes_sense(after: tuple[Any, ...]) -> bool:
    first, last = after
    fits = first.tzinfo is not None if isinstance(first, datetime) else 0 <= first <= LARGEST
    return fits and 0 < last <= LARGEST
