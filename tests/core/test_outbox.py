from dataclasses import dataclass

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from forum.audit.models import AuditEntry
from forum.core import events
from forum.core.db import atomic
from forum.core.events import Event, subscribe
from forum.core.outbox import Delivery, deliver_due, record


@dataclass(frozen=True, kw_only=True)
class Knock(Event):
    door: int


@pytest.fixture
def heard(monkeypatch):
    monkeypatch.setitem(events.AFTER, Knock, [])
    heard = []

    @subscribe(Knock)
    def ear(event):
        if event.door < 0:
            raise RuntimeError("nobody home")
        heard.append(event.door)

    return heard


@pytest.fixture(autouse=True)
def nobody_waits_yet(session):
    """The migrations promise nothing, and neither does an earlier test."""
    assert session.scalars(select(Delivery)).all() == []


def test_committed_event_reaches_its_subscriber(heard):
    with atomic():
        record(Knock(door=7))
    deliver_due()
    assert heard == [7]


def test_rolled_back_event_is_never_heard(heard, session):
    with pytest.raises(ZeroDivisionError), atomic():
        record(Knock(door=7))
        session.flush()
        1 / 0  # noqa: B018
    deliver_due()
    assert heard == []


def test_failure_waits_and_does_not_stop_the_others(heard, session):
    with atomic():
        record(Knock(door=-1))
        record(Knock(door=2))
    deliver_due()
    assert heard == [2]
    waiting = session.scalars(select(Delivery)).all()
    assert [(d.attempts, d.payload["door"]) for d in waiting] == [(1, -1)]
    assert waiting[0].last_error == "RuntimeError"


def test_audit_hears_everything(heard, session):
    with atomic():
        record(Knock(door=3, actor_id=5))
    entries = session.scalars(select(AuditEntry).where(AuditEntry.event == "Knock")).all()
    assert [(e.actor_id, e.details) for e in entries] == [(5, {"actor_id": 5, "door": 3})]


def test_inner_atomic_joins_the_outer(heard, session):
    with pytest.raises(ZeroDivisionError), atomic():
        with atomic():
            record(Knock(door=1))
        1 / 0  # noqa: B018
    assert session.scalars(select(Delivery)).all() == []


def test_record_outside_a_transaction_is_an_error():
    with pytest.raises(RuntimeError, match="atomic"):
        record(Knock(door=1))


@pytest.mark.parametrize(
    "change", ["UPDATE audit_entry SET event = 'x'", "DELETE FROM audit_entry"]
)
def test_the_record_cannot_be_changed(heard, session, change):
    with atomic():
        record(Knock(door=3))
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(change))
