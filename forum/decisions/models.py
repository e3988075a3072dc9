"""What the city answers, who answers for it, and by when."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.city.models import Unit
from forum.core.models import Base, CreatedAt, IntPK


class OfficialAnswer(Base):
    """A unit's written answer to an issue, with the person in charge and the date promised."""

    __tablename__ = "decision_official_answer"

    id: Mapped[IntPK]
    issue_id: Mapped[int] = mapped_column(
        ForeignKey("issue.id", ondelete="CASCADE"), index=True
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("city_unit.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    source: Mapped[str] = mapped_column(Text)  # Markdown, as typed
    html: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(160))  # who answers for it
    due_on: Mapped[date]
    created_at: Mapped[CreatedAt]

    unit: Mapped[Unit] = relationship(lazy="raise")
    author: Mapped[User] = relationship(lazy="raise")
