from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from forum.accounts.models import RoleGrant, User
from forum.audit.models import AuditEntry
from forum.city import settings
from forum.core import clock as clocks
from forum.core.actor import VISITOR, Grant, Role
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, SignInFirst
from forum.core.worker import turn
from forum.staff import actions, queries
from forum.staff.models import Invitation, InvitationState, StaffNumber
from tests.accounts.factories import PASSWORD, UserFactory
from tests.factories import AreaFactory, UnitFactory, menteng
from tests.staff.factories import REASON, InvitationFactory

NIP = "199001012015032999"


@pytest.fixture
def admin():
    return UserFactory(admin=True).as_actor()


def events(kind):
    return db.session.scalars(select(AuditEntry).where(AuditEntry.event == kind)).all()


def mails(app):
    folder = app.config["VAR"] / "mail"
    found = sorted(folder.glob("*.eml")) if folder.exists() else []
    texts = []
    for file in found:
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        texts.append((message["To"], message["Subject"], message.get_content()))
        file.unlink()
    return texts


def grants_of(user):
    statement = select(RoleGrant).where(RoleGrant.user_id == user.id).order_by(RoleGrant.id)
    return db.session.scalars(statement).all()


# --- inviting


def test_an_invitation_is_mailed_with_a_link_that_is_stored_nowhere(app, admin):
    unit = UnitFactory(short_name="Dinas PUPR")
    mails(app)

    invitation = actions.invite(
        admin, role=Role.OFFICIAL, email=" Rudi@Contoh.ID ", unit_id=unit.id, reason=REASON
    )
    turn()

    ((to, subject, text),) = mails(app)
    assert to == invitation.email == "rudi@contoh.id"
    assert subject == "Undangan menjadi Pejabat Dinas PUPR di Betang"
    (token,) = [line.rpartition("/")[2] for line in text.splitlines() if "/undangan/" in line]
    (entry,) = events("StaffInvited")
    assert entry.details["given"] == f"official unit:{unit.id}"
    assert entry.details["role"] == "admin"
    assert entry.actor_id == admin.id
    assert token not in str(entry.details)
    assert "rudi" not in str(entry.details)


def test_an_invitation_to_a_phone_is_texted(app, admin):
    mails(app)

    invitation = actions.invite(
        admin, role=Role.OBSERVER, phone="0812 3456 7890", reason=REASON
    )
    turn()

    ((to, _subject, text),) = mails(app)
    assert to == invitation.phone == "+6281234567890"
    assert "/undangan/" in text


def test_an_invitation_lasts_as_long_as_the_city_says(clock, admin):
    invitation = actions.invite(admin, role=Role.OBSERVER, email="a@contoh.id", reason=REASON)

    assert invitation.expires_at == clock.now + timedelta(days=settings.invitation_days())
    clock.tick(7 * 24 * 3600)
    assert invitation.state is InvitationState.EXPIRED


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "bukan alamat"},
        {"email": None},
        {"email": None, "phone": "021 5551234"},
        {"reason": "ya"},
        {"nip": "123"},
        {"until": clocks.today() - timedelta(days=1)},
        {"role": Role.OFFICIAL},  # for a unit alone
        {"role": Role.RESIDENT},
        {"role": Role.SYSTEM},
    ],
)
def test_what_makes_no_sense_is_not_sent(admin, changes):
    given = {"role": Role.OBSERVER, "email": "a@contoh.id", "reason": REASON, **changes}

    with pytest.raises(Invalid):
        actions.invite(admin, **given)

    assert db.session.scalars(select(Invitation)).all() == []


def test_nobody_invites_themselves_or_for_a_closed_unit():
    user = UserFactory(admin=True)
    closed = UnitFactory(closed_at=clocks.now())

    with pytest.raises(Invalid, match="diri sendiri"):
        actions.invite(user.as_actor(), role=Role.DESK, email=user.email, reason=REASON)
    with pytest.raises(Invalid, match="ditutup"):
        actions.invite(
            user.as_actor(), role=Role.HEAD, email="a@contoh.id", unit_id=closed.id,
            reason=REASON,
        )  # fmt: skip


def test_inviting_the_same_address_to_the_same_role_again_replaces_the_older_one(admin):
    given = {"email": "a@contoh.id", "reason": REASON}
    first = actions.invite(admin, role=Role.OBSERVER, **given)
    other = actions.invite(admin, role=Role.MODERATOR, **given)
    second = actions.invite(admin, role=Role.OBSERVER, **given)

    assert first.state is InvitationState.WITHDRAWN
    assert [other.state, second.state] == [InvitationState.OPEN] * 2
    (entry,) = events("InvitationWithdrawn")
    assert entry.details["invitation_id"] == first.id
    assert entry.details["replaced"] is True


