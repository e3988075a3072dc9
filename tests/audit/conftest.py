"""The record in tests: something to record, and ways to get at what is protected."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import pytest
from sqlalchemy import text

from forum.audit import actions
from forum.core.db import atomic, db
from forum.core.events import Event
from forum.core.outbox import record


@dataclass(frozen=True, kw_only=True)
class RecordRung(Event):
    """Nothing listens to it but audit."""

    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})

    user_id: int | None = None
    loudness: int = 1
    reason: str | None = None


@pytest.fixture
def ring() -> Callable[..., None]:
    """`ring(3, actor_id=…)`: three entries, each in a transaction of its own."""

    def ring_bell(times: int = 1, **what: object) -> None:
        for _turn in range(times):
            with atomic():
                record(RecordRung(**what))

    return ring_bell


@pytest.fixture
def sealed(ring: Callable[..., None]) -> Callable[..., None]:
    """`sealed(7)`: as many entries, with a seal each."""

    def ring_and_seal(times: int = 1, **what: object) -> None:
        ring(times, **what)
        actions.seal_all()

    return ring_and_seal


GUARDS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass) "
    "AND NOT tgisinternal",
}
USEFUL = "audit_entry_waits"  # it guards nothing


def unprotect(*tables: str) -> None:
    """As someone would who owns the database."""
    kind = db.engine.dialect.name
    for table in tables:
        for name in db.session.scalars(text(GUARDS[kind]), {"table": table}).all():
            if name != USEFUL:
                where = f" ON {table}" if kind == "postgresql" else ""
                db.session.execute(text(f"DROP TRIGGER {name}{where}"))
