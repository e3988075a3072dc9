"""Which step leads from where to where, for each kind of issue, and who takes it.

A table of facts; nothing here asks the database. Sources: the steps of SP4N-LAPOR! for
complaints and requests for information, the Musrenbang chain for proposals.
"""

from dataclasses import dataclass
from enum import StrEnum

from forum.issues.models import IssueKind, IssueState, Step

S = IssueState


class Who(StrEnum):
    """In which standing a step is taken."""

    AUTHOR = "author"  # who raised it
    COORDINATOR = "coordinator"  # verifies and assigns, for the whole city
    VILLAGE = "village"  # the desk of the kelurahan it is about
    OWNER = "owner"  # officials of the unit that answers for it now
    MODERATOR = "moderator"
    OUTSIDER = "outsider"  # officials of a unit that does not answer for it


@dataclass(frozen=True)
class Rule:
    """A step: from these states to that one (None: it stays where it is, or is computed)."""

    sources: frozenset[IssueState]
    target: IssueState | None
    who: frozenset[Who]
    wants_reason: bool = False  # one of the closed list
    wants_unit: bool = False
    wants_note: bool = True
    by_form: bool = True  # False: another folder's page leads here, such as an answer


def _rule(
    sources: str,
    target: IssueState | None,
    *who: Who,
    reason: bool = False,
    unit: bool = False,
    note: bool = True,
    by_form: bool = True,
) -> Rule:
    states = frozenset(IssueState[name] for name in sources.split())
    return Rule(states, target, frozenset(who), reason, unit, note, by_form)


MERGING = (Who.COORDINATOR, Who.MODERATOR, Who.OUTSIDER)


def _merging(sources: str) -> dict[Step, Rule]:
    """Merged with another, and what may follow: for every kind the same."""
    return {
        Step.MERGE: _rule(sources, S.MERGED, *MERGING, by_form=False),
        Step.UNMERGE: _rule("MERGED", None, *MERGING),
        Step.OBJECT: _rule("MERGED", None, Who.AUTHOR),
        Step.KEEP: _rule("MERGED", None, Who.COORDINATOR, Who.MODERATOR),
    }


_BEFORE_DONE = "RECEIVED VERIFIED ASSIGNED IN_PROGRESS NEEDS_COMPLETION REOPENED ANSWERED"
_OFFICES = "RECEIVED VERIFIED ASSIGNED IN_PROGRESS REOPENED"

