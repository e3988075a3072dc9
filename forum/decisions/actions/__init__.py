"""Everything that can be done with answers, promises and their confirmation."""

from forum.decisions.actions.answering import LONGEST, Promise, publish_answer
from forum.decisions.actions.closing import (
    close_windows,
    confirm,
    contest,
    finish,
    recount_windows,
    reopened,
    say,
)
from forum.decisions.actions.keeping import Told, mark_late, takes, tell

__all__ = [
    "LONGEST",
    "Promise",
    "Told",
    "close_windows",
    "confirm",
    "contest",
    "finish",
    "mark_late",
    "publish_answer",
    "recount_windows",
    "reopened",
    "say",
    "takes",
    "tell",
]
