"""How far a person has read, and what is new since."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select

from forum.core.actor import Actor
from forum.core.db import db
from forum.discussions.models import Post, PostState, Reading

MOST_UNREAD = 1000  # that are counted


@dataclass(frozen=True)
class Unread:
    """`last` is the post up to which all was seen; None for who was never here before. `count`
    is at most one more than MOST_UNREAD.
    """

    last: int | None = None
    first_new: int | None = None
    count: int = 0


def unread_of(actor: Actor, thread_id: int) -> Unread:
    """What others wrote in this thread since the actor was here: one query."""
    if actor.id is None:
        return Unread()
    first = _new_since(actor.id).order_by(Post.id).limit(1).scalar_subquery()
    row = db.session.execute(
        select(Reading.last_post_id, first, _count_since(actor.id)).where(
            Reading.user_id == actor.id, Reading.thread_id == thread_id
        )
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
    statement = select(Reading.thread_id, _count_since(actor.id)).where(
        Reading.user_id == actor.id, Reading.thread_id.in_(set(thread_ids))
    )
    return {thread_id: count for thread_id, count in db.session.execute(statement) if count}


def _new_since(user_id: int) -> Select[int]:
    """The posts that are new to this person in the thread of a `Reading`."""
    here = (Post.thread_id == Reading.thread_id) & (Post.id > Reading.last_post_id)
    return select(Post.id).where(here, _new_for(user_id)).correlate(Reading)


def _count_since(user_id: int) -> ScalarSelect[int]:
    """How many, counted up to one more than MOST_UNREAD: who was away for long reads no number."""
    some = _new_since(user_id).limit(MOST_UNREAD + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _new_for(user_id: int) -> ColumnElement[bool]:
    return (
        Post.is_opening.is_(False)
        & (Post.state == PostState.VISIBLE)
        & (Post.author_id != user_id)
    )
