"""What follows: those who follow something are told in batches."""

from forum.core.events import subscribe
from forum.notifications import actions
from forum.notifications.events import FollowersToTell


@subscribe(FollowersToTell)
def tell_those_who_follow(event: FollowersToTell) -> None:
    actions.tell_some_followers(event)
