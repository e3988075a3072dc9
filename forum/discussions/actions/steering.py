"""What moderators do with a discussion as a whole: pin, slow down, close, open again.

Each is an event with its reason.
"""

from flask_babel import gettext as _

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, lock
from forum.core.errors import Invalid
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import one_line
from forum.discussions import policy, queries
from forum.discussions.actions.posting import hold, must_be_shown, touch
from forum.discussions.events import (
    DiscussionClosed,
    DiscussionReopened,
    PaceSet,
    PostPinned,
    PostUnpinned,
)
from forum.discussions.models import Post, Thread

REASON = (5, 300)
MOST_PINNED = 3
PACES = (0, 5, 15, 30, 60, 240, 1440)  # minutes


@atomic()
def pin_post(actor: Actor, post: Post, *, pinned: bool, reason: str) -> None:
    """Show a reply above all others, three at most; or no longer. Twice is harmless."""
    require(policy.can_pin, actor)
    reason = check_reason(reason)
    thread = hold(post)
    if post.is_opening:
        raise Invalid(_("Yang disematkan adalah tanggapan."))
    must_be_shown(post)
    if pinned is (post.pinned_at is not None):
        return
    if pinned and len(queries.pinned_in(thread.id)) >= MOST_PINNED:
        raise Invalid(_("Sudah ada tiga sematan. Lepas salah satu lebih dulu."))
    post.pinned_at = clock.now() if pinned else None
    touch(thread)
    event = PostPinned if pinned else PostUnpinned
    record(event(thread_id=thread.id, post_id=post.id, reason=reason, actor_id=actor.id))


@atomic()
def close_thread(actor: Actor, thread: Thread, *, reason: str) -> None:
    """Take no more replies; everyone reads why. Twice is harmless."""
    require(policy.can_set_pace, actor)
    reason = check_reason(reason)
    lock(thread)
    if thread.is_closed:
        return
    thread.is_closed, thread.closed_note = True, reason
    touch(thread)
    record(DiscussionClosed(thread_id=thread.id, reason=reason, actor_id=actor.id))


@atomic()
def reopen_thread(actor: Actor, thread: Thread, *, reason: str) -> None:
    """Take replies again. Twice is harmless."""
    require(policy.can_set_pace, actor)
    reason = check_reason(reason)
    lock(thread)
    if not thread.is_closed:
        return
    thread.is_closed, thread.closed_note = False, None
    touch(thread)
    record(DiscussionReopened(thread_id=thread.id, reason=reason, actor_id=actor.id))


@atomic()
def set_pace(actor: Actor, thread: Thread, *, minutes: int, reason: str) -> None:
    """One post per person in so many minutes (one of `PACES`); 0 lifts the limit."""
    require(policy.can_set_pace, actor)
    reason = check_reason(reason)
    if minutes not in PACES:
        raise Invalid(_("Pilih jeda dari daftar."))
    lock(thread)
    if thread.slow_minutes == minutes:
        return
    thread.slow_minutes = minutes
    touch(thread)
    record(PaceSet(thread_id=thread.id, minutes=minutes, reason=reason, actor_id=actor.id))


def check_reason(text: str) -> str:
    """Why, in one line that everyone may read: 5 to 300 characters."""
    reason = one_line(text)
    if not REASON[0] <= len(reason) <= REASON[1]:
        raise Invalid(_("Tulis alasannya, 5 sampai 300 huruf. Semua orang dapat membacanya."))
    return reason
