"""What the worker clears away: files that nobody attached, and content without a row."""

from datetime import timedelta

from forum.attachments import actions, queries
from forum.attachments.storage import storage
from forum.core import clock
from forum.core.worker import every

HOUR = 3600
STRAY = timedelta(days=2)  # older than any upload that is still under way


@every(HOUR)
def remove_expired() -> None:
    while actions.remove_expired():
        pass


@every(24 * HOUR)
def remove_strays() -> None:
    storage().remove_strays(queries.known_keys, clock.now() - STRAY)
