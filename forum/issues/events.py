"""What can happen to an issue."""

from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class IssueRaised(Event):
    """An issue became public, with its opening."""

    issue_id: int


@dataclass(frozen=True, kw_only=True)
class IssueMoved(Event):
    """Its state changed."""

    issue_id: int
    before: str
    after: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class StepTaken(Event):
    """A step was taken about it, and noted in its history. `step` is a `models.Step`."""

    issue_id: int
    step_id: int
    step: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class MergedSetChanged(Event):
    """Which issues are handled with it, or with which it is handled, changed."""

    issue_id: int


@dataclass(frozen=True, kw_only=True)
class IssueHidden(Event):
    """It was public and is secret (rahasia) from now on."""

    issue_id: int


@dataclass(frozen=True, kw_only=True)
class LaporNoted(Event):
    """Its number in the national channel was noted, changed or taken away."""

    issue_id: int
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class ClocksChanged(Event):
    """Its promises are due on other days: the table of holidays changed."""

    issue_id: int


@dataclass(frozen=True, kw_only=True)
class ClockReminded(Event):
    """A promise has used half of its time, or has one working day left (`is_last`)."""

    issue_id: int
    clock_id: int
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class ClockOverdue(Event):
    """A promise was not kept by its day: everyone sees it, the head of the unit is told."""

    issue_id: int
    clock_id: int


@dataclass(frozen=True, kw_only=True)
class ClockEscalated(Event):
    """Still not kept: the Sekretariat Daerah is told."""

    issue_id: int
    clock_id: int


@dataclass(frozen=True, kw_only=True)
class ChainChanged(Event):
    """A link of its chain came, changed or went: agenda item, poll, outcome, answer."""

    issue_id: int


@dataclass(frozen=True, kw_only=True)
class CategoryAdded(Event):
    """A topic to choose from was added. `role` is the standing in which the actor did it."""

    category_id: int
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class CategoryChanged(Event):
    """Its names or its place in the list changed."""

    category_id: int
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class CategoryRetired(Event):
    """It is no longer offered; issues that have it keep it."""

    category_id: int
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class CategoryRestored(Event):
    category_id: int
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class CategoriesMerged(Event):
    """All issues of one topic now belong to another."""

    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})
    category_id: int
    into_id: int
    issues: int
    role: str = ""
    reason: str = ""
