"""Who may answer for the city, keep its promises, and who confirms that they were kept."""

from forum.core.actor import Actor, Role
from forum.decisions.models import Commitment
from forum.issues import lifecycle
from forum.issues import policy as issues
from forum.issues.models import Issue, IssueKind, IssueState, Step

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
    """Officials and heads of the unit that answers for the issue; as long as no unit does, of
    any unit: whoever answers a complaint or question first, answers for it.

    What has come to an end is opened again before it is answered again.
    """
    return bool(units_that_may(actor, issue))


def can_answer_for(actor: Actor, issue: Issue, unit_id: int) -> bool:
    """Nobody answers in the name of a unit that is not theirs, or not in charge."""
    return unit_id in units_that_may(actor, issue)


def units_that_may(actor: Actor, issue: Issue) -> frozenset[int]:
    """In whose name this actor may answer it as it stands."""
    return frozenset() if issue.state in lifecycle.ENDS else units_in_charge(actor, issue)


def can_ever_answer(actor: Actor, issue: Issue) -> bool:
    """Whether it is this person's to answer at all, also where it has come to an end."""
    return bool(units_in_charge(actor, issue))


def units_in_charge(actor: Actor, issue: Issue) -> frozenset[int]:
    """Of the units that this actor serves, those whose matter it is."""
    served = frozenset(actor.unit_ids(*ANSWERING))
    if issue.state is IssueState.DRAFT or not served or not issues.may_handle(actor, issue):
        return frozenset()
    if issue.owner_unit_id is None:
        return served if issue.kind is not IssueKind.PROPOSAL else frozenset()
    return served & {issue.owner_unit_id}


def can_keep(actor: Actor, commitment: Commitment, issue: Issue) -> bool:
    """Tell how a promise goes: those who serve the unit that gave it, or answers for it now."""
    units = {commitment.unit_id, issue.owner_unit_id}
    return bool(units & set(actor.unit_ids(*ANSWERING))) and issues.may_handle(actor, issue)


def can_finish(actor: Actor, issue: Issue) -> bool:
    """Declare an issue done: the unit that answers for it, once it was answered or worked on."""
    return issues.can_take(actor, issue, Step.FINISH)


def can_confirm(actor: Actor, issue: Issue) -> bool:
    """Only who raised it says whether what was declared done is done."""
    return (
        actor.id is not None
        and issue.thread.author_id == actor.id
        and issue.state is not IssueState.DRAFT
    )


def can_export(actor: Actor, issue: Issue) -> bool:
    """Those who prepare or take decisions get the brief; it names no resident."""
    return (
        actor.serves_as(*BRIEFED)
        and issue.state is not IssueState.DRAFT
        and issues.may_handle(actor, issue)
    )
