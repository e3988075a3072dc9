"""Searching among many posts: what a page of results, a count and a suggestion cost.

A database of its own is filled with the generated city and copies of its posts, in bulk; then
the same questions are asked over and over, in the process, without HTTP. Run alone by
`python -m bench.search --posts 100000 [--postgresql]`.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select, text

from forum import create_app
from forum.city.models import Area
from forum.cli import migrate
from forum.core.actor import VISITOR
from forum.core.db import atomic, db
from forum.demo import generate
from forum.demo.actions import fill_in
from forum.demo.city import _Writer
from forum.discussions.models import Post
from forum.issues.similar import like
from forum.search import actions, queries
from forum.search.queries import NEWEST, Filters
from forum.search.similar import Draft
from forum.search.wishes import understand
from tests.servers import Postgres

ROUNDS = 30
PER_THREAD = 20
QUESTIONS = {
    "a common word": ("jalan", {}, {}),
    "a common word, newest": ("jalan", {}, {"sort": NEWEST}),
    "two words": ("lampu jalan", {}, {}),
    "three words": ("sampah pasar warga", {}, {}),
    "an inflected word": ("kebanjiran", {}, {}),
    "a phrase": ('"lampu jalan"', {}, {}),
    "a word and a minus": ("banjir -parit", {}, {}),
    "a beginning": ("drain", {"typing": True}, {}),
    "a word that is not there": ("xyzzyq", {}, {}),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.search")
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--postgresql", action="store_true", help="a server of its own")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="betang-bench-") as folder:
        if not options.postgresql:
            print("\n".join(report(Path(folder), options.posts)))
            return
        server = Postgres()
        try:
            server.create("bench")
            print("\n".join(report(Path(folder), options.posts, server.url("bench"))))
        finally:
            server.stop()


def report(var: Path, posts: int, database: str = "") -> list[str]:
    """A table in Markdown: one line for each question."""
    app = made(var, database)
    with app.app_context(), app.test_request_context():
        begun = time.monotonic()
        seed(posts)
        seeded = time.monotonic() - begun
        begun = time.monotonic()
        written = actions.rebuild()
        indexed = time.monotonic() - begun
        if db.engine.name == "postgresql":
            with db.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                    text("VACUUM ANALYZE")
                )
        total = db.session.scalars(select(func.count()).select_from(Post)).one()
        heading = f"search on {db.engine.name}, {total} posts: seeded in {seeded:.0f} s, "
        heading += f"{written} written into the index in {indexed:.1f} s"
        lines = [
            heading,
            "",
            "| asked | results | p50 ms | p95 ms | CPU ms (ours) |",
            "|---|---|---|---|---|",
        ]
        for name, (words, how, options) in QUESTIONS.items():
            lines.append(_line(name, lambda w=words, h=how, o=options: _page(w, h, o)))
        lines.append(_line("filtered by area and kind", _filtered))
        lines.append(_line("a misspelt word, with what was meant", _misspelt))
        lines.append(_line("similar issues while writing", _similar))
        db.session.rollback()
        return lines


def made(var: Path, database: str) -> Flask:
    url = database or f"sqlite:///{var / 'betang.db'}"
    app = create_app(
        {"VAR": var, "DEMO": True, "SECRET_KEY": "b" * 40, "SQLALCHEMY_DATABASE_URI": url}
    )
    migrate(app)
    return app


def seed(posts: int) -> None:
    """The small city, then a generated one of this many posts, a twentieth of them issues."""
    fill_in("small")
    size = min(posts, 100_000)
    city = generate.city(residents=2_000, threads=max(2, size // PER_THREAD), posts=size)
    with atomic():
        writer = _Writer()
        writer.residents(city.residents)
        replies: dict[str, list[generate.Reply]] = {}
        for reply in city.replies:
            reply["supports"] = []
            replies.setdefault(reply["thread"], []).append(reply)
        for thread in city.threads:
            thread["supports"] = []
            writer.thread(thread, replies.get(thread["key"], []))
        writer.finish()
    if posts > size:
        _copy_replies(posts - size)


def _copy_replies(count: int) -> None:
    """More of the same: replies again, a minute later each."""
    rows = db.session.execute(
        select(Post.thread_id, Post.author_id, Post.source, Post.html, Post.created_at)
        .where(Post.is_opening.is_(False))
        .order_by(Post.id)
    ).all()
    next_id = db.session.scalars(select(func.max(Post.id))).one() + 1
    for start in range(0, count, 5_000):
        batch: list[dict[str, Any]] = []
        for number in range(start, min(count, start + 5_000)):
            row = rows[number % len(rows)]
            batch.append(
                {
                    "id": next_id + number,
                    "root_id": next_id + number,
                    "is_opening": False,
                    "thread_id": row.thread_id,
                    "author_id": row.author_id,
                    "source": row.source,
                    "html": row.html,
                    "created_at": row.created_at + timedelta(minutes=1),
                }
            )
        with atomic():
            db.session.execute(insert(Post), batch)


def _page(words: str, how: dict[str, Any], options: dict[str, Any]) -> int:
    """As `/cari` does it: results with facets, and what stands on the page for each."""
    results = queries.search(VISITOR, understand(words, **how), Filters(), **options)
    queries.found(VISITOR, results.hits)
    return results.total


def _filtered() -> int:
    area = db.session.execute(
        text("SELECT area_id FROM search_document WHERE area_id IS NOT NULL LIMIT 1")
    ).scalar_one()
    wanted = Filters(kind="post", area=db.session.get(Area, area))
    return queries.search(VISITOR, understand("jalan"), wanted).total


def _misspelt() -> int:
    wish = understand("drainsae")
    total = queries.search(VISITOR, wish, Filters()).total
    return total or len(queries.meant(VISITOR, wish))


def _similar() -> int:
    draft = Draft(
        "Lampu jalan mati di Jl. Rajawali km 3",
        "Sudah dua pekan gelap, dua kali terjadi penjambretan. Mohon segera diperbaiki.",
    )
    return len(like(VISITOR, draft))


def _line(name: str, ask: Callable[[], int]) -> str:
    taken = []
    total = 0
    before = time.process_time()
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        total = ask()
        taken.append((time.perf_counter() - begun) * 1000)
        db.session.rollback()
        db.session.expunge_all()
    cpu = (time.process_time() - before) / ROUNDS * 1000
    p95 = statistics.quantiles(taken, n=20)[-1]
    more = "more than 1000" if total > queries.MOST else str(total)
    return f"| {name} | {more} | {statistics.median(taken):.1f} | {p95:.1f} | {cpu:.1f} |"


if __name__ == "__main__":
    main()
