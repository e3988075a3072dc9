"""Sealing, signing, and taking away what people wrote."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from forum.accounts import traces
from forum.audit import actions, queries
from forum.audit.models import (
    AuditCheckpoint,
    AuditEntry,
    AuditHead,
    AuditPending,
    AuditSeal,
    AuditText,
    canonical,
    leaf_of,
)
from forum.core import hashlog, keys
from forum.core.db import atomic, db

SPEAKING = {"z": "Béla 😀 Jl. “Tjilik”", "a": [1, None, True], "half": "\ud800"}


def seals():
    return db.session.scalars(select(AuditSeal).order_by(AuditSeal.number)).all()


def texts():
    return db.session.execute(select(AuditText.text, AuditText.salt)).all()


def test_the_bytes_of_an_entry_are_the_same_on_every_database():
    at = datetime(2026, 11, 24, 7, 5, 0, 120, tzinfo=UTC)
    entry = AuditEntry(event="Coba", actor_id=None, details=SPEAKING, created_at=at)
    db.session.add(entry)
    db.session.flush()
    db.session.expire_all()

    sealed = canonical(12, entry.event, entry.actor_id, entry.details, entry.created_at)

    assert sealed == (
        '{"actor_id":null,"created_at":"2026-11-24T07:05:00.000120+00:00",'
        '"details":{"a":[1,null,true],"half":"\ud800","z":"Béla 😀 Jl. “Tjilik”"},'
        '"event":"Coba","id":12}'
    ).encode("utf-8", "surrogatepass")


def test_entries_are_sealed_once_and_in_order(ring):
    ring(3)
    assert actions.seal_all() == 3
    ring(2)
    assert actions.seal_all() == 2
    assert actions.seal_all() == 0

    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    chain, tree = hashlog.CHAIN_START, hashlog.Frontier()
    for number, (entry, seal) in enumerate(zip(entries, seals(), strict=True), 1):
        leaf = leaf_of(entry.id, entry.event, entry.actor_id, entry.details, entry.created_at)
        chain = hashlog.chain_hash(chain, leaf)
        tree.append(leaf)
        assert (seal.number, seal.entry_id) == (number, entry.id)
        assert (seal.leaf, seal.chain) == (leaf, chain)
    head = db.session.scalars(select(AuditHead)).one()
    assert (head.size, head.chain, head.frontier) == (5, chain, tree.to_json())
    assert db.session.scalars(select(AuditPending)).all() == []


def test_many_entries_are_sealed_in_batches(ring, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 4)
    ring(10)

    assert actions.seal_all() == 10
    assert [seal.number for seal in seals()] == list(range(1, 11))


def test_an_entry_with_a_lower_number_may_come_later(ring):
    """On PostgreSQL the number is given before the commit."""
    db.session.execute(
        insert(AuditEntry), [{"id": 900, "event": "First", "details": {"role": None}}]
    )
    actions.seal_all()
    db.session.execute(
        insert(AuditEntry), [{"id": 899, "event": "Late", "details": {"role": None}}]
    )
    actions.seal_all()

    assert [seal.entry_id for seal in seals()] == [900, 899]
    assert queries.verify().findings == []


@pytest.mark.commits
def test_two_who_seal_at_once_seal_each_entry_once(app, ring, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 7)
    ring(60)
    done = []

    def seal():
        with app.app_context():
            done.append(actions.seal_all())

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(done) == 60
    assert len({seal.entry_id for seal in seals()}) == 60
    assert queries.verify().findings == []


# --- checkpoints


def test_a_checkpoint_signs_all_that_happened_so_far(ring):
    ring(4)

    made = actions.checkpoint()

    tree = [seal.leaf for seal in seals()]
    signed = hashlog.verify(made.text, keys.sign_key().public_key())
    assert (signed.size, signed.root) == (4, hashlog.root_of(tree))
    assert signed.origin == "localhost/catatan"
    assert (made.size, made.root) == (4, signed.root)


def test_where_nothing_new_happened_the_last_checkpoint_is_given_again(ring):
    ring()
    first = actions.checkpoint()

    assert actions.checkpoint().text == first.text
    assert queries.latest_checkpoint().text == first.text
    assert db.session.scalar(select(func.count()).select_from(AuditCheckpoint)) == 1


def test_of_nothing_there_is_no_checkpoint():
    assert actions.checkpoint() is None
    assert queries.latest_checkpoint() is None


def test_a_later_checkpoint_continues_an_earlier_one(ring):
    ring(5)
    early = actions.checkpoint()
    ring(8)
    late = actions.checkpoint()

    proof = hashlog.consistency_proof([seal.leaf for seal in seals()], early.size)
    assert hashlog.verify_consistency(early.size, late.size, proof, early.root, late.root)


# --- what people wrote


def test_what_a_person_wrote_and_what_was_written_about_them_is_blanked(ring):
    ring(actor_id=5, reason="ditulis olehnya")
    ring(actor_id=1, user_id=5, reason="ditulis tentangnya")
    ring(actor_id=1, user_id=55, reason="tentang orang lain")
    actions.seal_all()

    with atomic():
        traces.erase(5)

    assert [text for text, _salt in texts()].count(None) == 2
    assert [text for text, salt in texts() if salt] == ["tentang orang lain"]
    assert queries.verify().findings == []
    assert actions.erase_texts_of(5) == 0


# --- what the database refuses


@pytest.mark.parametrize(
    "statement",
    [
        update(AuditEntry).values(event="Other"),
        delete(AuditEntry),
        update(AuditSeal).values(number=99),
        delete(AuditSeal),
        update(AuditCheckpoint).values(text="forged"),
        delete(AuditCheckpoint),
        update(AuditText).values(text="other"),
        update(AuditText).values(text=None),  # the salt would let it be guessed
        update(AuditText).values(text=None, salt=None, field="other"),
        delete(AuditText),
    ],
    ids=str,
)
def test_the_record_is_neither_changed_nor_deleted(ring, statement):
    ring(reason="tertulis")
    actions.checkpoint()

    with pytest.raises(DBAPIError, match=r"append-only|blanked"), db.session.begin_nested():
        db.session.execute(statement.execution_options(synchronize_session=False))


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("audit_entry", "id, event, actor_id, details, created_at"),
        ("audit_seal", "number, entry_id, leaf, chain"),
        ("audit_checkpoint", "size, root, text, created_at"),
        ("audit_text", "entry_id, field, text, salt"),
    ],
)
def test_nothing_is_replaced_by_inserting_it_again(ring, table, columns):
    """SQLite deletes for an INSERT OR REPLACE without asking the triggers of deleting."""
    ring(reason="tertulis")
    actions.checkpoint()
    verb = "INSERT OR REPLACE" if db.engine.dialect.name == "sqlite" else "INSERT"

    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(text(f"{verb} INTO {table} SELECT {columns} FROM {table}"))  # noqa: S608
