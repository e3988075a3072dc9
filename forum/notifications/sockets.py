"""A person's own room: how many notifications are unread."""

from collections.abc import Iterator

from flask import render_template

from forum import live
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.live.models import LiveEvent
from forum.notifications import queries
from forum.notifications.events import NotificationsRead, NotificationUnread, Notified


def _bell(user_id: int) -> live.View:
    unread = queries.unread_count(user_id)
    bell = render_template("notifications/_bell.html", unread=unread)
    return live.View({"unread": unread}, {"lonceng": bell})


@live.room("user", snapshot=_bell)
def may_follow(viewer: Actor, user_id: int) -> None:
    """Nobody follows another person's room, or learns whether there is one."""
    if viewer.id != user_id:
        raise NotFound("room")


@live.tells(Notified, NotificationsRead, NotificationUnread)
def tell_the_person(
    event: Notified | NotificationsRead | NotificationUnread,
) -> Iterator[live.Line]:
    yield live.Line(f"user:{event.user_id}")


@live.shows("user", "Notified", "NotificationsRead", "NotificationUnread")
def show_the_bell(line: LiveEvent) -> live.View:
    """The present number, also when an older line is replayed."""
    return _bell(int(line.room.partition(":")[2]))
