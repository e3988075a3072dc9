"""People for tests: `UserFactory()`, `UserFactory(moderator=True)`, `UserFactory(unit=unit)`.

`.as_actor()` works at once: grants and area are loaded.
"""

import functools
from typing import Any

import factory

from forum.accounts.models import RoleGrant, User
from forum.accounts.passwords import hash_password
from forum.city.models import Area, Unit
from forum.core import clock
from forum.core.actor import Grant, Role, Verification
from tests.factories import Factory

PASSWORD = "empat kata tidak umum"


@functools.cache
def hashed(password: str) -> str:
    """Hashing is slow on purpose: once per password for all tests. Needs an application
    context the first time.
    """
    return hash_password(password)


class UserFactory(Factory):
    """A resident, verified with their identity card, who has no password.

    `roles` names further roles, as Role (for the whole city, or for `unit`) or as Grant.
    `password=…` is what they type; only then can they sign in through the form.
    """

    class Meta:
        model = User

    class Params:
        desk = factory.Trait(roles=[Role.DESK])
        facilitator = factory.Trait(roles=[Role.FACILITATOR])
        scribe = factory.Trait(roles=[Role.SCRIBE])
        moderator = factory.Trait(roles=[Role.MODERATOR])
        coordinator = factory.Trait(roles=[Role.COORDINATOR])
        official = factory.Trait(roles=[Role.OFFICIAL])
        head = factory.Trait(roles=[Role.HEAD])
        observer = factory.Trait(roles=[Role.OBSERVER])
        admin = factory.Trait(roles=[Role.ADMIN])
        unverified = factory.Trait(verification=Verification.NONE, verified_at=None)
        unconfirmed = factory.Trait(
            confirmed_at=None, verification=Verification.NONE, verified_at=None
        )

    email = factory.Sequence(lambda n: f"orang{n}@betang.example")
    name = factory.Sequence(lambda n: f"Orang Percobaan {n}")
    public_name = factory.Sequence(lambda n: f"Orang {n}")
    password = None
    fs_uniquifier = factory.Sequence(lambda n: f"key-of-person-{n}")
    confirmed_at = factory.LazyFunction(clock.now)
    verification = Verification.IDENTITY_CARD
    verified_at = factory.LazyFunction(clock.now)
    language = "id"
    second_factor_since = factory.LazyAttribute(
        lambda person: clock.now() if person.roles else None
    )
    roles: Any = ()
    unit: Any = None

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        roles, unit = kwargs.pop("roles"), kwargs.pop("unit")
        area: Area | None = kwargs.pop("area", None)
        password = kwargs.pop("password")
        user = super()._create(
            model_class,
            *args,
            password=hashed(password) if password else None,
            area=area,
            grants=[_grant(role, unit) for role in roles],
            **kwargs,
        )
        assert isinstance(user, User)
        return user


def _grant(role: Role | Grant, unit: Unit | None) -> RoleGrant:
    if isinstance(role, Grant):
        return RoleGrant(role=role.role, area_id=role.area_id, unit_id=role.unit_id)
    return RoleGrant(role=role, unit_id=unit.id if unit is not None else None)
