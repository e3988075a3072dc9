"""The map of issues and the list by distance, with as many issues as asked for.

The issues are written in bulk: four in five lie in the core of the city, as people live, with
plain titles and no replies. Timed is the whole answer of the program to one request, without the
network and for somebody who moves the map each time, so that no kept page answers.
"""

import random
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, insert, select

from forum import create_app
from forum.accounts.models import User
from forum.city import outlines
from forum.city.coordinates import Point
from forum.city.models import Area
from forum.core import clock
from forum.core.db import atomic, db
from forum.discussions.models import Post, Thread
from forum.issues.models import Issue, IssueKind, IssuePoint, IssueState

ROUNDS = 20
BATCH = 5_000
Rows = list[dict[str, object]]


def report(var: Path, issues: int, database: str | None = None) -> list[str]:
    """A table of milliseconds; `var` holds a city that has been filled in."""
    settings = {"VAR": var, "SECRET_KEY": "bench"}
    settings["SQLALCHEMY_DATABASE_URI"] = database or f"sqlite:///{var / 'betang.db'}"
    app = create_app(settings)
    with app.app_context():
        there = db.session.scalar(select(func.count()).select_from(IssuePoint)) or 0
        fill(max(0, issues - there))
        name = db.engine.name
    lines = [
        f"{max(issues, there)} issues with a point, {name}",
        "| page | p50 ms | p95 ms | CPU ms |",
        "|---|---|---|---|",
    ]
    for title, address in pages():
        took = timed(app, address)
        lines.append(f"| {title} | {took[0]:.0f} | {took[1]:.0f} | {took[2]:.0f} |")
    return lines


def pages() -> list[tuple[str, Callable[[Point], str]]]:
    return [
        ("map, whole city", lambda here: f"/isu/peta?z=9&pusat={here.short}"),
        ("map, core (z 12)", lambda here: f"/isu/peta?z=12&pusat={here.short}"),
        ("map, streets (z 15)", lambda here: f"/isu/peta?z=15&pusat={here.short}"),
        ("near me", lambda here: f"/isu?dekat={here.short}"),
        ("near me, proposals only", lambda here: f"/isu?jenis=usulan&dekat={here.short}"),
    ]


def timed(app: Flask, address: Callable[[Point], str]) -> tuple[float, float, float]:
    """p50 and p95 in milliseconds, and the median of this process's own time on the processor."""
    chance, client = random.Random(1), app.test_client()
    took, busy = [], []
    for number in range(ROUNDS + 3):
        here = _somewhere(chance, Point.of(-2.213, 113.918), 0.02)
        begun, at_work = time.perf_counter(), time.process_time()
        answer = client.get(address(here))
        if number >= 3:  # the first ones compile templates and statements
            took.append((time.perf_counter() - begun) * 1000)
            busy.append((time.process_time() - at_work) * 1000)
        assert answer.status_code == 200, answer.status
    return (
        statistics.median(took),
        statistics.quantiles(took, n=20)[-1],
        statistics.median(busy),
    )


def fill(count: int) -> None:
    """Add this many public issues with a point each."""
    chance, now = random.Random(6271), clock.now()
    areas = dict(db.session.execute(select(Area.code, Area.id)).all())
    author = db.session.scalars(select(User.id)).first()
    first = (db.session.scalar(select(func.max(Thread.id))) or 0) + 1
    post = (db.session.scalar(select(func.max(Post.id))) or 0) + 1
    rows: dict[type, Rows] = {Thread: [], Issue: [], Post: [], IssuePoint: []}
    kinds = {IssueKind.COMPLAINT: IssueState.RECEIVED, IssueKind.PROPOSAL: IssueState.SUBMITTED}
    for number in range(count):
        point, code = _point(chance)
        at, id_ = now - timedelta(minutes=number), first + number
        kind = chance.choice(list(kinds))
        rows[Thread].append(
            {"id": id_, "subject": "issue", "title": f"Laporan nomor {number} di {code}",
             "author_id": author, "created_at": at, "last_post_at": at}
        )  # fmt: skip
        rows[Issue].append(
            {"id": id_, "kind": kind, "state": kinds[kind], "area_id": areas[code]}
        )
        rows[Post].append(
            {"id": post + number, "thread_id": id_, "root_id": post + number, "author_id": author,
             "is_opening": True, "source": "Isi.", "html": "<p>Isi.</p>", "created_at": at}
        )  # fmt: skip
        rows[IssuePoint].append({"issue_id": id_, **IssuePoint.columns(point)})
    with atomic():
        for table, many in rows.items():
            for start in range(0, len(many), BATCH):
                db.session.execute(insert(table), many[start : start + BATCH])


def _point(chance: random.Random) -> tuple[Point, str]:
    while True:
        core = chance.random() < 0.8
        middle = Point.of(-2.213, 113.918) if core else Point.of(-2.0, 113.79)
        point = _somewhere(chance, middle, 0.04 if core else 0.4)
        code = outlines.code_at(point)
        if code is not None:
            return point, code


def _somewhere(chance: random.Random, middle: Point, degrees: float) -> Point:
    return Point.of(
        middle.latitude + chance.uniform(-degrees, degrees),
        middle.longitude + chance.uniform(-degrees, degrees),
    )
