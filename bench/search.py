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
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import text

from bench import filling
from forum import create_app
from forum.city.models import Area
from forum.cli import migrate
from forum.core.actor import VISITOR
from forum.core.db import db
from forum.issues.similar import like
from forum.search import queries
from forum.search.queries import NEWEST, Filters
from forum.search.similar import Draft
from forum.search.wishes import understand
from tests.servers import Postgres

ROUNDS = 30
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
        filled = filling.fill(posts)
        seeded = time.monotonic() - begun
        heading = f"search on {db.engine.name}, {filled.posts} posts, filled in {seeded:.0f} s"
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
