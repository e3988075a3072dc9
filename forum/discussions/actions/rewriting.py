"""Rewriting what one said - openly - and taking it back."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db
from forum.core.errors import Refused, Stale
from forum.core.offload import offload
from forum.core.outbox import record
from forum.core.policy import require
from forum.discussions import policy, queries, revising
from forum.discussions.actions.posting import (
    LONG,
    ThreadClosed,
    Written,
    call,
    check_title,
    hold,
    touch,
    write,
)
from forum.discussions.events import PostDeleted, PostEdited, PostUndeleted
from forum.discussions.models import GONE, Post, PostState, Revision, Thread
from forum.moderation import queries as moderation
from forum.verification import levels

QUIET = timedelta(minutes=5)  # so long a slip may be put right without a mark
UNDO = timedelta(hours=24)  # so long one may want back what one deleted


class TooLate(Refused):
    """What was deleted is gone for good."""


@dataclass(frozen=True)
class Rewritten:
    """New words, and what is different about them, for the revision they were typed over."""

    revision: int
    text: Written
    diff: str
    title: str | None
    title_diff: str | None


def compare(
    thread: Thread, post: Post, text: str, *, revision: int, title: str | None = None
) -> Rewritten:
    """Check and render new words and what they change; called before the transaction.

    `revision` is the one whose words stood in the form. Of an opening the title goes along.
    """
    written = write(text, thread)
    long = max(len(post.source), len(written.source)) > LONG
    diff = (
        offload(revising.diff, post.source, written.source)
        if long
        else revising.diff(post.source, written.source)
    )
    if not post.is_opening or title is None:
        return Rewritten(revision, written, diff, None, None)
    title = check_title(title)
    title_diff = revising.diff(thread.title, title) if title != thread.title else None
    return Rewritten(revision, written, diff, title, title_diff)


@atomic()
def rewrite_post(actor: Actor, post: Post, new: Rewritten) -> None:
    """Put new words in the place of one's old ones.

    In the first five minutes, while nobody has reacted, that leaves no mark. Afterwards what
    was changed is open to everyone, with the support that the old words had, and whoever stood
    behind those is told. Stale where they were rewritten in another tab meanwhile.
    """
    levels.demand(levels.POST, policy.can_edit, actor, post)
    thread = hold(post)
    require(policy.can_edit, actor, post)
    if thread.is_closed:
        raise ThreadClosed(_("Pembahasan ini sudah ditutup."))
    if post.revision != new.revision:
        raise Stale(
            _(
                "Tulisan ini sudah Anda ubah di tempat lain. Muat ulang, lalu ubah yang terbaru."
            ),
            current={"revision": post.revision},
        )
    title_changed = new.title is not None and new.title != thread.title
    if post.source == new.text.source and not title_changed:
        return
    revision_id = None
    if not _unnoticed(thread, post):
        revision_id = _mark(thread, post, new)
    post.source, post.html = new.text.source, new.text.html
    post.revision += 1
    if new.title is not None:
        thread.title = new.title
    touch(thread)
    known = None if post.is_anonymous else actor.id
    record(
        PostEdited(
            thread_id=thread.id, post_id=post.id, revision_id=revision_id, actor_id=known
        )
    )
    call(post, new.text, known)


@atomic()
def delete_post(actor: Actor, post: Post) -> None:
    """Take one's reply back: a notice stays where it was answered, nothing otherwise.

    Deleting twice is harmless. For 24 hours it may be undone.
    """
    require(policy.can_delete, actor, post)
    thread = hold(post)
    if post.state in GONE:
        return
    if post.state is PostState.HIDDEN:
        raise Refused(
            _("Tulisan ini disembunyikan moderator, jadi tidak dapat dihapus sekarang.")
        )
    answered = queries.is_answered(post.id)
    post.state = PostState.DELETED if answered else PostState.WITHDRAWN
    post.deleted_at, post.pinned_at = clock.now(), None
    if not answered:
        thread.reply_count -= 1
    touch(thread)
    known = None if post.is_anonymous else actor.id
    record(PostDeleted(thread_id=thread.id, post_id=post.id, actor_id=known))


@atomic()
def undelete_post(actor: Actor, post: Post) -> None:
    """Put it back where it was, with its support. Twice is harmless; TooLate after 24 hours."""
    require(policy.can_delete, actor, post)
    thread = hold(post)
    if post.state not in GONE:
        return
    if not can_be_undone(post):
        raise TooLate(_("Waktu untuk mengurungkan sudah lewat. Tulisan ini terhapus."))
    if post.state is PostState.WITHDRAWN:
        thread.reply_count += 1
    post.state, post.deleted_at = PostState.VISIBLE, None
    touch(thread)
    known = None if post.is_anonymous else actor.id
    record(PostUndeleted(thread_id=thread.id, post_id=post.id, actor_id=known))


def can_be_undone(post: Post) -> bool:
    return post.deleted_at is not None and clock.now() < post.deleted_at + UNDO


def leaves_no_mark(thread: Thread, post: Post) -> bool:
    """Whether a change made now would go unmarked: for the page that says so beforehand."""
    return _unnoticed(thread, post)


def _unnoticed(thread: Thread, post: Post) -> bool:
    reacted = (
        post.support_count
        or post.agree_count
        or post.disagree_count
        or post.edited_at is not None
        or post.pinned_at is not None
        or (thread.reply_count if post.is_opening else queries.is_answered(post.id))
        or moderation.open_case_about("post", post.id) is not None
    )
    return not reacted and clock.now() < post.created_at + QUIET


def _mark(thread: Thread, post: Post, new: Rewritten) -> int:
    revision = Revision(
        post_id=post.id,
        title=thread.title if new.title_diff is not None else None,
        source=post.source,
        title_diff=new.title_diff,
        diff=new.diff,
        support_count=post.support_count + post.agree_count,
    )
    db.session.add(revision)
    db.session.flush()
    post.edited_at = revision.edited_at
    return revision.id
