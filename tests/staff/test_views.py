import pytest
from sqlalchemy import select

from forum.accounts.models import RoleGrant, User
from forum.core import clock
from forum.core.actor import Grant, Role
from forum.core.db import db
from forum.staff.models import Invitation, StaffNumber
from tests.accounts.factories import PASSWORD, UserFactory
from tests.factories import AreaFactory, UnitFactory, menteng
from tests.staff.factories import REASON, InvitationFactory, link_of

NIP = "199001012015032999"
LISTS = ("/kelola/orang", "/kelola/peran", "/kelola/undangan", "/kelola/undangan/baru")
PEOPLE = ("visitor", "resident", "moderator", "desk", "of another unit", "of the area", "city")


@pytest.fixture
def city_of_admins():
    """An official of a unit, an officer of an area, and administrators around them."""
    unit, other, area = UnitFactory(short_name="Dinas PUPR"), UnitFactory(), menteng()
    return {
        "unit": unit,
        "area": area,
        "official": UserFactory(roles=[Role.OFFICIAL], unit=unit, public_name="Pak Pejabat"),
        "officer": UserFactory(roles=[Grant(Role.DESK, area_id=area.id)]),
        "waiting": InvitationFactory(role=Role.HEAD, unit=unit),
        "resident": UserFactory(),
        "moderator": UserFactory(moderator=True),
        "desk": UserFactory(roles=[Grant(Role.DESK, area_id=area.id)]),
        "of another unit": UserFactory(roles=[Grant(Role.ADMIN, unit_id=other.id)]),
        "of the unit": UserFactory(roles=[Grant(Role.ADMIN, unit_id=unit.id)]),
        "of the area": UserFactory(roles=[Grant(Role.ADMIN, area_id=area.id)]),
        "city": UserFactory(admin=True, public_name="Bu Admin"),
    }


@pytest.fixture
def walk(app, signed_in, city_of_admins):
    """Ask as somebody: `walk("city", "GET", "/kelola/orang")` -> status."""

    def ask(who, method, address, **fields):
        client = app.test_client()
        if who != "visitor":
            signed_in(city_of_admins[who], on=client)
        answer = client.open(address, method=method, data=fields)
        if answer.status_code == 303 and answer.location.startswith("/masuk"):
            return "sign in"
        return answer.status_code

    return ask


@pytest.mark.parametrize("address", LISTS)
def test_the_lists_are_for_administrators(walk, address):
    answers = {who: walk(who, "GET", address) for who in PEOPLE}

    assert answers == {
        "visitor": "sign in", "resident": 403, "moderator": 403, "desk": 403,
        "of another unit": 200, "of the area": 200, "city": 200,
    }  # fmt: skip


OUTSIDE = {"visitor": "sign in", "resident": 403, "moderator": 403, "desk": 403}


def test_who_opens_the_page_of_a_person(walk, city_of_admins):
    address = f"/kelola/orang/{city_of_admins['official'].id}"

    assert {who: walk(who, "GET", address) for who in (*PEOPLE, "of the unit")} == {
        **OUTSIDE, "of another unit": 404, "of the area": 404, "city": 200,
        "of the unit": 200,
    }  # fmt: skip


def test_who_gives_a_role_to_a_person(walk, city_of_admins):
    user, unit = city_of_admins["official"], city_of_admins["unit"]
    fields = {"role": "scribe", "scope": f"unit:{unit.id}", "reason": REASON}
    address = f"/kelola/orang/{user.id}/peran"

    def given():
        statement = select(RoleGrant).where(
            RoleGrant.user_id == user.id, RoleGrant.role == Role.SCRIBE
        )
        return len(db.session.scalars(statement).all())

    refused = [who for who in PEOPLE if who != "city"]
    answers = {who: walk(who, "POST", address, **fields) for who in refused}
    assert answers == {**OUTSIDE, "of another unit": 404, "of the area": 404}
    assert given() == 0

    assert walk("of the unit", "POST", address, **fields) == 303
    assert given() == 1
    wider = {**fields, "scope": "kota"}
    assert walk("of the unit", "POST", address, **wider) == 422  # not on their list
    assert walk("city", "POST", address, **wider) == 303


