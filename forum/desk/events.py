"""What happens at the desk. Who is entered stands in the entry, not here: the record is kept
for good, and an anonymous post must not be known by it.
"""

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class EntryMade(Event):
    """An officer typed in what somebody said, or registered them."""

    entry_id: int
    kind: str
    consent: str  # paper or spoken


@dataclass(frozen=True, kw_only=True)
class PinIssued(Event):
    """A new PIN for a slip, after the person was seen; the old one is dead."""

    entry_id: int


@dataclass(frozen=True, kw_only=True)
class PersonClaimed(Event):
    """Someone who was registered at the desk took over what was entered for them.

    `into_own` tells whether the account became their own; else it was closed and everything
    in it passed to `user_id`.
    """

    user_id: int
    into_own: bool


@dataclass(frozen=True, kw_only=True)
class KioskStarted(Event):
    """A device stands in the kelurahan for people to use themselves, one after the other."""

    area_id: int


@dataclass(frozen=True, kw_only=True)
class KioskEnded(Event):
    area_id: int
