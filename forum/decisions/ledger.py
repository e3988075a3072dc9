"""The list of the ledger: what residents said, what the city did, and the figures above it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from forum.city.models import Area, Unit
from forum.core import clock
from forum.core.actor import VISITOR, Actor
from forum.core.db import db
from forum.decisions.models import Closing, Commitment, Standing, Verdict
from forum.discussions.models import Post, PostState, Thread
from forum.issues.models import Issue, number_of
from forum.issues.policy import visible_to
from forum.web.paging import Page, cut, decode

PAGE = 20
FEED = 30
EXPORTED_AT_ONCE = 500
EXCERPT = 400
LARGEST = 2**31 - 1


class Due(StrEnum):
    """When it is due, seen from today."""

    LATE = "terlambat"
    WEEK = "pekan"
    MONTH = "bulan"


@dataclass(frozen=True)
class Filters:
    """What a reader wants to see of the ledger."""

    standing: Standing | None = None
    unit: Unit | None = None
    area: Area | None = None
    due: Due | None = None


@dataclass(frozen=True)
class Row:
    """A pair: what was said, and what is done about it."""

    id: int
    issue_id: int
    title: str
    begins: str
    supports: int
    replies: int
    area: str
    what: str
    owner: str
    unit: str
    due_on: date | None
    estimate: int | None
    standing: Standing
    reason: str | None
    moves: int
    closed_on: date | None
    verdict: Verdict | None
    rating: int | None
    is_secret: bool
    raised_at: datetime
    created_at: datetime

    @property
    def number(self) -> str:
        return number_of(self.issue_id, self.raised_at)

    @property
    def is_late(self) -> bool:
        running = self.standing is Standing.RUNNING
        return running and self.due_on is not None and self.due_on < clock.today()


@dataclass(frozen=True)
class Figures:
    """Of the entries since a day: how they stand, and what reporters said. Silence is apart."""

    standings: dict[Standing, int]
    late: int
    verdicts: dict[Verdict, int]

    @property
    def total(self) -> int:
        """What was replaced by a later answer is not counted twice."""
        return sum(n for key, n in self.standings.items() if key is not Standing.REPLACED)


def page(viewer: Actor, filters: Filters, cursor: str | None = None) -> Page[Row]:
    """The entries that fit, the latest first; 20 on a page. Those of hidden issues are left out."""
    statement = _rows(viewer, filters)
    after = decode(cursor, int)
    inside = after is not None and 0 < after[0] <= LARGEST
    if after is not None and inside:
        statement = statement.where(Commitment.id < after[0])
    found = db.session.execute(statement.order_by(Commitment.id.desc()).limit(PAGE + 1))
    return cut([_row(row) for row in found], PAGE, lambda row: (row.id,), is_first=not inside)


def latest(filters: Filters) -> list[Row]:
    """The newest public entries, for the feed."""
    statement = _rows(VISITOR, filters).order_by(Commitment.id.desc()).limit(FEED)
    return [_row(row) for row in db.session.execute(statement)]


def to_export(filters: Filters) -> Iterator[Row]:
    """Public entries, oldest first, read in pieces."""
    after = 0
    statement = _rows(VISITOR, filters).order_by(Commitment.id).limit(EXPORTED_AT_ONCE)
    while rows := db.session.execute(statement.where(Commitment.id > after)).all():
        for row in rows:
            yield _row(row)
        after = rows[-1].id


def figures(viewer: Actor, since: date) -> Figures:
    """In two queries, however much there is."""
    begins = datetime.combine(since, datetime.min.time(), clock.LOCAL)
    late = case((_is_late(), 1), else_=0)
    # As such it is in no index: SQLite would go through all entries in its order, to save itself
    # the sorting of these few.
    standing = func.coalesce(Commitment.standing, Commitment.standing)
    of_entries = (
        select(standing, func.count(), func.sum(late))
        .join(Issue, Issue.id == Commitment.issue_id)
        .join(Thread, Thread.id == Issue.id)
        .where(Commitment.created_at >= begins, *_readable(viewer))
        .group_by(standing)
    )
    rows = db.session.execute(of_entries).all()
    of_closings = (
        select(Closing.verdict, func.count())
        .join(Issue, Issue.id == Closing.issue_id)
        .join(Thread, Thread.id == Issue.id)
        .where(Closing.created_at >= begins, *_readable(viewer))
        .group_by(Closing.verdict)
    )
    return Figures(
        standings={standing: count for standing, count, _late in rows},
        late=sum(int(late or 0) for _standing, _count, late in rows),
        verdicts=dict(db.session.execute(of_closings).all()),
    )


def _is_late() -> ColumnElement[bool]:
    return and_(Commitment.standing == Standing.RUNNING, Commitment.due_on < clock.today())


def _readable(viewer: Actor) -> tuple[ColumnElement[bool], ...]:
    return visible_to(viewer), Thread.is_hidden.is_(False)


def _rows(viewer: Actor, filters: Filters) -> Select[*tuple[Any, ...]]:
    last = (
        select(func.max(Closing.id))
        .where(Closing.issue_id == Commitment.issue_id)
        .correlate(Commitment)
        .scalar_subquery()
    )
    return (
        select(
            Commitment.id,
            Commitment.issue_id,
            Commitment.what,
            Commitment.owner,
            Commitment.due_on,
            Commitment.estimate,
            Commitment.standing,
            Commitment.reason,
            Commitment.moves,
            Commitment.closed_on,
            Commitment.created_at,
            case((Unit.short_name != "", Unit.short_name), else_=Unit.name).label("unit"),
            Issue.is_secret,
            Thread.title,
            Thread.support_count,
            Thread.reply_count,
            Thread.created_at.label("raised_at"),
            Area.name.label("area"),
            Area.parent_name,
            Closing.verdict,
            Closing.rating,
            case(
                (Post.state == PostState.VISIBLE, func.substr(Post.source, 1, EXCERPT)),
                else_="",
            ).label("begins"),
        )
        .join(Issue, Issue.id == Commitment.issue_id)
        .join(Thread, Thread.id == Issue.id)
        .join(Post, (Post.thread_id == Issue.id) & Post.is_opening)
        .join(Area, Area.id == Issue.area_id)
        .join(Unit, Unit.id == Commitment.unit_id)
        .outerjoin(Closing, Closing.id == last)
        .where(*_readable(viewer), *_fitting(filters))
    )


def _fitting(filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.standing is not None:
        wanted.append(Commitment.standing == filters.standing)
    else:
        wanted.append(Commitment.standing != Standing.REPLACED)
    if filters.unit is not None:
        wanted.append(Commitment.unit_id == filters.unit.id)
    if filters.area is not None:
        here = filters.area.id
        wanted.append(or_(Area.id == here, Area.parent_id == here))
    if filters.due is Due.LATE:
        wanted.append(_is_late())
    elif filters.due is not None:
        today = clock.today()
        until = today + timedelta(days=7 if filters.due is Due.WEEK else 30)
        wanted += [
            Commitment.standing == Standing.RUNNING,
            Commitment.due_on.between(today, until),
        ]
    return wanted


def _row(row: Any) -> Row:
    return Row(
        id=row.id,
        issue_id=row.issue_id,
        title=row.title,
        begins=row.begins or "",
        supports=row.support_count,
        replies=row.reply_count,
        area=f"{row.area}, {row.parent_name}" if row.parent_name else row.area,
        what=row.what,
        owner=row.owner,
        unit=row.unit,
        due_on=row.due_on,
        estimate=row.estimate,
        standing=row.standing,
        reason=row.reason,
        moves=row.moves,
        closed_on=row.closed_on,
        verdict=row.verdict,
        rating=row.rating,
        is_secret=row.is_secret,
        raised_at=row.raised_at,
        created_at=row.created_at,
    )
