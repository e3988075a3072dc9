"""Flags raised by people, gathered into one case per piece of content."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core.models import Base, CreatedAt, IntPK, Version


class CaseState(StrEnum):
    OPEN = "open"
    HIDDEN = "hidden"
    KEPT = "kept"
    RESTORED = "restored"


class Case(Base):
    """A piece of content that was flagged, and what a moderator decided."""

    __tablename__ = "moderation_case"
    __table_args__ = (
        Index("ix_moderation_case_queue", "state", "opened_at"),
        Index(
            "uq_moderation_case_open",
            "subject_kind",
            "subject_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_moderation_case_subject", "subject_kind", "subject_id"),
    )

    id: Mapped[IntPK]
    subject_kind: Mapped[str] = mapped_column(String(20))  # "post"
    subject_id: Mapped[int]
    state: Mapped[CaseState] = mapped_column(default=CaseState.OPEN)
    flag_count: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[CreatedAt]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)
    ground: Mapped[str | None] = mapped_column(String(32))
    message: Mapped[str | None] = mapped_column(Text)  # to the author
    version: Mapped[Version]

    flags: Mapped[list["Flag"]] = relationship(
        back_populates="case", order_by="Flag.id", lazy="raise"
    )
    decided_by: Mapped[User | None] = relationship(lazy="raise")


class Flag(Base):
    """One person's report of one piece of content."""

    __tablename__ = "moderation_flag"
    __table_args__ = (UniqueConstraint("case_id", "reporter_id"),)

    id: Mapped[IntPK]
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id", ondelete="CASCADE"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    ground: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[CreatedAt]

    case: Mapped[Case] = relationship(back_populates="flags", lazy="raise")
