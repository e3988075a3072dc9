"""What a page may ask about issues."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased, joinedload

from forum.accounts.models import RoleGrant, User
from forum.city.coordinates import Point
from forum.city.models import Area, AreaLevel, Unit
from forum.city.workdays import calendar_day
from forum.core.actor import Actor, Role
from forum.core.db import db
from forum.core.errors import NotFound
from forum.discussions import authors
from forum.discussions.models import Post, Thread
from forum.discussions.voices import badge
from forum.issues.models import (
    Category,
    ClockKind,
    Issue,
    IssueClock,
    IssueKind,
    IssuePause,
    IssueState,
    IssueStep,
    Proposal,
    Step,
    number_of,
)
from forum.issues.policy import public, visible_to
from forum.issues.words import STAGES
from forum.search import queries as search
from forum.search import wishes
from forum.staff.queries import in_force
from forum.web.paging import Page, cut, decode

PAGE = 20
MOST_COUNTED = 1000
EXPORTED_AT_ONCE = 500
WAITING = 5  # of one kind, on the front page
LARGEST = 2**31 - 1  # of the ids there can be
LAST_DAY = date(9999, 12, 31)  # where those without a due day stand
SEARCHED = "issue"  # how the index calls them
MOST_MEMBERS = 50  # that a page lists of the issues handled with one
_NUMBER = re.compile(r"#?(?:([0-9]{4})-)?0*([0-9]{1,9})")
EXCERPT = 700  # characters of the opening that a row is made of

_VERSION = (
    select(Thread.version)
    .join(Issue, Issue.id == Thread.id)
    .where(Issue.id == bindparam("issue_id"), public())
)

_WHOLE = select(Issue).options(
    joinedload(Issue.thread),
    joinedload(Issue.area),
    joinedload(Issue.category),
    joinedload(Issue.owner_unit),
)


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


def issue_for(viewer: Actor, issue_id: int) -> Issue:
    """The issue with all that its page shows, if this viewer may see it."""
    if not 0 < issue_id <= LARGEST:
        raise NotFound("issue")
    issue = db.session.scalar(_WHOLE.where(Issue.id == issue_id, visible_to(viewer)))
    if issue is None:
        raise NotFound("issue")
    return issue


def public_version(issue_id: int) -> int:
    """The version of a public issue's page: all that has to be asked before a kept one."""
    version = db.session.scalar(_VERSION, {"issue_id": issue_id})
    if version is None:
        raise NotFound("issue")
    return version


