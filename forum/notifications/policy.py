"""Who may read a notification: the person it was sent to, and nobody else."""

from sqlalchemy import ColumnElement, false

from forum.core.actor import Actor
from forum.notifications.models import Follow, Notification


def can_have(actor: Actor) -> bool:
    return actor.signed_in


def can_follow(actor: Actor) -> bool:
    """Whoever is signed in, what they may see; that is asked of the thing itself."""
    return actor.signed_in


def can_choose_mails(actor: Actor) -> bool:
    return actor.signed_in


def visible_to(viewer: Actor) -> ColumnElement[bool]:
    return Notification.user_id == viewer.id if viewer.signed_in else false()


def followed_by(viewer: Actor) -> ColumnElement[bool]:
    """What one follows is one's own affair."""
    return Follow.user_id == viewer.id if viewer.signed_in else false()
