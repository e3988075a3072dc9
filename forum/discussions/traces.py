"""What is kept of a person's words and support: to give, and to erase."""

from sqlalchemy import select

from forum.accounts import traces
from forum.core import markdown
from forum.core.db import db, lock
from forum.core.outbox import record
from forum.discussions import queries
from forum.discussions.actions import touch
from forum.discussions.events import AuthorRenamed
from forum.discussions.models import Post, Support, Thread
from forum.privacy import queries as privacy
from forum.privacy.naming import WORDS_GONE, Names, names_of

TITLE_GONE = "(judul dihapus atas permintaan penulis)"


@traces.exports("tulisan")
def export_posts(user_id: int) -> traces.Rows:
    rows = db.session.execute(
        select(Post, Thread.title)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.author_id == user_id)
        .order_by(Post.id)
    )
    return [
        {
            "nomor": post.id,
            "di": title,
            "ditulis": post.created_at.isoformat(timespec="seconds"),
            "isi": post.source,
            "anonim": post.is_anonymous,
            "disembunyikan": post.hidden_ground,
            "dukungan": post.support_count,
        }
        for post, title in rows
    ]


@traces.exports("dukungan")
def export_support(user_id: int) -> traces.Rows:
    rows = db.session.execute(
        select(Support, Thread.title)
        .join(Post, Post.id == Support.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Support.user_id == user_id)
        .order_by(Support.created_at, Support.post_id)
    )
    return [
        {
            "tulisan": support.post_id,
            "di": title,
            "pada": support.created_at.isoformat(timespec="seconds"),
            "lewat meja layanan": support.is_assisted,
        }
        for support, title in rows
    ]


@traces.erases
def take_the_name_out(user_id: int) -> None:
    """Their words lose the name, or go altogether; that someone supported a post stays counted.

    Every thread they wrote in is shown anew, also to those who have it open.
    """
    names, all_of_it = names_of(user_id), privacy.takes_words(user_id)
    written = select(Post.thread_id).where(Post.author_id == user_id)
    for thread_id in sorted(set(db.session.scalars(written))):
        thread = queries.thread_by_id(thread_id)
        lock(thread)
        posts = select(Post).where(Post.thread_id == thread_id, Post.author_id == user_id)
        for post in db.session.scalars(posts.order_by(Post.id)):
            _clear(post, names, all_of_it)
        if thread.author_id == user_id:
            thread.title = TITLE_GONE if all_of_it else names.mask(thread.title)[:200]
        touch(thread)
        record(AuthorRenamed(thread_id=thread_id))


def _clear(post: Post, names: Names, all_of_it: bool) -> None:
    text = WORDS_GONE if all_of_it else names.mask(post.source)
    if text != post.source:
        post.source, post.html = text, markdown.render(text)
