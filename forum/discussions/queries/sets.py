"""Threads that were joined into one: see `actions.joining`."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, or_, select

from forum.core.db import db
from forum.discussions.models import Post, Support, Thread


def heads_of(thread_ids: Iterable[int]) -> dict[int, int]:
    """By the id of a thread that of the head of its set: itself, where it was joined to none."""
    head = func.coalesce(Thread.merged_into_id, Thread.id)
    rows = db.session.execute(select(Thread.id, head).where(Thread.id.in_(set(thread_ids))))
    return dict(rows.all())


def threads_of_sets(head_ids: Iterable[int]) -> Sequence[int]:
    """The heads and all their members."""
    heads = set(head_ids)
    which = or_(Thread.id.in_(heads), Thread.merged_into_id.in_(heads))
    return db.session.scalars(select(Thread.id).where(which).order_by(Thread.id)).all()


def support_given(user_id: int | None, post: Post) -> Sequence[tuple[Support, Post]]:
    """A person's support for a post; for an opening, for any opening of its set."""
    statement = select(Support, Post).join(Post, Post.id == Support.post_id)
    if post.is_opening:
        head_id = heads_of([post.thread_id])[post.thread_id]
        statement = statement.where(
            Post.is_opening, Post.thread_id.in_(threads_of_sets([head_id]))
        )
    else:
        statement = statement.where(Post.id == post.id)
    statement = statement.where(Support.user_id == user_id).order_by(Post.thread_id)
    rows = db.session.execute(statement.execution_options(populate_existing=True)).all()
    return [(support, supported) for support, supported in rows]
