"""The pages, as browsers and as people with bad intentions use them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.accounts import queries, tokens
from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.web import language
from tests.accounts.factories import PASSWORD, UserFactory
from tests.factories import UnitFactory, menteng

SCRIPT = "<script>alert(1)</script>"


def joining(**changes: Any) -> dict[str, Any]:
    """What a newcomer types."""
    values = {
        "name": "Rina Wati",
        "email": "rina@contoh.id",
        "area_id": menteng().id,
        "password": PASSWORD,
        "adult": "y",
        "agreed": "y",
    }
    return {name: value for name, value in (values | changes).items() if value is not None}


def sign_in(
    client: FlaskClient, email: str, password: str = PASSWORD, **more: Any
) -> TestResponse:
    return client.post("/masuk", data={"email": email, "password": password, **more})


def is_in(client: FlaskClient) -> bool:
    return client.get("/akun").status_code == 200


def link_in(mail: Any, app: Flask) -> str:
    """The path of the link in a mail."""
    base = re.escape(app.config["BASE_URL"])
    found = re.search(rf"{base}(/akun/(?:konfirmasi|sandi-baru)/\S+)", mail.get_content())
    assert found
    return found.group(1)


# --- joining


def test_from_registering_to_being_in(
    client: FlaskClient, app: Flask, mails: Callable[[], list[Any]]
) -> None:
    answer = client.post("/daftar", data=joining())
    assert (answer.status_code, answer.location) == (303, "/akun/periksa-email")
    assert "Periksa email Anda" in client.get(answer.location).text
    [mail] = mails()
    assert mail["To"] == "rina@contoh.id"
    link = link_in(mail, app)

    assert "Konfirmasi dan masuk" in client.get(link).text
    user = queries.user_by_email("rina@contoh.id")
    assert user is not None
    assert user.confirmed_at is None, "looking at the link confirms nothing"
    assert client.head(link).status_code == 200

    answer = client.post(link)
    assert (answer.status_code, answer.location) == (303, "/akun")
    page = client.get("/akun").text
    assert "Rina, Menteng" in page
    assert "sudah dikonfirmasi" in page


def test_a_used_link_lets_nobody_in(app: Flask, client: FlaskClient) -> None:
    user = UserFactory(unconfirmed=True)
    with app.app_context():
        link = f"/akun/konfirmasi/{tokens.confirmation_token(user)}"
    assert client.post(link).status_code == 303
    thief = app.test_client()
    assert thief.get(link).status_code == 410
    assert thief.post(link).status_code == 410
    assert not is_in(thief)


def test_an_expired_link_offers_a_new_one(app: Flask, client: FlaskClient) -> None:
    user = UserFactory(unconfirmed=True)
    with app.app_context():
        token = tokens.confirmation_token(user)
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        answer = client.post(f"/akun/konfirmasi/{token}")
    assert answer.status_code == 410
    assert "Kirim lagi" in answer.text


def test_a_known_address_sees_the_same_and_the_owner_is_told(
    client: FlaskClient, mails: Callable[[], list[Any]]
) -> None:
    UserFactory(email="rina@contoh.id", password=PASSWORD)
    known = client.post("/daftar", data=joining())
    new = client.post("/daftar", data=joining(email="baru@contoh.id"))
    assert (known.status_code, known.location) == (new.status_code, new.location)
    assert known.data == new.data
    assert set(known.headers.keys()) == set(new.headers.keys())
    told, asked = sorted(mails(), key=lambda mail: mail["To"] != "rina@contoh.id")
    assert "sudah punya akun" in told["Subject"]
    assert "Konfirmasi" in asked["Subject"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Tulis nama lengkap Anda."),
        ({"name": "R"}, "Nama terdiri dari 2 sampai 60 karakter."),
        ({"name": "R" * 61}, "Nama terdiri dari 2 sampai 60 karakter."),
        ({"name": "Rina\u202eitaW"}, "Hapus karakter tersembunyi"),
        ({"email": ""}, "Tulis alamat email atau nomor HP Anda."),
        ({"email": "rina@"}, "Tulis alamat email yang lengkap"),
        ({"email": f"{'r' * 250}@contoh.id"}, "Alamat ini terlalu panjang."),
        ({"area_id": ""}, "Pilih kelurahan tempat Anda tinggal."),
        ({"area_id": "999999"}, "Pilih kelurahan tempat Anda tinggal."),
        ({"area_id": "1 OR 1=1"}, "Pilih kelurahan tempat Anda tinggal."),
        ({"password": "9 huruf.."}, "Kata sandi paling sedikit 10 karakter."),
        ({"password": "p" * 129}, "Kata sandi paling banyak 128 karakter."),
        ({"password": "palangkaraya"}, "terlalu sering dipakai orang"),
        ({"password": "ini rina di hulu"}, "Jangan memakai alamat email Anda"),
        ({"adult": None}, "Akun untuk warga berusia 17 tahun atau lebih."),
        ({"agreed": None}, "Setujui tata krama dan aturan privasi"),
    ],
)
def test_a_form_comes_back_with_what_was_typed(
    client: FlaskClient, changes: dict[str, Any], sentence: str
) -> None:
    typed = joining(**changes)
    answer = client.post("/daftar", data=typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<title>Kesalahan:" in answer.text
    assert typed["password"] not in answer.text
    if typed["email"]:
        assert typed["email"] in answer.text
    assert db.session.scalar(select(User)) is None


def test_a_script_in_a_name_is_only_text(client: FlaskClient, signed_in: Any) -> None:
    answer = client.post("/daftar", data=joining(name=SCRIPT, password="x"))
    assert SCRIPT not in answer.text
    signed_in(UserFactory(name=SCRIPT, public_name=SCRIPT))
    page = client.get("/akun").text
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


def test_sending_the_confirmation_again(
    client: FlaskClient, app: Flask, mails: Callable[[], list[Any]]
) -> None:
    UserFactory(email="baru@contoh.id", unconfirmed=True)
    UserFactory(email="lama@contoh.id")
    answers = [
        client.post("/akun/konfirmasi", data={"email": email})
        for email in ("baru@contoh.id", "lama@contoh.id", "tidak-ada@contoh.id")
    ]
    assert {(answer.status_code, answer.location) for answer in answers} == {
        (303, "/akun/periksa-email")
    }
    [mail] = mails()
    assert mail["To"] == "baru@contoh.id"
    assert client.post(link_in(mail, app)).status_code == 303


# --- signing in and out


def test_signing_in_and_out(client: FlaskClient) -> None:
    user = UserFactory(password=PASSWORD)
    assert client.get("/masuk").status_code == 200
    answer = sign_in(client, user.email.upper())
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)
    assert client.get("/masuk").location == "/akun"
    assert "Keluar dari perangkat ini?" in client.get("/keluar").text
    assert is_in(client), "looking at the page signs nobody out"
    assert client.post("/keluar").status_code == 303
    assert not is_in(client)


def test_unknown_and_known_accounts_get_the_same_answer(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "DEMO", False)
    UserFactory(email="ada@contoh.id", password=PASSWORD)
    UserFactory(email="demo@contoh.id", password=PASSWORD, is_demo=True)
    client.get("/masuk")  # from here on the session has its token
    pages = [
        sign_in(client, email, password)
        for email, password in (
            ("ada@contoh.id", "bukan kata sandinya"),
            ("xxx@contoh.id", "bukan kata sandinya"),
            ("demo@contoh.id", PASSWORD),
        )
    ]
    assert {page.status_code for page in pages} == {422}
    changing = r'(ada|xxx|demo)@|data-now="[^"]+"|(content|value)="[\w-]+\.[\w.-]+"'
    plain = {re.sub(changing, "", page.text) for page in pages}
    assert len(plain) == 1
    assert "Alamat, nomor, atau kata sandi tidak cocok." in plain.pop()


def test_demo_accounts_are_put_out_when_the_demonstration_ends(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = UserFactory(password=PASSWORD, is_demo=True)
    monkeypatch.setitem(app.config, "DEMO", True)
    assert sign_in(client, user.email).status_code == 303
    assert is_in(client)
    monkeypatch.setitem(app.config, "DEMO", False)
    assert not is_in(client)


def test_who_did_not_confirm_is_told_only_after_the_right_password(client: FlaskClient) -> None:
    user = UserFactory(password=PASSWORD, unconfirmed=True)
    assert sign_in(client, user.email, "bukan kata sandinya").status_code == 422
    answer = sign_in(client, user.email)
    assert answer.status_code == 403
    assert "Kirim lagi" in answer.text
    assert f'name="email" value="{user.email}"' in answer.text
    assert not is_in(client)


@pytest.mark.parametrize(
    ("target", "goes_to"),
    [
        ("/isu/7?urut=baru", "/isu/7?urut=baru"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_one_goes_on_within_the_house_only(
    client: FlaskClient, target: str, goes_to: str
) -> None:
    user = UserFactory(password=PASSWORD)
    page = client.get("/masuk", query_string={"next": target}).text
    assert ('name="next"' in page) is (goes_to != "/")
    assert sign_in(client, user.email, next=target).location == goes_to


def test_remembering_a_device(client: FlaskClient) -> None:
    user = UserFactory(password=PASSWORD)
    sign_in(client, user.email, remember="y")
    assert client.get_cookie("remember_token") is not None
    client.delete_cookie("session")
    assert is_in(client)
    client.post("/keluar")
    assert client.get_cookie("remember_token") is None
    assert not is_in(client)


def test_nothing_of_the_session_before_survives_signing_in(client: FlaskClient) -> None:
    user = UserFactory(password=PASSWORD)
    with client.session_transaction() as session:
        session["csrf_token"] = "planted"
        session["something"] = "planted"
    sign_in(client, user.email)
    with client.session_transaction() as session:
        assert session["_user_id"] not in (None, user.fs_uniquifier)
        assert "something" not in session
        assert session.get("csrf_token") != "planted"
    client.post("/keluar")
    client.get("/")
    with client.session_transaction() as session:
        assert "_user_id" not in session


def test_the_language_of_the_account_comes_along(client: FlaskClient) -> None:
    user = UserFactory(password=PASSWORD, language="en")
    sign_in(client, user.email)
    cookie = client.get_cookie("lang")
    assert cookie is not None
    assert cookie.value == "en"


def test_pages_of_accounts_stay_out_of_caches(client: FlaskClient) -> None:
    assert client.get("/masuk").headers["Cache-Control"] == "no-store"
    assert client.get("/akun/sandi-baru/x").headers["Cache-Control"] == "no-store"


# --- a lost password


def test_a_lost_password(
    client: FlaskClient, app: Flask, mails: Callable[[], list[Any]]
) -> None:
    user = UserFactory(password=PASSWORD)
    other_device = app.test_client()
    sign_in(other_device, user.email, remember="y")
    assert is_in(other_device)

    answer = client.post("/akun/lupa-sandi", data={"email": user.email})
    assert (answer.status_code, answer.location) == (303, "/akun/periksa-email")
    [mail] = mails()
    link = link_in(mail, app)
    assert client.post(link, data={"password": "pendek"}).status_code == 422
    answer = client.post(link, data={"password": "kata sandi yang baru"})
    assert (answer.status_code, answer.location) == (303, "/masuk")
    [mail] = mails()
    assert "sudah diganti" in mail["Subject"]

    assert not is_in(other_device)
    assert client.get(link).status_code == 410
    assert client.post(link, data={"password": "sekali lagi yang lain"}).status_code == 410
    assert sign_in(client, user.email).status_code == 422
    assert sign_in(client, user.email, "kata sandi yang baru").status_code == 303


def test_forgetting_tells_nothing_about_accounts(
    client: FlaskClient, mails: Callable[[], list[Any]]
) -> None:
    UserFactory(email="ada@contoh.id", password=PASSWORD)
    known = client.post("/akun/lupa-sandi", data={"email": "ada@contoh.id"})
    unknown = client.post("/akun/lupa-sandi", data={"email": "xxx@contoh.id"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert known.data == unknown.data
    assert [mail["To"] for mail in mails()] == ["ada@contoh.id"]


def test_no_mail_names_anyone(client: FlaskClient, mails: Callable[[], list[Any]]) -> None:
    """Whoever registers another's address cannot send them a text of their own."""
    client.post("/daftar", data=joining(name="Menang hadiah di http://evil.example"))
    [mail] = mails()
    assert "evil.example" not in mail.as_string()


