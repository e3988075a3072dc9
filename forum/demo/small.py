"""The small demo city: some seventy people, forty threads, three forums, eight polls."""

import hashlib
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from forum.accounts.models import RoleGrant, User
from forum.accounts.passwords import hash_password
from forum.core.actor import Role, Verification
from forum.core.db import db
from forum.demo.content import Row, rows
from forum.demo.desk import add_visitor
from forum.demo.issues import add_issue
from forum.demo.known import Known
from forum.demo.models import DemoRow
from forum.demo.polls import add_poll
from forum.demo.sessions import add_session
from forum.issues.models import Issue
from forum.staff.models import Invitation

PASSWORD = "Betang-2026!"  # noqa: S105 - published on purpose, see the demo's banner
GRACE = timedelta(days=400)  # everyone was verified long before any poll was opened


def fill_in() -> list[str]:
    """Make everything; returns what was made, in words."""
    known = Known()
    for row in rows("people"):
        _person(known, row)
    _hash_passwords()
    _invitation(known)
    for row in rows("issues"):
        add_issue(known, row)
    for row in rows("desk"):
        add_visitor(known, row)
    for row in rows("polls"):
        add_poll(known, row, known.now)
    for row in rows("sessions"):
        add_session(known, row, known.now, first=True)
    db.session.flush()
    return [
        f"{len(rows('people')) + len(rows('desk'))} people",
        f"{len(rows('issues')) + sum(bool(row['issue']) for row in rows('desk'))} threads",
        f"{len(rows('sessions'))} forums",
        f"{len(rows('polls'))} polls",
    ]


def begin_session_again() -> int:
    """The live forum once more, as new rows that begin now; returns its id."""
    known = Known()
    _recall(known)
    row = next(row for row in rows("sessions") if row["state"] == "live")
    tag = f"{known.now:%Y%m%d%H%M%S}"
    wanted = {key for item in row["items"] for key in item["polls"]}
    for poll in rows("polls"):
        if poll["key"] in wanted:
            add_poll(known, poll, known.now, tag=tag)
    return add_session(known, row, known.now, first=False, tag=tag).id


def _recall(known: Known) -> None:
    """Find people and issues that an earlier run made."""
    kinds: dict[str, type[Any]] = {"person": User, "issue": Issue}
    for kind, model in kinds.items():
        made = db.session.execute(
            select(DemoRow.key, model)
            .join(model, model.id == DemoRow.row_id)
            .where(DemoRow.kind == kind)
        )
        for key, row in made:
            known.rows[kind, key] = row


def _person(known: Known, row: Row) -> None:
    verified = Verification(row["verified"])
    can_sign_in = row["email"].endswith("@betang.example")
    since = known.now - GRACE
    user = User(
        email=row["email"],
        name=row["name"],
        public_name=row["public_name"],
        fs_uniquifier=hashlib.sha256(f"demo:{row['key']}".encode()).hexdigest(),
        active=True,
        confirmed_at=since,
        agreed_at=since,
        verification=verified,
        verified_at=since if verified is not Verification.NONE else None,
        area_id=known.areas[row["area"]].id if row["area"] else None,
        is_demo=True,
        created_at=since,
        password="!" if can_sign_in else None,
    )
    known.add("person", row["key"], user)
    role = Role(row["role"])
    if role is not Role.RESIDENT:
        scoped = role in (Role.OFFICIAL, Role.HEAD)
        unit_id = known.unit_id(row["unit"]) if scoped else None
        db.session.add(RoleGrant(user_id=user.id, role=role, unit_id=unit_id, created_at=since))


def _hash_passwords() -> None:
    """One hash serves all demo accounts: their password is public anyway."""
    hashed = hash_password(PASSWORD)
    for user in db.session.scalars(select(User).where(User.password == "!")):  # noqa: S105
        user.password = hashed


def _invitation(known: Known) -> None:
    """One that waits for an answer, so that the list of them is not empty."""
    admin = next(row["key"] for row in rows("people") if row["role"] == Role.ADMIN.value)
    db.session.add(
        Invitation(
            email="notulis.baru@contoh.id",
            role=Role.SCRIBE,
            reason="Menggantikan notulis yang pindah tugas.",
            invited_by_id=known.person(admin).id,
            created_at=known.now,
            sent_at=known.now,
            expires_at=known.now + timedelta(days=7),
        )
    )
