"""What happens to staff. `given` says which role, and for what: `official unit:3`.

Whose role it is stands in `user_id`; `role`, as in every event, is that of the one who acted.
Reasons are free text: they can be erased. Addresses and links stand in no event.
"""

from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class StaffEvent(Event):
    """Something about a role; every kind of it has a reason where a person gave one."""

    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})
    given: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class StaffInvited(StaffEvent):
    """A link is to be sent that leads to this role."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationSentAgain(StaffEvent):
    """A new link is to be sent; the one before is dead."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(StaffEvent):
    invitation_id: int
    replaced: bool = False  # by a newer one for the same address and role


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(StaffEvent):
    invitation_id: int
    user_id: int
    grant_id: int


@dataclass(frozen=True, kw_only=True)
class RoleGiven(StaffEvent):
    """`replaces` is the grant that this one takes the place of: another end date, say."""

    user_id: int
    grant_id: int
    replaces: int | None = None


@dataclass(frozen=True, kw_only=True)
class RoleWithdrawn(StaffEvent):
    user_id: int
    grant_id: int


@dataclass(frozen=True, kw_only=True)
class RoleExpired(StaffEvent):
    """Its last day has passed. It stopped counting by itself; here the record hears of it."""

    user_id: int
    grant_id: int


@dataclass(frozen=True, kw_only=True)
class RoleEnding(StaffEvent):
    """It ends within days: `told_id` (its holder or one who may prolong it) is to hear of it."""

    user_id: int
    grant_id: int
    told_id: int


@dataclass(frozen=True, kw_only=True)
class StaffNumberRemoved(Event):
    """Somebody took their NIP out of the forum."""

    user_id: int