def test_who_withdraws_a_role(walk, city_of_admins):
    address = f"/kelola/peran/{city_of_admins['official'].grants[0].id}/cabut"

    for method in ("GET", "POST"):
        answers = {
            who: walk(who, method, address, reason=REASON) for who in PEOPLE if who != "city"
        }
        assert answers == {**OUTSIDE, "of another unit": 404, "of the area": 404}
    assert walk("of the unit", "GET", address) == 200
    assert walk("of the unit", "POST", address, reason="") == 422
    assert walk("of the unit", "POST", address, reason=REASON) == 303
    assert walk("city", "POST", address, reason=REASON) == 409


def test_who_resends_and_withdraws_an_invitation(walk, city_of_admins):
    invitation = city_of_admins["waiting"]
    again = f"/kelola/undangan/{invitation.id}/kirim-lagi"
    away = f"/kelola/undangan/{invitation.id}/tarik"

    for method, address in (("POST", again), ("GET", away), ("POST", away)):
        answers = {
            who: walk(who, method, address, reason=REASON) for who in PEOPLE if who != "city"
        }
        assert answers == {**OUTSIDE, "of another unit": 404, "of the area": 404}
    assert walk("of the unit", "POST", again) == 303
    assert walk("city", "GET", away) == 200
    assert walk("city", "POST", away, reason=REASON) == 303
    assert walk("city", "POST", again) == 410


def test_who_resets_a_second_factor(walk, city_of_admins):
    user = city_of_admins["official"]
    address = f"/kelola/orang/{user.id}/langkah-kedua"

    for method in ("GET", "POST"):
        answers = {
            who: walk(who, method, address, reason=REASON) for who in PEOPLE if who != "city"
        }
        assert answers == {**OUTSIDE, "of another unit": 404, "of the area": 404}
    assert walk("of the unit", "GET", address) == 200
    assert walk("city", "POST", address, reason=REASON) == 303
    db.session.refresh(user)
    assert user.second_factor_since is None


def test_who_invites(walk, city_of_admins):
    unit = city_of_admins["unit"]
    fields = {
        "role": "official", "scope": f"unit:{unit.id}", "email": "baru@contoh.id",
        "reason": REASON,
    }  # fmt: skip
    address = "/kelola/undangan/baru"

    answers = {who: walk(who, "POST", address, **fields) for who in (*PEOPLE, "of the unit")}

    assert answers == {
        **OUTSIDE, "of another unit": 422, "of the area": 422, "city": 303,
        "of the unit": 303,
    }  # fmt: skip


def test_a_form_sent_twice_invites_once(client, signed_in):
    signed_in(UserFactory(admin=True))
    fields = {
        "role": "observer", "scope": "kota", "email": "a@contoh.id", "reason": REASON,
        "cmd_id": "1" * 32,
    }  # fmt: skip

    for _turn in range(2):
        assert client.post("/kelola/undangan/baru", data=fields).status_code == 303

    assert len(db.session.scalars(select(Invitation)).all()) == 1


def test_what_is_wrong_with_an_invitation_stands_at_its_field(client, signed_in):
    signed_in(UserFactory(admin=True))

    answer = client.post(
        "/kelola/undangan/baru",
        data={"role": "observer", "scope": "kota", "nip": "123", "until": "2020-01-01"},
    )

    assert answer.status_code == 422
    for words in ("NIP terdiri dari 18 angka", "sudah lewat", "Tulis alasannya", "nomor HP"):
        assert words in answer.text


