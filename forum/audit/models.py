from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, CreatedAt, IntPK


class AuditEntry(Base):
    """One thing that happened, kept for good: the database refuses to change or delete it."""

    __tablename__ = "audit_entry"

    id: Mapped[IntPK]
    event: Mapped[str] = mapped_column(String(200), index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    details: Mapped[dict[str, Any]]
    created_at: Mapped[CreatedAt]
