from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, CreatedAt, IntPK


class Notification(Base):
    """Something that concerns one person. Holds ids; its words are made when it is read."""

    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_list", "user_id", "id"),
        UniqueConstraint("user_id", "key"),
    )

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(ForeignKey("account_user.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(80))  # one occasion tells a person once
    kind: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[CreatedAt]
    read_at: Mapped[datetime | None]
