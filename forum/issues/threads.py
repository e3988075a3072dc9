"""What discussions ask about a thread that belongs to an issue."""

from typing import Any

from sqlalchemy import ColumnElement, select

from forum import discussions, live
from forum.core.actor import VISITOR, Actor
from forum.core.db import db
from forum.discussions.models import Thread
from forum.issues import chain, fragments, policy, queries
from forum.issues.actions import SUBJECT
from forum.issues.models import Issue, IssueKind

ADDRESS = "/isu"
TAKE_SIDES = (IssueKind.PROPOSAL, IssueKind.DISCUSSION)


@discussions.subject(SUBJECT)
class IssueThreads:
    """An issue shares its id with its thread, and its page holds the whole discussion."""

    def visible_to(self, viewer: Actor) -> ColumnElement[bool]:
        issue = select(Issue.id).where(Issue.id == Thread.id, policy.visible_to(viewer))
        return issue.correlate(Thread).exists()

    def url(self, thread_id: int) -> str:
        return f"{ADDRESS}/{thread_id}"

    def takes_arguments(self, thread_id: int) -> bool:
        """Proposals and open discussions; a complaint or a question has no two sides."""
        issue = db.session.get(Issue, thread_id)
        return issue is not None and issue.kind in TAKE_SIDES

    def state(self, thread_id: int) -> live.View:
        issue = queries.issue_by_id(thread_id)
        return live.View(
            data_of(issue),
            {
                "kepala": fragments.head(issue),
                "bagian": fragments.sections(issue),
                "rantai": fragments.chain_of(issue),
            },
        )


def data_of(issue: Issue) -> dict[str, Any]:
    """For programs: the issue and its chain as everyone may see them."""
    return {
        "issue": {
            "id": issue.id,
            "number": issue.number,
            "kind": issue.kind.value,
            "state": issue.state.word,
            "title": issue.thread.shown_title,
            "area": issue.area.code,
            "category": issue.category.name if issue.category else None,
            "place": issue.shown_place,
            "owner_unit": issue.owner_unit.code if issue.owner_unit else None,
            "due_on": issue.due_on.isoformat() if issue.due_on else None,
            "due_for": issue.due_for.value if issue.due_for else None,
            "overdue": issue.is_overdue,
            "secret": issue.is_secret,
            "merged_into": issue.thread.merged_into_id,
        },
        "chain": [
            {
                "kind": link.kind,
                "id": link.id,
                "at": link.at.isoformat(),
                "title": link.title,
                "url": link.url,
                "state": link.state,
                "facts": link.facts or {},
            }
            for link in chain.links_of(VISITOR, issue.id)
        ],
    }
