"""Polls, their options, and the ballots cast."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.city.models import Area, Unit
from forum.core.actor import Verification
from forum.core.models import Base, CreatedAt, IntPK, Version


class PollState(StrEnum):
    DRAFT = "draft"
    ARMED = "armed"  # text frozen, ready to be opened
    OPEN = "open"
    COUNTING = "counting"
    CLOSED = "closed"  # counted; only the organisers see the result
    PUBLISHED = "published"


class Secrecy(StrEnum):
    """Hidden: stored with the person, shown to nobody; the operator could look."""

    HIDDEN = "hidden"


class Poll(Base):
    """A question put to the community, answered by one ballot per person."""

    __tablename__ = "poll"
    __table_args__ = (Index("ix_poll_state_closing", "state", "closes_at"),)

    id: Mapped[IntPK]
    question: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text, default="")
    method: Mapped[str] = mapped_column(String(32), default="single")  # key of methods.METHODS
    secrecy: Mapped[Secrecy] = mapped_column(default=Secrecy.HIDDEN)
    state: Mapped[PollState] = mapped_column(default=PollState.DRAFT)
    level: Mapped[Verification] = mapped_column(default=Verification.IDENTITY_CARD)  # to vote
    is_binding: Mapped[bool] = mapped_column(default=False)  # decides money, or a decision
    area_id: Mapped[int | None] = mapped_column(ForeignKey("city_area.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("city_unit.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    minutes: Mapped[int | None]  # how long it is open, once opened
    closes_at: Mapped[datetime | None]  # None: closed by hand
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    entitled: Mapped[int] = mapped_column(default=0)  # people entitled when it was opened
    ballot_count: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[CreatedAt]
    version: Mapped[Version]

    options: Mapped[list["Option"]] = relationship(
        back_populates="poll",
        order_by="Option.position",
        cascade="all, delete-orphan",
        lazy="raise",
    )
    area: Mapped[Area | None] = relationship(lazy="raise")
    unit: Mapped[Unit | None] = relationship(lazy="raise")

    def takes_ballots(self, at: datetime) -> bool:
        """Open, and its time is not over, whether or not somebody has closed it yet."""
        return self.state is PollState.OPEN and (self.closes_at is None or at < self.closes_at)

    @property
    def last_moved_at(self) -> datetime:
        """When its state last changed in a way that everyone learns of."""
        return self.published_at or self.closed_at or self.opened_at or self.created_at


class Option(Base):
    """One possible answer."""

    __tablename__ = "poll_option"

    id: Mapped[IntPK]
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    hint: Mapped[str] = mapped_column(String(300), default="")

    poll: Mapped[Poll] = relationship(back_populates="options", lazy="raise")


class Ballot(Base):
    """One person's answer, final once it is recorded."""

    __tablename__ = "poll_ballot"
    __table_args__ = (UniqueConstraint("poll_id", "voter_id"),)

    id: Mapped[IntPK]
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"))
    voter_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    ballot_id: Mapped[str] = mapped_column(String(64))  # made by the voter's page
    choices: Mapped[list[int]]
    number: Mapped[int]  # on the receipt: how many ballots were in with this one
    cast_at: Mapped[CreatedAt]
