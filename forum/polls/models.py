"""Polls, their options, and the ballots cast."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.city.models import Area, Unit
from forum.core.actor import Verification
from forum.core.models import Base, CreatedAt, IntPK, Version


class PollState(StrEnum):
    DRAFT = "draft"
    ARMED = "armed"  # text frozen, ready to be opened
    OPEN = "open"
    GRACE = "grace"  # closed; what was sent in time may still arrive
    COUNTING = "counting"
    CLOSED = "closed"  # counted; only the organisers see the result
    PUBLISHED = "published"
    ANNULLED = "annulled"  # for good: what is asked again is a new round


class Secrecy(StrEnum):
    """Who can know how somebody voted."""

    NAMED = "named"  # everyone, once the result is published
    HIDDEN = "hidden"  # stored with the person, shown to nobody; the operator could look
    SECRET = "secret"  # noqa: S105 - nobody


class Disclosure(StrEnum):
    """What is shown of an open poll."""

    NOTHING = "nothing"
    TURNOUT = "turnout"  # how many have voted
    TALLY = "tally"  # the running count: for moods, never for decisions


class Channel(StrEnum):
    """How a ballot was cast."""

    ONLINE = "online"
    KIOSK = "kiosk"  # by the voter, on a device of the city
    PAPER = "paper"  # typed in by teller and witness, one at a time
    ROLL_CALL = "roll_call"  # said aloud when called; named polls only


class Poll(Base):
    """A question put to the community, answered by one ballot per person."""

    __tablename__ = "poll"
    __table_args__ = (Index("ix_poll_state_closing", "state", "closes_at"),)

    id: Mapped[IntPK]
    question: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text, default="")
    method: Mapped[str] = mapped_column(String(32), default="plurality")  # a key of METHODS
    params: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    secrecy: Mapped[Secrecy] = mapped_column(default=Secrecy.HIDDEN)
    disclosure: Mapped[Disclosure] = mapped_column(
        default=Disclosure.NOTHING, server_default=Disclosure.NOTHING.value
    )
    state: Mapped[PollState] = mapped_column(default=PollState.DRAFT)
    level: Mapped[Verification] = mapped_column(default=Verification.IDENTITY_CARD)  # to vote
    is_local: Mapped[bool] = mapped_column(  # only who lives in `area`
        default=False, server_default=false()
    )
    only_role: Mapped[str | None] = mapped_column(String(32))  # only who holds this role
    is_by_invitation: Mapped[bool] = mapped_column(  # only who stands on its list
        default=False, server_default=false()
    )
    takes_latecomers: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_binding: Mapped[bool] = mapped_column(default=False)  # decides money, or a decision
    may_change: Mapped[bool] = mapped_column(  # a ballot, while it is open
        default=False, server_default=false()
    )
    asks_reasons: Mapped[bool] = mapped_column(default=False, server_default=false())
    shuffles: Mapped[bool] = mapped_column(  # the options, for each voter anew
        default=False, server_default=false()
    )
    shows_other_methods: Mapped[bool] = mapped_column(default=False, server_default=false())
    quorum: Mapped[int | None]  # so many ballots, or with `quorum_is_share` so many percent
    quorum_is_share: Mapped[bool] = mapped_column(default=False, server_default=false())
    seed: Mapped[str | None] = mapped_column(String(200))  # of the lot; known once armed
    seed_words: Mapped[str] = mapped_column(  # drawn in public, instead of a computed seed
        String(200), default="", server_default=""
    )
    area_id: Mapped[int | None] = mapped_column(ForeignKey("city_area.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("city_unit.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    minutes: Mapped[int | None]  # how long it is open, once opened
    closes_at: Mapped[datetime | None]  # None: closed by hand
    is_extended: Mapped[bool] = mapped_column(default=False, server_default=false())
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    grace_until: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    annulled_at: Mapped[datetime | None]
    annulled_because: Mapped[str] = mapped_column(Text, default="", server_default="")
    round_of_id: Mapped[int | None] = mapped_column(  # the poll that this one asks again
        ForeignKey("poll.id", ondelete="SET NULL"), index=True
    )
    reminded_at: Mapped[datetime | None]  # those who had not voted, that it would close
    statement: Mapped[str] = mapped_column(  # what follows from it, said by the organiser
        Text, default="", server_default=""
    )
    stated_at: Mapped[datetime | None]
    entitled: Mapped[int] = mapped_column(default=0)  # people entitled when it was opened
    ballot_count: Mapped[int] = mapped_column(default=0)
    seal: Mapped[str | None] = mapped_column(
        String(64)
    )  # of the shuffled ballots, at the close
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

    def is_in_grace(self, at: datetime) -> bool:
        """Closed a moment ago: what was pressed in time and arrives now is taken."""
        return (
            self.state is PollState.GRACE
            and self.grace_until is not None
            and at < self.grace_until
        )

    @property
    def last_moved_at(self) -> datetime:
        """When its state last changed in a way that everyone learns of."""
        return (
            self.annulled_at
            or self.published_at
            or self.closed_at
            or self.opened_at
            or self.created_at
        )


class Option(Base):
    """One possible answer."""

    __tablename__ = "poll_option"

    id: Mapped[IntPK]
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    hint: Mapped[str] = mapped_column(String(300), default="")
    cost: Mapped[int | None] = mapped_column(BigInteger)  # rupiah, of a project
    running: Mapped[int] = mapped_column(  # kept while a poll shows its tally; see `running`
        default=0, server_default="0"
    )
    area_id: Mapped[int | None] = mapped_column(ForeignKey("city_area.id"), index=True)

    poll: Mapped[Poll] = relationship(back_populates="options", lazy="raise")


class Elector(Base):
    """One person who may vote in a poll: the list is frozen when it is opened.

    `is_late`: added while it was open, where the poll takes latecomers.
    """

    __tablename__ = "poll_elector"

    poll_id: Mapped[int] = mapped_column(
        ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id"), primary_key=True, index=True
    )
    is_late: Mapped[bool] = mapped_column(default=False, server_default=false())


class Invited(Base):
    """One person on the list of a poll that only listed people may vote in."""

    __tablename__ = "poll_invited"

    poll_id: Mapped[int] = mapped_column(
        ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id"), primary_key=True, index=True
    )


class Ballot(Base):
    """One person's answer in a named or hidden poll. `paper` is its one canonical text."""

    __tablename__ = "poll_ballot"
    __table_args__ = (
        UniqueConstraint("poll_id", "voter_id"),
        Index("ix_poll_ballot_count", "poll_id", "paper"),
    )

    id: Mapped[IntPK]
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"))
    voter_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    ballot_id: Mapped[str] = mapped_column(String(64))  # made by the voter's page
    paper: Mapped[str] = mapped_column(String(2000))
    channel: Mapped[Channel] = mapped_column(
        default=Channel.ONLINE, server_default=Channel.ONLINE.value
    )
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    number: Mapped[int]  # on the receipt: how many ballots were in with this one
    changes: Mapped[int] = mapped_column(default=0, server_default="0")  # how often replaced
    cast_at: Mapped[CreatedAt]
