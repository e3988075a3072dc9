"""The rows the small demo city has so far, for those that point to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.accounts.models import User
from forum.city.models import Area, Unit
from forum.core import clock
from forum.core.db import db
from forum.demo.models import DemoRow
from forum.live.models import LiveEvent, Room


class Known:
    """The rows made so far, by kind and key."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Any] = {}
        self.areas = {a.code: a for a in db.session.scalars(select(Area))}
        self.units = {u.code: u for u in db.session.scalars(select(Unit))}
        self.now = clock.now()

    def add(self, kind: str, key: str, row: Any) -> Any:
        db.session.add(row)
        db.session.flush()
        db.session.add(DemoRow(kind=kind, key=key, row_id=row.id))
        self.rows[kind, key] = row
        return row

    def person(self, key: str) -> User:
        person: User = self.rows["person", key]
        return person

    def unit_id(self, code: str | None) -> int | None:
        return self.units[code].id if code else None

    def unit_name(self, code: str | None) -> str | None:
        return self.units[code].short_name if code in self.units else code


def first_line(
    room: str, kind: str, actor_id: int | None, facts: dict[str, Any], at: datetime
) -> None:
    db.session.add(Room(name=room, seq=1, sent_seq=1))
    db.session.add(
        LiveEvent(room=room, seq=1, type=kind, actor_id=actor_id, facts=facts, version=1, at=at)
    )
