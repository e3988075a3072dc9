"""What can happen in moderation."""

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ContentFlagged(Event):
    case_id: int
    flag_id: int


@dataclass(frozen=True, kw_only=True)
class CaseDecided(Event):
    """A moderator hid the content or let it stand."""

    case_id: int
    decision: str


@dataclass(frozen=True, kw_only=True)
class CaseReversed(Event):
    """A hidden piece of content was restored."""

    case_id: int
