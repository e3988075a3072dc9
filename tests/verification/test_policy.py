import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.city.models import Area
from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role
from forum.verification import policy
from forum.verification.models import CodeBatch, ConflictCase
from tests.factories import AreaFactory
from tests.verification.factories import codes_for, officer

HERE, THERE, DISTRICT = 5, 6, 50
AREA = Area(id=HERE, parent_id=DISTRICT)


def someone(*grants, id=1):  # noqa: A002
    return Actor(id=id, grants=frozenset({Grant(Role.RESIDENT), *grants}))


DESK_HERE = someone(Grant(Role.DESK, area_id=HERE))
DESK_THERE = someone(Grant(Role.DESK, area_id=THERE))
DESK_DISTRICT = someone(Grant(Role.DESK, area_id=DISTRICT))
DESK_CITY = someone(Grant(Role.DESK))
ADMIN = someone(Grant(Role.ADMIN))
ADMIN_HERE = someone(Grant(Role.ADMIN, area_id=HERE))
ADMIN_UNIT = someone(Grant(Role.ADMIN, unit_id=3))
OTHERS = [someone(Grant(role)) for role in (Role.MODERATOR, Role.OFFICIAL, Role.OBSERVER)]
NOBODY = [VISITOR, someone(), *OTHERS]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("actor", "card", "codes"),
    [
        (DESK_HERE, True, True),
        (DESK_DISTRICT, True, True),
        (DESK_CITY, True, True),
        (DESK_THERE, False, False),
        (ADMIN, False, True),
        (ADMIN_HERE, False, True),
        (ADMIN_UNIT, False, False),
        *((actor, False, False) for actor in NOBODY),
    ],
)
def test_who_looks_at_cards_prints_codes_and_takes_back(actor, card, codes):
    person = User(id=9, area_id=HERE, area=AREA)
    case = ConflictCase(opened_by_id=7, claimant_id=8, holder_id=9, area_id=HERE, area=AREA)

    assert policy.can_verify(actor, person, AREA) is card
    assert policy.can_print_codes(actor, AREA) is codes
    assert policy.can_see_records(actor, person) is codes
    assert policy.can_revoke(actor, person) is codes
    assert policy.can_decide(actor, case) is codes


@pytest.mark.pure
def test_nobody_verifies_or_revokes_themselves():
    oneself = User(id=1, area_id=HERE, area=AREA)

    assert not policy.can_verify(DESK_CITY, oneself, AREA)
    assert not policy.can_revoke(ADMIN, oneself)


@pytest.mark.pure
@pytest.mark.parametrize("part", ["opened_by_id", "claimant_id", "holder_id"])
def test_who_has_a_part_in_a_case_does_not_decide_it(part):
    parts = {"opened_by_id": 7, "claimant_id": 8, "holder_id": 9} | {part: 1}

    assert not policy.can_decide(ADMIN, ConflictCase(**parts, area_id=HERE, area=AREA))


@pytest.mark.pure
def test_people_of_nowhere_are_for_the_whole_citys_officers():
    assert policy.can_see_records(DESK_CITY, User(id=9, area=None))
    assert not policy.can_see_records(DESK_HERE, User(id=9, area=None))


@pytest.mark.pure
@pytest.mark.parametrize(
    ("actor", "serves", "looks_after"),
    [
        (DESK_HERE, True, True),
        (DESK_CITY, True, True),
        (ADMIN, False, True),
        (ADMIN_UNIT, False, False),
        *((actor, False, False) for actor in NOBODY),
    ],
)
def test_for_whom_the_pages_open(actor, serves, looks_after):
    assert policy.can_serve(actor) is serves
    assert policy.can_look_after(actor) is looks_after
    assert policy.can_manage_codes(actor) is looks_after


@pytest.mark.pure
def test_redeeming_is_for_everyone_with_an_account_and_vouching_for_no_person():
    assert policy.can_redeem(someone())
    assert not policy.can_redeem(VISITOR)
    assert policy.can_vouch(SYSTEM)
    assert not policy.can_vouch(ADMIN)


def test_officers_see_their_areas_and_those_of_the_city_all(session):
    district = AreaFactory()
    here, there = AreaFactory(parent_id=district.id), AreaFactory()
    mine, other = codes_for(here)[0], codes_for(there)[0]

    def seen(person):
        where = policy.visible_to(person.as_actor(), CodeBatch.area_id)
        return set(session.scalars(select(CodeBatch.id).where(where)))

    assert seen(officer(here)) == seen(officer(district)) == {mine.id}
    assert seen(officer(there)) == {other.id}
    assert seen(officer()) == seen(officer(role=Role.ADMIN)) == {mine.id, other.id}
