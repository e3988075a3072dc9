"""What can happen to an issue."""

from dataclasses import dataclass

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
