"""Standing texts and who agreed to them, copies and requests of data, the register of breaches."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core import clock
from forum.core.models import Base, CreatedAt, IntPK, Version

CLOCK = timedelta(hours=72)  # UU 27/2022: within 3 x 24 hours of the request


class TextKind(StrEnum):
    """The texts that everyone meets here. The value is the address of the page."""

    HOUSE_RULES = "tata-krama"
    PRIVACY = "privasi"
    TERMS = "ketentuan"


NEED_CONSENT = frozenset({TextKind.PRIVACY, TextKind.TERMS})  # others are only made known


class StandingText(Base):
    """One version of a standing text, in one language. Published ones are never changed."""

    __tablename__ = "privacy_text"
    __table_args__ = (UniqueConstraint("kind", "version", "language"),)

    id: Mapped[IntPK]
    kind: Mapped[TextKind]
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    title: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    published_at: Mapped[CreatedAt]
    in_force_from: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)
    change_note: Mapped[str] = mapped_column(Text, default="")  # what is new, for readers
    is_correction: Mapped[bool] = mapped_column(default=False)  # of words, not of the matter


class Consent(Base):
    """Proof that a person agreed to a version: when, and in what way."""

    __tablename__ = "privacy_consent"
    __table_args__ = (UniqueConstraint("user_id", "kind", "version"),)

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(ForeignKey("account_user.id", ondelete="CASCADE"))
    kind: Mapped[TextKind]
    version: Mapped[int]
    given_at: Mapped[CreatedAt]
    how: Mapped[str] = mapped_column(String(10))  # form, paper, spoken, oidc
    withdrawn_at: Mapped[datetime | None]


class CopyState(StrEnum):
    PREPARING = "preparing"
    READY = "ready"


class DataCopy(Base):
    """Everything about a person in one archive, for that person alone, for a few days."""

    __tablename__ = "privacy_copy"

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[CopyState] = mapped_column(default=CopyState.PREPARING)
    file: Mapped[str | None] = mapped_column(String(80))  # its random name under uploads
    size: Mapped[int | None]
    created_at: Mapped[CreatedAt]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)


class RequestKind(StrEnum):
    """The rights of UU 27/2022."""

    ACCESS = "access"
    CORRECTION = "correction"
    RESTRICTION = "restriction"
    WITHDRAWAL = "withdrawal"
    ERASURE = "erasure"
    OBJECTION = "objection"


class RequestState(StrEnum):
    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class DataRequest(Base):
    """Someone uses a right over their data; the clock of 3 x 24 hours runs from `asked_at`.

    `acts_at` is set for an erasure that waits for its days of grace, which the person chose.
    """

    __tablename__ = "privacy_request"
    __table_args__ = (Index("ix_privacy_request_queue", "state", "due_at"),)

    id: Mapped[IntPK]
    kind: Mapped[RequestKind]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)
    contact: Mapped[str | None] = mapped_column(String(200))  # of people without an account
    subject: Mapped[str | None] = mapped_column(String(120))  # which data
    wrong: Mapped[str | None] = mapped_column(Text)
    right: Mapped[str | None] = mapped_column(Text)
    state: Mapped[RequestState] = mapped_column(default=RequestState.OPEN)
    is_automatic: Mapped[bool] = mapped_column(default=False)  # nobody has to decide it
    asked_at: Mapped[CreatedAt]
    due_at: Mapped[datetime]
    acts_at: Mapped[datetime | None] = mapped_column(index=True)
    takes_words: Mapped[bool] = mapped_column(default=False)  # erasure: what they wrote as well
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)
    answer: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None]
    version: Mapped[Version]

    @property
    def overdue(self) -> bool:
        """Open, and the 3 x 24 hours are over; what the person put off themselves is not."""
        return (
            self.state is RequestState.OPEN
            and self.acts_at is None
            and clock.now() > self.due_at
        )

    @property
    def took(self) -> timedelta | None:
        return self.done_at - self.asked_at if self.done_at is not None else None


class ErasureWipe(Base):
    """The database's journal still has to forget what was erased; gone once it has."""

    __tablename__ = "privacy_wipe"

    id: Mapped[IntPK]
    created_at: Mapped[CreatedAt]


class RetentionRun(Base):
    """The daily round was made on this day (in Palangka Raya)."""

    __tablename__ = "privacy_retention_run"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    at: Mapped[CreatedAt]
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Incident(Base):
    """A breach of personal data: what, when, how, whom it concerns, what was done."""

    __tablename__ = "privacy_incident"

    id: Mapped[IntPK]
    title: Mapped[str] = mapped_column(String(160))
    data: Mapped[str] = mapped_column(Text)  # which data
    story: Mapped[str] = mapped_column(Text)  # when and how it came out
    handling: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime | None]
    found_at: Mapped[datetime]
    due_at: Mapped[datetime]
    people: Mapped[int] = mapped_column(default=0)  # how many, as far as is known
    affected: Mapped[list[int]]  # numbers of accounts; none: everybody
    is_public: Mapped[bool] = mapped_column(default=False)
    told_people_at: Mapped[datetime | None]
    told_authority_at: Mapped[datetime | None]
    authority: Mapped[str] = mapped_column(String(200), default="")  # who was told
    letter_number: Mapped[str] = mapped_column(String(120), default="")  # of that notice
    closed_at: Mapped[datetime | None]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)
    created_at: Mapped[CreatedAt]
    version: Mapped[Version]

    notes: Mapped[list["IncidentNote"]] = relationship(
        order_by="IncidentNote.id", lazy="raise", viewonly=True
    )
    changes: Mapped[list["IncidentChange"]] = relationship(
        order_by="IncidentChange.id.desc()", lazy="raise", viewonly=True
    )

    @property
    def told(self) -> bool:
        return self.told_people_at is not None and self.told_authority_at is not None

    @property
    def overdue(self) -> bool:
        """The 3 x 24 hours are over, and someone was not told yet."""
        return not self.told and clock.now() > self.due_at


class IncidentNote(Base):
    """What was found or done; notes are added, never changed."""

    __tablename__ = "privacy_incident_note"

    id: Mapped[IntPK]
    incident_id: Mapped[int] = mapped_column(
        ForeignKey("privacy_incident.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[CreatedAt]

    author: Mapped[User] = relationship(lazy="raise")


class IncidentChange(Base):
    """Who changed what in an entry, and how it read before; never changed itself.

    `what` is a list of `[field, before, after]`; moments are ISO texts.
    """

    __tablename__ = "privacy_incident_change"

    id: Mapped[IntPK]
    incident_id: Mapped[int] = mapped_column(
        ForeignKey("privacy_incident.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    what: Mapped[list[Any]] = mapped_column(JSON)
    created_at: Mapped[CreatedAt]

    author: Mapped[User] = relationship(lazy="raise")


class IncidentNotice(Base):
    """That an account was told of a breach: once is enough, and this is the proof of it."""

    __tablename__ = "privacy_incident_notice"

    incident_id: Mapped[int] = mapped_column(
        ForeignKey("privacy_incident.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    told_at: Mapped[CreatedAt]
