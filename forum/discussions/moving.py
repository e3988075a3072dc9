"""What passes to another account when someone takes over what the desk entered for them."""

from sqlalchemy import func, select, update

from forum.accounts import traces
from forum.core.db import db, lock
from forum.core.outbox import record
from forum.discussions import queries
from forum.discussions.events import AuthorRenamed
from forum.discussions.models import Post, Support, Thread


@traces.moves
def move_words(from_id: int, to_id: int) -> None:
    """Threads, posts and support; where both supported the same post, one support stays."""
    touched = _threads_of(from_id)
    for thread_id in sorted(touched):
        thread = db.session.get(Thread, thread_id)
        if thread is not None:
            lock(thread)
            thread.version += 1
    both = set(
        db.session.scalars(
            select(Support.post_id).where(
                Support.user_id == from_id,
                Support.post_id.in_(select(Support.post_id).where(Support.user_id == to_id)),
            )
        )
    )
    own = set(
        db.session.scalars(
            select(Support.post_id)
            .join(Post, Post.id == Support.post_id)
            .where(Support.user_id == from_id, Post.author_id == to_id)
        )
    ) | set(
        db.session.scalars(
            select(Support.post_id)
            .join(Post, Post.id == Support.post_id)
            .where(Support.user_id == to_id, Post.author_id == from_id)
        )
    )
    for support in db.session.scalars(
        select(Support).where(
            Support.post_id.in_(both | own), Support.user_id.in_((from_id, to_id))
        )
    ).all():
        if support.user_id == from_id or support.post_id in own:
            db.session.delete(support)
    db.session.flush()
    _run(update(Support).where(Support.user_id == from_id).values(user_id=to_id))
    _run(update(Post).where(Post.author_id == from_id).values(author_id=to_id))
    _run(update(Thread).where(Thread.author_id == from_id).values(author_id=to_id))
    for post_id in both | own:
        _count_again(post_id)
    for thread_id in queries.threads_written_in_by(to_id):
        if thread_id in touched:
            record(AuthorRenamed(thread_id=thread_id, actor_id=to_id))


def _threads_of(user_id: int) -> set[int]:
    written = select(Post.thread_id).where(Post.author_id == user_id)
    supported = select(Post.thread_id).join(Support).where(Support.user_id == user_id)
    return set(db.session.scalars(written)) | set(db.session.scalars(supported))


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
    if post.is_opening:
        _run(update(Thread).where(Thread.id == post.thread_id).values(support_count=total))


def _run(statement: object) -> None:
    db.session.execute(
        statement.execution_options(synchronize_session="fetch")  # type: ignore[attr-defined]
    )
