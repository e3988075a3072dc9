"""Threads and posts for tests. `ThreadFactory()` has its opening; `PostFactory` makes replies."""

from typing import Any

import factory

from forum.core import clock, markdown
from forum.core.db import db
from forum.discussions.models import Post, Support, Thread
from tests.accounts.factories import UserFactory
from tests.factories import Factory


class PostFactory(Factory):
    """A reply by somebody; `parent=post` puts it under that one."""

    class Meta:
        model = Post

    author = factory.SubFactory(UserFactory)
    source = factory.Sequence(lambda n: f"Tulisan nomor {n}")
    is_opening = False
    created_at = factory.LazyFunction(clock.now)

    @classmethod
    def _create(cls, model_class: type[Post], *args: Any, **kwargs: Any) -> Post:
        thread: Thread = kwargs.pop("thread")
        parent: Post | None = kwargs.pop("parent", None)
        kwargs.setdefault("html", markdown.render(kwargs["source"]))
        post: Post = super()._create(
            model_class,
            *args,
            thread_id=thread.id,
            parent_id=parent.id if parent else None,
            root_id=parent.root_id if parent else 0,
            branch_id=parent.branch_id if parent else 0,
            **kwargs,
        )
        if parent is None:
            post.root_id = post.id
        elif not post.branch_id:
            post.branch_id = post.id
        if not post.is_opening:
            thread.reply_count += 1
        db.session.flush()
        return post


class ThreadFactory(Factory):
    """A talk in the tests' parlour, with its opening."""

    class Meta:
        model = Thread

    subject = "parlour"
    title = factory.Sequence(lambda n: f"Percakapan nomor {n}")
    author = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: type[Thread], *args: Any, **kwargs: Any) -> Thread:
        text = kwargs.pop("text", "Mari kita bicarakan.")
        thread: Thread = super()._create(model_class, *args, **kwargs)
        PostFactory(thread=thread, author=thread.author, source=text, is_opening=True)
        return thread


def opening_of(thread: Thread) -> Post:
    return db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()


def supported(post: Post, by: Any) -> None:
    """This person supports the post already."""
    db.session.add(Support(post_id=post.id, user_id=by.id))
    post.support_count += 1
    post.backing += 1
    db.session.flush()
