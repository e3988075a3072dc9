"""Contacts, the password, the kelurahan, the public name: what a person changes about themselves."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts import queries, tokens
from forum.accounts.addresses import read
from forum.accounts.models import FormerContact, User
from forum.core.db import db
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.test_by_phone import code_in, wrong
from tests.accounts.test_views import is_in, joining, sign_in
from tests.factories import AreaFactory, UnitFactory, menteng

PHONE, STORED = "0812 3456 7890", "+6281234567890"
Mails = Callable[[], list[Any]]


def ask(client: FlaskClient, contact: str) -> Any:
    return client.post("/akun/kontak", data={"email": contact})


def type_code(client: FlaskClient, code: str) -> Any:
    return client.post("/akun/kontak/kode", data={"code": code})


def stale(client: FlaskClient) -> None:
    """It has been a while since the person showed that it is them."""
    with client.session_transaction() as session:
        session["proved_at"] -= 601


# --- contacts


def test_another_address_is_proved_and_both_are_told(
    client: FlaskClient, signed_in: Any, mails: Mails
) -> None:
    user = signed_in(UserFactory(email="lama@contoh.id"))
    old_link = tokens.reset_token(user)
    assert ask(client, "Baru@Contoh.id").status_code == 303
    told, sent = sorted(mails(), key=lambda mail: mail["To"] != "lama@contoh.id")
    assert (told["To"], sent["To"]) == ("lama@contoh.id", "baru@contoh.id")
    assert "akan diganti" in told["Subject"]
    code = code_in(sent)
    assert code not in told.get_content()
    page = client.get("/akun/kontak").text
    assert "b…@contoh.id" in page

    assert type_code(client, wrong(code)).status_code == 422
    assert queries.user_by_email("lama@contoh.id") is not None
    assert type_code(client, code).status_code == 303
    assert queries.user_by_email("lama@contoh.id") is None
    assert queries.user_by_email("baru@contoh.id") is not None
    assert sorted(mail["To"] for mail in mails()) == ["baru@contoh.id", "lama@contoh.id"]
    assert db.session.scalar(select(func.count()).select_from(FormerContact)) == 0
    assert tokens.user_to_reset(old_link) is None, "links in older mails are void"
    assert is_in(client)


def test_a_number_is_added_beside_the_address(
    client: FlaskClient, signed_in: Any, mails: Mails
) -> None:
    user = signed_in(UserFactory(email="rina@contoh.id"))
    ask(client, PHONE)
    _told, text = sorted(mails(), key=lambda mail: mail["To"] != "rina@contoh.id")
    assert text["To"] == STORED
    assert type_code(client, code_in(text)).status_code == 303
    db.session.refresh(user)
    assert (user.email, user.phone) == ("rina@contoh.id", STORED)


def test_the_last_contact_stays(client: FlaskClient, signed_in: Any, mails: Mails) -> None:
    user = signed_in(UserFactory(email="rina@contoh.id", phone=STORED))
    assert client.post("/akun/kontak/hapus/mail").status_code == 303
    db.session.refresh(user)
    assert (user.email, user.phone) == (None, STORED)
    assert sorted(mail["To"] for mail in mails()) == [STORED, "rina@contoh.id"]
    client.post("/akun/kontak/hapus/text")
    assert "harus tetap ada" in client.get("/akun/kontak").text
    db.session.refresh(user)
    assert user.phone == STORED
    assert client.post("/akun/kontak/hapus/lain").status_code == 404


def test_a_contact_of_somebody_else_never_gets_a_code(
    client: FlaskClient, signed_in: Any, mails: Mails
) -> None:
    UserFactory(email="tetangga@contoh.id")
    signed_in(UserFactory(email="rina@contoh.id"))
    taken, free = ask(client, "tetangga@contoh.id"), ask(client, "bebas@contoh.id")
    assert (taken.status_code, taken.location) == (free.status_code, free.location)
    assert "tetangga@contoh.id" not in [mail["To"] for mail in mails()]
    ask(client, "tetangga@contoh.id")
    mails()
    assert type_code(client, "000000").status_code == 422


def test_who_only_claimed_a_contact_loses_it_to_its_owner(
    client: FlaskClient, app: Flask, signed_in: Any, mails: Mails
) -> None:
    app.test_client().post("/daftar", data=joining(email=PHONE))
    mails()
    user = signed_in(UserFactory(email="rina@contoh.id"))
    ask(client, PHONE)
    text = next(mail for mail in mails() if mail["To"] == STORED)
    assert type_code(client, code_in(text)).status_code == 303
    found = queries.user_by_contact(read(PHONE))
    assert found is not None
    assert found.id == user.id


def test_five_wrong_codes_end_a_change(
    client: FlaskClient, signed_in: Any, mails: Mails
) -> None:
    signed_in(UserFactory(email="lama@contoh.id"))
    ask(client, "baru@contoh.id")
    sent = next(mail for mail in mails() if mail["To"] == "baru@contoh.id")
    code = code_in(sent)
    for _try in range(5):
        assert type_code(client, wrong(code)).status_code == 422
    assert type_code(client, code).status_code == 422


@pytest.mark.parametrize("typed", ["rina@contoh.id", "RINA@contoh.id", "", "bukan alamat"])
def test_what_changes_nothing_comes_back(
    client: FlaskClient, signed_in: Any, mails: Mails, typed: str
) -> None:
    signed_in(UserFactory(email="rina@contoh.id"))
    assert ask(client, typed).status_code == 422
    assert mails() == []


# --- proof


@pytest.mark.parametrize("page", ["/akun/kontak", "/akun/akses"])
def test_what_a_stolen_session_must_not_do_asks_for_proof(
    client: FlaskClient, signed_in: Any, page: str
) -> None:
    signed_in(UserFactory(password=PASSWORD))
    assert client.get(page).status_code == 200
    stale(client)
    answer = client.get(page)
    assert (answer.status_code, answer.location) == (303, f"/akun/buktikan?next={page}")


def test_the_password_is_proof(client: FlaskClient, signed_in: Any) -> None:
    signed_in(UserFactory(password=PASSWORD))
    stale(client)
    refused = client.post(
        "/akun/buktikan", data={"password": "bukan ini", "next": "/akun/kontak"}
    )
    assert refused.status_code == 422
    answer = client.post("/akun/buktikan", data={"password": PASSWORD, "next": "/akun/kontak"})
    assert (answer.status_code, answer.location) == (303, "/akun/kontak")
    assert client.get("/akun/kontak").status_code == 200
    assert client.get("/akun/buktikan?next=https://evil.example/").location == "/akun"


def test_a_code_is_proof_and_counts_its_tries(
    client: FlaskClient, signed_in: Any, mails: Mails
) -> None:
    signed_in(UserFactory(email=None, phone=STORED))
    stale(client)
    assert client.post("/akun/buktikan/kirim").status_code == 303
    [text] = mails()
    code = code_in(text)
    assert client.post("/akun/buktikan/pesan", data={"code": wrong(code)}).status_code == 422
    assert client.post("/akun/buktikan/pesan", data={"code": code}).status_code == 303
    assert client.get("/akun/kontak").status_code == 200
    stale(client)
    assert client.post("/akun/buktikan/pesan", data={"code": code}).status_code == 422


def test_a_form_that_needs_proof_changes_nothing_without_it(
    client: FlaskClient, signed_in: Any
) -> None:
    user = signed_in(UserFactory(password=PASSWORD))
    before = user.password
    stale(client)
    answer = client.post(
        "/akun/sandi",
        data={"password": "sandi lain yang panjang"},
        headers={"Referer": "http://localhost/akun/kontak"},
    )
    assert (answer.status_code, answer.location) == (303, "/akun/buktikan?next=/akun/kontak")
    answer = client.post("/akun/sandi", headers={"X-Fragment": "1"})
    assert answer.status_code == 403
    db.session.refresh(user)
    assert user.password == before


# --- the password


def test_another_password_puts_other_devices_out(
    app: Flask, client: FlaskClient, mails: Mails
) -> None:
    user = UserFactory(password=PASSWORD)
    other = app.test_client()
    sign_in(client, user.email)
    sign_in(other, user.email, remember="y")
    mails()
    assert client.post("/akun/sandi", data={"password": "palangkaraya"}).status_code == 422
    new = "kata sandi yang baru"
    assert client.post("/akun/sandi", data={"password": new}).status_code == 303
    assert is_in(client)
    assert not is_in(other)
    assert sign_in(other, user.email).status_code == 422
    assert sign_in(other, user.email, new).status_code == 303
    assert "sudah diganti" in mails()[0]["Subject"]


# --- where one lives, and what one is called


def test_the_kelurahan_changes_until_somebody_checked_it(
    client: FlaskClient, signed_in: Any
) -> None:
    langkai = AreaFactory(code="62.71.01.1003", name="Langkai")
    user = signed_in(
        UserFactory(
            name="Rina Wati", public_name="Rina, Menteng", area=menteng(), unverified=True
        )
    )
    assert client.post("/akun/kelurahan", data={"area_id": langkai.id}).status_code == 303
    db.session.refresh(user)
    assert (user.area_id, user.public_name) == (langkai.id, "Rina, Langkai")

    checked: User = signed_in(UserFactory(area=menteng()))
    assert 'name="area_id"' not in client.get("/akun").text
    client.post("/akun/kelurahan", data={"area_id": langkai.id})
    assert "sudah diperiksa" in client.get("/akun").text
    db.session.refresh(checked)
    assert checked.area_id == menteng().id


@pytest.mark.parametrize(
    "name",
    ["Admin", "MODERATOR", "Bétang", "Pemerintah Kota", "Wali Kota", "wali-kota", "Dinas PUPR",
     "d i n a s pupr", "Lurah Menteng"],
)  # fmt: skip
def test_nobody_chooses_the_name_of_an_office(
    client: FlaskClient, signed_in: Any, name: str
) -> None:
    UnitFactory(name="Dinas Pekerjaan Umum", short_name="Dinas PUPR")
    user = signed_in(UserFactory(public_name="Rina"))
    answer = client.post("/akun/nama", data={"public_name": name})
    assert answer.status_code == 422
    assert "dapat dikira nama petugas" in answer.text
    db.session.refresh(user)
    assert user.public_name == "Rina"


def test_the_name_of_a_unit_is_taken_however_it_is_written(
    client: FlaskClient, signed_in: Any
) -> None:
    UnitFactory(name="Rumah Sakit Kota", short_name="RSUD Kota")
    signed_in(UserFactory())
    for name in ("rsud  kota", "RSUD-KOTA", "Rumah Sakit Kota"):
        assert client.post("/akun/nama", data={"public_name": name}).status_code == 422
    assert client.post("/akun/nama", data={"public_name": "Rumah Sakinah"}).status_code == 303
