"""Reading what one was told."""

import sqlalchemy as sa

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic
from forum.core.outbox import record
from forum.core.policy import require
from forum.notifications import policy
from forum.notifications.actions.parts import changed, move_count
from forum.notifications.events import NotificationsRead, NotificationUnread
from forum.notifications.models import Notification


@atomic()
def read(actor: Actor, notification: Notification) -> None:
    """Opening one marks it as read; opening it again changes nothing."""
    require(policy.can_have, actor)
    _mark(actor, Notification.id == notification.id)


@atomic()
def read_all(actor: Actor, *, about: str | None = None) -> None:
    """All of them, or all that are about one thing."""
    require(policy.can_have, actor)
    _mark(actor, sa.true() if about is None else Notification.about == about)


@atomic()
def unread(actor: Actor, notification: Notification) -> None:
    """Put one back, to look at later. It is not mailed once more."""
    require(policy.can_have, actor)
    put_back = changed(
        sa.update(Notification)
        .where(
            policy.visible_to(actor),
            Notification.id == notification.id,
            Notification.read_at.is_not(None),
        )
        .values(read_at=None)
    )
    if put_back and actor.id is not None:
        move_count([actor.id], put_back)
        record(NotificationUnread(user_id=actor.id, actor_id=actor.id))


def _mark(actor: Actor, which: sa.ColumnElement[bool]) -> None:
    marked = changed(
        sa.update(Notification)
        .where(policy.visible_to(actor), Notification.read_at.is_(None), which)
        .values(read_at=clock.now(), waits_for=None)
    )
    if marked and actor.id is not None:
        move_count([actor.id], -marked)
        record(NotificationsRead(user_id=actor.id, actor_id=actor.id))
