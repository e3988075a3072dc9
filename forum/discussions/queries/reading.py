"""How far a person has read, and what is new since."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from forum.core.actor import Actor
from forum.core.db import db
from forum.discussions.models import Post, PostState, Reading


@dataclass(frozen=True)
class Unread:
    """`last` is the post up to which all was seen; None for who was never here before."""

    last: int | None = None
    first_new: int | None = None
    count: int = 0


def unread_of(actor: Actor, thread_id: int) -> Unread:
    """What others wrote in this thread since the actor was here: one query."""
    if actor.id is None:
        return Unread()
    new = _new_for(actor.id)
    here = (Post.thread_id == Reading.thread_id) & (Post.id > Reading.last_post_id)
    row = db.session.execute(
        select(Reading.last_post_id, func.min(Post.id), func.count(Post.id))
        .outerjoin(Post, here & new)
        .where(Reading.user_id == actor.id, Reading.thread_id == thread_id)
        .group_by(Reading.last_post_id)
    ).one_or_none()
    return Unread(*row) if row is not None else Unread()


def seen_up_to(actor: Actor, thread_id: int, last: int, shown: Collection[int]) -> int:
    """How far everything is read once these posts were shown too."""
    seen = set(shown)
    ids = select(Post.id).where(
        Post.thread_id == thread_id, Post.id > last, _new_for(actor.id or 0)
    )
    next_ = db.session.scalar(ids.where(Post.id.not_in(seen)).order_by(Post.id).limit(1))
    if next_ is not None:
        return max([last, *(post_id for post_id in seen if post_id < next_)])
    return max([last, *seen])


def unread_counts(actor: Actor, thread_ids: Collection[int]) -> dict[int, int]:
    """For lists: how much is new in each of these threads; one query.

    Threads in which the person never was are left out: there everything would be new.
    """
    if actor.id is None or not thread_ids:
        return {}
    statement = (
        select(Reading.thread_id, func.count())
        .join(Post, (Post.thread_id == Reading.thread_id) & (Post.id > Reading.last_post_id))
        .where(
            Reading.user_id == actor.id,
            Reading.thread_id.in_(set(thread_ids)),
            _new_for(actor.id),
        )
        .group_by(Reading.thread_id)
    )
    return dict(db.session.execute(statement).all())


def _new_for(user_id: int) -> ColumnElement[bool]:
    return (
        Post.is_opening.is_(False)
        & (Post.state == PostState.VISIBLE)
        & (Post.author_id != user_id)
    )
