"""Threads, their posts, and who supports which post.

The first post of a thread is its opening: what a resident raised, with the same rules for
support, flags and hiding as any reply. Counters are kept when something is written, so that
reading never counts.
"""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.city.models import Unit
from forum.core.models import Base, CreatedAt, IntPK, Version


class PostState(StrEnum):
    VISIBLE = "visible"
    HIDDEN = "hidden"


class EnteredBy(StrEnum):
    """Whose hands typed what a person said, where it was not their own."""

    DESK = "desk"  # an officer of the kelurahan
    GUIDE = "guide"  # the same, told by an adult for children


class Thread(Base):
    """A discussion. What it is about is the business of the folder named by `subject`."""

    __tablename__ = "discussion_thread"
    __table_args__ = (
        Index("ix_discussion_thread_newest", "created_at", "id"),
        Index("ix_discussion_thread_supported", "support_count", "id"),
        Index("ix_discussion_thread_recent", "last_post_at", "id"),
    )

    id: Mapped[IntPK]
    subject: Mapped[str] = mapped_column(String(20))  # "issue"
    title: Mapped[str] = mapped_column(String(200))
    author_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    is_hidden: Mapped[bool] = mapped_column(default=False)  # its opening was hidden
    is_closed: Mapped[bool] = mapped_column(default=False)  # takes no more replies
    reply_count: Mapped[int] = mapped_column(default=0)
    support_count: Mapped[int] = mapped_column(default=0)  # of the opening
    last_post_at: Mapped[CreatedAt]
    created_at: Mapped[CreatedAt]
    version: Mapped[Version]  # grows with every change that a page of it shows

    author: Mapped[User] = relationship(lazy="raise")

    @property
    def shown_title(self) -> str | None:
        """The title for everyone to read; None once the opening was hidden."""
        return None if self.is_hidden else self.title


class Post(Base):
    """Something a person wrote. Rendered when it is written."""

    __tablename__ = "discussion_post"
    __table_args__ = (
        Index("ix_discussion_post_order", "thread_id", "root_id", "id"),
        Index(  # exactly one opening, found at once
            "uq_discussion_post_opening",
            "thread_id",
            unique=True,
            sqlite_where=text("is_opening = 1"),
            postgresql_where=text("is_opening"),
        ),
    )

    id: Mapped[IntPK]
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("discussion_thread.id", ondelete="CASCADE")
    )
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("discussion_post.id", ondelete="CASCADE"), index=True
    )
    root_id: Mapped[int] = mapped_column(
        default=0
    )  # the top-level post it stands under; itself
    is_opening: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    voice: Mapped[str | None] = mapped_column(String(32))  # a role it was written in, if any
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("city_unit.id"), index=True)
    source: Mapped[str] = mapped_column(Text)  # Markdown, as typed
    html: Mapped[str] = mapped_column(Text)
    state: Mapped[PostState] = mapped_column(default=PostState.VISIBLE)
    hidden_ground: Mapped[str | None] = mapped_column(String(32))  # a key of moderation.GROUNDS
    support_count: Mapped[int] = mapped_column(default=0)
    assisted_count: Mapped[int] = mapped_column(  # of these, given at the desk
        default=0, server_default="0"
    )
    is_anonymous: Mapped[bool] = mapped_column(default=False, server_default=false())
    entered_by: Mapped[EnteredBy | None]  # None: by the author
    created_at: Mapped[CreatedAt]

    author: Mapped[User] = relationship(lazy="raise")
    unit: Mapped[Unit | None] = relationship(lazy="raise")


class Support(Base):
    """One person's support for one post."""

    __tablename__ = "discussion_support"

    post_id: Mapped[int] = mapped_column(
        ForeignKey("discussion_post.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    is_assisted: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[CreatedAt]
