"""How far the identity of each person was checked, by whom, and until when that holds."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.city.models import Area
from forum.core.actor import Verification
from forum.core.models import Base, CreatedAt, IntPK
from forum.verification.nik import masked


class How(StrEnum):
    """By what a person was verified."""

    CODE = "code"  # one that was printed for their neighbourhood
    OFFICER = "officer"  # who saw the identity card and the face
    OIDC = "oidc"  # another provider vouches for the NIK


class VerificationRecord(Base):
    """One time that a person was verified. What the account holds follows from these."""

    __tablename__ = "verification_record"
    __table_args__ = (Index("ix_verification_record_until", "until"),)

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), index=True
    )
    level: Mapped[Verification]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("city_area.id"), index=True)
    how: Mapped[How]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)
    at: Mapped[CreatedAt]
    until: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)
    revoke_reason: Mapped[str] = mapped_column(Text, default="")

    user: Mapped[User] = relationship(lazy="raise", foreign_keys=[user_id])
    officer: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[officer_id])
    area: Mapped[Area | None] = relationship(lazy="raise")

    def in_force(self, at: datetime) -> bool:
        return self.revoked_at is None and self.until > at

    @property
    def ended_at(self) -> datetime:
        """When it stopped counting, or will."""
        return self.until if self.revoked_at is None else min(self.until, self.revoked_at)


class NikClaim(Base):
    """Which account an identity number stands for: one number, one account.

    `erase_after` is set once no verification rests on it. It stays until the polls in which the
    person voted are closed, so that nobody votes twice by signing up anew.
    """

    __tablename__ = "verification_nik"

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    nik_hash: Mapped[str] = mapped_column(String(64), unique=True)
    last4: Mapped[str] = mapped_column(String(4))
    since: Mapped[CreatedAt]
    erase_after: Mapped[datetime | None] = mapped_column(index=True)

    @property
    def masked(self) -> str:
        return masked(self.last4)


class CaseState(StrEnum):
    OPEN = "open"
    KEPT = "kept"  # the number stays with whoever held it
    MOVED = "moved"


class ConflictCase(Base):
    """A NIK that was brought forward for one account while it stands for another."""

    __tablename__ = "verification_conflict"

    id: Mapped[IntPK]
    nik_hash: Mapped[str] = mapped_column(String(64), index=True)
    last4: Mapped[str] = mapped_column(String(4))
    claimant_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("city_area.id"), index=True)
    card_name: Mapped[str] = mapped_column(String(60), default="")  # emptied by the decision
    how: Mapped[How]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)
    opened_at: Mapped[CreatedAt]
    state: Mapped[CaseState] = mapped_column(default=CaseState.OPEN, index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    claimant: Mapped[User] = relationship(lazy="raise", foreign_keys=[claimant_id])
    holder: Mapped[User] = relationship(lazy="raise", foreign_keys=[holder_id])
    area: Mapped[Area | None] = relationship(lazy="raise")

    @property
    def is_open(self) -> bool:
        return self.state is CaseState.OPEN

    @property
    def masked(self) -> str:
        return masked(self.last4)


class CodeBatch(Base):
    """A sheet of codes for the people of one RT."""

    __tablename__ = "verification_batch"

    id: Mapped[IntPK]
    area_id: Mapped[int] = mapped_column(ForeignKey("city_area.id"), index=True)
    rt: Mapped[str] = mapped_column(String(3))
    rw: Mapped[str] = mapped_column(String(3))
    count: Mapped[int]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)

    area: Mapped[Area] = relationship(lazy="raise")

    def is_good(self, at: datetime) -> bool:
        """Its unused codes can be redeemed."""
        return self.voided_at is None and self.expires_at > at


class BatchCode(Base):
    """One code of a batch; the code itself follows from its batch and place."""

    __tablename__ = "verification_code"
    __table_args__ = (UniqueConstraint("batch_id", "position"),)

    id: Mapped[IntPK]
    batch_id: Mapped[int] = mapped_column(
        ForeignKey("verification_batch.id", ondelete="CASCADE")
    )
    position: Mapped[int]
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)

    batch: Mapped[CodeBatch] = relationship(lazy="raise")


class DeskCode(Base):
    """By these digits the desk finds the person in front of it; good for a quarter of an hour."""

    __tablename__ = "verification_desk_code"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), primary_key=True
    )
    nonce: Mapped[str] = mapped_column(String(32))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)
    taken_at: Mapped[datetime | None]
