"""What people are told, what they follow, and when a mail to them is due."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, CreatedAt, IntPK


class Matter(StrEnum):
    """What can be followed."""

    THREAD = "thread"
    PERSON = "person"
    AREA = "area"
    CATEGORY = "category"


class Level(StrEnum):
    """How much of what one follows one hears; the value stands in addresses."""

    EVERYTHING = "semua"
    IMPORTANT = "penting"  # answers, steps, and what is said to oneself
    MUTED = "diam"
    ENDED = "berhenti"  # followed once: it does not begin again by itself


class Reason(StrEnum):
    """Why somebody follows a thread: it decides how much they hear of it at first."""

    CHOSEN = "chosen"
    RAISED = "raised"
    WROTE = "wrote"
    SUPPORTED = "supported"


class Frequency(StrEnum):
    """How mails come; the value stands in forms."""

    EACH = "tiap"
    DAILY = "harian"
    WEEKLY = "mingguan"
    NEVER = "tidak"


class Lane(StrEnum):
    """Mails that cannot wait for the next summary go apart from it."""

    URGENT = "urgent"
    USUAL = "usual"


class Notification(Base):
    """Something that concerns one person. Holds ids; its words are made when it is read.

    `about` names the thing that it is about (`thread:7`), where there is one that could be
    followed. `waits_for` is the lane of the mail that it waits for; None once it was sent, was
    read, or is for no mail at all.
    """

    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_list", "user_id", "id"),
        Index("ix_notification_matter", "user_id", "about"),
        Index(
            "ix_notification_waiting",
            "user_id",
            "id",
            sqlite_where=text("waits_for IS NOT NULL"),
            postgresql_where=text("waits_for IS NOT NULL"),
        ),
        UniqueConstraint("user_id", "key"),
    )

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(ForeignKey("account_user.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(80))  # one occasion tells a person once
    kind: Mapped[str] = mapped_column(String(40))
    about: Mapped[str | None] = mapped_column(String(24))
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[CreatedAt]
    read_at: Mapped[datetime | None]
    waits_for: Mapped[Lane | None]


class Follow(Base):
    """One person follows one thing. Nobody but that person learns of it."""

    __tablename__ = "notification_follow"
    __table_args__ = (
        UniqueConstraint("user_id", "matter", "ref_id"),
        Index("ix_notification_follow_matter", "matter", "ref_id", "user_id"),
    )

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(ForeignKey("account_user.id", ondelete="CASCADE"))
    matter: Mapped[Matter]
    ref_id: Mapped[int]
    level: Mapped[Level]
    reason: Mapped[Reason]
    created_at: Mapped[CreatedAt]


class MailSetting(Base):
    """How one person wants mails. Who has no row has the defaults of these columns.

    The quiet hours are minutes of the day in Palangka Raya; they may go over midnight.
    """

    __tablename__ = "notification_mail_setting"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), primary_key=True
    )
    frequency: Mapped[Frequency] = mapped_column(default=Frequency.DAILY)
    urgent: Mapped[bool] = mapped_column(default=True, server_default=true())
    is_quiet: Mapped[bool] = mapped_column(default=True, server_default=true())
    quiet_from: Mapped[int] = mapped_column(default=21 * 60)
    quiet_until: Mapped[int] = mapped_column(default=6 * 60)


class MailDue(Base):
    """Something waits to be mailed to this person; one look at `due_at` finds whose turn it is.

    While a mail is being sent, `due_at` is when it is tried again should the sender vanish, and
    `number` names the mail: a second copy of it has the same Message-ID.
    """

    __tablename__ = "notification_mail_due"
    # A whole city's summaries are due at the same moment: the turn is found without sorting them.
    __table_args__ = (Index("ix_notification_mail_due_turn", "due_at", "user_id"),)

    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), primary_key=True
    )
    lane: Mapped[Lane] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    number: Mapped[str | None] = mapped_column(String(32))
    tries: Mapped[int] = mapped_column(default=0)
