"""Two clicks, two tabs, two people: all at the same moment, with real transactions."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from forum.core.db import db
from forum.core.errors import Refused
from forum.discussions import actions, queries
from forum.discussions.models import Post, Support, Thread
from tests.accounts.factories import UserFactory
from tests.discussions import parlour  # noqa: F401 - the subject of these threads
from tests.discussions.factories import PostFactory, ThreadFactory

pytestmark = pytest.mark.commits


def at_once(app, works: list[Callable[[], object]]) -> list[object]:
    """Do all of it at the same moment; returns what came out, refusals included."""
    start, results = threading.Barrier(len(works)), []

    def do(work):
        start.wait()
        with app.app_context():
            try:
                results.append(work())
            except Refused as refusal:
                results.append(refusal)

    threads = [threading.Thread(target=do, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == len(works)
    return results


def test_one_person_pressing_six_times_supports_once(app):
    actor, post = UserFactory().as_actor(), PostFactory(thread=ThreadFactory())
    post_id = post.id
    db.session.commit()

    at_once(app, [lambda: actions.support(actor, queries.post_by_id(post_id))] * 6)

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Support)) == 1
        assert db.session.get(Post, post_id).support_count == 1


def test_six_people_count_as_six(app):
    actors = [UserFactory().as_actor() for _ in range(6)]
    thread_id = ThreadFactory().id
    opening_id = queries.opening_row(thread_id).id
    db.session.commit()

    at_once(
        app,
        [
            lambda actor=actor: actions.support(actor, queries.post_by_id(opening_id))
            for actor in actors
        ],
    )

    with app.app_context():
        thread = db.session.get(Thread, thread_id)
        assert (thread.support_count, thread.version) == (6, 7)


def test_replies_at_once_are_all_counted(app):
    actors = [UserFactory().as_actor() for _ in range(5)]
    thread_id = ThreadFactory().id
    db.session.commit()

    at_once(
        app,
        [
            lambda actor=actor: actions.reply(
                actor, queries.thread_by_id(thread_id), text="Setuju"
            )
            for actor in actors
        ],
    )

    with app.app_context():
        thread = db.session.get(Thread, thread_id)
        assert (thread.reply_count, thread.version) == (5, 6)
