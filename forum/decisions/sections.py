"""What decisions put on the page of an issue: answers, promises, and what one may do."""

from collections.abc import Collection

from forum.attachments.queries import files_of
from forum.core import clock
from forum.core.actor import Actor
from forum.decisions import policy, queries
from forum.decisions.models import Commitment
from forum.decisions.words import LATE, RATINGS, RESULTS, STANDINGS, VERDICTS, reason_label
from forum.export import DOCUMENT_FORMATS
from forum.issues.models import Issue, IssueState
from forum.issues.slots import Slot, detail_action, detail_section, list_mark


@detail_section
def answers(_viewer: Actor, issue: Issue) -> Slot | None:
    found = queries.answers_to(issue.id)
    closings = queries.closings_of(issue.id)
    if not found and not closings:
        return None
    promised: dict[int, list[Commitment]] = {}
    for one in queries.commitments_of(issue.id):
        promised.setdefault(one.answer_id, []).append(one)
    return "decisions/_answers.html", {
        "answers": found,
        "commitments": promised,
        "closings": closings,
        "files": files_of(queries.CLOSING_FILES, [closing.id for closing in closings]),
        "results": RESULTS,
        "standings": STANDINGS,
        "late": LATE,
        "verdicts": VERDICTS,
        "ratings": RATINGS,
        "reason_label": reason_label,
        "today": clock.today(),
    }


@list_mark
def who_answered(issue_ids: Collection[int]) -> dict[int, str]:
    return queries.last_answers(issue_ids)


@detail_action
def official_actions(viewer: Actor, issue: Issue) -> Slot | None:
    """Answering, declaring done, the brief; for the reporter, whether it is done indeed."""
    answer, export = policy.can_answer(viewer, issue), policy.can_export(viewer, issue)
    finish = policy.can_finish(viewer, issue)
    asked = None
    if issue.state is IssueState.DONE and policy.can_confirm(viewer, issue):
        asked = queries.asked_of(viewer.id, issue)
    if not (answer or export or finish or asked):
        return None
    formats = [writer.extension for writer in DOCUMENT_FORMATS.values()] if export else []
    context = {
        "issue": issue,
        "may_answer": answer,
        "may_finish": finish,
        "asked": asked,
        "formats": formats,
    }
    return "decisions/_actions.html", context
