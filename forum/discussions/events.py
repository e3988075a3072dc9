"""What can happen in a discussion."""

from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PostPublished(Event):
    """A reply was written (the opening has the event of what it opens, such as IssueRaised)."""

    thread_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostSupported(Event):
    thread_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class SupportWithdrawn(Event):
    thread_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class SupportRecounted(Event):
    """What an opening counts changed with the set of threads it belongs to: nobody's support."""

    thread_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostHidden(Event):
    thread_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostRestored(Event):
    thread_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class AuthorRenamed(Event):
    """Someone who wrote in this thread goes by another name now."""

    thread_id: int


@dataclass(frozen=True, kw_only=True)
class Mentioned(Event):
    """A post calls a person or a unit by name, for the first time."""

    thread_id: int
    post_id: int
    user_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ArgumentVoted(Event):
    """Someone agrees or disagrees with an argument, or no longer does; never who."""

    thread_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostEdited(Event):
    """Its author rewrote it. `revision_id`: where everyone reads what was changed, if marked."""

    thread_id: int
    post_id: int
    revision_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PostDeleted(Event):
    """Its author took it back."""

    thread_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostUndeleted(Event):
    """Its author wants it after all."""

    thread_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostPinned(Event):
    """Everyone is to see it first."""

    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})
    thread_id: int
    post_id: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PostUnpinned(Event):
    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})
    thread_id: int
    post_id: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class DiscussionClosed(Event):
    """It takes no more replies."""

    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})
    thread_id: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class DiscussionReopened(Event):
    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})
    thread_id: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PaceSet(Event):
    """From now on one post per person in so many minutes; 0: no limit."""

    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})
    thread_id: int
    minutes: int
    reason: str = ""
