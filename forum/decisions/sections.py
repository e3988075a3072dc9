"""What decisions put on the page of an issue: the answers, and what officials may do."""

from collections.abc import Collection

from forum.core.actor import Actor
from forum.decisions import policy, queries
from forum.export import DOCUMENT_FORMATS
from forum.issues.models import Issue
from forum.issues.slots import Slot, detail_action, detail_section, list_mark


@detail_section
def answers(_viewer: Actor, issue: Issue) -> Slot | None:
    found = queries.answers_to(issue.id)
    return ("decisions/_answers.html", {"answers": found}) if found else None


@list_mark
def who_answered(issue_ids: Collection[int]) -> dict[int, str]:
    return queries.last_answers(issue_ids)


@detail_action
def official_actions(viewer: Actor, issue: Issue) -> Slot | None:
    """Answering and taking the brief away, for those who may."""
    answer, export = policy.can_answer(viewer, issue), policy.can_export(viewer, issue)
    if not answer and not export:
        return None
    formats = [writer.extension for writer in DOCUMENT_FORMATS.values()] if export else []
    context = {"issue": issue, "may_answer": answer, "formats": formats}
    return "decisions/_actions.html", context
