"""What the city answers, what it promises, how it keeps it, and what the reporter says of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.city.models import Unit
from forum.core.models import Base, CreatedAt, IntPK


class Result(StrEnum):
    """What an answer comes to; each but the first gives a reason from a closed list."""

    ACCEPTED = "diterima"
    PARTLY = "diterima_sebagian"
    POSTPONED = "ditunda"
    REFUSED = "tidak_dapat_dipenuhi"


class Standing(StrEnum):
    """How an entry of the ledger stands. Late is not kept: it follows from the due day."""

    RUNNING = "berjalan"
    DONE = "selesai"
    CANCELLED = "dibatalkan"
    POSTPONED = "ditunda"  # an answer "not now"; its due day is when it is looked at again
    REFUSED = "tidak_dapat_dipenuhi"  # an answer "no": an honest entry, too
    REPLACED = "digantikan"  # by a later answer


class NoteKind(StrEnum):
    PROGRESS = "perkembangan"
    DATE = "tenggat"
    DONE = "selesai"
    CANCELLED = "dibatalkan"
    REPLACED = "digantikan"


class Verdict(StrEnum):
    """What the reporter says when something was declared done. Silence is not consent."""

    WAITING = "menunggu"
    CONFIRMED = "dikonfirmasi"
    SILENT = "tidak_menanggapi"
    CONTESTED = "disanggah"
    WITHDRAWN = "gugur"  # an officer opened the matter again before the reporter spoke


class OfficialAnswer(Base):
    """A unit's written answer to an issue. It stays; a later one stands beside it."""

    __tablename__ = "decision_official_answer"
    __table_args__ = (Index("ix_decision_official_answer_made", "created_at"),)

    id: Mapped[IntPK]
    issue_id: Mapped[int] = mapped_column(
        ForeignKey("issue.id", ondelete="CASCADE"), index=True
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("city_unit.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    result: Mapped[Result | None]  # None: written before answers had one
    reason: Mapped[str | None] = mapped_column(String(32))  # a key of words.REASONS
    source: Mapped[str] = mapped_column(Text)  # Markdown, as typed
    html: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(160))  # who answers for it
    due_on: Mapped[date | None]  # of the last promise, or looked at again; None for a "no"
    created_at: Mapped[CreatedAt]

    unit: Mapped[Unit] = relationship(lazy="raise")
    author: Mapped[User] = relationship(lazy="raise")


class Commitment(Base):
    """An entry of the ledger: what was promised, or why it cannot be.

    Who may see it is whoever may see its issue. What becomes of it is told by its notes.
    """

    __tablename__ = "decision_commitment"
    __table_args__ = (
        Index("ix_decision_commitment_issue", "issue_id", "id"),
        Index("ix_decision_commitment_unit", "unit_id", "id"),
        Index("ix_decision_commitment_standing", "standing", "due_on"),
        Index("ix_decision_commitment_made", "created_at"),
    )

    id: Mapped[IntPK]
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"))
    answer_id: Mapped[int] = mapped_column(
        ForeignKey("decision_official_answer.id", ondelete="CASCADE"), index=True
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("city_unit.id"))
    what: Mapped[str] = mapped_column(String(300))
    owner: Mapped[str] = mapped_column(String(160))
    due_on: Mapped[date | None]
    estimate: Mapped[int | None] = mapped_column(BigInteger)  # rupiah
    standing: Mapped[Standing]
    reason: Mapped[str | None] = mapped_column(String(32))  # why cancelled, postponed, refused
    moves: Mapped[int] = mapped_column(default=0)  # how often its due day was changed
    closed_on: Mapped[date | None]
    told_late: Mapped[bool] = mapped_column(default=False)  # the unit, by the worker
    created_at: Mapped[CreatedAt] = mapped_column(index=True)

    def is_late(self, today: date) -> bool:
        """Promised for a day that is over, and still not done."""
        return (
            self.standing is Standing.RUNNING
            and self.due_on is not None
            and self.due_on < today
        )

    unit: Mapped[Unit] = relationship(lazy="raise")
    answer: Mapped[OfficialAnswer] = relationship(lazy="raise")


class CommitmentNote(Base):
    """One thing told about a promise. Rows are added, never changed.

    The words are what everyone reads who may read the issue; they can lose a name with the
    person who wrote them. Photos and documents are the files of the note.
    """

    __tablename__ = "decision_commitment_note"
    __table_args__ = (Index("ix_decision_note_history", "commitment_id", "id"),)

    id: Mapped[IntPK]
    commitment_id: Mapped[int] = mapped_column(
        ForeignKey("decision_commitment.id", ondelete="CASCADE")
    )
    kind: Mapped[NoteKind]
    text: Mapped[str] = mapped_column(Text)  # plain
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(String(32))
    intangible: Mapped[str | None] = mapped_column(Text)  # why there is nothing to photograph
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("account_user.id", ondelete="SET NULL"), index=True
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("city_unit.id"), index=True)
    created_at: Mapped[CreatedAt]

    unit: Mapped[Unit] = relationship(lazy="raise")
    commitment: Mapped[Commitment] = relationship(lazy="raise")


class Closing(Base):
    """An issue was declared done: what was done, and what its reporter says of that.

    `ends_on` is the last day to speak. The reporter is the author of the issue.
    """

    __tablename__ = "decision_closing"
    __table_args__ = (
        Index("ix_decision_closing_issue", "issue_id", "id"),
        Index("ix_decision_closing_made", "created_at"),
        Index(
            "ix_decision_closing_open",
            "ends_on",
            sqlite_where=text("verdict = 'menunggu'"),
            postgresql_where=text("verdict = 'menunggu'"),
        ),
    )

    id: Mapped[IntPK]
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("city_unit.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("account_user.id", ondelete="SET NULL"), index=True
    )
    done: Mapped[str] = mapped_column(Text)  # what was done; plain text
    intangible: Mapped[str | None] = mapped_column(Text)  # why there is nothing to photograph
    finished_on: Mapped[date]  # day 0 of the term
    ends_on: Mapped[date]
    verdict: Mapped[Verdict] = mapped_column(default=Verdict.WAITING)
    rating: Mapped[int | None]  # 1 to 4
    words: Mapped[str | None] = mapped_column(Text)  # the reporter's; plain text
    by_slip: Mapped[bool] = mapped_column(default=False)  # with the number and PIN of a slip
    verdict_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]

    unit: Mapped[Unit] = relationship(lazy="raise")

    def waits(self, today: date) -> bool:
        """Its reporter has not spoken, and still may."""
        return self.verdict is Verdict.WAITING and self.ends_on >= today
