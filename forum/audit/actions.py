"""Sealing the record, signing how it stands, and taking away what people wrote in it.

Seals come just behind the commit and not within it: on PostgreSQL a head row held by every
transaction would make all votes wait in one line.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, insert, or_, select

from forum.audit import queries
from forum.audit.models import (
    AuditCheckpoint,
    AuditEntry,
    AuditHead,
    AuditPending,
    AuditSeal,
    AuditText,
    leaf_of,
)
from forum.core import clock, hashlog, keys
from forum.core.db import atomic, db, lock

BATCH = 500
MOST = 10  # batches in one go: others want the worker, too
PERSON_FIELDS = ("user_id", "person_id", "told_id")  # of events: whom they are about


def seal_all() -> int:
    """Seal what waits, a batch in each transaction; return how many entries were sealed."""
    sealed = 0
    for _batch in range(MOST):
        if not queries.something_waits():  # a look that takes no lock
            break
        sealed += _seal_some()
    return sealed


@atomic()
def _seal_some() -> int:
    """Seal the next entries in the order of their ids, as far as they are committed.

    Who else seals waits here for the head, and then finds these entries gone.
    """
    head = _held_head()
    entries = db.session.execute(
        select(
            AuditEntry.id,
            AuditEntry.event,
            AuditEntry.actor_id,
            AuditEntry.details,
            AuditEntry.created_at,
        )
        .join(AuditPending, AuditPending.entry_id == AuditEntry.id)
        .order_by(AuditEntry.id)
        .limit(BATCH)
    ).all()
    frontier = hashlog.Frontier.from_json(head.frontier)
    chain, seals = head.chain, []
    for entry in entries:
        leaf = leaf_of(*entry)
        frontier.append(leaf)
        chain = hashlog.chain_hash(chain, leaf)
        seals.append(
            {"number": frontier.size, "entry_id": entry.id, "leaf": leaf, "chain": chain}
        )
    if not seals:
        return 0
    db.session.execute(insert(AuditSeal), seals)
    sealed = [entry.id for entry in entries]
    db.session.execute(delete(AuditPending).where(AuditPending.entry_id.in_(sealed)))
    head.size, head.chain, head.frontier = frontier.size, chain, frontier.to_json()
    head.sealed_at = clock.now()
    return len(seals)


def checkpoint() -> AuditCheckpoint | None:
    """Seal what waits and sign how the log stands now; None while nothing ever happened.

    Where nothing was sealed since the last checkpoint, that one is given again.
    """
    seal_all()
    return _signed(keys.sign_key(), queries.origin())


@atomic()
def _signed(key: Ed25519PrivateKey, origin: str) -> AuditCheckpoint | None:
    head = _held_head()
    known = db.session.get(AuditCheckpoint, head.size)
    if known is not None or not head.size:
        return known
    root = hashlog.Frontier.from_json(head.frontier).root()
    text = hashlog.sign(hashlog.Checkpoint(origin, head.size, root), key, name=origin)
    made = AuditCheckpoint(size=head.size, root=root, text=text)
    db.session.add(made)
    return made


@atomic()
def note_check(report: queries.Report) -> None:
    """Keep what came of a look at everything, for the page to tell."""
    head = _held_head()
    head.checked_size, head.checked_at = report.size, clock.now()
    first = next(iter(report.faults), None)
    head.fault = first.kind if first is not None else None
    head.fault_entry_id = first.entry_id if first is not None else None


@atomic()
def erase_texts_of(user_id: int) -> int:
    """Blank what this person wrote in the record and what was written about them.

    The entries stay with their hashes, which without the salt say nothing. Returns how many
    texts were blanked.
    """
    named = (AuditEntry.details[name].as_integer() == user_id for name in PERSON_FIELDS)
    texts = db.session.scalars(
        select(AuditText)
        .join(AuditEntry, AuditEntry.id == AuditText.entry_id)
        .where(AuditText.text.is_not(None), or_(AuditEntry.actor_id == user_id, *named))
    ).all()
    for text in texts:
        text.text = text.salt = None
    db.session.flush()
    return len(texts)


def _held_head() -> AuditHead:
    head = db.session.get_one(AuditHead, queries.HEAD)
    lock(head)
    return head
