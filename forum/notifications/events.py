"""What happens to notifications."""

from dataclasses import dataclass, field
from typing import Any

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class Notified(Event):
    """One person was told of something."""

    user_id: int
    notification_id: int


@dataclass(frozen=True, kw_only=True)
class ManyNotified(Event):
    """A batch of people was told of something; their bells count it at their next page."""

    key: str
    people: int


@dataclass(frozen=True, kw_only=True)
class NotificationsRead(Event):
    """Someone read one notification, or all of them."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class NotificationUnread(Event):
    """Someone put a notification back among those they have not read."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class FollowersToTell(Event):
    """Something happened to a thing that people follow. They are told in batches, each in a
    transaction of its own that promises the next; `after` is the last one told so far.
    """

    matter: str
    ref_id: int
    important: bool
    key: str
    kind: str
    about: str | None
    facts: dict[str, Any] = field(default_factory=dict)
    after: int = 0


@dataclass(frozen=True, kw_only=True)
class FollowChanged(Event):
    """Someone follows a thing, hears more or less of it, or follows it no longer."""

    user_id: int
    matter: str
    ref_id: int
    level: str


@dataclass(frozen=True, kw_only=True)
class FollowingEnded(Event):
    """Someone follows nothing any more."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class MailWishesChanged(Event):
    """Someone chose how mails come. `by_link`: from a mail, without signing in."""

    user_id: int
    by_link: bool = False
