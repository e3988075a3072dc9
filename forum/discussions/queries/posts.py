"""Threads and posts as rows, for whoever may see them or whatever needs them all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.city.models import Unit
from forum.core.actor import VISITOR, Actor
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.markdown import excerpt
from forum.discussions.models import (
    Post,
    PostState,
    Thread,
)
from forum.discussions.policy import visible_to
from forum.discussions.voices import badge
from forum.web.paging import Page, cut, decode

SAID = 20  # on the page about a person


LARGEST = 2**31 - 1  # of the ids there can be


def thread_for(viewer: Actor, thread_id: int) -> Thread:
    """The thread, if this viewer may see it; for anyone else it does not exist."""
    thread = db.session.scalar(select(Thread).where(Thread.id == thread_id, visible_to(viewer)))
    if thread is None:
        raise NotFound("thread")
    return thread


def post_for(viewer: Actor, thread_id: int, post_id: int) -> Post:
    """A post of a thread that this viewer may see, with its author."""
    if not 0 < post_id <= LARGEST:
        raise NotFound("post")
    post = db.session.scalar(
        select(Post)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.id == post_id,
            Post.thread_id == thread_id,
            visible_to(viewer),
            # What nobody answered before it was taken back is there for its author alone.
            (Post.state != PostState.WITHDRAWN) | (Post.author_id == (viewer.id or 0)),
        )
        .options(joinedload(Post.author), joinedload(Post.unit))
    )
    if post is None:
        raise NotFound("post")
    return post


def post_by_id(post_id: int) -> Post | None:
    """Its latest state, whoever asks."""
    if not 0 < post_id <= LARGEST:
        return None
    return db.session.get(Post, post_id, populate_existing=True)


def thread_by_id(thread_id: int) -> Thread:
    """Its latest state, whoever asks."""
    statement = select(Thread).where(Thread.id == thread_id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def opening_row(thread_id: int) -> Post:
    return db.session.scalars(
        select(Post).where(Post.thread_id == thread_id, Post.is_opening)
    ).one()


def posts_by_id(post_ids: Iterable[int]) -> Sequence[Post]:
    return db.session.scalars(select(Post).where(Post.id.in_(set(post_ids)))).all()


def post_ids_of(thread_id: int) -> Sequence[int]:
    return db.session.scalars(select(Post.id).where(Post.thread_id == thread_id)).all()


def posts_with_threads(post_ids: Iterable[int]) -> Sequence[tuple[Post, Thread]]:
    """For moderators: public posts with their authors and threads, hidden or not.

    What became secret (rahasia) meanwhile is not theirs to read.
    """
    statement = (
        select(Post, Thread)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.id.in_(set(post_ids)), visible_to(VISITOR))
        .options(joinedload(Post.author), joinedload(Post.unit))
    )
    return db.session.execute(statement).all()


def threads_written_in_by(user_id: int) -> Sequence[int]:
    """The threads that show this person's name, in order: not those where it is unsaid."""
    named = Post.is_anonymous.is_(False)
    statement = select(Post.thread_id).where(Post.author_id == user_id, named).distinct()
    return db.session.scalars(statement.order_by(Post.thread_id)).all()


def all_posts_by(user_id: int) -> Sequence[int]:
    """The ids of everything this person wrote, unnamed or not: only for what concerns them."""
    statement = select(Post.id).where(Post.author_id == user_id).order_by(Post.id)
    return db.session.scalars(statement).all()


@dataclass(frozen=True)
class Said:
    """Something a person said under their name, for the page about them."""

    post_id: int
    thread_id: int
    title: str
    text: str
    is_opening: bool
    badge: str | None
    created_at: datetime


def said_by(viewer: Actor, user_id: int, cursor: str | None = None) -> Page[Said]:
    """What everyone may read of this person: named, not hidden; the latest first."""
    after = decode(cursor, int)
    statement = (
        select(Post, Thread.title, Unit.short_name)
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(
            Post.author_id == user_id,
            Post.is_anonymous.is_(False),
            Post.state == PostState.VISIBLE,
            Thread.is_hidden.is_(False),
            visible_to(viewer),
        )
    )
    if after is not None:
        statement = statement.where(Post.id < after[0])
    rows = [
        Said(
            post.id,
            post.thread_id,
            title,
            excerpt(post.source, 200),
            post.is_opening,
            badge(post.voice, unit),
            post.created_at,
        )
        for post, title, unit in db.session.execute(
            statement.order_by(Post.id.desc()).limit(SAID + 1)
        )
    ]
    return cut(rows, SAID, lambda row: (row.post_id,), is_first=after is None)


def unit_names(unit_ids: Iterable[int]) -> dict[int, str]:
    ids = set(unit_ids)
    if not ids:
        return {}
    rows = db.session.execute(select(Unit.id, Unit.short_name).where(Unit.id.in_(ids)))
    return dict(rows.all())
