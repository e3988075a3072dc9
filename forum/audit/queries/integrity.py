"""Is the record still what was sealed and signed? Everything is computed anew."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Row, func, select

from forum.audit.models import (
    AuditCheckpoint,
    AuditEntry,
    AuditHead,
    AuditPending,
    AuditSeal,
    AuditText,
    leaf_of,
    text_hash,
)
from forum.audit.queries.log import HEAD, latest_checkpoint
from forum.core import clock, hashlog, keys
from forum.core.db import db

BATCH = 1000
PATIENCE = timedelta(seconds=60)  # how long an entry may wait for its seal
ENOUGH = 20  # findings: one who looks needs the first ones

SealRow = Row[int, int, bytes, bytes]
EntryRow = Row[int, str, int | None, dict[str, Any], datetime]
TextRow = Row[int, str, str | None, bytes | None]


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be. `number` is a place in the log."""

    kind: str
    detail: str
    entry_id: int | None = None
    number: int | None = None


@dataclass
class Report:
    """What a look at everything found, the first fault first."""

    size: int
    waiting: int = 0
    checkpoint: AuditCheckpoint | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def faults(self) -> list[Finding]:
        """What cannot come of a worker that rests."""
        return [finding for finding in self.findings if finding.kind != "waiting"]

    def add(
        self, kind: str, detail: str, *, entry_id: int | None = None, number: int | None = None
    ) -> None:
        if len(self.findings) < ENOUGH:
            self.findings.append(Finding(kind, detail, entry_id, number))


def verify(*, pause: float = 0.0) -> Report:
    """Compare entries with seals, seals with chain and checkpoints, texts with their hashes.

    Reads in batches, resting `pause` seconds between them for the sake of others. Seals that
    come meanwhile are left for the next time.
    """
    size, chain, frontier = db.session.execute(
        select(AuditHead.size, AuditHead.chain, AuditHead.frontier).where(AuditHead.id == HEAD)
    ).one()
    report = Report(size=size, checkpoint=latest_checkpoint())
    walk = _Walk(report, _public_key())
    for seals in _in_batches(size):
        walk.over(seals)
        time.sleep(pause)
    walk.end()
    if not walk.broken and (
        walk.chain != chain or walk.tree.to_json() != frontier or walk.tree.size != size
    ):
        report.add("head", f"the head of the log does not fit its {walk.tree.size} seals")
    _look_beyond(report)
    _look_for_unsealed(report)
    return report


class _Walk:
    """One walk along the seals, with the tree and the chain as they grow."""

    def __init__(self, report: Report, key: Ed25519PublicKey | None) -> None:
        self.report = report
        self.key = key
        self.tree = hashlog.Frontier()
        self.chain = hashlog.CHAIN_START
        self.number = 0
        self.broken = False  # from here on no root can be right

    def over(self, seals: Sequence[SealRow]) -> None:
        entries = _entries([seal.entry_id for seal in seals])
        signed = _checkpoints(seals[0].number, seals[-1].number)
        for seal in seals:
            self._next(seal)
            self._compare(seal, entries)
            if seal.number in signed:
                self._checkpoint(signed[seal.number])
        self._texts([entry for entry in entries.values() if entry is not None])

    def end(self) -> None:
        """The seals should end where the head says."""
        if self.number < self.report.size:
            self._gap(self.number + 1)

    def _next(self, seal: SealRow) -> None:
        if seal.number != self.number + 1:
            self._gap(self.number + 1)
            self.chain = seal.chain
        else:
            self.chain = hashlog.chain_hash(self.chain, seal.leaf)
        if self.chain != seal.chain:
            self.report.add(
                "chain",
                f"the seal number {seal.number}, of entry {seal.entry_id}, does not follow "
                "from the one before",
                entry_id=seal.entry_id,
                number=seal.number,
            )
            self.chain, self.broken = seal.chain, True
        self.tree.append(seal.leaf)
        self.number = seal.number

    def _gap(self, number: int) -> None:
        self.report.add("gap", f"the seal number {number} is missing", number=number)
        self.broken = True

    def _compare(self, seal: SealRow, entries: Mapping[int, EntryRow | None]) -> None:
        place = {"entry_id": seal.entry_id, "number": seal.number}
        if seal.entry_id not in entries:
            self.report.add("gone", f"entry {seal.entry_id} is gone", **place)
            return
        if _leaf(entries[seal.entry_id]) != seal.leaf:
            detail = f"entry {seal.entry_id} is not what was sealed as number {seal.number}"
            self.report.add("changed", detail, **place)

    def _checkpoint(self, row: AuditCheckpoint) -> None:
        detail = None
        if self.key is None:
            detail = "cannot be checked: var/sign_key is missing"
        else:
            try:
                signed = hashlog.verify(row.text, self.key)
            except hashlog.NotGenuine as error:
                detail = f"is not genuine: {error}"
            else:
                if (signed.size, signed.root) != (row.size, row.root):
                    detail = "says something else than its text"
                elif not self.broken and row.root != self.tree.root():
                    detail = "has another root: entries up to it were rewritten"
        if detail is not None:
            kind = "key" if self.key is None else "checkpoint"
            detail = f"the checkpoint at {row.size} {detail}"
            self.report.add(kind, detail, number=row.size)

    def _texts(self, entries: Iterable[EntryRow]) -> None:
        hashes = {
            (entry.id, name): value["sha256"]
            for entry in entries
            if isinstance(entry.details, dict)
            for name, value in entry.details.items()
            if isinstance(value, dict) and set(value) == {"sha256"}
        }
        kept = _texts({entry_id for entry_id, _name in hashes})
        for (entry_id, name), expected in hashes.items():
            text = kept.get((entry_id, name))
            if text is None:
                detail = f"the text {name} of entry {entry_id} is gone"
            elif text.text is None and text.salt is None:
                continue  # erased, as a person may ask
            elif (
                text.text is None
                or text.salt is None
                or text_hash(text.salt, text.text) != expected
            ):
                detail = f"the text {name} of entry {entry_id} is not what was written"
            else:
                continue
            self.report.add("text", detail, entry_id=entry_id)


