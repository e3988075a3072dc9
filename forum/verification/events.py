"""What happens to verifications. Ids only: no NIK, no code, no name."""

from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonVerified(Event):
    """A person was verified at this level, for the first time or once more."""

    user_id: int
    record_id: int
    level: str
    how: str


@dataclass(frozen=True, kw_only=True)
class VerificationRevoked(Event):
    """A person's verification at this level was taken back."""

    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})
    user_id: int
    level: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class VerificationEnding(Event):
    """A month from now this verification ends."""

    user_id: int
    record_id: int


@dataclass(frozen=True, kw_only=True)
class VerificationExpired(Event):
    user_id: int
    level: str


@dataclass(frozen=True, kw_only=True)
class ConflictOpened(Event):
    """The same NIK for two accounts: which two, only those who decide are to know."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class ConflictDecided(Event):
    """`user_id` is who brought the NIK forward, `person_id` who held it."""

    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})
    case_id: int
    user_id: int
    person_id: int
    moved: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class CodesMade(Event):
    batch_id: int
    area_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class CodesPrinted(Event):
    """The sheet with the codes was shown."""

    batch_id: int


@dataclass(frozen=True, kw_only=True)
class CodesVoided(Event):
    batch_id: int
