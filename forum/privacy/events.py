"""What happens around the texts people agree to and the data kept about them."""

from dataclasses import dataclass
from typing import Any, ClassVar

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class TextPublished(Event):
    """A new version of a standing text; `correction` is one that comes into force at once."""

    kind: str
    version: int
    correction: bool = False
    reason: str = ""
    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    user_id: int
    kind: str
    version: int
    how: str


@dataclass(frozen=True, kw_only=True)
class DataCopyRequested(Event):
    """Somebody asked for everything that is kept about them."""

    user_id: int
    copy_id: int


@dataclass(frozen=True, kw_only=True)
class DataCopyReady(Event):
    user_id: int
    copy_id: int


@dataclass(frozen=True, kw_only=True)
class DataCopyDownloaded(Event):
    user_id: int
    copy_id: int


@dataclass(frozen=True, kw_only=True)
class DataRequestMade(Event):
    """Someone used a right: access, correction, restriction … `user_id`: None on paper."""

    request_id: int
    kind: str
    user_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class DataRequestAnswered(Event):
    request_id: int
    granted: bool
    user_id: int | None = None
    reason: str = ""
    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})


@dataclass(frozen=True, kw_only=True)
class ErasureRequested(Event):
    """An account is to be erased at a later time, unless its owner thinks again."""

    user_id: int
    request_id: int


@dataclass(frozen=True, kw_only=True)
class ErasureCancelled(Event):
    user_id: int
    request_id: int


@dataclass(frozen=True, kw_only=True)
class UnusedAccountNoticed(Event):
    """An account that nobody used for long will be erased; its owner is told beforehand."""

    user_id: int
    request_id: int


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """Nothing names this person any more; only the number of the account is left."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class RetentionRan(Event):
    """The daily round: how many things of each kind were too old."""

    counts: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class IncidentNoted(Event):
    """A breach of personal data was entered into the register."""

    incident_id: int


@dataclass(frozen=True, kw_only=True)
class IncidentChanged(Event):
    incident_id: int


@dataclass(frozen=True, kw_only=True)
class IncidentTold(Event):
    """Those concerned are told in writing."""

    incident_id: int
    people: int


@dataclass(frozen=True, kw_only=True)
class IncidentToldTo(Event):
    """One person is to be told of a breach: one promise for each of them."""

    incident_id: int
    user_id: int


@dataclass(frozen=True, kw_only=True)
class AuthorityTold(Event):
    """The notice to the authority was sent."""

    incident_id: int
