"""What can happen to a poll. A vote's event says that a person voted, never how."""

from dataclasses import dataclass
from typing import ClassVar

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
class BallotReplaced(Event):
    """A person voted otherwise while the poll was open. Not how, before or after."""

    poll_id: int


@dataclass(frozen=True, kw_only=True)
class PollExtended(Event):
    poll_id: int
    closes_at: str


@dataclass(frozen=True, kw_only=True)
class VotersToRemind(Event):
    """A poll closes within a day. `after` is the last person of the batch before."""

    poll_id: int
    after: int = 0


@dataclass(frozen=True, kw_only=True)
class PollClosed(Event):
    """Nobody votes any more; what was sent in time may still arrive."""

    poll_id: int


@dataclass(frozen=True, kw_only=True)
class PollSealed(Event):
    """No more ballots; the count follows. `seal` is the hash of the shuffled ballots."""

    poll_id: int
    ballots: int
    seal: str


@dataclass(frozen=True, kw_only=True)
class PollCounted(Event):
    poll_id: int


@dataclass(frozen=True, kw_only=True)
class PollPublished(Event):
    poll_id: int


@dataclass(frozen=True, kw_only=True)
class PollAnnulled(Event):
    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})

    poll_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class OutcomeStated(Event):
    """The organiser said what follows from the result."""

    poll_id: int