def test_the_page_of_a_person_tells_no_secret(client, signed_in, city_of_admins):
    user = city_of_admins["official"]
    user.name, user.phone = "Nama Di KTP", "+6281234567890"
    db.session.add(StaffNumber(user_id=user.id, nip=NIP))
    db.session.flush()
    signed_in(city_of_admins["city"])

    page = client.get(f"/kelola/orang/{user.id}").text

    assert "Pak Pejabat" in page
    assert "Pejabat Dinas PUPR" in page
    assert "19900101 201503 2 999" in page
    assert "Anda bertindak sebagai Pengelola kota" in page
    for secret in ("Nama Di KTP", user.email, "81234567890", "masuk sebagai Pak"):
        assert secret not in page


def test_a_number_is_shown_to_the_administrators_of_the_role_alone(
    app, signed_in, city_of_admins
):
    resident = UserFactory(area=city_of_admins["area"])
    db.session.add(StaffNumber(user_id=resident.id, nip=NIP))
    db.session.flush()
    client = app.test_client()
    signed_in(city_of_admins["of the area"], on=client)

    page = client.get(f"/kelola/orang/{resident.id}").text

    assert resident.public_name in page
    assert "19900101" not in page


def test_a_role_without_a_second_factor_is_shown_as_waiting(client, signed_in):
    UserFactory(roles=[Role.MODERATOR], second_factor_since=None)
    signed_in(UserFactory(admin=True))

    assert "Menunggu verifikasi dua langkah" in client.get("/kelola/peran").text
    assert "menunggu verifikasi dua langkah" in client.get("/kelola/orang").text


@pytest.mark.parametrize("address", ["/kelola/orang", "/kelola/peran", "/kelola/undangan"])
def test_lists_ask_as_often_for_many_as_for_few(client, signed_in, count_queries, address):
    signed_in(UserFactory(admin=True))

    def fill(many):
        for _each in range(many):
            area, unit = AreaFactory(), UnitFactory()
            UserFactory(roles=[Grant(Role.DESK, area_id=area.id)], area=area)
            UserFactory(roles=[Role.OFFICIAL], unit=unit)
            InvitationFactory(role=Role.HEAD, unit=unit, invited_by=UserFactory(admin=True))

    counts = []
    for many in (2, 12):
        fill(many)
        client.get(address)
        with count_queries() as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


# --- the page behind the link


def test_looking_at_an_invitation_changes_nothing(client):
    invitation = InvitationFactory()
    before = invitation.key

    for _turn in range(3):
        page = client.get(link_of(invitation))
        assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    db.session.refresh(invitation)
    assert (invitation.is_open, invitation.key) == (True, before)


def test_a_new_person_joins_and_is_led_to_the_second_factor(client):
    invitation = InvitationFactory(role=Role.MODERATOR)
    fields = {"name": "Siti Aminah", "password": PASSWORD, "adult": "y", "agreed": "y"}
    address = link_of(invitation)

    page = client.get(address)
    assert 'name="password"' in page.text
    unfinished = client.post(f"{address}/daftar", data={**fields, "agreed": ""})
    assert unfinished.status_code == 422
    answer = client.post(f"{address}/daftar", data=fields)

    assert (answer.status_code, answer.location) == (303, "/akun/keamanan")
    assert client.get("/akun/peran").status_code == 200
    assert client.get("/moderasi").status_code == 403  # not before the second factor
    assert client.get(address).status_code == 410


def test_whoever_is_invited_does_not_begin_as_an_office(client):
    fields = {"password": PASSWORD, "adult": "y", "agreed": "y"}
    address = link_of(InvitationFactory(role=Role.MODERATOR))

    refused = client.post(f"{address}/daftar", data={**fields, "name": "Moderator"})

    assert refused.status_code == 422
    assert "dapat dikira nama petugas" in refused.text
    assert 'value="Moderator"' in refused.text
    answer = client.post(f"{address}/daftar", data={**fields, "name": "Dr. Siti Aminah"})
    assert answer.status_code == 303
    assert db.session.scalar(select(User.public_name).order_by(User.id.desc())) == "Siti"


