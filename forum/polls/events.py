"""What can happen to a poll. A vote's event says that a person voted, never how."""

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PollDrafted(Event):
    poll_id: int


@dataclass(frozen=True, kw_only=True)
class PollArmed(Event):
    poll_id: int


@dataclass(frozen=True, kw_only=True)
class PollOpened(Event):
    poll_id: int


@dataclass(frozen=True, kw_only=True)
class VoteCast(Event):
    poll_id: int


@dataclass(frozen=True, kw_only=True)
class PollClosed(Event):
    """No more ballots; the count follows."""

    poll_id: int


@dataclass(frozen=True, kw_only=True)
class PollCounted(Event):
    poll_id: int


@dataclass(frozen=True, kw_only=True)
class PollPublished(Event):
    poll_id: int
