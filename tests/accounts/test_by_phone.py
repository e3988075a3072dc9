"""Joining, signing in and recovering with a mobile number; codes in the wrong hands."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts import queries
from forum.accounts.addresses import read
from forum.accounts.models import RoleGrant, User
from forum.core.actor import Role
from forum.core.db import db
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.test_views import is_in, joining, sign_in

PHONE, STORED = "0812 3456 7890", "+6281234567890"
Mails = Callable[[], list[Any]]


def code_in(mail: Any) -> str:
    found = re.search(r"\b\d{6}\b", mail.get_content())
    assert found
    return found.group()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def person() -> User:
    user = queries.user_by_contact(read(PHONE))
    assert user is not None
    return user


def type_code(client: FlaskClient, code: str) -> Any:
    return client.post("/akun/kode", data={"code": code})


# --- joining


def test_from_registering_by_phone_to_being_in(client: FlaskClient, mails: Mails) -> None:
    answer = client.post("/daftar", data=joining(email=PHONE))
    assert (answer.status_code, answer.location) == (303, "/akun/kode")
    page = client.get("/akun/kode").text
    assert "+62812••••890" in page
    assert STORED not in page
    [text] = mails()
    assert text["To"] == STORED
    assert text["Subject"] is None
    user = person()
    assert (user.email, user.phone) == (None, STORED)
    assert user.confirmed_at is None

    code = code_in(text)
    assert type_code(client, wrong(code)).status_code == 422
    answer = type_code(client, f"{code[:3]} {code[3:]}")
    assert (answer.status_code, answer.location) == (303, "/akun")
    assert "sudah dikonfirmasi" in client.get("/akun").text


def test_joining_gives_no_role_whatever_is_sent(client: FlaskClient, mails: Mails) -> None:
    more = {"role": "admin", "roles": "admin", "grants": "admin", "verification": "ktp"}
    client.post("/daftar", data=joining(email=PHONE) | more)
    type_code(client, code_in(mails()[0]))
    assert is_in(client)
    assert db.session.scalar(select(func.count()).select_from(RoleGrant)) == 0
    user = person()
    db.session.refresh(user, ["grants"])
    assert [grant.role for grant in user.as_actor().grants] == [Role.RESIDENT]
    assert user.level == "none"


def test_a_known_number_sees_the_same_and_the_owner_is_told(app: Flask, mails: Mails) -> None:
    UserFactory(email=None, phone=STORED, password=PASSWORD)
    mine, other = app.test_client(), app.test_client()
    known = mine.post("/daftar", data=joining(email=PHONE))
    new = other.post("/daftar", data=joining(email="0813 3456 7890"))
    assert (known.status_code, known.location) == (new.status_code, new.location)
    assert known.data == new.data
    pages = [
        re.sub(r'(content|value)="[\w-]+\.[\w.-]+"|data-now="[^"]+"', "", page)
        .replace("+62812", "").replace("+62813", "")
        for page in (mine.get("/akun/kode").text, other.get("/akun/kode").text)
    ]  # fmt: skip
    assert pages[0] == pages[1]
    told, sent = sorted(mails(), key=lambda text: text["To"] != STORED)
    assert "sudah punya akun" in told.get_content()
    assert not re.search(r"\b\d{6}\b", told.get_content())
    assert type_code(mine, code_in(sent)).status_code == 422, "a code of another account"
    assert not is_in(mine)


def test_of_a_number_that_nobody_confirmed_the_last_registration_counts(
    app: Flask, client: FlaskClient, mails: Mails
) -> None:
    """Whoever takes a number before its owner does must not know the owner's password."""
    squatter = app.test_client()
    squatter.post("/daftar", data=joining(email=PHONE, password="sandi si pendahulu itu"))
    [first] = mails()
    client.post("/daftar", data=joining(email=PHONE, name="Sari Dewi"))
    [second] = mails()
    if code_in(first) != code_in(second):
        assert type_code(client, code_in(first)).status_code == 422
    assert type_code(client, code_in(second)).status_code == 303
    user = person()
    assert (user.name, user.public_name) == ("Sari Dewi", "Sari, Menteng")
    assert sign_in(squatter, PHONE, "sandi si pendahulu itu").status_code == 422
    assert sign_in(squatter, PHONE, PASSWORD).status_code == 303


@pytest.mark.parametrize("typed", ["0536 3221234", "0812", "+60123456789", "rina"])
def test_what_is_neither_comes_back(client: FlaskClient, typed: str) -> None:
    answer = client.post("/daftar", data=joining(email=typed))
    assert answer.status_code == 422
    assert "Tulis alamat email yang lengkap" in answer.text
    assert typed in answer.text


def test_the_number_must_not_be_in_the_password(client: FlaskClient) -> None:
    answer = client.post("/daftar", data=joining(email=PHONE, password="rumah 081234567890"))
    assert answer.status_code == 422
    assert "Jangan memakai nomor HP Anda" in answer.text


# --- signing in


@pytest.mark.parametrize("typed", [PHONE, STORED, "6281234567890", "rina@contoh.id"])
def test_signing_in_with_any_contact_of_the_account(client: FlaskClient, typed: str) -> None:
    UserFactory(email="rina@contoh.id", phone=STORED, password=PASSWORD)
    assert sign_in(client, typed).status_code == 303
    assert is_in(client)


