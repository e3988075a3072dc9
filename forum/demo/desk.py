"""The demo's people without mail: registered at the desk, with what was entered for them."""

import hashlib
from datetime import datetime, timedelta

from flask import current_app

from forum.accounts.models import User
from forum.core import clock
from forum.core.actor import Verification
from forum.core.db import db
from forum.demo.content import Row
from forum.demo.issues import add_issue
from forum.demo.known import Known
from forum.desk import numbers
from forum.desk.models import ConsentKind, Entry, EntryKind, Person
from forum.discussions.models import Post, Support, Thread

PIN = "202611"  # of every slip of the demo, so that people can try them; see its README


def add_visitor(known: Known, row: Row) -> None:
    """One person with the slips they took home: registration, issue, supports."""
    came = known.now - timedelta(days=row["days_ago"])
    person = _register(known, row, came)
    _slip(known, row, EntryKind.REGISTRATION, person, came)
    if row["issue"]:
        issue = add_issue(known, {**row["issue"], "author": row["key"]})
        thread = db.session.get_one(Thread, issue.id)
        guide = row["issue"].get("guide")
        _slip(
            known, row, EntryKind.ISSUE, person, thread.created_at, thread=thread, guide=guide
        )
    for support in row["supports"]:
        at = known.now - timedelta(days=support["days_ago"])
        post = _opening(known.rows["issue", support["issue"]].id)
        db.session.add(
            Support(post_id=post.id, user_id=person.id, is_assisted=True, created_at=at)
        )
        thread = db.session.get_one(Thread, post.thread_id)
        post.support_count += 1
        post.backing += 1
        post.assisted_count += 1
        thread.support_count += 1
        _slip(known, row, EntryKind.SUPPORT, person, at, thread=thread, post=post)


def _register(known: Known, row: Row, came: datetime) -> User:
    verified = Verification(row["verified"])
    person = User(
        name=row["name"],
        public_name=row["public_name"],
        fs_uniquifier=hashlib.sha256(f"demo:{row['key']}".encode()).hexdigest(),
        area_id=known.areas[row["area"]].id,
        confirmed_at=came,
        agreed_at=came,
        verification=verified,
        verified_at=came if verified is not Verification.NONE else None,
        is_assisted=True,
        is_demo=True,
        created_at=came,
    )
    known.add("person", row["key"], person)
    db.session.add(Person(user_id=person.id, rt=row["rt"], rw=row["rw"]))
    return person


def _slip(
    known: Known,
    row: Row,
    kind: EntryKind,
    person: User,
    at: datetime,
    *,
    thread: Thread | None = None,
    post: Post | None = None,
    guide: str | None = None,
) -> None:
    consent = row["consent"]
    form_number = consent.get("form_number")
    entry = Entry(
        kind=kind,
        person_id=person.id,
        officer_id=known.person("petugas").id,
        area_id=person.area_id,
        thread_id=thread.id if thread else None,
        post_id=post.id if post else None,
        consent=ConsentKind(consent["kind"]),
        form_number=form_number,
        form_date=at.astimezone(clock.LOCAL).date() if form_number else None,
        witness=consent.get("witness"),
        guide=guide,
        pin_set_at=at,
        created_at=at,
    )
    db.session.add(entry)
    db.session.flush()
    entry.pin_hash = numbers.pin_hash(str(current_app.config["SECRET_KEY"]), entry.id, PIN)


def _opening(issue_id: int) -> Post:
    return db.session.query(Post).filter_by(thread_id=issue_id, is_opening=True).one()
