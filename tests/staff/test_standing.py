import pytest

from forum.core.actor import VISITOR, Grant, Role
from forum.staff.standing import standing_of
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory, UnitFactory, menteng


def acting(roles, *wanted):
    return standing_of(UserFactory(roles=roles).as_actor(), wanted)


def test_it_names_role_and_scope():
    unit, area = UnitFactory(short_name="Dinas PUPR"), menteng()
    district = AreaFactory(code="62.71.03", level="kecamatan", name="Jekan Raya")

    assert acting([Role.ADMIN]) == "Pengelola kota"
    assert acting([Grant(Role.ADMIN, area_id=district.id)]) == "Pengelola Kecamatan Jekan Raya"
    assert acting([Grant(Role.DESK, area_id=area.id)]) == "Petugas Kelurahan Menteng"
    assert acting([Role.DESK]) == "Petugas kelurahan"
    assert acting([Grant(Role.OFFICIAL, unit_id=unit.id)]) == "Pejabat Dinas PUPR"
    assert acting([Grant(Role.HEAD, unit_id=unit.id)]) == "Pimpinan Dinas PUPR"
    assert acting([Role.FACILITATOR]) == "Fasilitator"


def test_it_names_the_first_role_that_the_page_is_for():
    unit = UnitFactory(short_name="Dinas PUPR")
    roles = [Role.ADMIN, Grant(Role.OFFICIAL, unit_id=unit.id)]

    assert acting(roles, "official", "admin") == "Pejabat Dinas PUPR"
    assert acting(roles, "moderator", "admin") == "Pengelola kota"
    assert acting(roles, "moderator") == ""
    assert acting([]) == ""
    assert standing_of(VISITOR, ()) == ""


def test_several_scopes_of_a_role_are_all_named():
    first, second = AreaFactory(name="Langkai"), AreaFactory(name="Panarung")
    roles = [Grant(Role.DESK, area_id=second.id), Grant(Role.DESK, area_id=first.id)]

    assert acting(roles) == "Petugas Kelurahan Langkai, Petugas Kelurahan Panarung"
    assert acting([*roles, Role.DESK]) == "Petugas kelurahan"


@pytest.mark.parametrize(("roles", "asked"), [([Role.ADMIN], 0), (None, 1)])
def test_it_asks_at_most_once(count_queries, roles, asked):
    if roles is None:
        roles = [
            Grant(Role.ADMIN, area_id=AreaFactory().id),
            Grant(Role.ADMIN, unit_id=UnitFactory().id),
        ]
    actor = UserFactory(roles=roles).as_actor()

    with count_queries() as seen:
        standing_of(actor, ())

    assert len(seen) == asked