def test_mails_speak_the_language_of_the_account(
    client: FlaskClient, mails: Callable[[], list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever language the worker or the request is in."""
    spoken: list[str] = []
    monkeypatch.setattr("forum.accounts.contact.send", lambda *_mail: spoken.append(language()))
    for code in ("id", "en"):
        user = UserFactory(password=PASSWORD, language=code)
        client.post("/akun/lupa-sandi", data={"email": user.email})
    mails()
    assert spoken == ["id", "en"]


# --- one's own page


def test_the_own_page_is_for_those_who_are_in(client: FlaskClient) -> None:
    answer = client.get("/akun")
    assert (answer.status_code, answer.location) == (303, "/masuk?next=/akun")
    assert client.post("/akun/nama", data={"public_name": "Lain"}).status_code == 303


def test_the_own_page_says_what_is_known(client: FlaskClient, signed_in: Any) -> None:
    unit = UnitFactory(short_name="Dinas PUPR")
    user = signed_in(UserFactory(official=True, unit=unit, area=menteng()))
    page = client.get("/akun").text
    for text in (user.name, user.email, "Menteng, Jekan Raya", "Pejabat, Dinas PUPR"):
        assert text in page
    assert "Terverifikasi dengan KTP" in page


def test_changing_the_public_name(client: FlaskClient, signed_in: Any) -> None:
    user = signed_in(UserFactory())
    assert client.post("/akun/nama", data={"public_name": " Bu   Rina "}).status_code == 303
    assert "Bu Rina" in client.get("/akun").text
    answer = client.post("/akun/nama", data={"public_name": "x" * 61})
    assert answer.status_code == 422
    assert "x" * 61 in answer.text
    db.session.refresh(user)
    assert user.public_name == "Bu Rina"


def test_changing_how_pages_look(client: FlaskClient, signed_in: Any) -> None:
    user = signed_in(UserFactory())
    choice = {"theme": "dark", "text": "besar", "language": "en"}
    assert client.post("/akun/tampilan", data=choice).status_code == 303
    page = client.get("/akun").text
    for mark in ('lang="en"', 'data-theme="dark"', 'data-text="besar"'):
        assert mark in page
    db.session.refresh(user)
    assert user.language == "en"
    for wrong in ({"theme": "x"}, {"text": "9"}, {"language": "fr"}, {"language": "../x"}):
        assert client.post("/akun/tampilan", data=choice | wrong).status_code == 422


def test_the_own_page_costs_a_fixed_number_of_queries(
    client: FlaskClient, signed_in: Any, count_queries: Any
) -> None:
    seen = []
    for roles in (["facilitator"], ["facilitator", "scribe", "moderator", "observer"]):
        signed_in(UserFactory(roles=[*roles], area=menteng(), unit=UnitFactory()))
        with count_queries() as statements:
            assert client.get("/akun").status_code == 200
        seen.append(len(statements))
    assert seen[0] == seen[1] <= 4


# --- safety


def test_a_form_without_its_token_does_nothing(
    client: FlaskClient, app: Flask, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    user = UserFactory(password=PASSWORD)
    assert sign_in(client, user.email).status_code == 400
    assert sign_in(client, user.email, csrf_token="invented").status_code == 400
    answer = client.post("/daftar", data=joining(name="Rina Wati"))
    assert answer.status_code == 400
    assert 'value="Rina Wati"' in answer.text, "what was typed stays"
    assert "terlalu lama terbuka" in answer.text
    page = client.get("/masuk").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    assert sign_in(client, user.email, csrf_token=token.group(1)).status_code == 303
    assert client.post("/keluar").status_code == 400
    assert is_in(client)
    assert client.post("/keluar", data={"csrf_token": token.group(1)}).status_code == 400, (
        "a token from before signing in is worth nothing afterwards"
    )
    again = sign_in(client, user.email, csrf_token=token.group(1), next="/isu")
    assert (again.status_code, again.location) == (303, "/isu"), "a double press, another tab"
    other = sign_in(client, UserFactory(password=PASSWORD).email, csrf_token=token.group(1))
    assert other.location == "/akun"
    assert client.get("/akun").text.count(user.name), "and nobody else was let in by that"


def test_a_sign_in_by_header_or_address_is_not_offered(client: FlaskClient) -> None:
    user = UserFactory()
    with client.application.app_context():
        token = user.get_auth_token()
    assert client.get("/akun", query_string={"auth_token": token}).status_code == 303
    headers = {"Authentication-Token": token}
    assert client.get("/akun", headers=headers).status_code == 303


def test_guessing_a_password_is_slowed_down_for_that_account_alone(
    client: FlaskClient, limited: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.accounts.passwords.matches", lambda typed, _hash: typed == "ya")
    user, other = UserFactory(password=PASSWORD), UserFactory(password=PASSWORD)
    for _try in range(10):
        assert sign_in(client, user.email, "salah").status_code == 422
    answer = sign_in(client, user.email.upper(), "ya")
    assert answer.status_code == 429
    assert "Terlalu banyak percobaan" in answer.text
    assert user.email.upper() in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert sign_in(client, other.email, "ya").status_code == 303


def test_signing_in_often_is_no_offence(
    client: FlaskClient, limited: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.accounts.passwords.matches", lambda typed, _hash: typed == "ya")
    user = UserFactory(password=PASSWORD)
    for _time in range(40):
        assert sign_in(client, user.email, "ya").status_code == 303


def test_an_address_is_mailed_a_few_times_only(client: FlaskClient, limited: None) -> None:
    for _time in range(6):
        assert client.post("/akun/lupa-sandi", data={"email": "a@contoh.id"}).status_code == 303
    answer = client.post("/akun/lupa-sandi", data={"email": "A@contoh.id"})
    assert answer.status_code == 429
    assert "A@contoh.id" in answer.text
    assert client.post("/akun/lupa-sandi", data={"email": "b@contoh.id"}).status_code == 303


def test_a_hall_behind_one_address_may_join(
    client: FlaskClient, limited: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.accounts.passwords.hash_password", lambda _password: "hash")
    area = menteng().id
    for number in range(100):
        data = joining(email=f"warga{number}@contoh.id", area_id=area, name=f"Orang {number}")
        assert client.post("/daftar", data=data).status_code == 303
