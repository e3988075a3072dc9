"""What is kept of a person's words and support: to give, and to erase."""

from sqlalchemy import delete, select

from forum.accounts import traces
from forum.core import markdown
from forum.core.db import db, lock
from forum.core.outbox import record
from forum.discussions import queries, revising
from forum.discussions.actions import touch
from forum.discussions.events import AuthorRenamed
from forum.discussions.models import (
    ArgumentVote,
    Draft,
    Mention,
    Post,
    Reading,
    Revision,
    Support,
    Thread,
)
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
            "sikap": post.stance.value if post.stance else None,
            "dihapus": post.deleted_at.isoformat(timespec="seconds")
            if post.deleted_at
            else None,
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


@traces.exports("versi lama tulisan")
def export_revisions(user_id: int) -> traces.Rows:
    rows = db.session.scalars(
        select(Revision)
        .join(Post, Post.id == Revision.post_id)
        .where(Post.author_id == user_id)
        .order_by(Revision.id)
    )
    return [
        {
            "tulisan": row.post_id,
            "diubah": row.edited_at.isoformat(timespec="seconds"),
            "judul lama": row.title,
            "isi lama": row.source,
        }
        for row in rows
    ]


@traces.exports("sikap terhadap argumen")
def export_votes(user_id: int) -> traces.Rows:
    rows = db.session.execute(
        select(ArgumentVote, Thread.title)
        .join(Post, Post.id == ArgumentVote.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(ArgumentVote.user_id == user_id)
        .order_by(ArgumentVote.post_id)
    )
    return [
        {
            "tulisan": vote.post_id,
            "di": title,
            "sikap": "setuju" if vote.agrees else "tidak setuju",
            "pada": vote.created_at.isoformat(timespec="seconds"),
        }
        for vote, title in rows
    ]


@traces.exports("draf tulisan")
def export_drafts(user_id: int) -> traces.Rows:
    rows = db.session.scalars(
        select(Draft).where(Draft.user_id == user_id).order_by(Draft.place)
    )
    return [
        {
            "tempat": row.place,
            "isi": row.text,
            "disimpan": row.updated_at.isoformat(timespec="seconds"),
        }
        for row in rows
    ]


@traces.exports("terakhir dibaca")
def export_readings(user_id: int) -> traces.Rows:
    rows = db.session.execute(
        select(Reading, Thread.title)
        .join(Thread, Thread.id == Reading.thread_id)
        .where(Reading.user_id == user_id)
        .order_by(Reading.thread_id)
    )
    return [
        {
            "di": title,
            "sampai tulisan": reading.last_post_id,
            "pada": reading.at.isoformat(timespec="seconds"),
        }
        for reading, title in rows
    ]


@traces.exports("disebut dalam tulisan")
def export_mentions(user_id: int) -> traces.Rows:
    rows = db.session.scalars(
        select(Mention.post_id).where(Mention.user_id == user_id).order_by(Mention.post_id)
    )
    return [{"tulisan": post_id} for post_id in rows]


@traces.erases
def forget_what_was_private(user_id: int) -> None:
    """Drafts, and how far they had read, were nobody else's business."""
    for table in (Draft, Reading):
        db.session.execute(delete(table).where(table.user_id == user_id))


@traces.erases
def take_the_name_out_of_others_words(user_id: int) -> None:
    """Where others called them by name, the name is masked and leads nowhere."""
    names = names_of(user_id)
    calling = select(Mention).where(Mention.user_id == user_id).order_by(Mention.post_id)
    for mention in db.session.scalars(calling).all():
        post = queries.post_by_id(mention.post_id)
        db.session.delete(mention)
        if post is None:
            continue
        thread = queries.thread_by_id(post.thread_id)
        lock(thread)
        _clear(post, names, all_of_it=False)
        touch(thread)
        record(AuthorRenamed(thread_id=thread.id))


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
    changed = text != post.source
    if changed:
        post.source, post.html = text, markdown.render(text)
    earlier = list(queries.revisions_of(post.id))
    if all_of_it:
        for revision in earlier:
            db.session.delete(revision)
        return
    after = post.source
    for revision in earlier:  # the latest first: each leads to the one before it
        before = names.mask(revision.source)
        if before != revision.source or changed:
            revision.source, revision.diff = before, revising.diff(before, after)
        if revision.title is not None and names.stand_in(revision.title):
            revision.title = names.mask(revision.title)[:200]
            revision.title_diff = None
        elif revision.title_diff is not None and names.stand_in(_plain(revision.title_diff)):
            revision.title_diff = None
        changed, after = changed or before != revision.source, before


def _plain(html: str) -> str:
    for tag in ("del", "ins"):
        html = html.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    return html