def test_an_administrator_of_a_unit_invites_for_that_unit_alone():
    mine, other = UnitFactory(), UnitFactory()
    actor = UserFactory(roles=[Grant(Role.ADMIN, unit_id=mine.id)]).as_actor()
    given = {"email": "a@contoh.id", "reason": REASON}

    invitation = actions.invite(actor, role=Role.HEAD, unit_id=mine.id, **given)

    assert events("StaffInvited")[0].details["role"] == f"admin unit:{mine.id}"
    for role, unit_id in ((Role.HEAD, other.id), (Role.ADMIN, mine.id), (Role.MODERATOR, None)):
        with pytest.raises(Forbidden, match="can_invite"):
            actions.invite(actor, role=role, unit_id=unit_id, **given)
    with pytest.raises(Forbidden):
        actions.withdraw_invitation(
            UserFactory(roles=[Grant(Role.ADMIN, unit_id=other.id)]).as_actor(),
            invitation,
            reason=REASON,
        )


def test_residents_and_visitors_invite_nobody():
    for actor, refusal in ((UserFactory().as_actor(), Forbidden), (VISITOR, SignInFirst)):
        with pytest.raises(refusal):
            actions.invite(actor, role=Role.OBSERVER, email="a@contoh.id", reason=REASON)


def test_sending_again_kills_the_older_link(clock, admin):
    invitation = InvitationFactory()
    old = invitation.key
    clock.tick(8 * 24 * 3600)

    actions.resend(admin, queries.invitation_for(admin, invitation.id))

    assert invitation.key != old
    assert invitation.is_open
    assert invitation.invited_by_id == admin.id
    with pytest.raises(actions.InvitationOver):
        actions.accept(UserFactory(email=invitation.email).as_actor(), invitation, key=old)


def test_a_withdrawn_invitation_is_over(admin):
    invitation = InvitationFactory()
    found = queries.invitation_for(admin, invitation.id)

    actions.withdraw_invitation(admin, found, reason="Salah orang.")

    for work in (
        lambda: actions.resend(admin, found),
        lambda: actions.withdraw_invitation(admin, found, reason=REASON),
        lambda: accepted(found),
    ):
        with pytest.raises(actions.InvitationOver):
            work()


def accepted(invitation, user=None):
    user = user or UserFactory(email=invitation.email)
    whole = queries.invitation_by_id(invitation.id)
    return actions.accept(user.as_actor(), whole, key=whole.key)


# --- accepting


def test_accepting_gives_the_role_in_the_name_of_who_invited():
    unit = UnitFactory()
    until = clocks.today() + timedelta(days=90)
    invitation = InvitationFactory(role=Role.HEAD, unit=unit, until=until, nip=NIP)
    user = UserFactory(email=invitation.email)

    grant = accepted(invitation, user)

    assert (grant.role, grant.unit_id, grant.until) == (Role.HEAD, unit.id, until)
    assert grant.granted_by_id == invitation.invited_by_id
    assert grant.reason == REASON
    assert invitation.state is InvitationState.ACCEPTED
    assert invitation.grant_id == grant.id
    assert invitation.nip is None
    assert db.session.get(StaffNumber, user.id).nip == NIP
    now = queries.user_now(user.id)
    assert Role.HEAD not in {grant.role for grant in now.as_actor().grants}  # no second factor
    assert now.must_add_second_factor


def test_a_link_works_once():
    invitation = InvitationFactory()
    user = UserFactory(email=invitation.email)
    accepted(invitation, user)

    with pytest.raises(actions.InvitationOver):
        accepted(invitation, user)

    assert len(grants_of(user)) == 1


def test_only_the_confirmed_owner_of_the_address_accepts():
    invitation = InvitationFactory()

    for owner in ({}, {"email": invitation.email, "unconfirmed": True}):
        user = UserFactory(**owner)
        with pytest.raises(actions.NotTheirs):
            accepted(invitation, user)
        assert grants_of(user) == []


def test_who_was_withdrawn_gives_nothing_any_more():
    former = UserFactory(admin=True)
    invitation = InvitationFactory(invited_by=former)
    former.grants[0].ended_at = clocks.now()
    db.session.flush()

    with pytest.raises(actions.InvitationOver):
        accepted(invitation)


def test_a_role_whose_last_day_passed_meanwhile_is_not_given(clock):
    invitation = InvitationFactory(until=clocks.today())
    clock.tick(2 * 24 * 3600)

    with pytest.raises(Invalid, match="sudah lewat"):
        accepted(invitation)


