"""Who may follow a room may lose the right to it, and is shut out then and there."""

from datetime import timedelta

import pytest

from forum.accounts import queries as people
from forum.accounts.devices import devices_of, sign_out_there
from forum.city import actions as city
from forum.core import clock as real_clock
from forum.core.actor import Grant, Role, Verification
from forum.live import presence
from forum.privacy import actions as privacy
from forum.privacy.models import TextKind
from forum.staff import actions as staff
from forum.verification import actions as verification
from tests.accounts.factories import UserFactory
from tests.live import bell
from tests.live.test_rooms import command, heard, join
from tests.privacy.factories import drafts, published


@pytest.fixture(autouse=True)
def quiet():
    bell.RINGS.clear()


def admin():
    return UserFactory(admin=True).as_actor()


def reading_needs(level, by):
    wanted = {"read": level, "post": "none", "support": "none", "vote": "kode", "speak": "none"}
    city.change_setting(by, "levels", wanted, reason="Rapat 24 November")


def test_a_withdrawn_role_shuts_the_room_of_the_staff(socket):
    by = admin()
    leader = UserFactory(roles=[Grant(Role.FACILITATOR)])
    theirs, others = socket(leader), socket(UserFactory(roles=[Grant(Role.FACILITATOR)]))
    for one in (theirs, others):
        assert join(one, "bell:7:staff")["ok"]
        assert join(one, "bell:7")["ok"]
        one.get_received()

    [grant] = people.user_by_id(leader.id).grants
    staff.withdraw_role(by, grant, reason="Tugas selesai")
    bell.ring(7, loud=2)

    got = theirs.get_received()
    [closed] = [m["args"][0] for m in got if m["name"] == "closed"]
    assert (closed["room"], closed["error"]["code"]) == ("bell:7:staff", "NotFound")
    events = [m["args"][0]["room"] for m in got if m["name"] == "event"]
    assert events == ["bell:7"]
    assert {e["room"] for e in heard(others)} == {"bell:7", "bell:7:staff"}
    assert presence.count("bell:7:staff") == 1


def test_a_raised_level_for_reading_shuts_everyone_out_who_does_not_reach_it(socket):
    by = admin()
    visitor = socket()
    stranger = socket(UserFactory(verification=Verification.NONE))
    known = socket(UserFactory(verification=Verification.IDENTITY_CARD))
    for one in (visitor, stranger, known):
        assert join(one)["ok"]
        one.get_received()

    reading_needs("ktp", by)
    bell.ring(7)

    for one, code in ((visitor, "SignInFirst"), (stranger, "LevelNeeded")):
        got = one.get_received()
        assert [m["name"] for m in got] == ["closed"]
        assert got[0]["args"][0]["error"]["code"] == code
        assert not join(one)["ok"]
    assert len(heard(known)) == 1


def test_a_revoked_verification_shuts_the_rooms_that_need_it(socket):
    by = admin()
    reading_needs("kode", by)
    person = UserFactory(verification=Verification.CODE)
    theirs = socket(person)
    assert join(theirs)["ok"]
    theirs.get_received()

    verification.revoke_verification(
        by, people.user_by_id(person.id), level=Verification.CODE, reason="Kode tertukar"
    )
    bell.ring(7)

    assert [m["name"] for m in theirs.get_received()] == ["closed"]


def test_a_device_signed_out_hears_no_more_of_its_persons_own_room(socket):
    person = UserFactory()
    actor = person.as_actor()
    room = f"user:{person.id}"
    theirs = socket(person)
    assert join(theirs, room)["ok"]
    theirs.get_received()

    [device] = devices_of(person.id)
    sign_out_there(actor, device)

    assert [m["name"] for m in theirs.get_received()] == ["closed"]
    assert presence.count(room) == 0


def test_who_must_agree_first_sends_no_command(socket, clock):
    published()
    person = UserFactory(agreed_at=real_clock.now())
    actor = person.as_actor()
    privacy.record_consent(person.id, how="form")
    start = real_clock.today() + timedelta(days=3)
    privacy.publish_text(admin(), TextKind.PRIVACY, drafts(), in_force_on=start)
    clock.tick(34 * 86400)
    theirs = socket(person)
    join(theirs)

    refused = theirs.emit("command", command(cmd_id="a"), callback=True)

    assert refused["error"]["code"] == "ConsentFirst"
    assert "Persetujuan" in refused["error"]["message"]
    assert bell.RINGS == {}

    privacy.agree(actor, [(TextKind.PRIVACY, 2)])

    assert theirs.emit("command", command(cmd_id="a"), callback=True)["ok"]
    assert bell.RINGS == {7: 1}


def test_what_was_refused_entry_counts_nobody_present(socket):
    visitor = socket()

    assert not join(visitor, "bell:7:staff")["ok"]

    assert presence.count("bell:7:staff") == 0
