"""What `forum doctor` says of the record."""

from sqlalchemy import delete, select

from forum.audit import actions
from forum.audit.models import AuditEntry, AuditSeal
from forum.core.db import db
from forum.shell.doctor import examine
from tests.audit.conftest import unprotect


def audit_line(app):
    return next(finding for finding in examine(app) if finding.name == "audit")


def test_it_tells_how_much_is_sealed_and_signed(app, sealed):
    sealed(3)
    actions.checkpoint()

    finding = audit_line(app)

    assert finding.ok
    assert finding.detail.startswith("3 entries sealed, last checkpoint at 3 on 20")


def test_it_names_the_first_entry_that_is_wrong(app, sealed):
    sealed(3)
    second = db.session.scalar(select(AuditSeal.entry_id).where(AuditSeal.number == 2))
    unprotect("audit_entry")
    db.session.execute(delete(AuditEntry).where(AuditEntry.id >= second))

    finding = audit_line(app)

    assert not finding.ok
    assert finding.detail == f"entry {second} is gone (and 1 more)"


def test_before_the_first_worker_nothing_is_late(app, ring, clock):
    ring(2)
    clock.tick(3600)

    finding = audit_line(app)

    assert finding.ok
    assert finding.detail == "0 entries sealed, 2 wait for the worker"


def test_a_worker_that_rests_is_told(app, sealed, ring, clock):
    sealed()
    ring()
    clock.tick(61)

    assert not audit_line(app).ok
    assert "waited for its seal" in audit_line(app).detail
