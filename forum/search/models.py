"""The index: one row for each thing that can be found, and the words of titles.

The engine of each database stands beside these tables and is made by a migration: on SQLite
the full-text table `search_text` (FTS5), which triggers keep in step; on PostgreSQL the
column `search_document.terms`, generated, with its GIN index.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import leave_to_migrations
from forum.core.models import Base, IntPK

leave_to_migrations("search_text", "search_document.terms", "ix_search_document_terms")

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
OF_REF = 28  # bits for the number of the thing, below those for its kind and its second
OF_KIND = 4
KEY = BigInteger().with_variant(Integer(), "sqlite")  # the row's own number there


class Document(Base):
    """One thing as it is found. Its key is its place in time: see `key_of`."""

    __tablename__ = "search_document"
    __table_args__ = (
        UniqueConstraint("kind", "ref_id"),
        Index("ix_search_document_group", "group_id", "kind"),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    ref_id: Mapped[int]
    group_id: Mapped[int | None]  # the issue it belongs to
    state: Mapped[str | None] = mapped_column(String(32))
    area_id: Mapped[int | None] = mapped_column(
        ForeignKey("city_area.id", ondelete="SET NULL"), index=True
    )
    unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("city_unit.id", ondelete="SET NULL"), index=True
    )
    category_id: Mapped[int | None]
    title_stems: Mapped[str] = mapped_column(Text)
    body_stems: Mapped[str] = mapped_column(Text)
    title_words: Mapped[str] = mapped_column(Text)
    body_words: Mapped[str] = mapped_column(Text)
    made_with: Mapped[str] = mapped_column(String(12))  # `words.mark()` of that day


class TitleWord(Base):
    """A word of a title: what a misspelt word may have meant."""

    __tablename__ = "search_title_word"

    word: Mapped[str] = mapped_column(String(60), primary_key=True)
    document_id: Mapped[int] = mapped_column(
        KEY,
        ForeignKey("search_document.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        autoincrement=False,
    )


class Purge(Base):
    """Words of somebody who left may still lie in old parts of the full-text table."""

    __tablename__ = "search_purge"

    id: Mapped[IntPK]


def key_of(at: datetime, number: int, ref_id: int) -> int:
    """The key of a document: its second, then its kind, then its number.

    So the newest come first by key alone, on both databases, without sorting, and a time is a
    range of keys. No two things have the same, and building the index anew changes none.
    """
    assert 0 < ref_id < 1 << OF_REF
    return (_second(at) << OF_KIND | number) << OF_REF | ref_id


def first_key(at: datetime) -> int:
    """Where this moment begins among the keys."""
    return _second(at) << (OF_KIND + OF_REF)


def moment_of(key: int) -> datetime:
    return EPOCH + timedelta(seconds=key >> (OF_KIND + OF_REF))


def _second(at: datetime) -> int:
    return max(0, int((at - EPOCH).total_seconds()))
