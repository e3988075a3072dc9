"""Who may read a notification: the person it was sent to, and nobody else."""

from sqlalchemy import ColumnElement, false

from forum.core.actor import Actor
from forum.notifications.models import Notification


def can_have(actor: Actor) -> bool:
    return actor.signed_in


def visible_to(viewer: Actor) -> ColumnElement[bool]:
    return Notification.user_id == viewer.id if viewer.signed_in else false()
