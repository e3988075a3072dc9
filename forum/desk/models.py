"""What was entered at the desk, for whom, with which consent; and the numbers on the slips."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.city.models import Area
from forum.core import clock
from forum.core.models import Base, CreatedAt, IntPK
from forum.desk import numbers
from forum.discussions.models import Post, Thread


class EntryKind(StrEnum):
    REGISTRATION = "daftar"
    ISSUE = "isu"
    SUPPORT = "dukungan"


class ConsentKind(StrEnum):
    """How somebody agreed: UU 27/2022 wants it written or recorded."""

    PAPER = "paper"  # a signed form, filed in the kelurahan
    SPOKEN = "spoken"  # before a witness who is not the officer


class Person(Base):
    """What the desk knows of somebody it registered, beside their account."""

    __tablename__ = "desk_person"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), primary_key=True
    )
    phone: Mapped[str | None] = mapped_column(String(16))  # E.164, as told; proves nothing
    rt: Mapped[str | None] = mapped_column(String(3))
    rw: Mapped[str | None] = mapped_column(String(3))
    claimed_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise")


class Entry(Base):
    """One thing entered for one person, with the consent to it and the slip that was given."""

    __tablename__ = "desk_entry"
    __table_args__ = (Index("ix_desk_entry_officer", "officer_id", "id"),)

    id: Mapped[IntPK]
    kind: Mapped[EntryKind]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), index=True
    )
    officer_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("city_area.id"), index=True)  # the office's
    thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("discussion_thread.id", ondelete="SET NULL"), index=True
    )
    post_id: Mapped[int | None] = mapped_column(  # the one supported
        ForeignKey("discussion_post.id", ondelete="SET NULL"), index=True
    )
    consent: Mapped[ConsentKind]
    form_number: Mapped[str | None] = mapped_column(String(40))  # where the paper is filed
    form_date: Mapped[date | None] = mapped_column(Date)
    witness: Mapped[str | None] = mapped_column(String(60))
    guide: Mapped[str | None] = mapped_column(String(60))  # the adult who spoke for children
    pin_hash: Mapped[str | None] = mapped_column(String(64))  # None: erased
    pin_set_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]

    person: Mapped[User] = relationship(lazy="raise", foreign_keys=[person_id])
    officer: Mapped[User] = relationship(lazy="raise", foreign_keys=[officer_id])
    area: Mapped[Area] = relationship(lazy="raise")
    thread: Mapped[Thread | None] = relationship(lazy="raise")
    post: Mapped[Post | None] = relationship(lazy="raise")

    @property
    def year(self) -> int:
        """In Palangka Raya."""
        return self.created_at.astimezone(clock.LOCAL).year

    @property
    def number(self) -> str:
        """As it stands on the slip: `BTG-2026-000123-K`."""
        return numbers.number_of(self.year, self.id)
