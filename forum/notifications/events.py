"""What happens to notifications."""

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class Notified(Event):
    """One person was told of something."""

    user_id: int
    notification_id: int


@dataclass(frozen=True, kw_only=True)
class NotificationsRead(Event):
    """Someone read one notification, or all of them."""

    user_id: int
