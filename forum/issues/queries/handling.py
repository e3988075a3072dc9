"""What those who handle issues ask: what waits for whom, who serves where, tables to export."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from forum.accounts.models import RoleGrant, User
from forum.city.models import Area, Unit
from forum.core.actor import Actor, Role
from forum.core.db import db
from forum.discussions.models import Thread
from forum.issues.models import (
    Category,
    Issue,
    IssueState,
    Proposal,
    number_of,
)
from forum.issues.policy import public, visible_to
from forum.issues.queries.lists import LARGEST, PAGE, Row, all_rows, row_of
from forum.staff.queries import in_force
from forum.web.paging import Page, cut, decode

EXPORTED_AT_ONCE = 500


WAITING = 5  # of one kind, on the front page


LAST_DAY = date(9999, 12, 31)  # where those without a due day stand


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
    after, head = 0, aliased(Thread)
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
            head.id.label("head_id"),
            head.created_at.label("head_at"),
        )
        .join(Thread, Thread.id == Issue.id)
        .outerjoin(head, head.id == Thread.merged_into_id)
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

    @property
    def head(self) -> str:
        """The number of the issue that it is handled with; empty where it stands for itself."""
        row = self._row
        return number_of(row.head_id, row.head_at) if row.head_id else ""

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