def test_who_needs_no_second_factor_goes_to_their_roles(client):
    address = link_of(InvitationFactory(role=Role.SCRIBE))

    answer = client.post(
        f"{address}/daftar",
        data={"name": "Siti Aminah", "password": PASSWORD, "adult": "y", "agreed": "y"},
    )

    assert (answer.status_code, answer.location) == (303, "/akun/peran")
    assert "Notulis" in client.get("/akun/peran").text


def test_who_has_an_account_signs_in_first(client, signed_in):
    user = UserFactory()
    address = link_of(InvitationFactory(email=user.email, role=Role.OBSERVER))

    page = client.get(address).text
    assert (
        f"/masuk?next={address.replace('/', '%2F')}" in page or f"/masuk?next={address}" in page
    )
    assert 'name="password"' not in page

    signed_in(user)
    assert "Terima undangan" in client.get(address).text
    answer = client.post(f"{address}/terima")
    assert (answer.status_code, answer.location) == (303, "/akun/peran")


def test_somebody_else_does_not_take_it(client, signed_in):
    invitation = InvitationFactory()
    signed_in(UserFactory())

    assert "untuk alamat lain" in client.get(link_of(invitation)).text
    assert client.post(f"{link_of(invitation)}/terima").status_code == 403
    assert client.post(
        f"{link_of(invitation)}/daftar",
        data={"name": "Siti", "password": PASSWORD, "adult": "y", "agreed": "y"},
    ).status_code == 403  # fmt: skip


def test_a_visitor_accepts_nothing_without_signing_in(client):
    answer = client.post(f"{link_of(InvitationFactory())}/terima")

    assert answer.status_code == 303
    assert answer.location.startswith("/masuk")


@pytest.mark.parametrize("token", ["apa-saja", "x" * 500, "W10.sig"])
def test_a_spoilt_link_says_so(client, token):
    for address, method in (
        (f"/undangan/{token}", "GET"),
        (f"/undangan/{token}/daftar", "POST"),
    ):
        assert client.open(address, method=method).status_code == 410


def test_expired_withdrawn_and_older_links_are_dead(client):
    expired = InvitationFactory(expires_at=clock.now())
    withdrawn = InvitationFactory(withdrawn_at=clock.now())
    again = InvitationFactory()
    older = link_of(again)
    again.key = "another"
    db.session.flush()

    for address in (link_of(expired), link_of(withdrawn), older):
        assert client.get(address).status_code == 410
    assert client.get(link_of(again)).status_code == 200


def test_registering_alone_never_leads_to_a_role(client):
    """Not even with an invitation waiting for the same address, nor by fields that ask for one."""
    invitation = InvitationFactory(role=Role.ADMIN)
    client.post(
        "/daftar",
        data={
            "name": "Siti Aminah", "email": invitation.email, "password": PASSWORD,
            "area_id": menteng().id, "adult": "y", "agreed": "y", "role": "admin",
            "roles": "admin", "scope": "kota",
        },
    )  # fmt: skip

    inviter = invitation.invited_by_id
    grants = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id != inviter)).all()
    assert grants == []


def test_ones_own_roles_and_number(client, signed_in):
    unit = UnitFactory(short_name="Dinas PUPR")
    user = signed_in(UserFactory(roles=[Role.OFFICIAL], unit=unit))
    db.session.add(StaffNumber(user_id=user.id, nip=NIP))
    db.session.flush()

    page = client.get("/akun/peran").text
    assert "Pejabat Dinas PUPR" in page
    assert "19900101 201503 2 999" in page

    assert client.post("/akun/peran/nip/hapus").status_code == 303
    assert "19900101" not in client.get("/akun/peran").text


def test_ones_own_roles_are_for_those_who_are_signed_in(client):
    for method, address in (("GET", "/akun/peran"), ("POST", "/akun/peran/nip/hapus")):
        answer = client.open(address, method=method)
        assert answer.status_code == 303
        assert answer.location.startswith("/masuk")
