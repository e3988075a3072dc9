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
