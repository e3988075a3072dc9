"""People and moderators at the same moment, with real transactions."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Stale
from forum.moderation import actions, queries
from forum.moderation.models import Case, CaseState
from tests.accounts.factories import UserFactory
from tests.discussions.factories import PostFactory, ThreadFactory
from tests.discussions.test_races import at_once
from tests.moderation.factories import CaseFactory

pytestmark = pytest.mark.commits


def test_flags_at_once_make_one_case(app):
    actors = [UserFactory().as_actor() for _ in range(5)]
    post_id = PostFactory(thread=ThreadFactory()).id
    db.session.commit()

    at_once(
        app,
        [
            lambda actor=actor: actions.flag(actor, "post", post_id, ground="spam").id
            for actor in [*actors, actors[0]]
        ],
    )

    with app.app_context():
        (case,) = db.session.scalars(select(Case)).all()
        assert case.flag_count == 5


def test_of_two_moderators_one_decides(app):
    first, second = [UserFactory(moderator=True).as_actor() for _ in range(2)]
    case_id = CaseFactory().id
    db.session.commit()

    def decide(actor, decision):
        actions.decide(
            actor,
            queries.case_for(actor, case_id),
            decision=decision,
            ground="spam",
            message="Ini iklan, mohon tidak diulang.",
            expected_version=1,
        )
        return decision

    results = at_once(app, [lambda: decide(first, "hide"), lambda: decide(second, "keep")])

    assert sum(isinstance(result, Stale) for result in results) == 1
    (won,) = [result for result in results if isinstance(result, str)]
    with app.app_context():
        state = db.session.get(Case, case_id).state
        assert state is (CaseState.HIDDEN if won == "hide" else CaseState.KEPT)
