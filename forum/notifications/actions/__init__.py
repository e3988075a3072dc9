"""Everything that can be done with notifications, with following, and with mails about them."""

from forum.notifications.actions.choosing import choose_mails, stop_mails, stop_one
from forum.notifications.actions.following import begin, end_support, follow, leave_everything
from forum.notifications.actions.mailing import claim, finish, give_up, put_off
from forum.notifications.actions.reading import read, read_all, unread
from forum.notifications.actions.telling import (
    notify,
    notify_all,
    tell_followers,
    tell_some_followers,
)

__all__ = [
    "begin",
    "choose_mails",
    "claim",
    "end_support",
    "finish",
    "follow",
    "give_up",
    "leave_everything",
    "notify",
    "notify_all",
    "put_off",
    "read",
    "read_all",
    "stop_mails",
    "stop_one",
    "tell_followers",
    "tell_some_followers",
    "unread",
]
