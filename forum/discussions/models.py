"""Threads, their posts, who supports which post, and what one person left there.

The first post of a thread is its opening: what a resident raised, with the same rules for
support, flags and hiding as any reply. Counters are kept when something is written, so that
reading never counts.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.city.models import Unit
from forum.core.models import Base, CreatedAt, IntPK, Version


class PostState(StrEnum):
    VISIBLE = "visible"
    HIDDEN = "hidden"  # by a moderator
    DELETED = "deleted"  # by its author; it was answered, so a notice stays in its place
    WITHDRAWN = "withdrawn"  # by its author; nothing hung on it, so nothing stays


GONE = (PostState.DELETED, PostState.WITHDRAWN)


class Stance(StrEnum):
    """For what is discussed, or against it."""

    PRO = "mendukung"
    CONTRA = "menolak"


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
    slow_minutes: Mapped[int] = mapped_column(  # one post per person in so many; 0: no limit
        default=0, server_default="0"
    )
    closed_note: Mapped[str | None] = mapped_column(String(300))  # why it takes no replies
    merged_into_id: Mapped[int | None] = mapped_column(  # the head of its set: see joining
        ForeignKey("discussion_thread.id"), index=True
    )
    merged_with_id: Mapped[int | None] = mapped_column(  # the one it was joined to itself
        ForeignKey("discussion_thread.id"), index=True
    )

    author: Mapped[User] = relationship(lazy="raise")

    @property
    def takes_replies(self) -> bool:
        """What was merged into another goes on there."""
        return not self.is_closed and self.merged_into_id is None

    @property
    def shown_title(self) -> str | None:
        """The title for everyone to read; None once the opening was hidden."""
        return None if self.is_hidden else self.title


class Post(Base):
    """Something a person wrote. Rendered when it is written."""

    __tablename__ = "discussion_post"
    __table_args__ = (
        Index("ix_discussion_post_order", "thread_id", "root_id", "branch_id", "id"),
        Index("ix_discussion_post_newest", "thread_id", "id"),
        Index("ix_discussion_post_backed", "thread_id", "backing", "id"),
        Index(
            "ix_discussion_post_contested",
            "thread_id",
            "contested",
            "id",
            sqlite_where=text("contested > 0"),
            postgresql_where=text("contested > 0"),
        ),
        Index(
            "ix_discussion_post_argument",
            "thread_id",
            "stance",
            "agreement",
            "id",
            sqlite_where=text("stance IS NOT NULL"),
            postgresql_where=text("stance IS NOT NULL"),
        ),
        Index(
            "ix_discussion_post_pinned",
            "thread_id",
            "pinned_at",
            sqlite_where=text("pinned_at IS NOT NULL"),
            postgresql_where=text("pinned_at IS NOT NULL"),
        ),
        Index(
            "ix_discussion_post_deleted",
            "deleted_at",
            sqlite_where=text("deleted_at IS NOT NULL"),
            postgresql_where=text("deleted_at IS NOT NULL"),
        ),
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
    branch_id: Mapped[int] = mapped_column(  # the answer to that one it stands under; itself
        default=0, server_default="0"
    )  # 0 at the top
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
    stance: Mapped[Stance | None]
    agree_count: Mapped[int] = mapped_column(default=0, server_default="0")
    disagree_count: Mapped[int] = mapped_column(default=0, server_default="0")
    # What lists are sorted by, kept when somebody votes: see `ranking`.
    backing: Mapped[int] = mapped_column(default=0, server_default="0")
    agreement: Mapped[float] = mapped_column(default=0.0, server_default="0")
    contested: Mapped[float] = mapped_column(default=0.0, server_default="0")
    revision: Mapped[int] = mapped_column(default=0, server_default="0")  # how often rewritten
    edited_at: Mapped[datetime | None]  # when everyone could see last that it was rewritten
    deleted_at: Mapped[datetime | None]
    pinned_at: Mapped[datetime | None]
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


class ArgumentVote(Base):
    """One person's agreement or disagreement with one argument."""

    __tablename__ = "discussion_argument_vote"

    post_id: Mapped[int] = mapped_column(
        ForeignKey("discussion_post.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    agrees: Mapped[bool]
    created_at: Mapped[CreatedAt]


class Revision(Base):
    """What a post said before it was rewritten, and what was changed then."""

    __tablename__ = "discussion_revision"
    __table_args__ = (Index("ix_discussion_revision_post", "post_id", "id"),)

    id: Mapped[IntPK]
    post_id: Mapped[int] = mapped_column(ForeignKey("discussion_post.id", ondelete="CASCADE"))
    title: Mapped[str | None] = mapped_column(String(200))  # of an opening whose title changed
    source: Mapped[str] = mapped_column(Text)
    title_diff: Mapped[str | None] = mapped_column(Text)
    diff: Mapped[str] = mapped_column(Text)  # HTML: what went in <del>, what came in <ins>
    support_count: Mapped[int]  # who stood behind the old words
    edited_at: Mapped[CreatedAt]


class Draft(Base):
    """What a person is typing in one place, so that another device can go on with it."""

    __tablename__ = "discussion_draft"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[str] = mapped_column(String(60), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[CreatedAt] = mapped_column(index=True)


class Reading(Base):
    """How far a person has read in a thread: up to and with this post."""

    __tablename__ = "discussion_reading"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), primary_key=True
    )
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("discussion_thread.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    last_post_id: Mapped[int]
    at: Mapped[CreatedAt]


class Mention(Base):
    """A person or a unit that a post calls by name, found out when it was written."""

    __tablename__ = "discussion_mention"
    __table_args__ = (
        UniqueConstraint("post_id", "user_id"),
        UniqueConstraint("post_id", "unit_id"),
    )

    id: Mapped[IntPK]
    post_id: Mapped[int] = mapped_column(ForeignKey("discussion_post.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), index=True
    )
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("city_unit.id"), index=True)
