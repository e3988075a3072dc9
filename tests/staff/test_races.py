"""Administrators at the same moment, with real transactions."""

import pytest
from sqlalchemy import select

from forum.accounts.models import RoleGrant
from forum.core.actor import Role
from forum.core.db import db
from forum.core.errors import Forbidden, Refused
from forum.staff import actions, queries
from forum.staff.models import Invitation
from tests.accounts.factories import UserFactory
from tests.discussions.test_races import at_once
from tests.staff.factories import REASON, InvitationFactory

pytestmark = pytest.mark.commits


def in_force():
    return db.session.scalars(
        select(RoleGrant).where(RoleGrant.role == Role.ADMIN, RoleGrant.ended_at.is_(None))
    ).all()


@pytest.mark.parametrize("bystanders", [0, 1])
def test_of_two_administrators_who_withdraw_each_other_one_stays(app, bystanders):
    first, second = UserFactory(admin=True), UserFactory(admin=True)
    for _each in range(bystanders):
        UserFactory(admin=True)
    actors = first.as_actor(), second.as_actor()
    grants = [second.grants[0].id, first.grants[0].id]
    db.session.commit()

    def withdraw(actor, grant_id):
        actions.withdraw_role(actor, queries.grant_for(actor, grant_id), reason=REASON)
        return "done"

    results = at_once(
        app,
        [
            lambda actor=actor, grant=grant: withdraw(actor, grant)
            for actor, grant in zip(actors, grants, strict=True)
        ],
    )

    assert results.count("done") == 1
    assert sum(isinstance(result, Forbidden) for result in results) == 1
    with app.app_context():
        assert len(in_force()) == 1 + bystanders


def test_a_link_pressed_twice_at_once_gives_one_role(app):
    invitation = InvitationFactory()
    user = UserFactory(email=invitation.email)
    actor, invitation_id, key = user.as_actor(), invitation.id, invitation.key
    db.session.commit()

    def accept():
        return actions.accept(actor, queries.invitation_by_id(invitation_id), key=key).id

    results = at_once(app, [accept] * 4)

    assert sum(isinstance(result, int) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 3


def test_invitations_alike_sent_at_once_leave_one_open(app):
    admin = UserFactory(admin=True).as_actor()
    db.session.commit()

    def invite():
        return actions.invite(admin, role=Role.OBSERVER, email="a@contoh.id", reason=REASON).id

    at_once(app, [invite] * 3)

    with app.app_context():
        open_ones = [each for each in db.session.scalars(select(Invitation)) if each.is_open]
        assert len(open_ones) == 1
