"""In which capacity somebody wrote last in a thread, so that they need not choose again there.

Kept in the session of this browser alone, for the threads written in last.
"""

from flask import session

from forum.core.actor import Actor
from forum.discussions.voices import voices_of

_KEY = "voices"
MOST = 10  # threads


def remember(thread_id: int, key: str | None) -> None:
    """`key` is a voice as forms name it; None for a resident, which is where everyone begins."""
    kept = [pair for pair in _kept() if pair[0] != thread_id]
    if key is not None:
        kept.append([thread_id, key])
    if kept != _kept():
        session[_KEY] = kept[-MOST:]


def remembered(actor: Actor, thread_id: int) -> str | None:
    """The voice chosen last in this thread, if it may still be chosen."""
    key = next((key for known, key in _kept() if known == thread_id), None)
    return key if key in {voice.key for voice in voices_of(actor)} else None


def _kept() -> list[list[int | str]]:
    return list(session.get(_KEY, ()))
