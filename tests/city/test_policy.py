"""Who may change what of the city."""

from datetime import date

import pytest

from forum.city import actions, policy, settings
from forum.city.actions.areas import AreaWords
from forum.city.actions.units import UnitWords
from forum.city.models import Area, HolidayKind, Unit
from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role
from forum.core.errors import Forbidden, SignInFirst
from tests.city.factories import HolidayFactory, PopulationFactory
from tests.factories import AreaFactory, UnitFactory

HERE, THERE = 5, 6


def someone(*grants: Grant) -> Actor:
    return Actor(id=1, grants=frozenset({Grant(Role.RESIDENT), *grants}))


ADMIN = someone(Grant(Role.ADMIN))
OF_UNIT = someone(Grant(Role.ADMIN, unit_id=HERE))
OF_AREA = someone(Grant(Role.ADMIN, area_id=HERE))
OTHERS = [
    VISITOR,
    someone(),
    *(
        someone(Grant(role))
        for role in Role
        if role not in (Role.ADMIN, Role.SYSTEM, Role.RESIDENT)
    ),
]
WHOLE_CITY = [
    policy.can_manage_holidays,
    policy.can_manage_areas,
    policy.can_manage_units,
    policy.can_change_settings,
]


@pytest.mark.pure
@pytest.mark.parametrize("rule", WHOLE_CITY)
def test_what_the_citys_administrators_alone_may_do(rule):
    assert rule(ADMIN)
    assert rule(SYSTEM)
    assert not any(rule(actor) for actor in (OF_UNIT, OF_AREA, *OTHERS))


@pytest.mark.pure
@pytest.mark.parametrize(
    ("actor", "here", "there", "some_unit"),
    [
        (ADMIN, True, True, True),
        (OF_UNIT, True, False, True),
        (OF_AREA, False, False, False),
        (someone(Grant(Role.HEAD, unit_id=HERE)), False, False, False),
        *((actor, False, False, False) for actor in OTHERS),
    ],
)
def test_who_may_mend_the_names_of_a_unit(actor, here, there, some_unit):
    assert policy.can_edit_unit(actor, Unit(id=HERE)) is here
    assert policy.can_edit_unit(actor, Unit(id=THERE)) is there
    assert policy.can_edit_some_unit(actor) is some_unit


@pytest.mark.pure
@pytest.mark.parametrize(
    ("actor", "here", "within", "there", "some_area"),
    [
        (ADMIN, True, True, True, True),
        (OF_AREA, True, True, False, True),
        (OF_UNIT, False, False, False, False),
        (someone(Grant(Role.DESK, area_id=HERE)), False, False, False, False),
        *((actor, False, False, False, False) for actor in OTHERS),
    ],
)
def test_who_may_note_residents(actor, here, within, there, some_area):
    assert policy.can_note_population(actor, Area(id=HERE)) is here
    assert policy.can_note_population(actor, Area(id=9, parent_id=HERE)) is within
    assert policy.can_note_population(actor, Area(id=THERE, parent_id=THERE)) is there
    assert policy.can_note_some_population(actor) is some_area


@pytest.mark.parametrize("actor", OTHERS)
def test_no_action_takes_others(actor):
    area, unit, holiday = AreaFactory(), UnitFactory(), HolidayFactory(day=date(2026, 5, 1))
    figure = PopulationFactory(area=area)
    expected = Forbidden if actor.signed_in else SignInFirst
    day = {"day": date(2026, 6, 1), "name": "Hari", "kind": HolidayKind.PUBLIC}

    for attempt in (
        lambda: actions.add_holiday(actor, **day),
        lambda: actions.edit_holiday(actor, holiday, **day),
        lambda: actions.remove_holiday(actor, holiday),
        lambda: actions.import_holidays(actor, []),
        lambda: actions.add_area(actor, code="62.71.06", words=AreaWords("Baru")),
        lambda: actions.edit_area(actor, area, words=AreaWords("Baru")),
        lambda: actions.remove_area(actor, area),
        lambda: actions.add_unit(actor, code="baru", words=UnitWords("Baru", kind="dinas")),
        lambda: actions.edit_unit(actor, unit, words=UnitWords("Baru")),
        lambda: actions.close_unit(actor, unit, reason="Tidak perlu"),
        lambda: actions.reopen_unit(actor, unit, reason="Perlu lagi"),
        lambda: actions.note_population(actor, area, year=2025, total=1, source="BPS"),
        lambda: actions.remove_population(actor, figure),
        lambda: actions.change_setting(actor, "invitation_days", 3),
    ):
        with pytest.raises(expected):
            attempt()

    assert settings.invitation_days() == 7