def test_a_new_person_joins_with_name_and_password(client):
    invitation = InvitationFactory(role=Role.MODERATOR)
    whole = queries.invitation_by_id(invitation.id)

    user = actions.join(
        VISITOR, whole, key=whole.key, name="Siti Aminah", password=PASSWORD, language="id"
    )

    assert (user.email, user.name, user.public_name) == (
        invitation.email,
        "Siti Aminah",
        "Siti",
    )
    assert user.confirmed_at is not None
    assert user.agreed_at is not None
    assert user.area_id is None
    assert [grant.role for grant in grants_of(user)] == [Role.MODERATOR]
    assert [entry.details["user_id"] for entry in events("PersonRegistered")] == [user.id]


def test_an_account_that_was_never_confirmed_goes_to_who_holds_the_link():
    invitation = InvitationFactory()
    squatter = UserFactory(
        email=invitation.email, unconfirmed=True, password="milik orang lain"
    )
    before, key = squatter.password, squatter.fs_uniquifier
    whole = queries.invitation_by_id(invitation.id)

    user = actions.join(
        VISITOR, whole, key=whole.key, name="Siti Aminah", password=PASSWORD, language="id"
    )

    assert user.id == squatter.id
    assert user.password != before
    assert user.fs_uniquifier != key
    assert user.name == "Siti Aminah"


def test_who_has_an_account_does_not_get_another():
    invitation = InvitationFactory()
    user = UserFactory(email=invitation.email)
    before = user.password
    whole = queries.invitation_by_id(invitation.id)

    with pytest.raises(Invalid, match="sudah punya akun"):
        actions.join(
            VISITOR, whole, key=whole.key, name="Siti", password=PASSWORD, language="id"
        )

    assert user.password == before
    assert grants_of(user) == []


# --- giving and taking roles


def test_a_role_is_given_with_reason_and_end_and_told(app, admin):
    area = menteng()
    user = UserFactory()
    mails(app)

    grant = actions.give_role(
        admin, user, role=Role.DESK, area_id=area.id,
        until=clocks.today() + timedelta(days=30), reason=REASON,
    )  # fmt: skip
    turn()

    (entry,) = events("RoleGiven")
    assert entry.details | {"reason": None} == {
        "user_id": user.id, "grant_id": grant.id, "replaces": None, "reason": None,
        "given": f"desk area:{area.id}", "role": "admin", "actor_id": admin.id,
    }  # fmt: skip
    assert "sha256" in entry.details["reason"]
    ((to, subject, text),) = mails(app)
    assert (to, subject) == (user.email, "Peran Anda di Betang: Petugas Kelurahan Menteng")
    assert REASON in text
    assert "/akun/keamanan" in text  # not in force yet


def test_nobody_gives_themselves_a_role_or_one_to_a_closed_account(admin):
    me = queries.user_now(admin.id)

    for user in (me, UserFactory(active=False)):
        with pytest.raises(Forbidden, match="can_give_to"):
            actions.give_role(admin, user, role=Role.MODERATOR, reason=REASON)


def test_given_again_with_another_end_it_takes_the_place_of_the_older_one(admin):
    user = UserFactory()
    first = actions.give_role(admin, user, role=Role.SCRIBE, reason=REASON)
    until = clocks.today() + timedelta(days=10)

    second = actions.give_role(admin, user, role=Role.SCRIBE, until=until, reason=REASON)

    assert [grant.in_force for grant in grants_of(user)] == [False, True]
    assert events("RoleGiven")[-1].details["replaces"] == first.id
    with pytest.raises(Invalid, match="sudah memegang"):
        actions.give_role(admin, user, role=Role.SCRIBE, until=until, reason=REASON)
    assert second.in_force


def test_an_administrator_of_a_kecamatan_reaches_its_kelurahan():
    district = AreaFactory(code="62.71.03", level="kecamatan", name="Jekan Raya")
    inside, outside = AreaFactory(parent_id=district.id), AreaFactory()
    actor = UserFactory(roles=[Grant(Role.ADMIN, area_id=district.id)]).as_actor()
    user = UserFactory()

    actions.give_role(actor, user, role=Role.DESK, area_id=inside.id, reason=REASON)

    assert events("RoleGiven")[0].details["role"] == f"admin area:{district.id}"
    with pytest.raises(Forbidden):
        actions.give_role(actor, user, role=Role.DESK, area_id=outside.id, reason=REASON)
    with pytest.raises(Forbidden):
        actions.give_role(actor, user, role=Role.ADMIN, area_id=inside.id, reason=REASON)


