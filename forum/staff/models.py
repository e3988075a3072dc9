"""Invitations to a role, the numbers of civil servants, and who was told that a role ends.

The roles themselves are `accounts.models.RoleGrant`.
"""

import secrets
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.city.models import Area, Unit
from forum.core import clock
from forum.core.actor import Grant, Role
from forum.core.models import Base, CreatedAt, IntPK


def new_key() -> str:
    """What makes a link the only good one: a link is signed over it and never stored."""
    return secrets.token_hex(16)


class InvitationState(StrEnum):
    OPEN = "terbuka"
    ACCEPTED = "diterima"
    EXPIRED = "kedaluwarsa"
    WITHDRAWN = "ditarik"


class Invitation(Base):
    """A role held out to whoever reads the mail or message at this address.

    The address, the number and the reason are erased with the person; the rest stays.
    """

    __tablename__ = "staff_invitation"

    id: Mapped[IntPK]
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    phone: Mapped[str | None] = mapped_column(String(16), index=True)  # E.164
    role: Mapped[Role]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("city_area.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("city_unit.id"), index=True)
    until: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str | None] = mapped_column(Text)
    nip: Mapped[str | None] = mapped_column(String(18))
    language: Mapped[str] = mapped_column(String(2), default="id")
    key: Mapped[str] = mapped_column(String(32), default=new_key)
    invited_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("account_user.id"), index=True
    )  # whoever sent it last answers for it
    created_at: Mapped[CreatedAt]
    sent_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("account_user.id"), index=True
    )
    grant_id: Mapped[int | None] = mapped_column(
        ForeignKey("account_role_grant.id", ondelete="SET NULL"), index=True
    )
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("account_user.id"), index=True
    )

    area: Mapped[Area | None] = relationship(lazy="raise")
    unit: Mapped[Unit | None] = relationship(lazy="raise")

    @property
    def state(self) -> InvitationState:
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.withdrawn_at is not None:
            return InvitationState.WITHDRAWN
        expired = self.expires_at <= clock.now()
        return InvitationState.EXPIRED if expired else InvitationState.OPEN

    @property
    def is_open(self) -> bool:
        return self.state is InvitationState.OPEN

    @property
    def given(self) -> str:
        """Role and scope, as the record keeps them."""
        return Grant(self.role, self.area_id, self.unit_id).words

    @property
    def address(self) -> str:
        """Where it went; empty once that was erased."""
        return self.email or self.phone or ""


class StaffNumber(Base):
    """The NIP of a person who gave one, for themselves and the administrators of their role."""

    __tablename__ = "staff_number"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), primary_key=True
    )
    nip: Mapped[str] = mapped_column(String(18))
    noted_at: Mapped[CreatedAt]


class EndingNotice(Base):
    """That those concerned were told of the end of a role: once is enough."""

    __tablename__ = "staff_ending_notice"

    grant_id: Mapped[int] = mapped_column(
        ForeignKey("account_role_grant.id", ondelete="CASCADE"), primary_key=True
    )
    told_at: Mapped[CreatedAt]
