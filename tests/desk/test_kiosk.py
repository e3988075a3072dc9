"""The kiosk, from outside: one person after the other, and nothing of the one before."""

from datetime import timedelta

import pytest

from forum.accounts import queries as accounts
from forum.accounts.models import Device
from forum.core.db import db
from forum.desk import actions
from tests.accounts.factories import PASSWORD, UserFactory
from tests.desk.factories import Desk
from tests.polls.factories import PollFactory


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def kiosk(client, signed_in, desk):
    """A device that the officer has just left."""
    signed_in(accounts.user_by_id(desk.officer.id))
    client.post("/meja/kios", data={"area_id": desk.area.id})
    return desk


def by_slip(client, made, **more):
    return client.post(
        "/kios/slip", data={"number": made.entry.number, "pin": made.pin, **more}
    )


def test_starting_a_kiosk_signs_the_officer_out(client, signed_in, desk):
    signed_in(accounts.user_by_id(desk.officer.id))

    answer = client.post("/meja/kios", data={"area_id": desk.area.id})

    assert answer.location == "/kios"
    assert "storage" in answer.headers["Clear-Site-Data"]
    page = client.get("/kios")
    assert "Siapa Anda?" in page.text
    assert "data-kiosk" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert client.get("/meja").location.startswith("/kios")


def test_there_is_no_kiosk_on_other_devices(client):
    assert client.get("/kios").status_code == 404
    assert client.post("/kios/slip", data={}).status_code == 404
    client.set_cookie("kios", "dibuat-sendiri")
    assert client.get("/kios").status_code == 404


def test_a_slip_lets_its_person_in_for_ten_minutes(client, kiosk, clock):
    assert by_slip(client, kiosk.made).status_code == 303

    page = client.get("/suara").text
    assert "Anda memakai kios sebagai Salundik, Menteng" in page
    assert '<noscript><meta http-equiv="refresh" content="120' in page
    assert 'href="/akun' not in page
    device = db.session.query(Device).order_by(Device.id.desc()).first()
    assert device.is_kiosk
    assert device.expires_at == clock.now + timedelta(minutes=10)
    clock.tick(601)
    assert "Anda memakai kios" not in client.get("/suara").text


def test_done_leaves_nothing(client, kiosk):
    by_slip(client, kiosk.made)

    answer = client.post("/kios/selesai")

    assert answer.location == "/kios"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Salundik" not in client.get("/suara").text
    assert "Salundik" not in client.get("/kios").text


def test_an_idle_page_signs_out_without_a_script(client, kiosk):
    by_slip(client, kiosk.made)

    assert client.get("/kios/selesai").location == "/kios"
    assert "Salundik" not in client.get("/suara").text


@pytest.mark.parametrize(
    "address", ["/akun", "/akun/keamanan", "/masuk", "/daftar", "/meja", "/kelola", "/moderasi"]
)
def test_pages_of_accounts_and_staff_are_shut(client, kiosk, address):
    assert client.get(address).location.startswith("/kios")
    by_slip(client, kiosk.made)
    assert client.get(address).location.startswith("/kios")


def test_signing_in_for_a_page_leads_back_to_it(client, kiosk):
    poll = PollFactory()

    assert (
        client.get(f"/masuk?next=/suara/{poll.id}").location == f"/kios?next=/suara/{poll.id}"
    )
    assert by_slip(client, kiosk.made, next=f"/suara/{poll.id}").location == f"/suara/{poll.id}"


def test_an_account_with_a_password_gets_in_and_is_not_remembered(client, kiosk):
    UserFactory(email="lelie@contoh.id", password=PASSWORD, public_name="Bu Lelie")
    fields = {"login": "lelie@contoh.id", "password": PASSWORD}

    answer = client.post("/kios/masuk", data=fields)

    assert answer.status_code == 303
    assert "remember_token" not in str(answer.headers)
    assert "Anda memakai kios sebagai Bu Lelie" in client.get("/suara").text
    wrong = client.post("/kios/masuk", data={**fields, "password": "salah sekali ini"})
    assert wrong.status_code == 422


def test_staff_use_a_device_of_their_own(client, kiosk):
    UserFactory(email="mod@contoh.id", password=PASSWORD, moderator=True)

    page = client.post("/kios/masuk", data={"login": "mod@contoh.id", "password": PASSWORD})

    assert page.status_code == 422
    assert "perangkat sendiri" in page.text


@pytest.mark.parametrize("changes", [{"pin": "000000 "}, {"number": "x"}, {"pin": ""}])
def test_a_wrong_slip(client, kiosk, changes):
    if changes.get("pin", "").strip() == kiosk.made.pin:
        changes = {"pin": "000001"}

    assert by_slip(client, kiosk.made, **changes).status_code == 422


def test_a_slip_that_was_taken_over_says_so(client, kiosk):
    actions.claim_into(UserFactory().as_actor(), kiosk.made.entry)

    page = by_slip(client, kiosk.made)

    assert page.status_code == 422
    assert "sudah dipindahkan ke akun" in page.text


def test_an_opened_slip_goes_with_its_person(client, kiosk):
    """Tracking on a kiosk needs no sign-in, yet the next person must not see it."""
    client.post("/lacak", data={"number": kiosk.made.entry.number, "pin": kiosk.made.pin})
    page = client.get("/lacak/hasil").text
    assert "Slip Anda sedang terbuka di kios ini" in page
    assert "ambil-alih" not in page

    client.post("/kios/selesai")

    assert client.get("/lacak/hasil").location == "/lacak"


def test_only_an_officer_of_the_place_ends_a_kiosk(client, kiosk):
    UserFactory(email="lelie@contoh.id", password=PASSWORD)
    client.post("/kios/akhiri", data={"login": "lelie@contoh.id", "password": PASSWORD})
    assert client.get("/kios").status_code == 200
    kiosk.officer.password = UserFactory(password=PASSWORD).password
    db.session.flush()

    fields = {"login": kiosk.officer.email, "password": PASSWORD}
    answer = client.post("/kios/akhiri", data=fields)

    assert answer.location == "/masuk"
    assert client.get("/kios").status_code == 404
    assert client.get("/meja").location.startswith("/masuk")  # ended, not signed in


def test_pages_for_visitors_are_not_mixed_up_with_those_of_a_kiosk(app, client, kiosk):
    kiosk_page = client.get("/isu")
    elsewhere = app.test_client().get("/isu")

    assert "data-kiosk" in kiosk_page.text
    assert "data-kiosk" not in elsewhere.text
    assert kiosk_page.headers["Cache-Control"] == "no-store"
    assert elsewhere.headers["Cache-Control"] != "no-store"
