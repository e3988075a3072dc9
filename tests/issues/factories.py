"""Issues for tests, each with its thread and opening."""

from typing import Any

import factory

from forum.core.db import db
from forum.discussions.models import Post, Thread
from forum.issues.models import FIRST_STATE, Category, Issue, IssueKind
from tests.accounts.factories import UserFactory
from tests.discussions.factories import PostFactory, ThreadFactory
from tests.factories import AreaFactory, Factory

__all__ = ["CategoryFactory", "IssueFactory", "PostFactory"]


class CategoryFactory(Factory):
    class Meta:
        model = Category

    name = factory.Sequence(lambda n: f"Topik {n}")


class IssueFactory(Factory):
    """A public complaint. `title`, `text`, `author` and the counts belong to its thread."""

    class Meta:
        model = Issue

    kind = IssueKind.COMPLAINT
    area = factory.SubFactory(AreaFactory)
    author = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Lampu jalan mati di Jl. Rajawali km {n}")
    text = "Sudah dua pekan gelap."
    category: Any = None

    @classmethod
    def _create(cls, model_class: type[Issue], *args: Any, **kwargs: Any) -> Issue:
        of_thread = {
            key: kwargs.pop(key)
            for key in list(kwargs)
            if key in ("title", "text", "author") or (hasattr(Thread, key) and key != "id")
        }
        thread = ThreadFactory(subject="issue", **of_thread)
        kwargs.setdefault("state", FIRST_STATE[kwargs["kind"]])
        issue: Issue = super()._create(
            model_class, *args, id=thread.id, thread=thread, **kwargs
        )
        return issue


def opening_of(issue: Issue) -> Post:
    return db.session.query(Post).filter_by(thread_id=issue.id, is_opening=True).one()
