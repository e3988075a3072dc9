from datetime import timedelta

import pytest

from forum.core import clock
from forum.core.actor import Grant, Role, Verification
from forum.core.errors import NotFound
from forum.staff import queries
from forum.staff.models import InvitationState
from forum.staff.queries import Filters, RoleFilters
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory, UnitFactory
from tests.staff.factories import InvitationFactory


@pytest.fixture
def admin():
    return UserFactory(admin=True, public_name="Bu Lurah").as_actor()


def found(viewer, **filters):
    return {user.id for user in queries.people_page(viewer, Filters(**filters)).rows}


def test_people_are_found_by_public_name_and_number(admin):
    rina = UserFactory(public_name="Rina, Menteng", name="Katarina Nama KTP")
    UserFactory(public_name="Budi 100%")

    assert found(admin, q="rina") == {rina.id}
    assert found(admin, q=str(rina.id)) == {rina.id}
    assert found(admin, q=f"#{rina.id}") == {rina.id}
    assert found(admin, q="%") == found(admin, q="100%")
    assert found(admin, q="9" * 30) == set()


def test_the_name_on_the_identity_card_is_not_searched(admin):
    UserFactory(public_name="Rina", name="Katarina Nama KTP")

    assert found(admin, q="Katarina") == set()


def test_addresses_are_found_whole_or_not_at_all(admin):
    user = UserFactory(email="rina.menteng@contoh.id", phone="+6281234567890")

    assert found(admin, q="x", email="rina.menteng@contoh.id") == {user.id}
    assert found(admin, q="x", phone="+6281234567890") == {user.id}
    assert found(admin, q="rina.menteng") == set()
    assert found(admin, q="x", email="menteng@contoh.id") == set()


def test_people_are_found_by_role_unit_area_and_level(admin):
    unit, area = UnitFactory(), AreaFactory()
    official = UserFactory(roles=[Role.OFFICIAL], unit=unit)
    desk = UserFactory(roles=[Grant(Role.DESK, area_id=area.id)])
    home = UserFactory(area=area)
    expired = UserFactory(verified_until=clock.now() - timedelta(days=1))
    ended = UserFactory(roles=[Role.OFFICIAL], unit=unit)
    ended.grants[0].ended_at = clock.now()

    assert found(admin, role=Role.OFFICIAL) == {official.id}
    assert found(admin, unit_id=unit.id) == {official.id}
    assert found(admin, role=Role.DESK, unit_id=unit.id) == set()
    assert found(admin, area_id=area.id) == {desk.id, home.id}
    assert expired.id in found(admin, level=Verification.NONE)
    assert expired.id not in found(admin, level=Verification.IDENTITY_CARD)
    assert home.id in found(admin, level=Verification.IDENTITY_CARD)


def test_an_administrator_sees_their_own_part_of_the_city():
    district = AreaFactory(code="62.71.03", level="kecamatan")
    inside, outside = AreaFactory(parent_id=district.id), AreaFactory()
    mine, other = UnitFactory(), UnitFactory()
    of_area = UserFactory(roles=[Grant(Role.ADMIN, area_id=district.id)])
    of_unit = UserFactory(roles=[Grant(Role.ADMIN, unit_id=mine.id)])
    neighbour, stranger = UserFactory(area=inside), UserFactory(area=outside)
    desk = UserFactory(roles=[Grant(Role.DESK, area_id=inside.id)])
    official = UserFactory(roles=[Role.OFFICIAL], unit=mine)
    theirs = UserFactory(roles=[Role.OFFICIAL], unit=other)

    assert found(of_area.as_actor()) == {of_area.id, neighbour.id, desk.id}
    assert found(of_unit.as_actor()) == {of_unit.id, official.id}
    assert found(UserFactory(moderator=True).as_actor()) == set()
    assert queries.person_for(of_area.as_actor(), desk.id).id == desk.id
    for viewer, hidden in ((of_area, stranger), (of_area, official), (of_unit, theirs)):
        with pytest.raises(NotFound):
            queries.person_for(viewer.as_actor(), hidden.id)
    with pytest.raises(NotFound):
        queries.grant_for(of_unit.as_actor(), theirs.grants[0].id)


def test_the_list_goes_on_where_it_ended(admin):
    for _each in range(queries.PAGE + 5):
        UserFactory()

    first = queries.people_page(admin, Filters())
    second = queries.people_page(admin, Filters(), first.next_cursor)

    ids = [user.id for page in (first, second) for user in page.rows]
    assert len(first.rows) == queries.PAGE
    assert ids == sorted(set(ids), reverse=True)
    assert second.next_cursor is None


def test_roles_are_listed_by_how_they_stand(admin):
    waiting = UserFactory(roles=[Role.MODERATOR], second_factor_since=None)
    running = UserFactory(moderator=True)
    ending = UserFactory(moderator=True)
    ending.grants[0].until = clock.today() + timedelta(days=3)
    over = UserFactory(moderator=True)
    over.grants[0].until = clock.today() - timedelta(days=1)

    def listed(state):
        filters = RoleFilters(state=state, role=Role.MODERATOR)
        return {grant.user_id for grant in queries.grants_page(admin, filters).rows}

    assert listed("berlaku") == {waiting.id, running.id, ending.id}
    assert listed("menunggu") == {waiting.id}
    assert listed("segera") == {ending.id}
    assert listed("riwayat") == {over.id}
    assert queries.ending_count(admin) == 1


def test_invitations_are_listed_by_how_they_stand(admin):
    waiting = InvitationFactory()
    expired = InvitationFactory(expires_at=clock.now() - timedelta(hours=1))
    withdrawn = InvitationFactory(withdrawn_at=clock.now())
    accepted = InvitationFactory(accepted_at=clock.now())

    listed = {
        state: [each.id for each in queries.invitations_page(admin, state).rows]
        for state in InvitationState
    }

    assert listed == {
        InvitationState.OPEN: [waiting.id],
        InvitationState.EXPIRED: [expired.id],
        InvitationState.WITHDRAWN: [withdrawn.id],
        InvitationState.ACCEPTED: [accepted.id],
    }
    assert queries.unanswered_count(admin) == 1
