"""The numbered log of what each room was told: ids and facts, never text or names."""

from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, CreatedAt, IntPK


class Room(Base):
    """The last number given in a room. Whoever holds this row gives the next one."""

    __tablename__ = "live_room"
    __table_args__ = (
        Index(  # what a crash left unsent, found without a look at every room
            "ix_live_room_unsent",
            "name",
            sqlite_where=text("seq > sent_seq"),
            postgresql_where=text("seq > sent_seq"),
        ),
    )

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    sent_seq: Mapped[int] = mapped_column(default=0)  # what followers were sent, noted lazily


class LiveEvent(Base):
    """One thing a room was told."""

    __tablename__ = "live_event"
    __table_args__ = (UniqueConstraint("room", "seq"),)

    id: Mapped[IntPK]
    room: Mapped[str] = mapped_column(String(80))
    seq: Mapped[int]
    type: Mapped[str] = mapped_column(String(80))
    actor_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]]
    version: Mapped[int]
    at: Mapped[CreatedAt]
