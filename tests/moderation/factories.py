"""Cases about posts for tests, each with a flag."""

from typing import Any

import factory

from forum.core import clock
from forum.core.db import db
from forum.moderation.models import Case, Flag
from tests.accounts.factories import UserFactory
from tests.discussions import parlour  # noqa: F401 - what the posts belong to
from tests.discussions.factories import PostFactory, ThreadFactory
from tests.factories import Factory


class FlagFactory(Factory):
    class Meta:
        model = Flag

    reporter_id = factory.LazyFunction(lambda: UserFactory().id)
    ground = "spam"


class CaseFactory(Factory):
    """An open case about a reply, flagged once; `post=…` says which, `reporter=…` by whom."""

    class Meta:
        model = Case

    subject_kind = "post"
    opened_at = factory.LazyFunction(clock.now)

    @classmethod
    def _create(cls, model_class: type[Case], *args: Any, **kwargs: Any) -> Case:
        post = kwargs.pop("post", None) or PostFactory(thread=ThreadFactory())
        reporter = kwargs.pop("reporter", None) or UserFactory()
        ground, note = kwargs.pop("flagged_as", "spam"), kwargs.pop("note", "")
        case: Case = super()._create(
            model_class, *args, subject_id=post.id, flag_count=1, **kwargs
        )
        FlagFactory(case_id=case.id, reporter_id=reporter.id, ground=ground, note=note)
        db.session.expire(case, ["flags"])
        return case
