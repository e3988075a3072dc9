from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum import notifications
from forum.accounts.models import User
from forum.audit.models import AuditEntry
from forum.core.actor import VISITOR
from forum.core.db import atomic, db
from forum.core.errors import NotFound, SignInFirst
from forum.live.models import LiveEvent
from forum.notifications import actions, queries
from forum.notifications.models import Notification
from tests.accounts.factories import UserFactory


@pytest.fixture(autouse=True)
def context(app: Flask) -> Any:
    """What is told to a room is sent after the commit, by the application."""
    with app.test_request_context():
        yield


def tell(user: User, key: str = "greeting:1", **facts: int) -> None:
    with atomic():
        notifications.notify(user.id, key=key, kind="greeting", facts=facts)


def unread(user: User) -> tuple[int, int]:
    """The number that is kept, and the true one."""
    return queries.unread_count(user.id), queries.counted_unread(user.id)


def test_a_person_is_told_once_of_an_occasion() -> None:
    user, other = UserFactory(), UserFactory()
    tell(user, n=1)
    tell(user, n=2)
    tell(user, key="greeting:2")
    tell(other)
    assert unread(user) == (2, 2)
    assert unread(other) == (1, 1)
    row = db.session.scalars(select(Notification).order_by(Notification.id)).first()
    assert row is not None
    assert row.facts == {"n": 1}
    names = db.session.scalars(select(AuditEntry.event)).all()
    assert names.count("Notified") == 3


def test_many_are_told_at_once() -> None:
    users = [UserFactory() for _n in range(4)]
    tell(users[2])
    with atomic():
        ids = [user.id for user in reversed(users)] + [users[0].id]
        notifications.notify_all(ids, key="greeting:1", kind="greeting", facts={})
    assert [unread(user) for user in users] == [(1, 1)] * 4


def test_nobody_at_all_is_told_nothing() -> None:
    with atomic():
        notifications.notify_all([], key="greeting:1", kind="greeting", facts={})
    assert db.session.scalar(select(Notification)) is None


def test_telling_belongs_to_a_change() -> None:
    user = UserFactory()
    with pytest.raises(RuntimeError):
        notifications.notify(user.id, key="greeting:1", kind="greeting", facts={})
    with pytest.raises(ZeroDivisionError), atomic():
        notifications.notify(user.id, key="greeting:1", kind="greeting", facts={})
        raise ZeroDivisionError
    assert db.session.scalar(select(Notification)) is None


def test_reading_counts_once() -> None:
    user = UserFactory()
    for n in range(3):
        tell(user, key=f"greeting:{n}")
    first = db.session.scalars(select(Notification).order_by(Notification.id)).first()
    assert first is not None
    actions.read(user.as_actor(), first)
    actions.read(user.as_actor(), first)
    assert unread(user) == (2, 2)
    actions.read_all(user.as_actor())
    actions.read_all(user.as_actor())
    assert unread(user) == (0, 0)


def test_nobody_reads_for_another() -> None:
    user, other = UserFactory(), UserFactory()
    tell(user)
    row = db.session.scalars(select(Notification)).one()
    with pytest.raises(NotFound):
        queries.notification_for(other.as_actor(), row.id)
    with pytest.raises(NotFound):
        queries.notification_for(VISITOR, row.id)
    actions.read(other.as_actor(), row)
    actions.read_all(other.as_actor())
    with pytest.raises(SignInFirst):
        actions.read_all(VISITOR)
    assert unread(user) == (1, 1)


def test_the_log_of_the_room_holds_no_words() -> None:
    user = UserFactory()
    tell(user, n=5)
    line = db.session.scalars(select(LiveEvent)).one()
    assert (line.room, line.type, line.facts) == (f"user:{user.id}", "Notified", {})
