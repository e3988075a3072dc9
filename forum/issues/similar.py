"""Issues that say the same as one that is being written, for "support this one instead"."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.db import db
from forum.discussions.models import Thread
from forum.issues import queries
from forum.issues.models import Issue, IssueState
from forum.issues.policy import public
from forum.issues.queries import Row
from forum.search.similar import Draft, similar

# Where another voice still changes something.
OPEN = tuple(
    state
    for state in IssueState
    if state
    not in (
        IssueState.DRAFT,
        IssueState.DONE,
        IssueState.REJECTED,
        IssueState.MERGED,
        IssueState.POSTPONED,
        IssueState.CLOSED,
    )
)


@dataclass(frozen=True)
class Likeness:
    """An issue that is about the same; nobody supports their own."""

    row: Row
    is_own: bool


def like(viewer: Actor, draft: Draft) -> Sequence[Likeness]:
    """Up to three public issues, the likest first; none where nothing is like enough."""
    found = similar(viewer, queries.SEARCHED, draft, states=[state.value for state in OPEN])
    if not found:
        return ()
    rows = {row.id: row for row in queries.rows_of(viewer, found)}
    own = _own_or_secret(viewer, found)
    return [
        Likeness(rows[issue_id], own[issue_id])
        for issue_id in found
        if issue_id in rows and issue_id in own
    ]


def _own_or_secret(viewer: Actor, issue_ids: Sequence[int]) -> dict[int, bool]:
    """Whether each is the viewer's own; secret ones are left out, whoever may see them."""
    statement = select(Issue.id, Thread.author_id == viewer.id)
    statement = statement.join(Thread, Thread.id == Issue.id)
    rows = db.session.execute(statement.where(Issue.id.in_(issue_ids), public()))
    return {issue_id: bool(is_own) for issue_id, is_own in rows}
