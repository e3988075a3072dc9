"""What can happen in a discussion."""

from dataclasses import dataclass

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
