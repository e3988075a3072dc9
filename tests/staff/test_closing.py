"""A unit closes: nobody acts for it any more, everyone concerned hears why."""

import pytest

from forum.accounts import queries as people
from forum.accounts.models import RoleGrant
from forum.city import actions as city
from forum.city import queries as units
from forum.core.actor import Grant, Role
from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.worker import turn
from forum.staff import actions
from forum.staff.models import Invitation, InvitationState
from tests.accounts.factories import UserFactory
from tests.discussions.test_races import at_once
from tests.factories import UnitFactory
from tests.staff.factories import REASON, InvitationFactory
from tests.staff.test_actions import events, grants_of, mails

WHY = "Digabung dengan Dinas PUPR, Perda 4/2026"


@pytest.fixture
def admin():
    return UserFactory(admin=True).as_actor()


@pytest.fixture
def unit():
    return UnitFactory(name="Dinas Pasar", short_name="Dispasar")


def official_of(unit, **more):
    return UserFactory(roles=[Grant(Role.OFFICIAL, unit_id=unit.id)], **more)


def test_roles_for_it_end_with_it_and_the_people_are_told(app, admin, unit):
    person = official_of(unit, email="rudi@contoh.id")
    other_unit = UnitFactory()
    other = official_of(other_unit)
    mails(app)

    city.close_unit(admin, unit, reason=WHY)
    turn()

    [grant] = grants_of(person)
    assert grant.ended_at is not None
    assert grant.ended_by_id == admin.id
    assert grant.end_reason == f"Dinas Pasar ditutup: {WHY}"
    assert not people.user_by_id(person.id).as_actor().serves_as(Role.OFFICIAL)
    assert [each.ended_at for each in grants_of(other)] == [None]
    ((to, subject, text),) = mails(app)
    assert to == "rudi@contoh.id"
    assert subject == "Peran Anda sebagai Pejabat Dispasar berakhir"
    assert WHY in text.replace("\n", " ")
    (entry,) = events("RoleWithdrawn")
    assert (entry.actor_id, entry.details["role"]) == (admin.id, "admin")
    assert entry.details["given"] == f"official unit:{unit.id}"


def test_invitations_for_it_lead_nowhere(admin, unit):
    invitation = InvitationFactory(role=Role.OFFICIAL, unit_id=unit.id)
    other = InvitationFactory()

    city.close_unit(admin, unit, reason=WHY)

    assert invitation.state is InvitationState.WITHDRAWN
    assert other.state is InvitationState.OPEN
    assert len(events("InvitationWithdrawn")) == 1


def test_opened_again_it_has_no_staff_until_somebody_is_given_a_role(admin, unit):
    person = official_of(unit)
    city.close_unit(admin, unit, reason=WHY)
    with pytest.raises(Invalid, match="sudah ditutup"):
        actions.give_role(admin, person, role=Role.OFFICIAL, unit_id=unit.id, reason=REASON)

    city.reopen_unit(admin, unit, reason="Perda dicabut")
    assert not people.user_by_id(person.id).as_actor().serves_as(Role.OFFICIAL)

    actions.give_role(admin, person, role=Role.OFFICIAL, unit_id=unit.id, reason=REASON)
    assert people.user_by_id(person.id).as_actor().serves_as(Role.OFFICIAL)


def test_the_page_lists_first_what_will_end(client, signed_in, unit):
    person = official_of(unit, public_name="Rudi Pasar")
    InvitationFactory(email="baru@contoh.id", role=Role.OFFICIAL, unit_id=unit.id)
    signed_in(UserFactory(admin=True))

    page = client.get(f"/kelola/unit/{unit.id}/tutup").get_data(as_text=True)

    assert "Peran yang berakhir (1)" in page
    assert "Rudi Pasar" in page
    assert f"/kelola/orang/{person.id}" in page
    assert "baru@contoh.id" in page
    assert [each.ended_at for each in grants_of(person)] == [None]

    empty = client.get(f"/kelola/unit/{UnitFactory().id}/tutup").get_data(as_text=True)
    assert "Tidak ada peran atau undangan" in empty


@pytest.mark.commits
def test_a_role_given_while_it_closes_is_refused_or_ends_too(app):
    admin, unit, person = UserFactory(admin=True), UnitFactory(), UserFactory()
    actor, unit_id, person_id = admin.as_actor(), unit.id, person.id
    db.session.commit()

    def close():
        city.close_unit(actor, units.unit_by_id(unit_id), reason=WHY)

    def give():
        user = people.user_by_id(person_id)
        actions.give_role(actor, user, role=Role.OFFICIAL, unit_id=unit_id, reason=REASON)

    at_once(app, [give, close])

    with app.app_context():
        assert units.unit_by_id(unit_id).is_closed
        grants = db.session.query(RoleGrant).filter_by(unit_id=unit_id).all()
        assert all(grant.ended_at is not None for grant in grants)
        assert db.session.query(Invitation).count() == 0
