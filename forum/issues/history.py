"""The steps of an issue as links of its chain: who did what, when, and what they said."""

from collections.abc import Sequence

from forum.core.actor import Actor
from forum.issues import queries
from forum.issues.chain import Link, finds_links
from forum.issues.fragments import standing_label
from forum.issues.models import IssueStep, Step
from forum.issues.words import STEPS, reason_label

BY_ANSWER = (Step.ANSWER, Step.ACCEPT, Step.ACCEPT_PART, Step.POSTPONE)  # the answer is a link


@finds_links
def steps(_viewer: Actor, issue_id: int) -> Sequence[Link]:
    """Whoever sees the issue sees what was done about it."""
    return [
        Link(
            kind="step",
            id=step.id,
            at=step.created_at,
            label=str(STEPS[step.step].done),
            title=_title(step),
            url="",
            detail=standing_label(step.role, step.unit.short_name if step.unit else None),
            note=step.note,
            facts={
                "step": step.step.value,
                "before": step.before.word,
                "after": step.after.word,
                "reason": step.reason,
                "note": step.note,
                "role": step.role,
                "unit": step.unit.code if step.unit else None,
                "to_unit": step.to_unit.code if step.to_unit else None,
            },
        )
        for step in queries.steps_of(issue_id)
        if step.step not in BY_ANSWER
    ]


def _title(step: IssueStep) -> str:
    if step.to_unit is not None:
        return step.to_unit.name
    return reason_label(step.step, step.reason) or ""
