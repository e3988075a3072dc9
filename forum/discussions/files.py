"""Photos and documents of posts: who may see a post may see its files."""

from collections.abc import Sequence

from sqlalchemy import select

from forum import attachments
from forum.attachments import actions as attaching
from forum.attachments.forms import FilesField
from forum.attachments.models import Attachment
from forum.attachments.queries import files_of
from forum.core.actor import Actor
from forum.core.db import db, lock
from forum.core.outbox import record
from forum.discussions import queries
from forum.discussions.actions import touch
from forum.discussions.events import AuthorRenamed
from forum.discussions.models import Post, PostState, Thread
from forum.discussions.policy import can_moderate, visible_to


@attachments.holder(queries.FILES)
class Posts:
    """A hidden post keeps its files from everyone but its author and the moderators."""

    def may_see(self, viewer: Actor, holder_id: int) -> bool:
        found = db.session.execute(
            select(Post.state, Post.author_id)
            .join(Thread, Thread.id == Post.thread_id)
            .where(Post.id == holder_id, visible_to(viewer))
        ).one_or_none()
        if found is None:
            return False
        is_author = viewer.signed_in and found.author_id == viewer.id
        return found.state is PostState.VISIBLE or is_author or can_moderate(viewer)

    def changed(self, holder_id: int) -> None:
        post = queries.post_by_id(holder_id)
        if post is None:
            return
        thread = queries.thread_by_id(post.thread_id)
        lock(thread)
        touch(thread)
        record(AuthorRenamed(thread_id=thread.id))  # whoever has it open sees it anew


def attach(actor: Actor, post_id: int, field: FilesField) -> None:
    """What a form brought becomes the post's, in the transaction that writes the post."""
    attaching.attach(actor, field.ids, holder=queries.FILES, holder_id=post_id, alts=field.alts)


def of_opening(thread_id: int) -> Sequence[Attachment]:
    """For a form in which the opening is edited."""
    post_id = queries.opening_row(thread_id).id
    return files_of(queries.FILES, [post_id]).get(post_id, [])
