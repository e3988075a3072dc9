"""Citizen forums (sessions, in the words of addresses and rooms), agenda, speakers."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.city.models import Unit
from forum.core.models import Base, CreatedAt, IntPK, Version
from forum.issues.models import Issue
from forum.polls.models import Poll


class MeetingState(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    LIVE = "live"
    CLOSING = "closing"
    MINUTES_DRAFT = "minutes_draft"


class Promise(StrEnum):
    """The IAP2 spectrum: what residents are promised of their part in it."""

    INFORM = "inform"
    CONSULT = "consult"
    INVOLVE = "involve"
    COLLABORATE = "collaborate"
    EMPOWER = "empower"


class Assignment(StrEnum):
    """A task in one session, whatever role a person holds elsewhere."""

    LEAD = "lead"
    CO_LEAD = "co_lead"
    SCRIBE = "scribe"


class ItemState(StrEnum):
    ACCEPTED = "accepted"
    READY = "ready"
    ACTIVE = "active"
    DECIDING = "deciding"  # its poll is open or waits to be published
    DONE = "done"


class OutcomeKind(StrEnum):
    DECIDED = "decided"
    NOTED = "noted"
    ACTION = "action"  # with an owner and a date
    REFERRED = "referred"
    NO_CONSENSUS = "no_consensus"


class SpeakerState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SPEAKING = "speaking"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class Meeting(Base):
    """A scheduled live citizen forum."""

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_state_start", "state", "starts_at"),)

    id: Mapped[IntPK]
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.DRAFT)
    promise: Mapped[Promise] = mapped_column(default=Promise.CONSULT)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    planned_minutes: Mapped[int] = mapped_column(default=120)
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(300), default="")  # for those who join from afar
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("city_unit.id"), index=True)
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # when the last words began
    finished_at: Mapped[datetime | None]  # when the draft minutes were made
    created_at: Mapped[CreatedAt]
    version: Mapped[Version]

    unit: Mapped[Unit | None] = relationship(lazy="raise")
    staff: Mapped[list["MeetingStaff"]] = relationship(
        back_populates="meeting", lazy="raise", cascade="all, delete-orphan"
    )
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting",
        order_by="AgendaItem.position",
        lazy="raise",
        cascade="all, delete-orphan",
    )

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.planned_minutes)


class MeetingStaff(Base):
    """Who has which task in a session."""

    __tablename__ = "meeting_staff"
    __table_args__ = (UniqueConstraint("meeting_id", "user_id", "assignment"),)

    id: Mapped[IntPK]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    assignment: Mapped[Assignment]

    meeting: Mapped[Meeting] = relationship(back_populates="staff", lazy="raise")
    user: Mapped[User] = relationship(lazy="raise")


class AgendaItem(Base):
    """One matter on the agenda, perhaps a resident's issue, with its outcome."""

    __tablename__ = "meeting_item"
    __table_args__ = (
        Index("ix_meeting_item_order", "meeting_id", "position"),
        Index(  # exactly one item is being dealt with at a time
            "uq_meeting_item_active",
            "meeting_id",
            unique=True,
            sqlite_where=text("state IN ('active', 'deciding')"),
            postgresql_where=text("state IN ('active', 'deciding')"),
        ),
    )

    id: Mapped[IntPK]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text, default="")
    planned_minutes: Mapped[int] = mapped_column(default=15)
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id"), index=True)
    state: Mapped[ItemState] = mapped_column(default=ItemState.ACCEPTED)
    started_at: Mapped[datetime | None]  # when it was first taken up
    active_since: Mapped[datetime | None]
    active_seconds: Mapped[int] = mapped_column(default=0)  # of earlier spans
    outcome_kind: Mapped[OutcomeKind | None]
    outcome_text: Mapped[str | None] = mapped_column(Text)
    outcome_owner: Mapped[str | None] = mapped_column(String(160))
    outcome_due: Mapped[date | None]
    done_at: Mapped[datetime | None]
    version: Mapped[Version]

    @property
    def planned_end(self) -> datetime | None:
        """When its minutes are used up, while it is dealt with."""
        if self.active_since is None:
            return None
        return self.active_since + timedelta(
            seconds=self.planned_minutes * 60 - self.active_seconds
        )

    meeting: Mapped[Meeting] = relationship(back_populates="items", lazy="raise")
    issue: Mapped[Issue | None] = relationship(lazy="raise")
    polls: Mapped[list[Poll]] = relationship(
        secondary="meeting_item_poll", order_by=Poll.id, lazy="raise", viewonly=True
    )


class ItemPoll(Base):
    """A poll that belongs to an agenda item."""

    __tablename__ = "meeting_item_poll"

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("meeting_item.id", ondelete="CASCADE"), index=True
    )


class SpeakerEntry(Base):
    """A raised hand and what became of it."""

    __tablename__ = "meeting_speaker"
    __table_args__ = (
        Index("ix_meeting_speaker_queue", "item_id", "state", "raised_at"),
        Index(  # one hand per person and item, however often it is pressed
            "uq_meeting_speaker_hand",
            "item_id",
            "person_id",
            unique=True,
            sqlite_where=text("state IN ('waiting', 'called', 'speaking')"),
            postgresql_where=text("state IN ('waiting', 'called', 'speaking')"),
        ),
        Index(  # one person speaks at a time
            "uq_meeting_speaker_speaking",
            "item_id",
            unique=True,
            sqlite_where=text("state = 'speaking'"),
            postgresql_where=text("state = 'speaking'"),
        ),
    )

    id: Mapped[IntPK]
    item_id: Mapped[int] = mapped_column(ForeignKey("meeting_item.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    state: Mapped[SpeakerState] = mapped_column(default=SpeakerState.WAITING)
    raised_at: Mapped[CreatedAt]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    seconds: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(200))  # why the hand was taken off
    version: Mapped[Version]

    person: Mapped[User] = relationship(lazy="raise")
