"""The entries themselves, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from forum.accounts.queries import public_names
from forum.audit.models import AuditEntry
from forum.core import clock
from forum.core.db import db
from forum.web.paging import Page, cut, decode

PAGE = 50
EXPORTED = 20_000  # rows of one file, the newest


@dataclass(frozen=True)
class Filters:
    """What the reader wants to see; days are those of Palangka Raya, both included."""

    event: str | None = None
    actor_id: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Entry:
    """An entry with the name its actor shows now; None for the clock, or where it is gone."""

    id: int
    event: str
    at: datetime
    actor_id: int | None
    actor_name: str | None
    role: str | None
    details: dict[str, Any]
    texts: dict[str, str | None]


def entries_page(filters: Filters, cursor: str | None) -> Page[Entry]:
    after = decode(cursor, int)
    statement = _matching(filters).options(selectinload(AuditEntry.texts))
    if after is not None:
        statement = statement.where(AuditEntry.id < after[0])
    rows = db.session.scalars(statement.limit(PAGE + 1)).all()
    page = cut(rows, PAGE, lambda row: (row.id,), is_first=after is None)
    return Page(_shown(page.rows, with_texts=True), page.next_cursor, page.is_first)


def entries(filters: Filters, most: int = EXPORTED) -> Iterator[Entry]:
    """The newest entries that match, without what people wrote."""
    last: int | None = None
    left = most
    while left > 0:
        statement = _matching(filters).limit(min(left, 1000))
        if last is not None:
            statement = statement.where(AuditEntry.id < last)
        rows = db.session.scalars(statement).all()
        if not rows:
            return
        yield from _shown(rows, with_texts=False)
        last, left = rows[-1].id, left - len(rows)


def _matching(filters: Filters) -> Select[AuditEntry]:
    statement = select(AuditEntry).order_by(AuditEntry.id.desc())
    if filters.event:
        statement = statement.where(AuditEntry.event == filters.event)
    if filters.actor_id is not None:
        statement = statement.where(AuditEntry.actor_id == filters.actor_id)
    if filters.since is not None:
        statement = statement.where(AuditEntry.created_at >= _midnight(filters.since))
    if filters.until is not None:
        next_day = filters.until + timedelta(days=1)
        statement = statement.where(AuditEntry.created_at < _midnight(next_day))
    return statement


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LOCAL)


def _shown(rows: Sequence[AuditEntry], *, with_texts: bool) -> list[Entry]:
    names = public_names(row.actor_id for row in rows if row.actor_id)
    return [
        Entry(
            id=row.id,
            event=row.event,
            at=row.created_at,
            actor_id=row.actor_id,
            actor_name=names.get(row.actor_id or 0),
            role=row.details.get("role"),
            details={
                name: value
                for name, value in row.details.items()
                if name not in ("actor_id", "role") and not _is_hash(value)
            },
            texts={text.field: text.text for text in row.texts} if with_texts else {},
        )
        for row in rows
    ]


def _is_hash(value: Any) -> bool:
    """Of what a person wrote: it says nothing to people."""
    return isinstance(value, dict) and set(value) == {"sha256"}
