"""Who may answer for the city, and who may take its briefs away."""

from forum.core.actor import Actor, Role
from forum.issues import policy as issues
from forum.issues.models import Issue, IssueState

ANSWERING = (Role.OFFICIAL, Role.HEAD)
BRIEFED = (
    Role.OFFICIAL,
    Role.HEAD,
    Role.COORDINATOR,
    Role.FACILITATOR,
    Role.ADMIN,
    Role.SYSTEM,
)


def can_answer(actor: Actor, issue: Issue) -> bool:
    """Officials and heads answer for the unit they serve, once an issue is public."""
    return (
        bool(actor.unit_ids(*ANSWERING))
        and issue.state is not IssueState.DRAFT
        and issues.may_handle(actor, issue)
    )


def can_answer_for(actor: Actor, issue: Issue, unit_id: int) -> bool:
    """Nobody answers in the name of a unit that is not theirs."""
    return can_answer(actor, issue) and unit_id in actor.unit_ids(*ANSWERING)


def can_export(actor: Actor, issue: Issue) -> bool:
    """Those who prepare or take decisions get the brief; it names no resident."""
    return (
        actor.serves_as(*BRIEFED)
        and issue.state is not IssueState.DRAFT
        and issues.may_handle(actor, issue)
    )
