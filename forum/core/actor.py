"""Who is acting: the only thing a policy needs to know about a person."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of the city's forum. `SYSTEM` is the clock and the worker, never a person."""

    RESIDENT = "resident"
    DESK = "desk"
    FACILITATOR = "facilitator"
    SCRIBE = "scribe"
    MODERATOR = "moderator"
    COORDINATOR = "coordinator"
    OFFICIAL = "official"
    HEAD = "head"
    OBSERVER = "observer"
    ADMIN = "admin"
    SYSTEM = "system"


class Verification(StrEnum):
    """How far a resident's identity was checked; each level includes the ones before it."""

    NONE = "none"
    CODE = "kode"
    IDENTITY_CARD = "ktp"

    def reaches(self, level: "Verification") -> bool:
        order = list(Verification)
        return order.index(self) >= order.index(level)


@dataclass(frozen=True)
class Grant:
    """A role held for the whole city, for one area, or for one unit."""

    role: Role
    area_id: int | None = None
    unit_id: int | None = None

    @property
    def words(self) -> str:
        """`admin`, `desk area:3`: as the record keeps it."""
        area = f" area:{self.area_id}" if self.area_id else ""
        unit = f" unit:{self.unit_id}" if self.unit_id else ""
        return f"{self.role}{area}{unit}"


@dataclass(frozen=True)
class Actor:
    """A person, a visitor, or the clock - seen without the database."""

    id: int | None = None
    grants: frozenset[Grant] = frozenset()
    verification: Verification = Verification.NONE
    area_ids: frozenset[int] = frozenset()

    @property
    def signed_in(self) -> bool:
        return self.id is not None

    @property
    def is_system(self) -> bool:
        return any(grant.role is Role.SYSTEM for grant in self.grants)

    def has(self, *roles: Role, area_id: int | None = None, unit_id: int | None = None) -> bool:
        """Holds one of these roles for the whole city, or for this very area or unit."""
        return any(
            grant.role in roles
            and grant.area_id in (None, area_id)
            and grant.unit_id in (None, unit_id)
            for grant in self.grants
        )

    def serves_as(self, *roles: Role) -> bool:
        """Holds one of these roles anywhere, whatever its scope."""
        return any(grant.role in roles for grant in self.grants)

    def standing(
        self, *roles: Role, area_id: int | None = None, unit_id: int | None = None
    ) -> str:
        """In which role, and for what, this person may do something: for the record.

        `admin`, `admin area:3`, `desk unit:5`: the widest of the grants that fit; empty if none.
        """
        fitting = [
            grant
            for grant in self.grants
            if grant.role in roles
            and grant.area_id in (None, area_id)
            and grant.unit_id in (None, unit_id)
        ]
        return min((grant.words for grant in fitting), key=len, default="")

    def unit_ids(self, *roles: Role) -> frozenset[int]:
        """The units for which one of these roles is held."""
        return frozenset(
            grant.unit_id
            for grant in self.grants
            if grant.role in roles and grant.unit_id is not None
        )

    def role_for_unit(self, unit_id: int, *roles: Role) -> Role:
        """The first of these roles that is held for the unit; LookupError if none is."""
        for role in roles:
            if unit_id in self.unit_ids(role):
                return role
        raise LookupError(unit_id)


VISITOR = Actor()
SYSTEM = Actor(grants=frozenset({Grant(Role.SYSTEM)}))