def issue_by_id(issue_id: int) -> Issue:
    """The issue as it is now, whoever asks: for rooms and subscribers."""
    statement = _WHOLE.where(Issue.id == issue_id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def issues_page(
    filters: Filters, cursor: str | None = None, *more: ColumnElement[bool]
) -> Page[Row]:
    """Public issues that fit; 20 on a page. A hidden one is in no list."""
    sort, first = _order(filters.sort)
    after = decode(cursor, first, int)
    statement = all_rows().where(*fitting(filters), *more)
    if after is not None and _makes_sense(after):
        place = tuple_(literal(after[0], sort.type), literal(after[1]))
        statement = statement.where(tuple_(sort, Thread.id) < place)
    rows = [
        row_of(row)
        for row in db.session.execute(
            statement.order_by(sort.desc(), Thread.id.desc()).limit(PAGE + 1)
        )
    ]
    return cut(rows, PAGE, lambda row: _key(row, filters.sort), is_first=after is None)


def count(filters: Filters, *more: ColumnElement[bool]) -> int:
    """How many fit, counted up to one more than `MOST_COUNTED`: no page costs more than that."""
    statement = select(Issue.id).join(Thread, Thread.id == Issue.id)
    if filters.area is not None:
        statement = statement.join(Area, Area.id == Issue.area_id)
    some = statement.where(*fitting(filters), *more).limit(MOST_COUNTED + 1).subquery()
    return db.session.scalars(select(func.count()).select_from(some)).one()


def latest(limit: int, filters: Filters | None = None) -> Sequence[Row]:
    """The newest public issues that fit, for a front page or a feed."""
    statement = all_rows().where(*fitting(filters or Filters()))
    ordered = statement.order_by(Thread.created_at.desc(), Thread.id.desc()).limit(limit)
    return [row_of(row) for row in db.session.execute(ordered)]


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


def areas() -> Sequence[Area]:
    """Kecamatan and kelurahan, as forms and filters list them."""
    statement = select(Area).where(Area.level != AreaLevel.CITY)
    return db.session.scalars(statement.order_by(Area.parent_name, Area.name)).all()


def village_by_id(area_id: int) -> Area | None:
    return db.session.scalar(
        select(Area).where(Area.id == area_id, Area.level == AreaLevel.VILLAGE)
    )


def categories() -> Sequence[Category]:
    """The topics to choose from, in the order the city gave them."""
    return [category for category in all_categories() if not category.is_retired]


def all_categories() -> Sequence[Category]:
    """Retired and merged ones too."""
    return db.session.scalars(select(Category).order_by(Category.position, Category.name)).all()


def issues_per_category() -> dict[int, int]:
    """How many issues each topic has, drafts included; topics without any are left out."""
    statement = select(Issue.category_id, func.count()).where(Issue.category_id.is_not(None))
    rows = db.session.execute(statement.group_by(Issue.category_id))
    return {category_id: count for category_id, count in rows if category_id is not None}


def category_named(name: str) -> Category | None:
    return db.session.scalar(select(Category).where(Category.name == name))


def category_by_id(category_id: int) -> Category | None:
    return db.session.get(Category, category_id)


def existing_category(category_id: int) -> Category:
    category = category_by_id(category_id)
    if category is None:
        raise NotFound("category")
    return category


# --- the history and the clocks of an issue


def steps_of(issue_id: int) -> Sequence[IssueStep]:
    """Everything that was done about it, oldest first, with the units."""
    statement = (
        select(IssueStep)
        .where(IssueStep.issue_id == issue_id)
        .options(joinedload(IssueStep.unit), joinedload(IssueStep.to_unit))
        .order_by(IssueStep.id)
    )
    return db.session.scalars(statement).all()


def steps_by_id(step_ids: Iterable[int]) -> dict[int, IssueStep]:
    statement = select(IssueStep).options(joinedload(IssueStep.to_unit))
    found = db.session.scalars(statement.where(IssueStep.id.in_(set(step_ids))))
    return {step.id: step for step in found}


def clocks_by_id(clock_ids: Iterable[int]) -> dict[int, IssueClock]:
    found = db.session.scalars(select(IssueClock).where(IssueClock.id.in_(set(clock_ids))))
    return {row.id: row for row in found}


def numbers_of(issue_ids: Iterable[int]) -> dict[int, str]:
    """The numbers that people quote, by id."""
    rows = db.session.execute(
        select(Thread.id, Thread.created_at).where(Thread.id.in_(set(issue_ids)))
    )
    return {issue_id: number_of(issue_id, at) for issue_id, at in rows}


def last_step(issue_id: int, *steps: Step) -> IssueStep | None:
    statement = select(IssueStep).where(IssueStep.issue_id == issue_id)
    statement = statement.where(IssueStep.step.in_(steps))
    return db.session.scalar(statement.order_by(IssueStep.id.desc()).limit(1))


def state_before_asking(issue_id: int) -> IssueState:
    """Where it stood when something was found missing."""
    asked = last_step(issue_id, Step.ASK)
    return asked.before if asked is not None else IssueState.RECEIVED


def settled_on(issue_id: int) -> date | None:
    """The day on which it came to its last end, in Palangka Raya."""
    statement = (
        select(IssueStep.created_at)
        .where(
            IssueStep.issue_id == issue_id,
            IssueStep.after.in_((IssueState.DONE, IssueState.REJECTED, IssueState.ANSWERED)),
            IssueStep.before != IssueStep.after,
        )
        .order_by(IssueStep.id.desc())
        .limit(1)
    )
    at = db.session.scalar(statement)
    return calendar_day(at) if at is not None else None


def was_extended(issue_id: int) -> bool:
    return last_step(issue_id, Step.EXTEND) is not None


def members_of(issue_id: int) -> Sequence[Row]:
    """The public issues that are handled with this one, oldest first."""
    statement = all_rows().where(
        Thread.merged_into_id == issue_id, public(), Thread.is_hidden.is_(False)
    )
    rows = db.session.execute(statement.order_by(Issue.id).limit(MOST_MEMBERS))
    return [row_of(row) for row in rows]


def issue_numbered(viewer: Actor, text: str) -> Issue | None:
    """By the number that people quote, `2026-0012`, or its last part; None for no such issue."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    year, number = found.groups()
    try:
        issue = issue_for(viewer, int(number))
    except NotFound:
        return None
    return issue if year is None or issue.number.startswith(year) else None


def head_id_of(issue_id: int) -> int | None:
    """The issue that it is handled with; None where it is not merged."""
    return db.session.scalar(select(Thread.merged_into_id).where(Thread.id == issue_id))


def authors_of_members(issue_id: int) -> Sequence[int]:
    statement = select(Thread.author_id).where(Thread.merged_into_id == issue_id).distinct()
    return db.session.scalars(statement.order_by(Thread.author_id)).all()


def is_unnamed(issue_id: int) -> bool:
    """Whether its opening is anonymous."""
    statement = select(Post.is_anonymous).where(Post.thread_id == issue_id, Post.is_opening)
    return bool(db.session.scalar(statement))


def issue_with_lapor(number: str) -> int | None:
    return db.session.scalar(select(Issue.id).where(Issue.lapor_number == number))


def proposal_of(issue_id: int) -> Proposal | None:
    return db.session.get(Proposal, issue_id)


def repeated_by(viewer: Actor, issue_id: int) -> Sequence[Issue]:
    """The proposals of later years that take this one up again."""
    statement = _WHOLE.where(Issue.repeats_id == issue_id, visible_to(viewer))
    return db.session.scalars(statement.order_by(Issue.id).limit(20)).all()


def public_issues(issue_ids: Iterable[int]) -> Sequence[Issue]:
    return db.session.scalars(_WHOLE.where(Issue.id.in_(set(issue_ids)), public())).all()


def clocks_of(issue_id: int) -> Sequence[IssueClock]:
    statement = select(IssueClock).where(IssueClock.issue_id == issue_id)
    return db.session.scalars(statement.order_by(IssueClock.id)).all()


def running_clocks(issue_id: int) -> Sequence[IssueClock]:
    """Those that have not ended, also where they rest."""
    db.session.flush()
    statement = select(IssueClock).where(
        IssueClock.issue_id == issue_id, IssueClock.ended_on.is_(None)
    )
    return db.session.scalars(statement.order_by(IssueClock.id)).all()


def clock_by_id(clock_id: int) -> IssueClock | None:
    return db.session.get(IssueClock, clock_id)


def clocks_to_look_at(today: date, limit: int) -> Sequence[int]:
    statement = select(IssueClock.id).where(IssueClock.look_on <= today)
    return db.session.scalars(
        statement.order_by(IssueClock.look_on, IssueClock.id).limit(limit)
    ).all()


def issues_with_open_clocks(after: int, limit: int) -> Sequence[int]:
    statement = (
        select(IssueClock.issue_id)
        .where(IssueClock.ended_on.is_(None), IssueClock.issue_id > after)
        .distinct()
    )
    return db.session.scalars(statement.order_by(IssueClock.issue_id).limit(limit)).all()


def pauses_of(issue_id: int) -> Sequence[IssuePause]:
    statement = select(IssuePause).where(IssuePause.issue_id == issue_id)
    return db.session.scalars(statement.order_by(IssuePause.id)).all()


def asked_for_completion(limit: int) -> Sequence[tuple[int, date]]:
    """Issues that wait for their reporter, and since when; those that wait longest first."""
    statement = (
        select(IssuePause.issue_id, IssuePause.since)
        .join(Issue, Issue.id == IssuePause.issue_id)
        .where(
            IssuePause.until.is_(None),
            Issue.state == IssueState.NEEDS_COMPLETION,  # not while it is merged
        )
        .order_by(IssuePause.since, IssuePause.id)
        .limit(limit)
    )
    return [(issue_id, since) for issue_id, since in db.session.execute(statement)]


def waiting_for_author(viewer: Actor) -> Sequence[tuple[int, str]]:
    """The viewer's own issues that wait for what was asked of them: number and title."""
    if viewer.id is None:
        return []
    rows = db.session.execute(
        select(Issue.id, Thread.title)
        .join(Thread, Thread.id == Issue.id)
        .where(Issue.state == IssueState.NEEDS_COMPLETION, Thread.author_id == viewer.id)
        .order_by(Issue.id)
        .limit(WAITING)
    )
    return [(issue_id, title) for issue_id, title in rows]


# --- the lists of those who handle issues


def work_page(
    viewer: Actor, which: ColumnElement[bool], cursor: str | None = None
) -> Page[Row]:
    """What waits for somebody, what is due first at the top; without a due day last.

    What moderators hid waits for them first.
    """
    due = func.coalesce(Issue.due_on, LAST_DAY)
    statement = all_rows().where(which, visible_to(viewer), Thread.is_hidden.is_(False))
    after = decode(cursor, str, int)
    if after is not None:
        day = _day_in(after[0])
        if day is not None and 0 < after[1] <= LARGEST:
            place = tuple_(literal(day), literal(after[1]))
            statement = statement.where(tuple_(due, Issue.id) > place)
    rows = [
        row_of(row)
        for row in db.session.execute(statement.order_by(due, Issue.id).limit(PAGE + 1))
    ]
    return cut(
        rows,
        PAGE,
        lambda row: ((row.due_on or LAST_DAY).isoformat(), row.id),
        is_first=after is None,
    )


def rows_to_export() -> Iterator[Any]:
    """Public issues for the table of `exports`, oldest first, read in pieces."""
    after = 0
    statement = (
        select(
            Issue.id,
            Issue.kind,
            Issue.state,
            Issue.lapor_number,
            Issue.due_on,
            Issue.is_overdue,
            Thread.title,
            Thread.support_count,
            Thread.created_at,
            Area.code.label("area_code"),
            Area.name.label("area"),
            Area.parent_name.label("district"),
            Category.name.label("category"),
            Unit.short_name.label("unit"),
            Proposal.volume,
            Proposal.volume_unit,
            Proposal.estimate,
            Proposal.field,
        )
        .join(Thread, Thread.id == Issue.id)
        .join(Area, Area.id == Issue.area_id)
        .outerjoin(Category, Category.id == Issue.category_id)
        .outerjoin(Unit, Unit.id == Issue.owner_unit_id)
        .outerjoin(Proposal, Proposal.issue_id == Issue.id)
        .where(public(), Thread.is_hidden.is_(False))
        .order_by(Issue.id)
        .limit(EXPORTED_AT_ONCE)
    )
    while rows := db.session.execute(statement.where(Issue.id > after)).all():
        for row in rows:
            yield Exported(row)
        after = rows[-1].id


class Exported:
    """A row to export, with the number that people quote."""

    def __init__(self, row: Any) -> None:
        self._row = row

    @property
    def number(self) -> str:
        return number_of(self._row.id, self._row.created_at)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


def people_serving(
    *roles: Role, unit_id: int | None = None, area_id: int | None = None, unit_code: str = ""
) -> Sequence[int]:
    """Who holds one of these roles now: for a unit, for an area, or for the whole city."""
    statement = (
        select(RoleGrant.user_id)
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.role.in_(roles), in_force(), User.active)
        .distinct()
    )
    if unit_code:
        statement = statement.join(Unit, Unit.id == RoleGrant.unit_id)
        statement = statement.where(Unit.code == unit_code)
    elif unit_id is not None:
        statement = statement.where(RoleGrant.unit_id == unit_id)
    elif area_id is not None:
        statement = statement.where(
            or_(RoleGrant.area_id.is_(None), RoleGrant.area_id == area_id)
        )
    else:
        statement = statement.where(RoleGrant.unit_id.is_(None), RoleGrant.area_id.is_(None))
    return db.session.scalars(statement).all()


