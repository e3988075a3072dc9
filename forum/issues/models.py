"""What residents raise: complaints, proposals, questions, and open discussions."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Numeric, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.city.coordinates import Point, on_earth
from forum.city.models import Area, Unit
from forum.core import clock
from forum.core.models import Base, CreatedAt, IntPK
from forum.discussions.models import Thread

_FILTERED = ("category_id", "kind", "state", "area_id")  # in the indexes of `Listed`


class IssueKind(StrEnum):
    """As in the national complaint channel: pengaduan, aspirasi, permintaan informasi."""

    COMPLAINT = "aduan"
    PROPOSAL = "usulan"
    QUESTION = "tanya"
    DISCUSSION = "diskusi"


class IssueState(StrEnum):
    """How far an issue came. Which states a kind may have is said in STATES_OF.

    The words of the national complaint channel and of Musrenbang. An accepted proposal and a
    received complaint are both called "diterima" there; here the first is kept apart.
    """

    DRAFT = "draf"
    RECEIVED = "diterima"
    VERIFIED = "diverifikasi"
    ASSIGNED = "didisposisikan"
    IN_PROGRESS = "diproses"
    ANSWERED = "ditanggapi"
    DONE = "selesai"
    NEEDS_COMPLETION = "perlu_kelengkapan"
    REJECTED = "ditolak"
    MERGED = "digabung"
    REOPENED = "dibuka_kembali"
    SUBMITTED = "diajukan"
    VERIFIED_VILLAGE = "diverifikasi_kelurahan"
    UNDER_REVIEW = "dibahas_opd"
    ACCEPTED = "diterima_usulan"
    PARTLY_ACCEPTED = "diterima_sebagian"
    POSTPONED = "ditunda"
    CARRIED_OUT = "dilaksanakan"
    OPEN = "terbuka"
    CLOSED = "ditutup"

    @property
    def word(self) -> str:
        """As other programs know it."""
        return self.value.removesuffix("_usulan")


class Classification(StrEnum):
    """What a complaint is to the offices; the first kind goes to the Inspektorat, in secret."""

    SUPERVISION = "berkadar_pengawasan"
    ORDINARY = "tidak_berkadar_pengawasan"


class Field(StrEnum):
    """The fields of planning (bidang) under which Musrenbang lists proposals."""

    INFRASTRUCTURE = "infrastruktur"
    ECONOMY = "ekonomi"
    SOCIAL = "sosial_budaya"


class Step(StrEnum):
    """What is done about an issue; the value stands in addresses."""

    VERIFY = "verifikasi"
    ASK = "minta-kelengkapan"
    COMPLETE = "lengkapi"
    ASSIGN = "disposisi"
    FORWARD = "teruskan"
    BEGIN = "kerjakan"
    EXTEND = "perpanjang"
    ANSWER = "tanggapi"
    ACCEPT = "terima"
    ACCEPT_PART = "terima-sebagian"
    POSTPONE = "tunda"
    REJECT = "tolak"
    CARRY_OUT = "laksanakan"
    FINISH = "selesaikan"
    REOPEN = "buka-kembali"
    CLOSE = "tutup"
    OPEN = "buka"
    NOTE = "catat"
    MERGE = "gabung"
    UNMERGE = "pisahkan"
    OBJECT = "keberatan"
    KEEP = "tetap-gabung"


class ClockKind(StrEnum):
    """The three promises of the national channel."""

    VERIFICATION = "verifikasi"
    FIRST_ANSWER = "tanggapan_pertama"
    COMPLETION = "penyelesaian"


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
    """A resident's matter. It shares its id with the discussion that belongs to it.

    `due_on`, `due_for` and `is_overdue` are those of the open clock that ends first: kept here
    so that lists and pages read no clock.
    """

    __tablename__ = "issue"
    __table_args__ = (Index("ix_issue_work", "owner_unit_id", "due_on", "id"),)

    id: Mapped[int] = mapped_column(
        ForeignKey("discussion_thread.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[IssueKind] = mapped_column(index=True)
    state: Mapped[IssueState] = mapped_column(index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("city_area.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("issue_category.id"), index=True)
    place: Mapped[str | None] = mapped_column(String(160))
    is_secret: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_formal: Mapped[bool] = mapped_column(  # a request under UU 14/2008 (KIP)
        default=False, server_default=false()
    )
    classification: Mapped[Classification | None]
    reported_unit_id: Mapped[int | None] = mapped_column(  # whom a complaint is about
        ForeignKey("city_unit.id"), index=True
    )
    owner_unit_id: Mapped[int | None] = mapped_column(  # the one that answers for it now
        ForeignKey("city_unit.id")
    )
    lapor_number: Mapped[str | None] = mapped_column(String(20), unique=True)
    repeats_id: Mapped[int | None] = mapped_column(  # the proposal of an earlier year
        ForeignKey("issue.id", ondelete="SET NULL"), index=True
    )
    due_on: Mapped[date | None]
    due_for: Mapped[ClockKind | None]
    is_overdue: Mapped[bool] = mapped_column(default=False, server_default=false())
    reopened_at: Mapped[datetime | None]  # by its reporter, who may do so once
    objected_at: Mapped[datetime | None]  # its reporter objects to its merging, undecided yet

    thread: Mapped[Thread] = relationship(lazy="raise")
    area: Mapped[Area] = relationship(lazy="raise")
    category: Mapped[Category | None] = relationship(lazy="raise")
    owner_unit: Mapped[Unit | None] = relationship(lazy="raise", foreign_keys=[owner_unit_id])

    @property
    def shown_place(self) -> str | None:
        """The place for everyone to read; None once the opening was hidden."""
        return None if self.thread.is_hidden else self.place

    @property
    def merged_into_id(self) -> int | None:
        """The issue that it is handled with now. Needs `thread` to be loaded."""
        return self.thread.merged_into_id

    @property
    def number(self) -> str:
        """As it is quoted in letters: year and running number. Needs `thread` to be loaded."""
        return number_of(self.id, self.thread.created_at)


class Proposal(Base):
    """What Musrenbang wants to know of a proposal, beside its words; all of it may be unknown."""

    __tablename__ = "issue_proposal"

    issue_id: Mapped[int] = mapped_column(
        ForeignKey("issue.id", ondelete="CASCADE"), primary_key=True
    )
    field: Mapped[Field | None]
    volume: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    volume_unit: Mapped[str | None] = mapped_column(String(40))  # m, unit, paket
    estimate: Mapped[int | None] = mapped_column(BigInteger)  # rupiah
    male: Mapped[int | None]  # beneficiaries
    female: Mapped[int | None]
    vulnerable: Mapped[int | None]


class IssueStep(Base):
    """One thing done about an issue. Rows are added, never changed: the history of the matter.

    The note is what everyone reads who may read the issue. What a person wrote can be erased
    with its author; that a step was taken stays.
    """

    __tablename__ = "issue_step"
    __table_args__ = (Index("ix_issue_step_history", "issue_id", "id"),)

    id: Mapped[IntPK]
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"))
    step: Mapped[Step]
    before: Mapped[IssueState]
    after: Mapped[IssueState]
    reason: Mapped[str | None] = mapped_column(String(32))  # a key of words.REASONS
    note: Mapped[str] = mapped_column(Text, default="")  # plain text
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("account_user.id", ondelete="SET NULL"), index=True
    )
    role: Mapped[str | None] = mapped_column(String(32))  # None: as the reporter, or the clock
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("city_unit.id"), index=True)
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey("city_unit.id"), index=True)
    other_id: Mapped[int | None]  # the issue it was merged with
    created_at: Mapped[CreatedAt]

    unit: Mapped[Unit | None] = relationship(lazy="raise", foreign_keys=[unit_id])
    to_unit: Mapped[Unit | None] = relationship(lazy="raise", foreign_keys=[to_unit_id])


class IssueClock(Base):
    """A promise of so many working days that runs, or has run, for an issue.

    `look_on` is the day on which the worker looks at it next: to remind, to mark it overdue,
    to escalate. It is empty for what has ended or rests.
    """

    __tablename__ = "issue_clock"
    __table_args__ = (
        Index("ix_issue_clock_issue", "issue_id", "id"),
        Index(
            "ix_issue_clock_look",
            "look_on",
            sqlite_where=text("look_on IS NOT NULL"),
            postgresql_where=text("look_on IS NOT NULL"),
        ),
    )

    id: Mapped[IntPK]
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"))
    kind: Mapped[ClockKind]
    received_on: Mapped[date]  # day 0
    days: Mapped[int]  # working days, as promised on that day
    due_on: Mapped[date | None]  # None while it rests
    ended_on: Mapped[date | None]  # kept, or given up with the issue
    was_kept: Mapped[bool | None]  # by its due date; None while it runs, or given up
    is_overdue: Mapped[bool] = mapped_column(default=False)
    ended_by_merge: Mapped[bool] = mapped_column(  # it goes on where that is undone
        default=False, server_default=false()
    )
    looks: Mapped[int] = mapped_column(default=0)  # how many of the looks are behind it
    look_on: Mapped[date | None]


class IssuePause(Base):
    """While something was missing (`perlu_kelengkapan`) the clocks of the office rested."""

    __tablename__ = "issue_pause"

    id: Mapped[IntPK]
    issue_id: Mapped[int] = mapped_column(
        ForeignKey("issue.id", ondelete="CASCADE"), index=True
    )
    since: Mapped[date]
    until: Mapped[date | None]


class Listed(Base):
    """An issue as lists and the map look for it: narrow rows of those that everyone may see.

    Drafts, secret ones and hidden ones have no row. The database keeps it in step by itself:
    triggers on `issue`, `discussion_thread` and `issue_point` (migration 0013), so nothing
    writes here. Its indexes hold all that filters ask for, so a list costs what it shows.
    `x`, `y` and `is_exact` are those of its point, None without one.
    """

    __tablename__ = "issue_listed"
    __table_args__ = (
        Index("ix_issue_listed_newest", "created_at", "issue_id", *_FILTERED),
        Index("ix_issue_listed_supported", "support_count", "issue_id", *_FILTERED),
        Index("ix_issue_listed_recent", "last_post_at", "issue_id", *_FILTERED),
        Index("ix_issue_listed_area", "area_id", "created_at", "issue_id", *_FILTERED[:3]),
        Index(
            "ix_issue_listed_category", "category_id", "created_at", "issue_id", *_FILTERED[1:]
        ),
        Index(
            "ix_issue_listed_map",
            "x",
            "y",
            "issue_id",
            *_FILTERED,
            "is_exact",
            sqlite_where=text("x IS NOT NULL"),
            postgresql_where=text("x IS NOT NULL"),
        ),
    )

    issue_id: Mapped[int] = mapped_column(
        ForeignKey("issue.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[IssueKind]
    state: Mapped[IssueState]
    area_id: Mapped[int]
    category_id: Mapped[int | None]
    created_at: Mapped[datetime]
    last_post_at: Mapped[datetime]
    support_count: Mapped[int]
    x: Mapped[int | None]
    y: Mapped[int | None]
    is_exact: Mapped[bool | None]


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
    IssueState.NEEDS_COMPLETION,
    IssueState.REJECTED,
    IssueState.MERGED,
    IssueState.REOPENED,
)
STATES_OF: dict[IssueKind, tuple[IssueState, ...]] = {
    IssueKind.COMPLAINT: _HANDLED,
    IssueKind.QUESTION: _HANDLED,
    IssueKind.PROPOSAL: (
        IssueState.DRAFT,
        IssueState.SUBMITTED,
        IssueState.VERIFIED_VILLAGE,
        IssueState.UNDER_REVIEW,
        IssueState.ACCEPTED,
        IssueState.PARTLY_ACCEPTED,
        IssueState.POSTPONED,
        IssueState.REJECTED,
        IssueState.CARRIED_OUT,
        IssueState.DONE,
        IssueState.MERGED,
    ),
    IssueKind.DISCUSSION: (
        IssueState.DRAFT,
        IssueState.OPEN,
        IssueState.CLOSED,
        IssueState.MERGED,
    ),
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
    def columns(point: Point, instead: Point | None = None) -> dict[str, Any]:
        """What the row of a point holds; `instead` is what everyone may see, where not itself."""
        shown = instead or point
        x, y = shown.on_map
        east, north, up = shown.on_sphere
        return {
            "latitude": point.latitude,
            "longitude": point.longitude,
            "is_exact": instead is None,
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
