"""Whoever gets past the database's own guard is found out, and where."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, insert, select, text, update

from forum.audit import actions, queries, tasks
from forum.audit.models import (
    AuditCheckpoint,
    AuditEntry,
    AuditHead,
    AuditPending,
    AuditSeal,
    AuditText,
    leaf_of,
)
from forum.audit.queries import integrity
from forum.core import clock, hashlog, keys
from forum.core.db import db
from tests.audit.conftest import unprotect


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(integrity, "BATCH", 3)


@pytest.fixture
def log(sealed):
    """Ten entries, of which the fourth is the one tampered with; a checkpoint at 6 and at 10."""
    sealed(3, reason="sebuah alasan")
    sealed(3)
    actions.checkpoint()
    sealed(4, reason="alasan lain")
    actions.checkpoint()
    entries = db.session.scalars(select(AuditSeal.entry_id).order_by(AuditSeal.number)).all()
    unprotect("audit_entry", "audit_seal", "audit_text", "audit_checkpoint")
    return entries


def change(statement):
    db.session.execute(statement.execution_options(synchronize_session=False))


def findings():
    db.session.expire_all()
    return [(one.kind, one.entry_id, one.number) for one in queries.verify().findings]


def test_a_record_that_nobody_touched_is_in_order(log):
    report = queries.verify()

    assert report.findings == []
    assert (report.size, report.waiting, report.checkpoint.size) == (10, 0, 10)


@pytest.mark.parametrize(
    "values",
    [
        {"event": "SomethingElse"},
        {"actor_id": 77},
        {"details": {"loudness": 2}},
        {"created_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_changed_entry_is_named(log, values):
    change(update(AuditEntry).where(AuditEntry.id == log[3]).values(values))

    assert findings() == [("changed", log[3], 4)]


def test_an_entry_spoilt_beyond_reading_is_named(log):
    """SQLite keeps anything in a column of JSON, PostgreSQL only JSON."""
    spoilt = "{oops" if db.engine.dialect.name == "sqlite" else '"oops"'
    change(text(f"UPDATE audit_entry SET details = '{spoilt}' WHERE id = {log[3]}"))  # noqa: S608

    assert findings() == [("changed", log[3], 4)]


def test_a_deleted_entry_is_named(log):
    change(delete(AuditEntry).where(AuditEntry.id == log[3]))

    assert findings() == [("gone", log[3], 4)]


def test_an_entry_slipped_in_is_named(log):
    long_ago = clock.now() - timedelta(days=1)
    change(insert(AuditEntry).values(id=5000, event="Slip", details={}, created_at=long_ago))
    change(delete(AuditPending))

    assert findings() == [("unsealed", 5000, None)]


def test_a_deleted_seal_is_named(log):
    change(delete(AuditSeal).where(AuditSeal.number == 4))

    found = findings()
    assert found[0] == ("gap", None, 4)


def test_a_log_cut_at_its_end_is_named(log):
    change(delete(AuditSeal).where(AuditSeal.number > 8))

    assert findings()[0] == ("gap", None, 9)


def test_a_log_cut_together_with_its_head_is_held_to_its_checkpoint(log):
    leaves = db.session.scalars(
        select(AuditSeal.leaf).where(AuditSeal.number <= 8).order_by(AuditSeal.number)
    ).all()
    tree = hashlog.Frontier()
    for leaf in leaves:
        tree.append(leaf)
    chain = db.session.scalar(select(AuditSeal.chain).where(AuditSeal.number == 8))
    change(delete(AuditSeal).where(AuditSeal.number > 8))
    change(update(AuditHead).values(size=8, chain=chain, frontier=tree.to_json()))

    assert ("checkpoint", None, 10) in findings()


def test_swapped_seals_are_named(log):
    change(update(AuditSeal).where(AuditSeal.number == 4).values(number=100))
    change(update(AuditSeal).where(AuditSeal.number == 5).values(number=4))
    change(update(AuditSeal).where(AuditSeal.number == 100).values(number=5))

    found = findings()
    assert found[0] == ("chain", log[4], 4)


def test_an_entry_rewritten_with_all_seals_after_it_is_held_to_its_checkpoint(log):
    """Chain, tree and head fit again; what residents may have kept does not."""
    change(update(AuditEntry).where(AuditEntry.id == log[3]).values(event="SomethingElse"))
    chain, tree = hashlog.CHAIN_START, hashlog.Frontier()
    for number, entry_id in enumerate(log, 1):
        entry = db.session.execute(
            select(
                AuditEntry.id,
                AuditEntry.event,
                AuditEntry.actor_id,
                AuditEntry.details,
                AuditEntry.created_at,
            ).where(AuditEntry.id == entry_id)
        ).one()
        leaf = leaf_of(*entry)
        chain = hashlog.chain_hash(chain, leaf)
        tree.append(leaf)
        change(
            update(AuditSeal).where(AuditSeal.number == number).values(leaf=leaf, chain=chain)
        )
    change(update(AuditHead).values(chain=chain, frontier=tree.to_json()))

    assert findings() == [("checkpoint", None, 6), ("checkpoint", None, 10)]


def test_a_forged_checkpoint_is_named(log):
    forger = Ed25519PrivateKey.generate()
    text = hashlog.sign(
        hashlog.Checkpoint(queries.origin(), 6, bytes(32)), forger, queries.origin()
    )
    change(
        update(AuditCheckpoint)
        .where(AuditCheckpoint.size == 6)
        .values(root=bytes(32), text=text)
    )

    report = queries.verify()

    assert findings() == [("checkpoint", None, 6)]
    assert "another key" in report.findings[0].detail


def test_a_checkpoint_whose_row_says_something_else_is_named(log):
    change(update(AuditCheckpoint).where(AuditCheckpoint.size == 6).values(root=bytes(32)))

    assert findings() == [("checkpoint", None, 6)]


def test_without_the_key_no_checkpoint_can_be_trusted(log, monkeypatch):
    monkeypatch.setattr(keys, "sign_key_if_made", lambda: None)

    assert findings() == [("key", None, 6), ("key", None, 10)]


@pytest.mark.parametrize("values", [{"text": "lain"}, {"salt": bytes(16)}, {"salt": None}])
def test_a_changed_text_is_named(log, values):
    change(update(AuditText).where(AuditText.entry_id == log[1]).values(values))

    assert findings() == [("text", log[1], None)]


def test_a_deleted_text_is_named_and_a_blanked_one_is_not(log):
    change(update(AuditText).where(AuditText.entry_id == log[0]).values(text=None, salt=None))
    assert findings() == []

    change(delete(AuditText).where(AuditText.entry_id == log[1]))
    assert findings() == [("text", log[1], None)]


def test_a_head_set_wrong_is_named(log):
    change(update(AuditHead).values(chain=bytes(32)))

    assert findings() == [("head", None, None)]


def test_an_entry_that_waits_too_long_is_told_but_is_no_fault(ring, clock):
    ring()
    assert queries.verify().findings == []
    clock.tick(61)

    report = queries.verify()

    assert [one.kind for one in report.findings] == ["waiting"]
    assert report.faults == []
    assert report.waiting == 1


def test_findings_are_not_without_end(log, sealed):
    sealed(40)
    change(update(AuditEntry).values(event="SomethingElse"))

    assert len(findings()) == integrity.ENOUGH


# --- what the worker does


def test_the_worker_seals_signs_once_an_hour_and_looks_a_few_times_a_day(ring, clock):
    def work():
        tasks.seal()
        tasks.sign()
        tasks.check()
        return queries.standing()

    work()
    ring(2)
    first = work()
    assert (first.size, first.checkpoint_size, first.checked_size) == (2, 2, 2)
    ring()
    clock.tick(3599)
    assert work().checkpoint_size == 2
    clock.tick(1)
    second = work()
    assert (second.size, second.checkpoint_size, second.checked_size) == (3, 3, 2)
    clock.tick(6 * 3600)
    assert work().checked_size == 3


def test_what_the_worker_found_is_kept_for_the_page(log):
    change(delete(AuditEntry).where(AuditEntry.id == log[3]))
    actions.note_check(queries.verify())

    standing = queries.standing()

    assert (standing.fault, standing.fault_entry_id) == ("gone", log[3])
