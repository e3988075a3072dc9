"""What a person has to do with the posts of a thread: supported, voted on, wrote."""

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import aliased

from forum.core.actor import Actor
from forum.core.db import db
from forum.discussions.models import (
    ArgumentVote,
    Post,
    PostState,
    Support,
    Thread,
)

_SUPPORTED = (
    select(Support.post_id)
    .join(Post, Post.id == Support.post_id)
    .where(Post.thread_id == bindparam("thread_id"), Support.user_id == bindparam("user_id"))
)


_of_the_set = aliased(Thread)


_first = aliased(Post)


_SUPPORTED_IN_SET = _SUPPORTED.union(
    select(_first.id).where(
        _first.thread_id == bindparam("thread_id"),
        _first.is_opening,
        select(Support.post_id)
        .join(Post, Post.id == Support.post_id)
        .join(_of_the_set, _of_the_set.id == Post.thread_id)
        .where(
            Support.user_id == bindparam("user_id"),
            Post.is_opening,
            or_(
                _of_the_set.id == bindparam("head_id"),
                _of_the_set.merged_into_id == bindparam("head_id"),
            ),
        )
        .exists(),
    )
)


_VOTED = (
    select(ArgumentVote.post_id, ArgumentVote.agrees)
    .join(Post, Post.id == ArgumentVote.post_id)
    .where(
        Post.thread_id == bindparam("thread_id"), ArgumentVote.user_id == bindparam("user_id")
    )
)


_OWN = select(Post.id, Post.state).where(
    Post.thread_id == bindparam("thread_id"), Post.author_id == bindparam("user_id")
)


def supported_by(actor: Actor, thread_id: int, head_id: int | None = None) -> set[int]:
    """The posts of this thread that the actor supports; its opening, too, for who supports one
    of the set of `head_id` that it belongs to."""
    if actor.id is None:
        return set()
    asked = {"thread_id": thread_id, "user_id": actor.id}
    if head_id is None:
        return set(db.session.scalars(_SUPPORTED, asked))
    return set(db.session.scalars(_SUPPORTED_IN_SET, asked | {"head_id": head_id}))


def votes_of(actor: Actor, thread_id: int) -> dict[int, bool]:
    """On which arguments of this thread the actor voted, and whether in agreement."""
    if actor.id is None:
        return {}
    asked = {"thread_id": thread_id, "user_id": actor.id}
    return dict(db.session.execute(_VOTED, asked).all())


def posts_by(actor: Actor, thread_id: int) -> dict[int, PostState]:
    """The actor's own posts in this thread, and whether each is hidden."""
    if actor.id is None:
        return {}
    asked = {"thread_id": thread_id, "user_id": actor.id}
    return dict(db.session.execute(_OWN, asked).all())
