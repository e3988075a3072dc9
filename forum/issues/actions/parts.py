"""What several actions on issues share."""

from sqlalchemy.exc import InvalidRequestError

from forum.core.db import atomic, db, lock
from forum.core.errors import NotFound
from forum.core.outbox import record
from forum.discussions import actions as discussions
from forum.discussions.models import Thread
from forum.issues import queries
from forum.issues.events import ChainChanged
from forum.issues.models import Issue

# Where an issue stands; `thread`, `area` and the like stay as they were loaded.
STANDING = [
    "kind",
    "state",
    "is_secret",
    "classification",
    "reported_unit_id",
    "owner_unit_id",
    "due_on",
    "due_for",
    "is_overdue",
    "reopened_at",
    "objected_at",
]


def hold(issue: Issue) -> Thread:
    """Lock the thread, which stands for both, then read how far the issue has come by now."""
    thread = issue.thread
    try:
        lock(thread)  # flushes, so that the next line drops nothing
        db.session.refresh(issue, STANDING)  # a whole refresh would drop `thread`
    except InvalidRequestError:  # a draft that was deleted meanwhile
        raise NotFound("issue") from None
    return thread


@atomic()
def chain_changed(issue_id: int, actor_id: int | None = None) -> None:
    """A link of its chain, or a section of its page, came, changed or went."""
    issue = queries.issue_by_id(issue_id)
    lock(issue.thread)
    discussions.touch(issue.thread)
    record(ChainChanged(issue_id=issue_id, actor_id=actor_id))