_HANDLED: dict[Step, Rule] = {
    Step.VERIFY: _rule("RECEIVED", S.VERIFIED, Who.COORDINATOR, note=False),
    Step.ASSIGN: _rule(
        "VERIFIED ASSIGNED IN_PROGRESS REOPENED ANSWERED",
        S.ASSIGNED,
        Who.COORDINATOR,
        unit=True,
        note=False,
    ),
    Step.FORWARD: _rule(
        "ASSIGNED IN_PROGRESS REOPENED", S.ASSIGNED, Who.OWNER, unit=True, reason=True
    ),
    Step.BEGIN: _rule("ASSIGNED REOPENED", S.IN_PROGRESS, Who.OWNER),
    Step.ASK: _rule(_OFFICES, S.NEEDS_COMPLETION, Who.COORDINATOR, Who.OWNER),
    Step.COMPLETE: _rule("NEEDS_COMPLETION", None, Who.AUTHOR),
    Step.EXTEND: _rule("ASSIGNED IN_PROGRESS VERIFIED", None, Who.COORDINATOR, Who.OWNER),
    Step.ANSWER: _rule(
        "RECEIVED VERIFIED ASSIGNED IN_PROGRESS REOPENED ANSWERED NEEDS_COMPLETION",
        S.ANSWERED,
        Who.OWNER,
        note=False,
        by_form=False,
    ),
    Step.FINISH: _rule("ANSWERED IN_PROGRESS", S.DONE, Who.OWNER, by_form=False),
    Step.REJECT: _rule(
        "RECEIVED VERIFIED ASSIGNED NEEDS_COMPLETION REOPENED",
        S.REJECTED,
        Who.COORDINATOR,
        reason=True,
    ),
    Step.REOPEN: _rule("DONE REJECTED ANSWERED", S.REOPENED, Who.AUTHOR, Who.COORDINATOR),
    Step.NOTE: _rule(_BEFORE_DONE, None, Who.COORDINATOR, Who.OWNER),
    **_merging(_BEFORE_DONE),
}
_PLANNED = "UNDER_REVIEW POSTPONED ACCEPTED PARTLY_ACCEPTED"
RULES: dict[IssueKind, dict[Step, Rule]] = {
    IssueKind.COMPLAINT: {
        step: rule for step, rule in _HANDLED.items() if step is not Step.EXTEND
    },
    IssueKind.QUESTION: _HANDLED,
    IssueKind.PROPOSAL: {
        Step.VERIFY: _rule(
            "SUBMITTED", S.VERIFIED_VILLAGE, Who.VILLAGE, Who.COORDINATOR, note=False
        ),
        Step.ASSIGN: _rule(
            "SUBMITTED VERIFIED_VILLAGE UNDER_REVIEW POSTPONED",
            S.UNDER_REVIEW,
            Who.COORDINATOR,
            unit=True,
            note=False,
        ),
        Step.FORWARD: _rule("UNDER_REVIEW", S.UNDER_REVIEW, Who.OWNER, unit=True, reason=True),
        Step.ACCEPT: _rule(
            "UNDER_REVIEW POSTPONED PARTLY_ACCEPTED",
            S.ACCEPTED,
            Who.OWNER,
            note=False,
            by_form=False,
        ),
        Step.ACCEPT_PART: _rule(
            "UNDER_REVIEW POSTPONED ACCEPTED",
            S.PARTLY_ACCEPTED,
            Who.OWNER,
            note=False,
            by_form=False,
        ),
        Step.POSTPONE: _rule(
            "SUBMITTED VERIFIED_VILLAGE UNDER_REVIEW ACCEPTED PARTLY_ACCEPTED",
            S.POSTPONED,
            Who.OWNER,
            note=False,
            by_form=False,
        ),
        Step.REJECT: _rule(
            f"SUBMITTED VERIFIED_VILLAGE {_PLANNED}",
            S.REJECTED,
            Who.COORDINATOR,
            reason=True,
        ),
        Step.CARRY_OUT: _rule("ACCEPTED PARTLY_ACCEPTED", S.CARRIED_OUT, Who.OWNER),
        Step.FINISH: _rule("CARRIED_OUT", S.DONE, Who.OWNER, by_form=False),
        Step.REOPEN: _rule("DONE", S.CARRIED_OUT, Who.AUTHOR, Who.COORDINATOR),
        Step.NOTE: _rule(
            f"SUBMITTED VERIFIED_VILLAGE CARRIED_OUT {_PLANNED}",
            None,
            Who.COORDINATOR,
            Who.OWNER,
        ),
        **_merging(f"SUBMITTED VERIFIED_VILLAGE {_PLANNED}"),
    },
    IssueKind.DISCUSSION: {
        Step.CLOSE: _rule("OPEN", S.CLOSED, Who.AUTHOR, Who.MODERATOR, Who.COORDINATOR),
        Step.OPEN: _rule("CLOSED", S.OPEN, Who.MODERATOR, Who.COORDINATOR),
        **_merging("OPEN"),
    },
}

SETTLED = frozenset(
    {S.DONE, S.REJECTED, S.MERGED, S.CLOSED, S.ACCEPTED, S.PARTLY_ACCEPTED, S.POSTPONED}
)
ENDS = frozenset({S.DONE, S.REJECTED, S.MERGED, S.CLOSED})


def rule_for(kind: IssueKind, step: Step) -> Rule | None:
    """None where this kind knows no such step."""
    return RULES[kind].get(step)


def sources(kind: IssueKind, step: Step) -> frozenset[IssueState]:
    """The states from which this step may be taken; none where the kind does not know it."""
    rule = RULES[kind].get(step)
    return rule.sources if rule is not None else frozenset()


def steps_from(kind: IssueKind, state: IssueState) -> list[Step]:
    """All that may follow, whoever takes it, in the order of the table."""
    return [step for step, rule in RULES[kind].items() if state in rule.sources]
