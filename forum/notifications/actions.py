"""Telling people, and their reading it."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from forum.accounts.models import User
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db, transaction
from forum.core.outbox import record
from forum.core.policy import require
from forum.notifications import policy
from forum.notifications.events import NotificationsRead, Notified
from forum.notifications.models import Notification

AT_ONCE = 500  # rows of one statement


def notify(user_id: int, *, key: str, kind: str, facts: dict[str, Any]) -> None:
    """Tell one person of something, in the transaction of whoever calls.

    `key` names the occasion: the same occasion tells a person once, however often it is told.
    `facts` holds ids only; the registered kind makes words of them.
    """
    notify_all([user_id], key=key, kind=kind, facts=facts)


def notify_all(user_ids: Iterable[int], *, key: str, kind: str, facts: dict[str, Any]) -> None:
    """Tell several people of the same thing."""
    transaction()  # outside one the news would be lost
    # In one order everywhere, so that two changes never wait for each other in a circle.
    people = sorted(set(user_ids))
    for start in range(0, len(people), AT_ONCE):
        _tell(people[start : start + AT_ONCE], key, kind, facts)


def _tell(people: list[int], key: str, kind: str, facts: dict[str, Any]) -> None:
    told = db.session.execute(
        _insert()
        .values(
            [
                {
                    "user_id": user_id,
                    "key": key,
                    "kind": kind,
                    "facts": facts,
                    "created_at": clock.now(),
                }
                for user_id in people
            ]
        )
        .on_conflict_do_nothing(index_elements=["user_id", "key"])
        .returning(Notification.user_id, Notification.id)
    ).all()
    if not told:
        return
    _move_count([user_id for user_id, _id in told], 1)
    for user_id, notification_id in sorted(told):
        record(Notified(user_id=user_id, notification_id=notification_id))


@atomic()
def read(actor: Actor, notification: Notification) -> None:
    """Opening one marks it as read; opening it again changes nothing."""
    require(policy.can_have, actor)
    _mark(actor, Notification.id == notification.id)


@atomic()
def read_all(actor: Actor) -> None:
    require(policy.can_have, actor)
    _mark(actor, sa.true())


def _mark(actor: Actor, which: sa.ColumnElement[bool]) -> None:
    marked: sa.CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        sa.update(Notification)
        .where(policy.visible_to(actor), Notification.read_at.is_(None), which)
        .values(read_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if marked.rowcount and actor.id is not None:
        _move_count([actor.id], -marked.rowcount)
        record(NotificationsRead(user_id=actor.id, actor_id=actor.id))


def _move_count(user_ids: list[int], by: int) -> None:
    """By the database, not from what we read: others count at the same time."""
    db.session.execute(
        sa.update(User)
        .where(User.id.in_(user_ids))
        .values(unread_count=User.unread_count + by)
        .execution_options(synchronize_session=False)
    )


def _insert() -> Any:
    """An insert that can pass over what is there already, on either database."""
    dialect = db.session.get_bind().dialect.name
    return (postgresql if dialect == "postgresql" else sqlite).insert(Notification)