def test_signing_in_by_a_code_needs_no_password(client: FlaskClient, mails: Mails) -> None:
    UserFactory(email=None, phone=STORED, password=PASSWORD)
    answer = client.post("/masuk/kode", data={"email": PHONE, "next": "/isu"})
    assert (answer.status_code, answer.location) == (303, "/akun/kode")
    [text] = mails()
    answer = type_code(client, code_in(text))
    assert (answer.status_code, answer.location) == (303, "/isu")
    assert is_in(client)


def test_the_code_goes_the_way_that_was_typed(client: FlaskClient, mails: Mails) -> None:
    UserFactory(email="rina@contoh.id", phone=STORED, password=PASSWORD)
    client.post("/masuk/kode", data={"email": PHONE})
    client.post("/masuk/kode", data={"email": "rina@contoh.id"})
    assert sorted(message["To"] for message in mails()) == [STORED, "rina@contoh.id"]


def test_asking_for_a_code_tells_nothing(app: Flask, mails: Mails) -> None:
    UserFactory(email="ada@contoh.id", password=PASSWORD)
    UserFactory(email="baru@contoh.id", password=PASSWORD, unconfirmed=True)
    seen = []
    for email in ("ada@contoh.id", "tak@contoh.id", "baru@contoh.id"):
        client = app.test_client()
        asked = client.post("/masuk/kode", data={"email": email})
        tried = type_code(client, "000000")
        page = re.sub(r'(content|value)="[\w-]+\.[\w.-]+"|data-now="[^"]+"', "", tried.text)
        page = page.replace(f"{email[0]}…@contoh.id", "")
        seen.append((asked.status_code, asked.location, tried.status_code, page))
    assert seen[0] == seen[1] == seen[2]
    assert [mail["To"] for mail in mails()] == ["ada@contoh.id"]


def test_a_stolen_code_is_dead_once_the_owner_used_it(
    app: Flask, client: FlaskClient, mails: Mails
) -> None:
    UserFactory(email=None, phone=STORED)
    client.post("/masuk/kode", data={"email": PHONE})
    code = code_in(mails()[0])
    thief = app.test_client()
    with client.session_transaction() as mine, thief.session_transaction() as theirs:
        theirs["code_for"] = mine["code_for"]
    assert type_code(client, code).status_code == 303
    assert type_code(thief, code).status_code == 422
    assert not is_in(thief)


def test_an_expired_code_lets_nobody_in(client: FlaskClient, mails: Mails, clock: Any) -> None:
    UserFactory(email=None, phone=STORED)
    client.post("/masuk/kode", data={"email": PHONE})
    code = code_in(mails()[0])
    clock.tick(601)
    answer = type_code(client, code)
    assert answer.status_code == 422
    assert "tidak cocok atau sudah tidak berlaku" in answer.text


@pytest.mark.parametrize("way", ["/daftar", "/masuk/kode", "/akun/lupa-sandi"])
def test_five_wrong_codes_kill_the_right_one(
    client: FlaskClient, mails: Mails, way: str
) -> None:
    """Whatever the code is for: what was counted stays counted."""
    if way != "/daftar":
        UserFactory(email=None, phone=STORED, password=PASSWORD)
    client.post(way, data=joining(email=PHONE))
    code = code_in(mails()[0])
    for _try in range(5):
        assert type_code(client, wrong(code)).status_code == 422
    assert type_code(client, code).status_code == 422
    assert client.post("/akun/kode/kirim-ulang").status_code == 303
    assert type_code(client, code_in(mails()[0])).status_code == 303


def test_a_page_that_waits_for_nothing_leads_to_signing_in(client: FlaskClient) -> None:
    for answer in (
        client.get("/akun/kode"),
        type_code(client, "123456"),
        client.post("/akun/kode/kirim-ulang"),
    ):
        assert (answer.status_code, answer.location) == (303, "/masuk")


# --- a lost password


def test_a_lost_password_by_phone(app: Flask, client: FlaskClient, mails: Mails) -> None:
    user = UserFactory(email=None, phone=STORED, password=PASSWORD)
    other_device = app.test_client()
    sign_in(other_device, PHONE, remember="y")
    answer = client.post("/akun/lupa-sandi", data={"email": PHONE})
    assert (answer.status_code, answer.location) == (303, "/akun/kode")
    [text] = mails()
    answer = type_code(client, code_in(text))
    assert answer.location.startswith("/akun/sandi-baru/")
    link = answer.location
    assert client.post(link, data={"password": "kata sandi yang baru"}).location == "/masuk"
    assert "sudah diganti" in mails()[0].get_content()
    assert not is_in(other_device)
    assert client.get(link).status_code == 410
    assert sign_in(client, PHONE).status_code == 422
    assert sign_in(client, PHONE, "kata sandi yang baru").status_code == 303
    db.session.refresh(user)
    assert user.email is None


def test_recovery_keeps_the_second_factor(client: FlaskClient, mails: Mails) -> None:
    UserFactory(email=None, phone=STORED, password=PASSWORD, moderator=True)
    client.post("/akun/lupa-sandi", data={"email": PHONE})
    link = type_code(client, code_in(mails()[0])).location
    client.post(link, data={"password": "kata sandi yang baru"})
    answer = sign_in(client, PHONE, "kata sandi yang baru")
    assert (answer.status_code, answer.location) == (303, "/masuk/kedua")
    assert not is_in(client)
    assert person().has_second_factor