def _day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@cache
def all_rows() -> Select[*tuple[Any, ...]]:
    """What a row of a list is made of, of every issue: to be narrowed down by `fitting`."""
    owner = aliased(Unit)
    return (
        select(
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
    """What public issues that fit have in common; `Thread` and for an area `Area` are joined."""
    wanted = [public(), Thread.is_hidden.is_(False)]
    if filters.kind is not None:
        wanted.append(Issue.kind == filters.kind)
    if filters.area is not None:
        here = filters.area.id
        wanted.append(or_(Area.id == here, Area.parent_id == here))
    if filters.stage is not None:
        wanted.append(Issue.state.in_(STAGES[filters.stage].states))
    else:
        wanted.append(Issue.state != IssueState.MERGED)  # its head stands for it
    if filters.unit is not None:
        wanted.append(Issue.owner_unit_id == filters.unit.id)
    if filters.overdue:
        wanted.append(Issue.is_overdue.is_(True))
    if filters.category is not None:
        wanted.append(Issue.category_id == filters.category.id)
    if filters.q:
        wish = wishes.understand(filters.q, typing=True)
        wanted.append(Issue.id.in_(search.refs_that_fit(SEARCHED, wish)))
    return wanted


def _order(sort: str) -> tuple[Any, type]:
    if sort == "dukungan":
        return Thread.support_count, int
    if sort == "aktif":
        return Thread.last_post_at, datetime
    return Thread.created_at, datetime


def _key(row: Row, sort: str) -> tuple[Any, int]:
    if sort == "dukungan":
        return row.support_count, row.id
    return (row.last_post_at if sort == "aktif" else row.created_at), row.id


def _makes_sense(after: tuple[Any, ...]) -> bool:
    first, last = after
    fits = first.tzinfo is not None if isinstance(first, datetime) else 0 <= first <= LARGEST
    return fits and 0 < last <= LARGEST
