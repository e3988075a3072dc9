"""What is written down when something happens."""

import dataclasses
import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from forum.audit.models import AuditEntry, AuditPending, text_hash
from forum.core.db import atomic, db
from forum.core.events import Event
from forum.core.outbox import record
from tests.audit.conftest import RecordRung

# Words in the names of fields that would hold something about a person, or by them.
PERSONAL = {
    "address", "body", "comment", "email", "explanation", "message", "mail", "name", "nik", "note",
    "notes", "number", "phone", "reason", "telephone", "text", "title", "words",
}  # fmt: skip


def last_entry():
    statement = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)
    return db.session.scalars(statement.options(selectinload(AuditEntry.texts))).one()


def test_what_happened_is_kept_with_who_did_it_in_which_role():
    with atomic():
        record(RecordRung(actor_id=4, role="admin area:3", user_id=9))

    entry = last_entry()
    assert (entry.event, entry.actor_id) == ("RecordRung", 4)
    assert entry.details == {
        "actor_id": 4,
        "role": "admin area:3",
        "user_id": 9,
        "loudness": 1,
        "reason": None,
    }


def test_nothing_is_kept_of_what_was_rolled_back():
    before = db.session.scalar(select(func.count()).select_from(AuditEntry))

    with pytest.raises(ZeroDivisionError), atomic():
        record(RecordRung())
        1 / 0  # noqa: B018

    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_what_people_write_is_kept_apart_and_only_its_hash_in_the_entry():
    with atomic():
        record(RecordRung(reason="Terlalu keras bagi tetangga"))

    entry = last_entry()
    [kept] = entry.texts
    assert (kept.field, kept.text) == ("reason", "Terlalu keras bagi tetangga")
    assert entry.details["reason"] == {"sha256": text_hash(kept.salt, kept.text)}
    assert len(kept.salt) == 16
    assert "tetangga" not in str(entry.details)


def test_the_same_text_has_another_hash_each_time(ring):
    ring(reason="sama")
    first = last_entry().details["reason"]
    ring(reason="sama")

    assert last_entry().details["reason"] != first


@pytest.mark.parametrize("nothing", ["", None])
def test_an_empty_text_stays_empty(ring, nothing):
    ring(reason=nothing)

    assert last_entry().details["reason"] is None
    assert last_entry().texts == []


def test_every_entry_waits_for_its_seal_also_one_written_by_hand(ring):
    ring(2)
    db.session.add(AuditEntry(event="ByHand", details={}))
    db.session.flush()

    waiting = db.session.scalars(select(AuditPending.entry_id)).all()

    assert set(waiting) >= set(db.session.scalars(select(AuditEntry.id)).all())


def kinds():
    return sorted(
        (kind for kind in Event.by_name.values() if kind.__module__.startswith("forum.")),
        key=lambda kind: kind.__name__,
    )


def test_events_hold_nothing_personal_but_ids(app):
    """Who writes an event with words of people in it names them in `free_text`."""
    offenders = [
        f"{kind.__module__}.{kind.__name__}.{field.name}"
        for kind in kinds()
        for field in dataclasses.fields(kind)
        if PERSONAL & set(re.split("_", field.name))
        and not field.name.endswith(("_id", "_ids"))
        if field.name not in kind.free_text
    ]

    assert offenders == []


def test_free_text_names_fields_that_there_are(app):
    unknown = {
        kind.__name__: sorted(kind.free_text - {one.name for one in dataclasses.fields(kind)})
        for kind in kinds()
    }

    assert {name: fields for name, fields in unknown.items() if fields} == {}
