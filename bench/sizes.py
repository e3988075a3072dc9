"""How pages grow with the city: the list, a thread, the search, the map and the front page.

One database is filled (`filling`), then each page is asked for over and over through the
program itself, without a network: as a visitor with nothing kept (cold), as a visitor whose
page was made before (warm), and as a resident. Run alone by
`python -m bench.sizes --posts 100000 [--postgresql]`.
"""

import argparse
import json
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from bench import filling
from bench.filling import Filled
from bench.person import PASSWORD
from bench.search import made
from forum.city.models import Area, AreaLevel
from forum.core.db import db
from forum.discussions.models import Post
from forum.issues.models import Category
from forum.web import caching
from tests.servers import Postgres

ROUNDS = 15
KEPT = "filled.json"
RESIDENT = "warga@betang.example"
CODE = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
NEXT = re.compile(r'href="([^"]*lanjut=[^"]*)"')


@dataclass(frozen=True)
class Took:
    """Milliseconds, and statements of the last answer."""

    p50: float
    p95: float
    queries: int

    def __str__(self) -> str:
        return f"{self.p50:.0f} | {self.p95:.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.sizes")
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--postgresql", action="store_true", help="a server of its own")
    parser.add_argument("--keep", type=Path, help="fill this folder once, use it again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="betang-bench-") as folder:
        if not options.postgresql:
            print("\n".join(report(options.keep or Path(folder), options.posts)))
            return
        server = Postgres()
        try:
            server.create("bench")
            print("\n".join(report(Path(folder), options.posts, server.url("bench"))))
        finally:
            server.stop()


def report(var: Path, posts: int, database: str = "") -> list[str]:
    """A table in Markdown: a line for each page."""
    app = made(var, database)
    begun = time.monotonic()
    with app.app_context(), app.test_request_context():
        filled = _kept(var) or filling.fill(posts)
        (var / KEPT).write_text(json.dumps(asdict(filled)), encoding="utf-8")
        places = addresses(app, filled)
        name = db.engine.name
        db.session.rollback()
    seconds = time.monotonic() - begun
    return [
        f"{filled.posts} posts, {filled.issues} issues, {name}; filled in {seconds:.0f} s",
        "",
        *measured(app, places),
    ]


def _kept(var: Path) -> Filled | None:
    """What is in this folder already, where it was filled before."""
    file = var / KEPT
    return Filled(**json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


def measured(app: Flask, places: dict[str, str]) -> list[str]:
    nobody, resident = app.test_client(), signed_in(app)
    lines = [
        "| page | cold p50 ms | p95 | warm p50 | p95 | resident p50 | p95 | queries |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for title, address in places.items():
        cold = timed(app, nobody, address, cold=True)
        warm = timed(app, nobody, address)
        own = timed(app, resident, address)
        counts = f"{cold.queries} / {warm.queries} / {own.queries}"
        lines.append(f"| {title} | {cold} | {warm} | {own} | {counts} |")
    return lines


def addresses(app: Flask, filled: Filled) -> dict[str, str]:
    """Every page that is asked for, by its name. Needs an application context."""
    village = db.session.scalars(
        select(Area).where(Area.level == AreaLevel.VILLAGE).order_by(Area.code)
    ).first()
    topic = db.session.scalars(select(Category.id).order_by(Category.id)).first()
    posts = select(Post.id).where(Post.thread_id == filled.long).order_by(Post.id)
    all_posts = db.session.scalars(posts).all()
    middle, last = all_posts[len(all_posts) // 2], all_posts[-1]
    assert village is not None
    thread, long = f"/isu/{filled.short}", f"/isu/{filled.long}"
    return {
        "list": "/isu",
        "list, next page": _link(app, "/isu"),
        "list, most supported": "/isu?urut=dukungan",
        "list, of a kind in a kelurahan": f"/isu?jenis=usulan&wilayah={village.code}",
        "list, of a kecamatan": f"/isu?wilayah={village.code.rpartition('.')[0]}",
        "list, of a topic": f"/isu?topik={topic}",
        "list, of a stage": "/isu?tahap=diproses",
        "list, of a topic in a kelurahan, most supported": (
            f"/isu?topik={topic}&wilayah={village.code}&urut=dukungan"
        ),
        "list, with a word": "/isu?q=jalan",
        "list, near me": "/isu?dekat=-2.2130,113.9180",
        "short thread": thread,
        "long thread": long,
        "long thread, last page": f"{long}?{_query(app, long, last)}",
        "long thread, middle": f"{long}?{_query(app, long, middle)}",
        "long thread, link to a post": f"{long}/kiriman/{middle}",
        "long thread, most supported": f"{long}?urut=didukung",
        "search, a common word": "/cari?q=jalan",
        "search, two words": "/cari?q=lampu+jalan",
        "search, a word of a kelurahan": f"/cari?q=jalan&wilayah={village.code}",
        "map, core": "/isu/peta",
        "map, whole city": "/isu/peta?z=9",
        "map, z 12": "/isu/peta?z=12",
        "map, z 14": "/isu/peta?z=14",
        "map, z 12, of a kind": "/isu/peta?z=12&jenis=usulan",
        "front page": "/",
    }


def timed(app: Flask, client: FlaskClient, address: str, *, cold: bool = False) -> Took:
    """How long an answer takes; the first one, which compiles, is not counted."""
    took, statements = [], 0
    for number in range(ROUNDS + 2):
        if cold:
            caching.clear()
        with counted(app) as seen:
            begun = time.perf_counter()
            answer = client.get(address)
            spent = (time.perf_counter() - begun) * 1000
        if answer.status_code not in (200, 302, 303):
            raise RuntimeError(f"{address}: {answer.status}")
        if number > 1:
            took.append(spent)
            statements = len(seen)
        if spent > 3_000 and len(took) > 1:
            break  # plain enough by now
    return Took(statistics.median(took), statistics.quantiles(took, n=20)[-1], statements)


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    shown = CODE.search(client.get("/masuk").text)
    assert shown is not None
    form = {"email": RESIDENT, "password": PASSWORD, "csrf_token": shown.group(1)}
    answer = client.post("/masuk", data=form, headers={"Referer": "http://localhost/masuk"})
    assert answer.status_code in (302, 303), answer.status
    return client


def _link(app: Flask, address: str) -> str:
    found = NEXT.search(app.test_client().get(address).text)
    if found is None:
        raise RuntimeError(f"{address} has no next page")
    return found.group(1).replace("&amp;", "&")


def _query(app: Flask, thread: str, post_id: int) -> str:
    """Where the page with this post begins, as the link to the post leads there."""
    answer = app.test_client().get(f"{thread}/kiriman/{post_id}")
    return str(answer.headers["Location"].partition("?")[2].partition("#")[0])


if __name__ == "__main__":
    main()
