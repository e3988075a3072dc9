"""Summaries by mail for a city of followers: telling them, sending what waits, and sending nothing.

Everybody follows one issue; of a part of them something new is told, and its mail is due. Mails
go into a folder, as where no mail server is set. Run alone by
`python -m bench.digests --followers 100000 [--news 20] [--postgresql]`.
"""

import argparse
import hashlib
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, insert, select, update

from bench.search import made
from bench.sizes import counted
from forum.accounts.models import User
from forum.core import clock, outbox
from forum.core.actor import Verification
from forum.core.db import atomic, db
from forum.demo.actions import fill_in
from forum.issues.models import Issue, IssueState
from forum.notifications import Matter, key_of, tell_followers
from forum.notifications.models import (
    Follow,
    Frequency,
    Level,
    MailDue,
    MailSetting,
    Notification,
    Reason,
)
from forum.notifications.sending import send_due
from tests.servers import Postgres

BATCH = 5_000
FOR_EVER = 1e9  # seconds
HALF_DAY = 12 * 60


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.digests")
    parser.add_argument("--followers", type=int, default=100_000)
    parser.add_argument("--news", type=int, default=20, help="of a hundred, who have news")
    parser.add_argument("--postgresql", action="store_true", help="a server of its own")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="betang-bench-") as folder:
        var = Path(folder)
        if not options.postgresql:
            print("\n".join(report(var, options.followers, options.news)))
            return
        server = Postgres()
        try:
            server.create("bench")
            address = server.url("bench")
            print("\n".join(report(var, options.followers, options.news, address)))
        finally:
            server.stop()


def report(var: Path, followers: int, news: int = 20, database: str = "") -> list[str]:
    """A table in Markdown: a line for each thing that is done."""
    app = made(var, database)
    with app.app_context():
        issue_id = _fill(followers, news)
        name = db.engine.name
    told = followers * news // 100
    lines = [
        f"{followers} followers, {told} with news, {name}",
        "",
        "| what is done | people or mails | seconds | statements | memory grew by MB |",
        "|---|---|---|---|---|",
        _line(app, "nobody has news: one round", lambda: send_due(FOR_EVER)),
        _line(app, f"telling {told} followers", lambda: _tell(issue_id)),
    ]
    with app.app_context():
        _all_due()
    lines.append(_line(app, "sending what is due", lambda: send_due(FOR_EVER)))
    lines.append(_line(app, "everything is sent: one round", lambda: send_due(FOR_EVER)))
    return lines


def _line(app: Flask, title: str, act: Callable[[], int]) -> str:
    with app.app_context(), counted(app) as seen:
        before, begun = _memory(), time.monotonic()
        done = act()
        took = time.monotonic() - begun
        grown = _memory() - before
    return f"| {title} | {done} | {took:.2f} | {len(seen)} | {grown:.0f} |"


def _memory() -> float:
    """The most that this process had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _fill(followers: int, news: int) -> int:
    """Everybody follows one public issue; those who hear of every reply are told first."""
    fill_in("small")
    issue_id = db.session.scalars(
        select(Issue.id)
        .where(Issue.state != IssueState.DRAFT, Issue.is_secret.is_(False))
        .order_by(Issue.id)
    ).first()
    assert issue_id is not None
    first = (db.session.scalar(select(func.max(User.id))) or 0) + 1
    since = clock.now() - timedelta(days=100)
    people, follows, settings = [], [], []
    for number in range(followers):
        user_id, name = first + number, f"Pengikut {number}"
        people.append(
            {
                "id": user_id, "email": f"pengikut{number}@warga.example", "name": name,
                "public_name": name, "password": None, "active": True, "confirmed_at": since,
                "agreed_at": since, "verification": Verification.NONE, "created_at": since,
                "fs_uniquifier": hashlib.sha256(f"follower {number}".encode()).hexdigest(),
            }
        )  # fmt: skip
        hears = Level.EVERYTHING if number % 100 < news else Level.IMPORTANT
        follows.append(
            {
                "user_id": user_id, "matter": Matter.THREAD, "ref_id": issue_id,
                "level": hears, "reason": Reason.CHOSEN, "created_at": since,
            }
        )  # fmt: skip
        settings.append(
            {
                "user_id": user_id, "frequency": Frequency.DAILY, "urgent": True,
                "is_quiet": False, "quiet_from": HALF_DAY, "quiet_until": HALF_DAY,
            }
        )  # fmt: skip
    with atomic():
        for table, rows in ((User, people), (Follow, follows), (MailSetting, settings)):
            for start in range(0, len(rows), BATCH):
                db.session.execute(insert(table), rows[start : start + BATCH])
    while outbox.deliver_due():
        pass
    with atomic():  # what the demo told its own people is not measured
        db.session.execute(update(Notification).values(waits_for=None))
        db.session.execute(MailDue.__table__.delete())
    return issue_id


def _tell(issue_id: int) -> int:
    with atomic():
        tell_followers(
            Matter.THREAD,
            issue_id,
            key=f"bench:{issue_id}",
            kind="issue_raised",
            facts={"issue_id": issue_id},
            about=key_of(Matter.THREAD, issue_id),
            important=False,
        )
    while outbox.deliver_due():
        pass
    return db.session.scalars(select(func.count()).select_from(MailDue)).one()


def _all_due() -> None:
    """As at seven in the morning: all of it at the same moment."""
    with atomic():
        db.session.execute(update(MailDue).values(due_at=clock.now() - timedelta(minutes=1)))


if __name__ == "__main__":
    main()