def _public_key() -> Ed25519PublicKey | None:
    key = keys.sign_key_if_made()
    return key.public_key() if key is not None else None


def _in_batches(size: int) -> Iterator[Sequence[SealRow]]:
    last = 0
    while last < size:
        seals = db.session.execute(
            select(AuditSeal.number, AuditSeal.entry_id, AuditSeal.leaf, AuditSeal.chain)
            .where(AuditSeal.number > last, AuditSeal.number <= size)
            .order_by(AuditSeal.number)
            .limit(BATCH)
        ).all()
        if not seals:
            return
        yield seals
        last = seals[-1].number


def _entries(ids: Sequence[int]) -> dict[int, EntryRow | None]:
    """Entries by id, None for one that cannot even be read; what is gone is left out."""
    if not ids:
        return {}
    columns = (
        AuditEntry.id,
        AuditEntry.event,
        AuditEntry.actor_id,
        AuditEntry.details,
        AuditEntry.created_at,
    )
    try:
        rows = db.session.execute(select(*columns).where(AuditEntry.id.in_(ids))).all()
    except (TypeError, ValueError):  # spoilt JSON, or a date that is none: search for it
        if len(ids) == 1:
            return {ids[0]: None}
        half = len(ids) // 2
        return _entries(ids[:half]) | _entries(ids[half:])
    return {row.id: row for row in rows}


def _leaf(entry: EntryRow | None) -> bytes | None:
    try:
        return leaf_of(*entry) if entry is not None else None
    except (TypeError, ValueError):  # SQLite keeps anything in any column
        return None


def _checkpoints(first: int, last: int) -> dict[int, AuditCheckpoint]:
    rows = db.session.scalars(
        select(AuditCheckpoint)
        .where(AuditCheckpoint.size.between(first, last))
        .execution_options(populate_existing=True)
    )
    return {row.size: row for row in rows}


def _texts(entry_ids: set[int]) -> dict[tuple[int, str], TextRow]:
    if not entry_ids:
        return {}
    columns = (AuditText.entry_id, AuditText.field, AuditText.text, AuditText.salt)
    rows = db.session.execute(select(*columns).where(AuditText.entry_id.in_(entry_ids)))
    return {(row.entry_id, row.field): row for row in rows}


def _look_beyond(report: Report) -> None:
    """Seals or checkpoints past the end: the log was cut, or its head set back."""
    size = select(AuditHead.size).where(AuditHead.id == HEAD).scalar_subquery()
    seal, checkpoint, end = db.session.execute(
        select(
            select(func.max(AuditSeal.number)).scalar_subquery(),
            select(func.max(AuditCheckpoint.size)).scalar_subquery(),
            size,
        )
    ).one()
    if (seal or 0) > end:
        report.add("head", f"there are seals past the end of the log at {end}", number=seal)
    if (checkpoint or 0) > end:
        detail = f"a checkpoint was signed at {checkpoint}, but the log ends at {end}"
        report.add("checkpoint", detail, number=checkpoint)


def _look_for_unsealed(report: Report) -> None:
    """Entries that wait too long, and entries that nobody means to seal."""
    since = clock.now() - PATIENCE
    unsealed = (
        select(AuditEntry.id, AuditPending.entry_id.label("pending"))
        .outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
        .outerjoin(AuditPending, AuditPending.entry_id == AuditEntry.id)
        .where(AuditSeal.number.is_(None))
    )
    old = unsealed.where(AuditEntry.created_at < since).subquery()
    lost, waiting = db.session.execute(
        select(
            select(func.min(old.c.id)).where(old.c.pending.is_(None)).scalar_subquery(),
            select(func.min(old.c.id)).where(old.c.pending.is_not(None)).scalar_subquery(),
        )
    ).one()
    count = select(func.count()).select_from(AuditPending)
    report.waiting = db.session.scalars(count).one()
    if lost is not None:
        detail = f"entry {lost} was never sealed and does not wait for it"
        report.add("unsealed", detail, entry_id=lost)
    if waiting is not None:
        detail = f"entry {waiting} has waited for its seal for over a minute"
        report.add("waiting", detail, entry_id=waiting)
