"""How moderation finds, hides and restores posts."""

from collections.abc import Iterable, Mapping

from forum import moderation
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.discussions import actions, authors, queries
from forum.discussions.models import Post, PostState, Thread
from forum.discussions.subjects import SUBJECTS
from forum.discussions.voices import badge
from forum.moderation import Content


@moderation.subject("post")
class Posts:
    """Openings and replies alike."""

    def find(self, viewer: Actor, content_id: int) -> Content:
        post = queries.post_by_id(content_id)
        if post is None:
            raise NotFound("post")
        thread = queries.thread_for(viewer, post.thread_id)
        return _content(queries.post_for(viewer, thread.id, post.id), thread)

    def load(self, ids: Iterable[int]) -> Mapping[int, Content]:
        return {
            post.id: _content(post, thread) for post, thread in queries.posts_with_threads(ids)
        }

    def written_by(self, user_id: int) -> Iterable[int]:
        return queries.all_posts_by(user_id)

    def hide(self, actor: Actor, content_id: int, *, ground: str) -> None:
        actions.hide_post(actor, _existing(content_id), ground=ground)

    def restore(self, actor: Actor, content_id: int) -> None:
        actions.restore_post(actor, _existing(content_id))


def _existing(post_id: int) -> Post:
    post = queries.post_by_id(post_id)
    if post is None:
        raise NotFound("post")
    return post


def _content(post: Post, thread: Thread) -> Content:
    return Content(
        id=post.id,
        author_id=post.author_id,
        author=authors.for_moderators(post),
        html=post.html,
        title=thread.title,
        url=f"{SUBJECTS[thread.subject].url(thread.id)}/kiriman/{post.id}",
        created_at=post.created_at,
        is_hidden=post.state is PostState.HIDDEN,
        role=badge(post.voice, post.unit.short_name if post.unit else None),
    )
