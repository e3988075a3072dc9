"""Photos and documents of promises and of what was declared done: who may see the issue may see them."""

from sqlalchemy import select

from forum import attachments
from forum.core.actor import Actor
from forum.core.db import db
from forum.decisions import queries
from forum.decisions.models import Commitment, CommitmentNote
from forum.issues import actions as issues
from forum.issues.models import Issue
from forum.issues.policy import visible_to


@attachments.holder(queries.NOTE_FILES)
class Notes:
    def may_see(self, viewer: Actor, holder_id: int) -> bool:
        issue_id = self._issue_of(holder_id)
        return issue_id is not None and _sees(viewer, issue_id)

    def changed(self, holder_id: int) -> None:
        issue_id = self._issue_of(holder_id)
        if issue_id is not None:
            issues.chain_changed(issue_id)

    def _issue_of(self, note_id: int) -> int | None:
        return db.session.scalar(
            select(Commitment.issue_id)
            .join(CommitmentNote, CommitmentNote.commitment_id == Commitment.id)
            .where(CommitmentNote.id == note_id)
        )


@attachments.holder(queries.CLOSING_FILES)
class Closings:
    def may_see(self, viewer: Actor, holder_id: int) -> bool:
        closing = queries.closing_by_id(holder_id)
        return closing is not None and _sees(viewer, closing.issue_id)

    def changed(self, holder_id: int) -> None:
        closing = queries.closing_by_id(holder_id)
        if closing is not None:
            issues.chain_changed(closing.issue_id)


def _sees(viewer: Actor, issue_id: int) -> bool:
    found = select(Issue.id).where(Issue.id == issue_id, visible_to(viewer))
    return db.session.scalar(found) is not None
