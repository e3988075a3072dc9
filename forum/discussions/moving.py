"""What passes to another account when someone takes over what the desk entered for them."""

from typing import Any

from sqlalchemy import delete, func, select, update

from forum.accounts import traces
from forum.core.db import db, lock
from forum.core.outbox import record
from forum.discussions import queries
from forum.discussions.actions import count_sets, rank
from forum.discussions.events import AuthorRenamed
from forum.discussions.models import (
    ArgumentVote,
    Draft,
    Mention,
    Post,
    Reading,
    Support,
    Thread,
)


@traces.moves
def move_words(from_id: int, to_id: int) -> None:
    """Threads, posts and support; where both supported the same post, one support stays."""
    touched = _threads_of(from_id)
    # What a set counts depends on all of it, and on who wrote its openings.
    touched |= set(queries.threads_of_sets(queries.heads_of(touched).values()))
    for thread_id in sorted(touched):
        thread = db.session.get(Thread, thread_id)
        if thread is not None:
            lock(thread)
            thread.version += 1
    recount: set[int] = set()
    for table in (Support, ArgumentVote):
        recount |= _move_votes(table, from_id, to_id)
    _move_what_is_private(from_id, to_id)
    _run(update(Post).where(Post.author_id == from_id).values(author_id=to_id))
    _run(update(Thread).where(Thread.author_id == from_id).values(author_id=to_id))
    for post_id in sorted(recount):
        _count_again(post_id)
    count_sets(touched)
    for thread_id in queries.threads_written_in_by(to_id):
        if thread_id in touched:
            record(AuthorRenamed(thread_id=thread_id, actor_id=to_id))


def _move_votes(table: Any, from_id: int, to_id: int) -> set[int]:
    """One vote of a person on a post stays, and none on what is their own now."""
    ours = table.user_id.in_((from_id, to_id))
    theirs = select(table.post_id).where(table.user_id == to_id)
    both = set(
        db.session.scalars(
            select(table.post_id).where(table.user_id == from_id, table.post_id.in_(theirs))
        )
    )
    own = set(
        db.session.scalars(
            select(table.post_id)
            .join(Post, Post.id == table.post_id)
            .where(ours, Post.author_id.in_((from_id, to_id)))
        )
    )
    for vote in db.session.scalars(
        select(table).where(table.post_id.in_(both | own), ours)
    ).all():
        if vote.user_id == from_id or vote.post_id in own:
            db.session.delete(vote)
    db.session.flush()
    _run(update(table).where(table.user_id == from_id).values(user_id=to_id))
    return both | own


def _move_what_is_private(from_id: int, to_id: int) -> None:
    """Drafts, what was read, being called; where the other account has its own, that stays."""
    for table, key in ((Draft, "place"), (Reading, "thread_id"), (Mention, "post_id")):
        column = getattr(table, key)
        there = set(db.session.scalars(select(column).where(table.user_id == to_id)))
        _run(delete(table).where(table.user_id == from_id, column.in_(there)))
        _run(update(table).where(table.user_id == from_id).values(user_id=to_id))


def _threads_of(user_id: int) -> set[int]:
    written = select(Post.thread_id).where(Post.author_id == user_id)
    supported = select(Post.thread_id).join(Support).where(Support.user_id == user_id)
    voted = select(Post.thread_id).join(ArgumentVote).where(ArgumentVote.user_id == user_id)
    asked = (written, supported, voted)
    return {thread_id for each in asked for thread_id in db.session.scalars(each)}


def _count_again(post_id: int) -> None:
    post = db.session.get(Post, post_id)
    if post is None:
        return
    lock(post)
    total, assisted = db.session.execute(
        select(func.count(), func.count().filter(Support.is_assisted.is_(True))).where(
            Support.post_id == post_id
        )
    ).one()
    post.support_count, post.assisted_count = total, assisted
    votes = dict(
        db.session.execute(
            select(ArgumentVote.agrees, func.count())
            .where(ArgumentVote.post_id == post_id)
            .group_by(ArgumentVote.agrees)
        ).all()
    )
    post.agree_count, post.disagree_count = votes.get(True, 0), votes.get(False, 0)
    rank(post)
    if post.is_opening:
        _run(update(Thread).where(Thread.id == post.thread_id).values(support_count=total))


def _run(statement: object) -> None:
    db.session.execute(
        statement.execution_options(synchronize_session="fetch")  # type: ignore[attr-defined]
    )