def test_a_withdrawn_role_stays_in_the_history(app, admin):
    user = UserFactory(moderator=True)
    mails(app)

    actions.withdraw_role(
        admin, queries.grant_for(admin, user.grants[0].id), reason="Pindah tugas."
    )
    turn()

    (grant,) = grants_of(user)
    assert not grant.in_force
    assert (grant.ended_by_id, grant.end_reason) == (admin.id, "Pindah tugas.")
    assert not queries.user_now(user.id).as_actor().serves_as(Role.MODERATOR)
    ((to, _subject, text),) = mails(app)
    assert to == user.email
    assert "Pindah tugas." in text
    with pytest.raises(actions.RoleOver):
        actions.withdraw_role(admin, queries.grant_for(admin, grant.id), reason=REASON)


def test_the_last_administrator_of_the_city_stays(admin):
    own = queries.grant_for(admin, queries.user_now(admin.id).grants[0].id)
    UserFactory(roles=[Role.ADMIN], second_factor_since=None)  # cannot act
    UserFactory(roles=[Role.ADMIN], active=False)
    UserFactory(roles=[Grant(Role.ADMIN, unit_id=UnitFactory().id)])

    with pytest.raises(actions.LastAdministrator):
        actions.withdraw_role(admin, own, reason="Pensiun.")

    UserFactory(admin=True)
    actions.withdraw_role(admin, own, reason="Pensiun.")
    assert not own.in_force


def test_an_administrator_who_was_withdrawn_meanwhile_does_nothing(admin):
    """What a request knows of its person is as old as the request."""
    other = UserFactory(admin=True)
    stale = other.as_actor()
    actions.withdraw_role(admin, queries.grant_for(admin, other.grants[0].id), reason=REASON)

    own = queries.user_now(admin.id).grants[0].id
    with pytest.raises(Forbidden):
        actions.withdraw_role(stale, queries.grant_by_id(own), reason=REASON)
    with pytest.raises(Forbidden):
        actions.give_role(stale, UserFactory(), role=Role.ADMIN, reason=REASON)
    with pytest.raises(Forbidden):
        actions.invite(stale, role=Role.ADMIN, email="a@contoh.id", reason=REASON)


# --- the clock


def test_a_role_that_ran_out_is_told_to_the_record_once(clock, admin):
    user = UserFactory()
    grant = actions.give_role(
        admin, user, role=Role.SCRIBE, until=clocks.today(), reason=REASON
    )
    assert actions.end_roles_run_out() == 0

    clock.tick(24 * 3600)

    assert not queries.user_now(user.id).as_actor().serves_as(Role.SCRIBE)
    assert [actions.end_roles_run_out() for _turn in range(2)] == [1, 0]
    (entry,) = events("RoleExpired")
    assert (entry.details["grant_id"], entry.details["role"]) == (grant.id, "system")
    assert entry.actor_id is None
    assert grant.ended_by_id is None


def test_those_concerned_hear_once_of_a_role_that_ends_soon(app, clock, admin):
    unit = UnitFactory()
    of_unit = UserFactory(roles=[Grant(Role.ADMIN, unit_id=unit.id)])
    UserFactory(roles=[Grant(Role.ADMIN, unit_id=UnitFactory().id)])  # none of their business
    holder = UserFactory()
    actions.give_role(
        of_unit.as_actor(), holder, role=Role.SCRIBE, unit_id=unit.id,
        until=clocks.today() + timedelta(days=20), reason=REASON,
    )  # fmt: skip
    turn()
    mails(app)
    assert actions.warn_of_endings() == 0

    clock.tick(7 * 24 * 3600)

    assert [actions.warn_of_endings() for _turn in range(2)] == [1, 0]
    turn()
    turn()
    assert sorted(to for to, _subject, _text in mails(app)) == sorted(
        [holder.email, of_unit.email]
    )


def test_old_addresses_are_forgotten(clock):
    old = InvitationFactory(nip=NIP)
    clock.tick(60 * 24 * 3600)
    fresh = InvitationFactory()
    clock.tick(40 * 24 * 3600)

    actions.forget_old_invitations()

    db.session.expire_all()
    assert (old.email, old.nip, old.reason) == (None, None, None)
    assert db.session.get(Invitation, fresh.id).email is not None


def test_ones_own_number_can_be_taken_out():
    user, other = UserFactory(), UserFactory()
    db.session.add(StaffNumber(user_id=user.id, nip=NIP))
    db.session.flush()

    with pytest.raises(Forbidden):
        actions.remove_staff_number(other.as_actor(), user.id)
    actions.remove_staff_number(user.as_actor(), user.id)

    assert db.session.get(StaffNumber, user.id) is None
    assert db.session.get(User, user.id) is not None
