"""Is everything in order? One finding a line, in words for the person who installs."""

import shutil
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import redis
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import text

from forum.audit import queries as audit
from forum.city import queries as city
from forum.config import ROOT
from forum.core import clock, outbox
from forum.core.db import MIGRATIONS, db
from forum.search import queries as search

ENOUGH = 500 * 1024 * 1024  # bytes of free disk


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is in order, and what was seen."""

    name: str
    ok: bool
    detail: str


def examine(app: Flask) -> list[Finding]:
    return list(_findings(app))


def _findings(app: Flask) -> Iterator[Finding]:
    yield Finding(
        "settings",
        True,
        f"{app.config['BASE_URL']}, demo {'on' if app.config['DEMO'] else 'off'}",
    )
    database = _database()
    yield database
    if database.ok:
        migrations = _migrations()
        yield migrations
        yield _outbox()
        if migrations.ok:
            yield _audit()
            yield _holidays()
            yield _search()
    yield _queue(app.config["REDIS_URL"])
    yield _mail(app)
    yield _disk(app)
    yield _clock()


def _database() -> Finding:
    try:
        db.session.execute(text("SELECT 1"))
    except Exception as error:
        return Finding("database", False, f"does not answer ({type(error).__name__})")
    return Finding("database", True, db.engine.url.render_as_string(hide_password=True))


def migration_heads() -> tuple[str | None, str | None]:
    """The revision the database is at, and the newest one there is."""
    with db.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return present, ScriptDirectory.from_config(config).get_current_head()


def _migrations() -> Finding:
    present, newest = migration_heads()
    if present == newest:
        return Finding("migrations", True, f"at {present}")
    return Finding("migrations", False, f"at {present}, newest is {newest}: forum db upgrade")


def _outbox() -> Finding:
    failing = outbox.waiting()
    detail = (
        "nothing failing"
        if not failing
        else f"{failing} deliveries failed and will be tried again"
    )
    return Finding("outbox", failing == 0, detail)


def _audit() -> Finding:
    """Everything is computed anew: the entries, their seals, the signed checkpoints."""
    report = audit.verify()
    standing = audit.standing()
    idle = standing.size == 0  # no worker ran here yet, so nothing is late
    wrong = report.faults if idle else report.findings
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        return Finding("audit", False, f"{wrong[0].detail}{more}")
    detail = f"{report.size} entries sealed"
    if report.waiting:
        detail += f", {report.waiting} wait for the worker"
    last = report.checkpoint
    if last is not None:
        detail += f", last checkpoint at {last.size} on {last.created_at:%Y-%m-%d %H:%M} UTC"
    return Finding("audit", True, detail)


def _holidays() -> Finding:
    """The decree on a year's holidays comes in September of the year before."""
    year = city.year_to_come_unknown()
    if year is None:
        return Finding("holidays", True, "entered for this year and the next")
    late = clock.today().month > 9
    return Finding("holidays", not late, f"none entered for {year}: /kelola/libur")


def _search() -> Finding:
    """Everything that can be found is in the index, made with the words of today."""
    total, outdated = search.in_the_index()
    wrong = [f"{count} of {kind}" for kind, count in search.missing().items()]
    if wrong:
        return Finding("search", False, f"{', '.join(wrong)} not in step: forum search rebuild")
    if outdated:
        return Finding(
            "search",
            False,
            f"{outdated} made with other words (sinonim.csv): forum search rebuild",
        )
    return Finding("search", True, f"{total} in the index")


def _queue(url: str) -> Finding:
    if not url:
        return Finding("queue", True, "none set: one serving process")
    try:
        redis.Redis.from_url(url, socket_timeout=2).ping()
    except redis.RedisError as error:
        return Finding("queue", False, f"does not answer ({type(error).__name__})")
    return Finding("queue", True, "answers")


def _mail(app: Flask) -> Finding:
    url = app.config["MAIL_URL"]
    if not url:
        return Finding("mail", True, f"no server set: written to {app.config['VAR'] / 'mail'}")
    parts = urlsplit(url)
    try:
        kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
        with kind(parts.hostname or "", parts.port or 25, timeout=5) as server:
            server.noop()
    except OSError as error:
        return Finding("mail", False, f"the server does not answer ({type(error).__name__})")
    return Finding("mail", True, f"{parts.hostname} answers")


def _disk(app: Flask) -> Finding:
    free = shutil.disk_usage(app.config["VAR"] if app.config["VAR"].exists() else ROOT).free
    return Finding("disk", free >= ENOUGH, f"{free // 1048576} MiB free")


def _clock() -> Finding:
    """The program's clock against the database's: they differ when one machine is wrong."""
    now = "SELECT CURRENT_TIMESTAMP"
    value = db.session.scalar(text(now))
    there = (
        datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
    )
    seconds = abs((clock.now() - there).total_seconds()) if there else 0.0
    return Finding("clock", seconds < 5, f"{seconds:.0f} s beside the database's")
