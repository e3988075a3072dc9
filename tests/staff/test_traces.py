"""What a person gets to see of their roles, and what is left of them when they leave."""

from datetime import timedelta

from forum.accounts import traces
from forum.accounts.models import RoleGrant
from forum.core import clock
from forum.core.actor import Role
from forum.core.db import atomic, db
from forum.staff.models import Invitation, StaffNumber
from tests.accounts.factories import UserFactory
from tests.factories import UnitFactory
from tests.staff.factories import REASON, InvitationFactory

NIP = "199001012015032999"


def test_everything_about_the_roles_of_a_person_is_given_to_them():
    unit = UnitFactory(short_name="Dinas PUPR")
    user = UserFactory(roles=[Role.OFFICIAL], unit=unit)
    user.grants[0].reason = REASON
    db.session.add(StaffNumber(user_id=user.id, nip=NIP))
    InvitationFactory(email=user.email, role=Role.HEAD, unit=unit)
    InvitationFactory()
    db.session.flush()

    found = traces.all_about(user.id)

    assert [row["peran"] for row in found["peran"]] == ["Pejabat Dinas PUPR"]
    assert found["peran"][0]["alasan"] == REASON
    assert [(row["peran"], row["dikirim ke"]) for row in found["undangan"]] == [
        ("Pimpinan Dinas PUPR", user.email)
    ]
    assert found["nip"][0]["NIP"] == "19900101 201503 2 999"


def test_nothing_that_names_a_person_is_left_when_they_leave():
    user, other = UserFactory(moderator=True), UserFactory(moderator=True)
    for one in (user, other):
        one.grants[0].reason = one.grants[0].end_reason = REASON
        db.session.add(StaffNumber(user_id=one.id, nip=NIP))
    waiting = InvitationFactory(email=user.email, nip=NIP)
    settled = InvitationFactory(
        email="alamat.lama@contoh.id", accepted_by_id=user.id, accepted_at=clock.now()
    )
    kept = InvitationFactory(email=other.email, expires_at=clock.now() + timedelta(days=1))
    ids = [waiting.id, settled.id, kept.id]
    db.session.flush()

    with atomic():
        traces.erase(user.id)

    db.session.expire_all()
    for invitation_id in ids[:2]:
        found = db.session.get(Invitation, invitation_id)
        assert (found.email, found.phone, found.nip, found.reason) == (None,) * 4
        assert not found.is_open
    assert db.session.get(Invitation, ids[2]).is_open
    assert db.session.get(StaffNumber, user.id) is None
    assert db.session.get(StaffNumber, other.id) is not None
    (mine,) = db.session.query(RoleGrant).filter_by(user_id=user.id)
    (theirs,) = db.session.query(RoleGrant).filter_by(user_id=other.id)
    assert (mine.reason, mine.end_reason, mine.in_force) == (None, None, False)
    assert (theirs.reason, theirs.in_force) == (REASON, True)
