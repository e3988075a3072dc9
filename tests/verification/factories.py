"""People, officers and codes for tests of verification."""

from typing import Any

from forum.accounts import queries as accounts
from forum.accounts.models import User
from forum.core.actor import Actor, Grant, Role, Verification
from forum.verification import actions, nik, queries
from forum.verification.models import CodeBatch
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory

# Made up: serials from 9990 on are given to nobody.
NIK, OTHER_NIK, THIRD_NIK = "6271014107909999", "6271013112999999", "6271012902009999"


def resident(area: Any = None, **given: Any) -> User:
    """Somebody who was never verified."""
    return UserFactory(
        verification=Verification.NONE, verified_at=None, area=area or AreaFactory(), **given
    )


def officer(area: Any = None, role: Role = Role.DESK, **given: Any) -> User:
    """An officer of this kelurahan, or without one of the whole city."""
    area_id = area.id if area is not None else None
    return UserFactory(roles=[Grant(role, area_id=area_id)], area=area, **given)


def acting(person: User) -> Actor:
    """As whom this person acts now; what the test has loaded of them may be older."""
    user = accounts.user_by_id(person.id)
    assert user is not None
    return user.as_actor()


def verified(person: User, by: Actor, number: str = NIK, **given: Any) -> actions.Outcome:
    """The officer sees this person's card; they live where their account says."""
    person = queries.person_at_desk(by, person.id)
    words: dict[str, Any] = {"area": person.area, "name": person.name, "seen": True}
    words |= {"lives_here": True, "nik": nik.read(number)} | given
    return actions.verify_by_card(by, person, **words)


def codes_for(area: Any, count: int = 3, **given: Any) -> tuple[CodeBatch, list[str]]:
    """A batch for this kelurahan with its codes."""
    by = officer(area).as_actor()
    words: dict[str, Any] = {"rt": "3", "rw": "7", "count": count, "days": 60} | given
    batch = actions.make_codes(by, area, **words)
    return batch, actions.note_printing(by, batch)
