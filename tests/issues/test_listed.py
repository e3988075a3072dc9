"""The narrow rows that lists and the map look through: the database keeps them in step."""

import pytest
import sqlalchemy as sa

from forum.city.coordinates import Point
from forum.core.db import db
from forum.discussions.models import Post, Thread
from forum.issues import queries
from forum.issues.models import Issue, IssueKind, IssuePoint, IssueState, Listed
from forum.issues.queries import Filters
from tests.factories import AreaFactory
from tests.issues.factories import CategoryFactory, IssueFactory

HERE, THERE = Point.of(-2.23761, 113.89125), Point.of(-2.24167, 113.92482)


def listed(issue: Issue) -> Listed | None:
    db.session.flush()
    return db.session.scalar(
        sa.select(Listed)
        .where(Listed.issue_id == issue.id)
        .execution_options(populate_existing=True)
    )


def change(table: type, key: sa.ColumnElement[bool], **values: object) -> None:
    """As a statement for many rows does it, which no session sees."""
    statement = sa.update(table).where(key).values(**values)
    db.session.execute(statement.execution_options(synchronize_session=False))


def test_a_public_issue_is_listed_with_all_that_lists_ask_for():
    topic = CategoryFactory()
    issue = IssueFactory(kind=IssueKind.PROPOSAL, category=topic, support_count=4)

    row = listed(issue)

    assert row is not None
    assert (row.kind, row.state) == (IssueKind.PROPOSAL, IssueState.SUBMITTED)
    assert (row.area_id, row.category_id, row.support_count) == (issue.area.id, topic.id, 4)
    assert (row.created_at, row.last_post_at) == (
        issue.thread.created_at,
        issue.thread.last_post_at,
    )
    assert (row.x, row.y, row.is_exact) == (None, None, None)


@pytest.mark.parametrize(
    ("table", "hidden", "shown"),
    [
        (Issue, {"is_secret": True}, {"is_secret": False}),
        (Issue, {"state": IssueState.DRAFT}, {"state": IssueState.RECEIVED}),
        (Thread, {"is_hidden": True}, {"is_hidden": False}),
    ],
)
def test_what_not_everyone_may_see_has_no_row(table, hidden, shown):
    issue, other = IssueFactory(), IssueFactory()

    change(table, table.id == issue.id, **hidden)
    assert listed(issue) is None
    assert listed(other) is not None

    change(table, table.id == issue.id, **shown)
    assert listed(issue) is not None


def test_a_secret_issue_is_not_listed_from_the_start():
    assert listed(IssueFactory(is_secret=True)) is None
    assert listed(IssueFactory(state=IssueState.DRAFT)) is None
    assert listed(IssueFactory(is_hidden=True)) is None


def test_every_change_that_a_list_asks_for_is_followed():
    issue, topic, area = IssueFactory(), CategoryFactory(), AreaFactory()
    later = issue.thread.last_post_at.replace(year=2090)

    change(
        Issue,
        Issue.id == issue.id,
        kind=IssueKind.QUESTION,
        state=IssueState.DONE,
        category_id=topic.id,
        area_id=area.id,
    )
    change(Thread, Thread.id == issue.id, last_post_at=later, support_count=9)
    change(Thread, Thread.id == issue.id, created_at=later)

    row = listed(issue)
    assert row is not None
    assert (row.kind, row.state) == (IssueKind.QUESTION, IssueState.DONE)
    assert (row.category_id, row.area_id) == (topic.id, area.id)
    assert (row.last_post_at, row.support_count, row.created_at) == (later, 9, later)


def test_the_point_is_followed_when_it_is_put_moved_and_taken_away():
    issue = IssueFactory()
    db.session.add(IssuePoint(issue_id=issue.id, **IssuePoint.columns(HERE)))
    row = listed(issue)
    assert row is not None
    assert (row.x, row.y, row.is_exact) == (*HERE.on_map, True)

    moved = IssuePoint.columns(THERE, THERE)
    change(IssuePoint, IssuePoint.issue_id == issue.id, **moved)
    row = listed(issue)
    assert row is not None
    assert (row.x, row.y, row.is_exact) == (*THERE.on_map, False)

    db.session.execute(sa.delete(IssuePoint).where(IssuePoint.issue_id == issue.id))
    row = listed(issue)
    assert row is not None
    assert (row.x, row.y, row.is_exact) == (None, None, None)


def test_an_issue_that_goes_takes_its_row_along():
    issue = IssueFactory()
    db.session.add(IssuePoint(issue_id=issue.id, **IssuePoint.columns(HERE)))
    db.session.flush()
    db.session.execute(sa.delete(Post).where(Post.thread_id == issue.id))

    db.session.execute(sa.delete(Thread).where(Thread.id == issue.id))

    assert db.session.scalars(sa.select(Listed.issue_id)).all() == []


@pytest.mark.parametrize("sort", ["terbaru", "dukungan", "aktif"])
@pytest.mark.parametrize("by_topic", [False, True])
def test_a_list_reads_no_more_issues_than_it_shows(sort, by_topic):
    """The page is chosen from an index alone; only its own rows are then looked up."""
    topic = CategoryFactory()
    for _ in range(3):
        IssueFactory(category=topic)
    filters = Filters(sort=sort, category=topic if by_topic else None)
    statements: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, *_more):
        statements.append((statement, parameters))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert len(queries.issues_page(filters).rows) == 3
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)

    plans = plan_of(*statements[-1])
    assert not any("SCAN issue" in line and "INDEX" not in line for line in plans)
    assert not any("Seq Scan on discussion_thread" in line for line in plans)
    assert any("ix_issue_listed" in line for line in plans)


def plan_of(statement: str, parameters: object) -> list[str]:
    connection = db.session.connection()
    if db.engine.name == "postgresql":  # so few rows would be read whole
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
    explain = "EXPLAIN QUERY PLAN" if db.engine.name == "sqlite" else "EXPLAIN"
    rows = connection.exec_driver_sql(f"{explain} {statement}", parameters)
    return [str(row[-1]) for row in rows]
