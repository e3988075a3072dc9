"""Filling a city with posts by the hundred thousand: generated once, then copied in the database.

The small city and a generated one of up to `BASE` posts are written and indexed as ever. The
rest are copies of the generated issues with all that hangs on them, each round of copies some
hours older than the one before, its points drawn anew. Copies are made by the database itself,
index and all, so that a million posts take minutes.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text

from forum.city.models import Area
from forum.core.db import atomic, db
from forum.decisions.models import Commitment, OfficialAnswer
from forum.demo import generate
from forum.demo.actions import fill_in
from forum.demo.city import _Writer
from forum.demo.points import point_in
from forum.discussions.models import Post, Support, Thread
from forum.issues.models import Issue, IssuePoint
from forum.search import actions as search
from forum.search import writing
from forum.search.models import OF_KIND, OF_REF, Document, TitleWord

BASE = 20_000  # posts that are made one by one
PER_THREAD = 20
OLDER = int(timedelta(hours=7, minutes=3, seconds=11).total_seconds())  # each round of copies
BATCH = 5_000
TERMS = "CREATE INDEX ix_search_document_terms ON search_document USING gin (terms)"


@dataclass(frozen=True)
class Filled:
    """What there is, and the threads that are looked at."""

    posts: int
    issues: int
    short: int  # a thread of 20 posts
    long: int  # a thread with a hundredth of all posts


def fill(posts: int) -> Filled:
    """A city of about so many posts, a twentieth of them issues; then one long thread."""
    size = min(posts, BASE)
    first_thread, first_post = _generated(size)
    search.rebuild()
    copied = _Copies(first_thread, first_post)
    rounds = max(0, round(posts / size) - 1)
    is_large = rounds > 4 and db.engine.name == "postgresql"
    if is_large:  # one by one, a million rows take the longest here
        _execute("DROP INDEX ix_search_document_terms")
    for number in range(1, rounds + 1):
        copied.once_more(number)
    if is_large:
        _execute("SET maintenance_work_mem = '512MB'", TERMS)
    long = _make_long(first_thread, posts // 100)
    _index(long)
    _count_on()
    return Filled(_count(Post), _count(Issue), first_thread, long)


def _generated(size: int) -> tuple[int, int]:
    """The first of the generated threads and of the generated posts."""
    fill_in("small")
    city = generate.city(residents=2_000, threads=max(2, size // PER_THREAD), posts=size)
    replies: defaultdict[str, list[generate.Reply]] = defaultdict(list)
    for reply in city.replies:
        replies[reply["thread"]].append(reply)
    with atomic():
        writer = _Writer()
        first = writer.next_thread, writer.next_post
        writer.residents(city.residents)
        for thread in city.threads:
            writer.thread(thread, replies[thread["key"]])
        writer.finish()
    return first


class _Copies:
    """Rows are copied with their numbers moved on by as much as the city is large."""

    def __init__(self, first_thread: int, first_post: int) -> None:
        self.threads = Thread.id >= first_thread, Thread.id <= _last(Thread.id)
        self.by: Mapping[str, int] = {
            "thread": _last(Thread.id),
            "post": _last(Post.id),
            "answer": _last(OfficialAnswer.id),
            "commitment": _last(Commitment.id),
        }
        self.first_thread, self.first_post = first_thread, first_post
        self.areas = dict(
            db.session.execute(
                select(Issue.id, Area.code)
                .join(Area, Area.id == Issue.area_id)
                .where(Issue.id >= first_thread)
            ).all()
        )
        db.session.rollback()

    def once_more(self, number: int) -> None:
        by = {name: number * step for name, step in self.by.items()}
        older = number * OLDER
        thread, post, answer = f"+ {by['thread']}", f"+ {by['post']}", f"+ {by['answer']}"
        threads = f"BETWEEN {self.first_thread} AND {self.by['thread']}"
        posts = f"BETWEEN {self.first_post} AND {self.by['post']}"
        key = f"id - (CAST({older} AS BIGINT) << {OF_KIND + OF_REF})"
        with atomic():
            connection = db.session.connection()
            at = {"created_at": _earlier(connection, "created_at", older)}
            last = {"last_post_at": _earlier(connection, "last_post_at", older)}
            _copy(connection, Thread, f"id {threads}", id=f"id {thread}", **at, **last)
            _copy(connection, Issue, f"id {threads}", id=f"id {thread}", lapor_number="NULL")
            _copy(
                connection, Post, f"id {posts}", id=f"id {post}", thread_id=f"thread_id {thread}",
                parent_id=f"parent_id {post}", root_id=f"root_id {post}",
                branch_id=f"CASE branch_id WHEN 0 THEN 0 ELSE branch_id {post} END", **at,
            )  # fmt: skip
            _copy(connection, Support, f"post_id {posts}", post_id=f"post_id {post}", **at)
            within = f"issue_id {threads}"
            _copy(
                connection, OfficialAnswer, within,
                id=f"id {answer}", issue_id=f"issue_id {thread}", **at,
            )  # fmt: skip
            _copy(
                connection, Commitment, within, id=f"id + {by['commitment']}",
                answer_id=f"answer_id {answer}", issue_id=f"issue_id {thread}", **at,
            )  # fmt: skip
            for kind, ref, moved in (("issue", threads, thread), ("post", posts, post)):
                wanted = f"kind = '{kind}' AND ref_id {ref}"
                _copy(
                    connection, Document, wanted, id=f"{key} {moved}", ref_id=f"ref_id {moved}",
                    group_id=f"group_id {thread}",
                )  # fmt: skip
                inside = f"document_id IN (SELECT id FROM search_document WHERE {wanted})"  # noqa: S608
                _copy(connection, TitleWord, inside, document_id=f"document_{key} {moved}")
            self._points(by["thread"])

    def _points(self, by: int) -> None:
        rows = [
            {"issue_id": issue_id + by, **point}
            for issue_id, code in self.areas.items()
            if (point := point_in(code, f"copy {issue_id + by}")) is not None
        ]
        db.session.execute(insert(IssuePoint), rows)


def _make_long(source: int, posts: int) -> int:
    """One thread grows: the replies of another, over and over, a second later each."""
    long = source + 1
    replies = db.session.execute(
        select(Post.author_id, Post.source, Post.html)
        .where(Post.thread_id != long, Post.is_opening.is_(False))
        .order_by(Post.id)
        .limit(200)
    ).all()
    since = db.session.scalars(select(Thread.last_post_at).where(Thread.id == long)).one()
    first = _last(Post.id) + 1
    rows: list[dict[str, Any]] = []
    for number in range(posts):
        said = replies[number % len(replies)]
        top = first + number - number % 4  # of four posts three answer the first
        under = number % 4 != 0
        rows.append(
            {
                "id": first + number, "thread_id": long, "author_id": said.author_id,
                "parent_id": top if under else None, "root_id": top,
                "branch_id": first + number if under else 0, "source": said.source,
                "html": said.html, "is_opening": False, "backing": number % 97,
                "support_count": number % 97, "created_at": since + timedelta(seconds=number),
            }
        )  # fmt: skip
    with atomic():
        for start in range(0, len(rows), BATCH):
            db.session.execute(insert(Post), rows[start : start + BATCH])
        thread = db.session.get_one(Thread, long)
        thread.reply_count += posts
        thread.last_post_at = since + timedelta(seconds=posts)
        thread.version += 1
    return long


def _index(long: int) -> None:
    """All else is in the index: only this thread is gone through."""
    ids = db.session.scalars(select(Post.id).where(Post.thread_id == long)).all()
    with atomic():
        writing.write(db.session(), "post", ids)


def _copy(connection: Connection, model: Any, where: str, **changed: str) -> None:
    table: Table = model.__table__
    names = [column.name for column in table.columns]
    values = ", ".join(changed.get(name, name) for name in names)
    connection.execute(
        text(
            f"INSERT INTO {table.name} ({', '.join(names)}) "  # noqa: S608 - names of our own
            f"SELECT {values} FROM {table.name} WHERE {where}"
        )
    )


def _earlier(connection: Connection, column: str, seconds: int) -> str:
    if connection.dialect.name == "postgresql":
        return f"{column} - interval '{seconds} seconds'"
    whole = f"strftime('%Y-%m-%d %H\\:%M\\:%S', {column}, '-{seconds} seconds')"
    return f"{whole} || substr({column}, 20)"


def _last(column: Any) -> int:
    return db.session.scalar(select(func.max(column))) or 0


def _count(model: Any) -> int:
    return db.session.scalars(select(func.count()).select_from(model)).one()


def _execute(*statements: str) -> None:
    db.session.rollback()
    with db.engine.connect() as connection:
        free = connection.execution_options(isolation_level="AUTOCOMMIT")
        for statement in statements:
            free.execute(text(statement))


def _count_on() -> None:
    """PostgreSQL did not see the numbers that were given out; both look at what there is now."""
    if db.engine.name != "postgresql":
        return
    with atomic():
        for model in (Thread, Post, OfficialAnswer, Commitment):
            sequence = func.pg_get_serial_sequence(model.__tablename__, "id")
            db.session.execute(select(func.setval(sequence, _last(model.id))))
    _execute("VACUUM ANALYZE")
