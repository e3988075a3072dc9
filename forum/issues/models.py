"""What residents raise: complaints, proposals, questions, and open discussions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.city.models import Area
from forum.core import clock
from forum.core.models import Base, IntPK
from forum.discussions.models import Thread


class IssueKind(StrEnum):
    """As in the national complaint channel: pengaduan, aspirasi, permintaan informasi."""

    COMPLAINT = "aduan"
    PROPOSAL = "usulan"
    QUESTION = "tanya"
    DISCUSSION = "diskusi"


class IssueState(StrEnum):
    """How far an issue came. Which states a kind may have is said in STATES_OF."""

    DRAFT = "draf"
    RECEIVED = "diterima"
    VERIFIED = "diverifikasi"
    ASSIGNED = "didisposisikan"
    IN_PROGRESS = "diproses"
    ANSWERED = "ditanggapi"
    DONE = "selesai"
    REJECTED = "ditolak"
    SUBMITTED = "diajukan"
    UNDER_REVIEW = "dibahas_opd"
    ACCEPTED = "diterima_usulan"
    POSTPONED = "ditunda"
    CARRIED_OUT = "dilaksanakan"
    OPEN = "terbuka"
    CLOSED = "ditutup"


class Category(Base):
    """What an issue is about, as residents say it: flooding, roads, identity cards."""

    __tablename__ = "issue_category"

    id: Mapped[IntPK]
    name: Mapped[str] = mapped_column(String(60), unique=True)
    name_en: Mapped[str | None] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    retired_at: Mapped[datetime | None]  # it stays with what it was chosen for
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("issue_category.id"), index=True
    )
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    def name_in(self, language: str) -> str:
        """In English where it has an English name."""
        return self.name_en if language == "en" and self.name_en else self.name


class Issue(Base):
    """A resident's matter. It shares its id with the discussion that belongs to it."""

    __tablename__ = "issue"

    id: Mapped[int] = mapped_column(
        ForeignKey("discussion_thread.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[IssueKind] = mapped_column(index=True)
    state: Mapped[IssueState] = mapped_column(index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("city_area.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("issue_category.id"), index=True)
    place: Mapped[str | None] = mapped_column(String(160))

    thread: Mapped[Thread] = relationship(lazy="raise")
    area: Mapped[Area] = relationship(lazy="raise")
    category: Mapped[Category | None] = relationship(lazy="raise")

    @property
    def number(self) -> str:
        """As it is quoted in letters: year and running number. Needs `thread` to be loaded."""
        return number_of(self.id, self.thread.created_at)


def number_of(issue_id: int, raised_at: datetime) -> str:
    """`2026-1148`: the year in Palangka Raya, and the running number."""
    return f"{raised_at.astimezone(clock.LOCAL):%Y}-{issue_id:04d}"


_HANDLED = (
    IssueState.DRAFT,
    IssueState.RECEIVED,
    IssueState.VERIFIED,
    IssueState.ASSIGNED,
    IssueState.IN_PROGRESS,
    IssueState.ANSWERED,
    IssueState.DONE,
    IssueState.REJECTED,
)
STATES_OF: dict[IssueKind, tuple[IssueState, ...]] = {
    IssueKind.COMPLAINT: _HANDLED,
    IssueKind.QUESTION: _HANDLED,
    IssueKind.PROPOSAL: (
        IssueState.DRAFT,
        IssueState.SUBMITTED,
        IssueState.UNDER_REVIEW,
        IssueState.ACCEPTED,
        IssueState.POSTPONED,
        IssueState.CARRIED_OUT,
        IssueState.DONE,
        IssueState.REJECTED,
    ),
    IssueKind.DISCUSSION: (IssueState.DRAFT, IssueState.OPEN, IssueState.CLOSED),
}
FIRST_STATE: dict[IssueKind, IssueState] = {
    IssueKind.COMPLAINT: IssueState.RECEIVED,
    IssueKind.QUESTION: IssueState.RECEIVED,
    IssueKind.PROPOSAL: IssueState.SUBMITTED,
    IssueKind.DISCUSSION: IssueState.OPEN,
}
