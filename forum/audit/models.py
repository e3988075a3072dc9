"""The record of what happened, and the seals over it."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.hashlog import CHAIN_START, Frontier, leaf_hash
from forum.core.models import Base, CreatedAt, IntPK


class AuditEntry(Base):
    """One thing that happened, kept for good: the database refuses to change or delete it."""

    __tablename__ = "audit_entry"

    id: Mapped[IntPK]
    event: Mapped[str] = mapped_column(String(200), index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    details: Mapped[dict[str, Any]]
    created_at: Mapped[CreatedAt] = mapped_column(index=True)

    texts: Mapped[list["AuditText"]] = relationship(lazy="raise")


class AuditText(Base):
    """What a person wrote in their own words, beside the entry, which holds its hash alone.

    The database lets it be blanked, salt included, and nothing else.
    """

    __tablename__ = "audit_text"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(60), primary_key=True)
    text: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))


class AuditPending(Base):
    """An entry that waits for its seal; a trigger puts it here, whoever wrote the entry."""

    __tablename__ = "audit_pending"

    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class AuditSeal(Base):
    """The place of an entry in the log: numbered without gaps, never changed.

    No foreign key: that an entry is gone is for `queries.verify` to find.
    """

    __tablename__ = "audit_seal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(unique=True)
    leaf: Mapped[bytes] = mapped_column(LargeBinary(32))
    chain: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """Where the log ends; its one row is held while seals are added. Made by the migration."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(default=0)
    chain: Mapped[bytes] = mapped_column(LargeBinary(32), default=CHAIN_START)
    frontier: Mapped[dict[str, Any]] = mapped_column(default=lambda: Frontier().to_json())
    sealed_at: Mapped[datetime | None]
    # What came of the last look at everything; `fault` is None where all was in order.
    checked_size: Mapped[int] = mapped_column(default=0)
    checked_at: Mapped[datetime | None]
    fault: Mapped[str | None] = mapped_column(String(40))  # the kind of the first finding
    fault_entry_id: Mapped[int | None]


class AuditCheckpoint(Base):
    """How the log stood at a moment, signed: whoever keeps a copy can hold us to it."""

    __tablename__ = "audit_checkpoint"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[CreatedAt]


def canonical(
    entry_id: int, event: str, actor_id: int | None, details: Any, created_at: datetime
) -> bytes:
    """The bytes of an entry that are sealed: the same on every database.

    JSON with sorted keys and no blanks, in UTF-8; the time in UTC with microseconds.
    """
    fields = {
        "id": entry_id,
        "event": event,
        "actor_id": actor_id,
        "details": details,
        "created_at": created_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")  # half a character must not hold up the log


def leaf_of(
    entry_id: int, event: str, actor_id: int | None, details: Any, created_at: datetime
) -> bytes:
    return leaf_hash(canonical(entry_id, event, actor_id, details, created_at))


def text_hash(salt: bytes, text: str) -> str:
    """What stands in the entry for a text. The salt keeps short texts from being guessed."""
    return hashlib.sha256(salt + text.encode("utf-8", "surrogatepass")).hexdigest()
