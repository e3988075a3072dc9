import pytest

from forum.accounts.models import RoleGrant, User
from forum.city.models import Area, Unit
from forum.core import clock
from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role
from forum.staff import policy

pytestmark = pytest.mark.pure

DISTRICT = Area(id=10, name="Jekan Raya", level="kecamatan")
VILLAGE = Area(id=11, name="Menteng", level="kelurahan", parent_id=10)
OTHER_VILLAGE = Area(id=21, name="Pahandut", level="kelurahan", parent_id=20)
UNIT, OTHER_UNIT = Unit(id=5, name="Dinas PUPR"), Unit(id=6, name="Dinas Kesehatan")


def someone(*grants):
    return Actor(id=1, grants=frozenset(grants))


CITY = someone(Grant(Role.ADMIN))
OF_DISTRICT = someone(Grant(Role.ADMIN, area_id=10))
OF_VILLAGE = someone(Grant(Role.ADMIN, area_id=11))
OF_UNIT = someone(Grant(Role.ADMIN, unit_id=5))
ALL_ROLES = [role for role in Role if role not in (Role.RESIDENT, Role.SYSTEM)]
AREA_ROLES = {Role.DESK, Role.FACILITATOR, Role.SCRIBE, Role.OBSERVER, Role.MODERATOR}
UNIT_ROLES = {Role.OFFICIAL, Role.HEAD, Role.FACILITATOR, Role.SCRIBE, Role.OBSERVER}
CITY_ROLES = set(ALL_ROLES) - {Role.OFFICIAL, Role.HEAD}
BY_CITY = {Role.ADMIN, Role.COORDINATOR}


def given_by(actor, area, unit):
    return {role for role in ALL_ROLES if policy.can_grant(actor, role, area, unit)}


@pytest.mark.parametrize(
    ("who", "area", "unit", "roles"),
    [
        (CITY, None, None, CITY_ROLES),
        (CITY, VILLAGE, None, AREA_ROLES | BY_CITY),
        (CITY, None, UNIT, UNIT_ROLES | BY_CITY),
        (CITY, VILLAGE, UNIT, set()),  # nothing is held for both
        (SYSTEM, None, UNIT, UNIT_ROLES | BY_CITY),
        (OF_DISTRICT, DISTRICT, None, AREA_ROLES),
        (OF_DISTRICT, VILLAGE, None, AREA_ROLES),
        (OF_DISTRICT, OTHER_VILLAGE, None, set()),
        (OF_DISTRICT, None, None, set()),
        (OF_DISTRICT, None, UNIT, set()),
        (OF_VILLAGE, VILLAGE, None, AREA_ROLES),
        (OF_VILLAGE, DISTRICT, None, set()),
        (OF_UNIT, None, UNIT, UNIT_ROLES),
        (OF_UNIT, None, OTHER_UNIT, set()),
        (OF_UNIT, VILLAGE, None, set()),
        (OF_UNIT, None, None, set()),
        (VISITOR, None, None, set()),
        (someone(), None, UNIT, set()),
        *(
            (someone(Grant(role), Grant(role, unit_id=5), Grant(role, area_id=11)), area, unit, set())
            for role in ALL_ROLES
            if role is not Role.ADMIN
            for area, unit in ((None, None), (VILLAGE, None), (None, UNIT))
        ),
    ],
)  # fmt: skip
def test_who_gives_which_role_for_what(who, area, unit, roles):
    assert given_by(who, area, unit) == roles


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.SYSTEM])
def test_nobody_gives_what_is_everyones_or_nobodys(role):
    assert not policy.can_grant(CITY, role, None, None)
    assert not policy.can_grant(SYSTEM, role, None, None)


@pytest.mark.parametrize(
    ("who", "role", "area", "unit", "may"),
    [
        (CITY, Role.ADMIN, None, None, True),
        (CITY, Role.DESK, VILLAGE, None, True),
        (OF_DISTRICT, Role.DESK, VILLAGE, None, True),
        (OF_DISTRICT, Role.ADMIN, VILLAGE, None, False),
        (OF_DISTRICT, Role.MODERATOR, None, None, False),
        (OF_UNIT, Role.HEAD, None, UNIT, True),
        (OF_UNIT, Role.HEAD, None, OTHER_UNIT, False),
        (OF_UNIT, Role.ADMIN, None, UNIT, False),
        (someone(), Role.DESK, VILLAGE, None, False),
    ],
)
def test_whoever_may_give_may_take(who, role, area, unit, may):
    grant = RoleGrant(role=role, area=area, unit=unit)

    assert policy.can_withdraw(who, grant) is may


@pytest.mark.parametrize(
    ("changes", "may"),
    [
        ({}, True),
        ({"id": 1}, False),  # never to oneself
        ({"active": False}, False),
        ({"erased_at": clock.now()}, False),
    ],
)
def test_to_whom_a_role_can_be_given(changes, may):
    user = User(**{"id": 2, "active": True, **changes})

    assert policy.can_give_to(CITY, user) is may


def person(*grants, factor=True, number=2):
    return User(
        id=number, second_factor_since=clock.now() if factor else None, grants=list(grants)
    )


def held(role, area=None, unit=None):
    return RoleGrant(
        role=role, area=area, unit=unit,
        area_id=area.id if area else None, unit_id=unit.id if unit else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "user", "may"),
    [
        (CITY, person(), True),
        (CITY, person(held(Role.ADMIN)), True),
        (CITY, person(factor=False), False),
        (CITY, person(number=1), False),
        (OF_VILLAGE, person(held(Role.DESK, VILLAGE)), True),
        (OF_VILLAGE, person(held(Role.DESK, VILLAGE), held(Role.ADMIN)), False),
        (OF_VILLAGE, person(), False),
        (OF_UNIT, person(held(Role.DESK, VILLAGE)), False),
        (VISITOR, person(held(Role.DESK, VILLAGE)), False),
    ],
)
def test_who_resets_whose_second_factor(who, user, may):
    assert policy.can_reset_second_factor(who, user) is may


@pytest.mark.parametrize(
    ("who", "user", "may"),
    [
        (Actor(id=2), person(), True),
        (CITY, person(), True),
        (OF_UNIT, person(held(Role.OFFICIAL, None, UNIT)), True),
        (OF_UNIT, person(held(Role.OFFICIAL, None, OTHER_UNIT)), False),
        (OF_VILLAGE, person(), False),
        (Actor(id=3), person(), False),
    ],
)
def test_who_sees_a_staff_number(who, user, may):
    assert policy.can_see_staff_number(who, user) is may
