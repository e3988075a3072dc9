"""What residents raise: complaints, proposals, questions, and open discussions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.city.coordinates import Point, on_earth
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


class IssuePoint(Base):
    """Where on the map an issue is.

    `latitude` and `longitude` are as they were set (WGS84, five digits). The other columns hold
    the point that everyone may see: the same one, or unless `is_exact` the middle of the
    kelurahan. `x`, `y`: its pixel on the map of the world at zoom 20, for boxes and clusters.
    `east`, `north`, `up`: on the sphere of radius 1, for sorting by distance.
    """

    __tablename__ = "issue_point"
    __table_args__ = (Index("ix_issue_point_map", "x", "y", "issue_id"),)

    issue_id: Mapped[int] = mapped_column(
        ForeignKey("issue.id", ondelete="CASCADE"), primary_key=True
    )
    latitude: Mapped[float]
    longitude: Mapped[float]
    is_exact: Mapped[bool]
    x: Mapped[int]
    y: Mapped[int]
    east: Mapped[float]
    north: Mapped[float]
    up: Mapped[float]

    @staticmethod
    def columns(point: Point, shown: Point) -> dict[str, Any]:
        """What the row of a point holds, of which everyone may see `shown`."""
        x, y = shown.on_map
        east, north, up = shown.on_sphere
        return {
            "latitude": point.latitude,
            "longitude": point.longitude,
            "is_exact": shown == point,
            "x": x,
            "y": y,
            "east": east,
            "north": north,
            "up": up,
        }

    @property
    def exact(self) -> Point:
        """For those who handle the issue, and its author."""
        return Point.of(self.latitude, self.longitude)

    @property
    def shown(self) -> Point:
        """For everyone."""
        return self.exact if self.is_exact else Point.of(*on_earth(self.x, self.y))
