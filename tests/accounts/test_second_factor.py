"""The second factor: codes of an app, recovery codes, those who must, and those who lost all."""

import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts import devices, queries, sealing, second_factor, traces
from forum.accounts.models import CodeGenerator, Device, Passkey, RecoveryCode, RoleGrant, User
from forum.accounts.policy import can_reset_second_factor
from forum.accounts.second_factor import StillNeeded
from forum.accounts.views import entering
from forum.core import clock
from forum.core.actor import SYSTEM, Grant, Role
from forum.core.db import atomic, db
from forum.core.errors import Forbidden, Invalid
from tests.accounts.factories import PASSWORD, UserFactory
from tests.conftest import Clock
from tests.factories import UnitFactory

# RFC 6238, appendix B, SHA-1: the last six of its eight digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
]


def code_at(secret: str, moment: datetime) -> str:
    return str(TOTP(key=secret).generate(time=int(moment.timestamp())).token)


def enrolled(user: User, secret: str = SECRET) -> list[str]:
    """Give this person an app set up half an hour ago; their recovery codes."""
    with atomic():
        db.session.add(
            CodeGenerator(
                user_id=user.id,
                secret=sealing.seal("code generator", {"user": user.id, "secret": secret}),
                confirmed_at=clock.now(),
            )
        )
        user.second_factor_since = None
        return second_factor.after_adding(user)


def with_password(client: FlaskClient, user: User, **more: Any) -> Any:
    return client.post("/masuk", data={"email": user.email, "password": PASSWORD, **more})


def is_in(client: FlaskClient) -> bool:
    return client.get("/akun").status_code == 200


def again(user: User) -> User:
    """The account as the database has it now."""
    statement = select(User).where(User.id == user.id).options(joinedload(User.grants))
    fresh = statement.execution_options(populate_existing=True)
    return db.session.scalars(fresh).unique().one()


# --- codes of an app


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_codes_are_those_of_the_standard(clock: Clock, seconds: int, code: str) -> None:
    user = UserFactory()
    enrolled(user)
    clock.at(datetime.fromtimestamp(seconds, UTC))
    assert second_factor.take_code(user, code)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(clock: Clock, steps: int, taken: bool) -> None:
    user = UserFactory()
    enrolled(user)
    code = code_at(SECRET, clock.now + timedelta(seconds=30 * steps))
    assert second_factor.take_code(user, code) is taken


def test_a_code_works_once_and_no_older_one_after_it(clock: Clock) -> None:
    user = UserFactory()
    enrolled(user)
    older, code = code_at(SECRET, clock.now - timedelta(seconds=30)), code_at(SECRET, clock.now)
    assert second_factor.take_code(user, f"{code[:3]} {code[3:]}")
    assert not second_factor.take_code(user, code)
    assert not second_factor.take_code(user, older)
    clock.tick(30)
    assert not second_factor.take_code(user, code)
    assert second_factor.take_code(user, code_at(SECRET, clock.now))


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "²³⁴⁵⁶⁷", "١٢٣٤٥٦", "0x12ab"]
)
def test_what_is_no_code_is_no_code(typed: str) -> None:
    user = UserFactory()
    enrolled(user)
    assert not second_factor.take_code(user, typed)


def test_a_code_of_another_person_is_no_code(clock: Clock) -> None:
    user, other = UserFactory(), UserFactory()
    enrolled(user)
    enrolled(other, second_factor.new_secret())
    assert not second_factor.take_code(other, code_at(SECRET, clock.now))
    assert not second_factor.take_code(UserFactory(), code_at(SECRET, clock.now))


def test_a_secret_copied_to_another_account_opens_nothing(clock: Clock) -> None:
    user, thief = UserFactory(), UserFactory()
    enrolled(user)
    enrolled(thief, second_factor.new_secret())
    with atomic():
        rows = {row.user_id: row for row in db.session.scalars(select(CodeGenerator))}
        rows[thief.id].secret = rows[user.id].secret
    assert not second_factor.take_code(thief, code_at(SECRET, clock.now))


def test_the_secret_is_kept_sealed() -> None:
    user = UserFactory()
    enrolled(user)
    kept = db.session.scalars(select(CodeGenerator.secret)).one()
    assert SECRET not in kept
    assert sealing.unseal("new generator", kept) is None, "sealed for one purpose only"
    assert sealing.unseal("code generator", kept[:-2] + "xx") is None


@pytest.mark.commits
def test_the_same_code_twice_at_once_is_taken_once(app: Flask) -> None:
    with atomic():
        user = UserFactory()
    codes = enrolled(user)
    code = code_at(SECRET, clock.now())
    together = threading.Barrier(6)
    taken: list[str] = []

    def try_it(way: str) -> None:
        with app.app_context():
            mine = queries.user_by_id(user.id)
            assert mine is not None
            together.wait()
            take = {
                "app": lambda: second_factor.take_code(mine, code),
                "recovery": lambda: second_factor.take_recovery_code(mine, codes[0]),
            }[way]
            if take():
                taken.append(way)
            db.session.remove()

    threads = [threading.Thread(target=try_it, args=(way,)) for way in ["app", "recovery"] * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == ["app", "recovery"]


# --- setting one up


def secret_on(page: str) -> str:
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    return found.group(1).replace(" ", "")


def sealed_on(page: str) -> str:
    found = re.search(r'name="sealed" value="([^"]+)"', page)
    assert found
    return unescape(found.group(1))


def set_up(client: FlaskClient, code: str | None = None) -> Any:
    page = client.get("/akun/keamanan/kode").text
    right = code_at(secret_on(page), datetime.now(UTC))
    fields = {"sealed": sealed_on(page), "code": code or right}
    return client.post("/akun/keamanan/kode", data=fields)


def test_from_setting_up_an_app_to_signing_in_with_it(
    client: FlaskClient, app: Flask, signed_in: Any, mails: Callable[[], list[Any]]
) -> None:
    user = signed_in(UserFactory(password=PASSWORD))
    elsewhere = app.test_client()
    signed_in(user, on=elsewhere)
    page = client.get("/akun/keamanan/kode").text
    assert "<svg" in page
    assert "otpauth://totp/Betang:" in page
    assert " style=" not in page.split("<main", 1)[1]
    secret = secret_on(page)

    answer = client.post(
        "/akun/keamanan/kode",
        data={"sealed": sealed_on(page), "code": code_at(secret, datetime.now(UTC))},
    )
    assert (answer.status_code, answer.location) == (303, "/akun/keamanan/cadangan")
    assert is_in(client)
    assert not is_in(elsewhere), "a thief who is in already is out"
    page = client.get("/akun/keamanan/cadangan").text
    codes = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", page)
    assert len(set(codes)) == 10
    assert "data:text/plain" in page
    page = client.get("/akun/keamanan/cadangan").text
    assert codes[0] not in page, "shown once"
    assert "Tersisa 10 kode" in page
    [mail] = mails()
    assert "Cara masuk baru" in mail["Subject"]
    assert again(user).has_second_factor

    fresh = app.test_client()
    answer = with_password(fresh, user, next="/isu")
    assert answer.location == "/masuk/kedua"
    assert not is_in(fresh), "half-way in is not in"
    answer = fresh.post("/masuk/kedua", data={"code": code_at(secret, datetime.now(UTC))})
    assert answer.status_code == 422, "the code that set it up was used"
    answer = fresh.post("/masuk/kedua/cadangan", data={"recovery": f" {codes[3].upper()} "})
    assert (answer.status_code, answer.location) == (303, "/isu")
    assert is_in(fresh)
    assert fresh.get("/akun/keamanan/kode").status_code == 200, "signing in is a proof"
    [mail] = mails()
    assert "dipakai" in mail["Subject"]
    assert "Tersisa 9" in mail.get_content()


def test_a_wrong_first_code_keeps_the_same_secret(client: FlaskClient, signed_in: Any) -> None:
    signed_in(UserFactory())
    page = client.get("/akun/keamanan/kode").text
    answer = client.post(
        "/akun/keamanan/kode", data={"sealed": sealed_on(page), "code": "000000"}
    )
    assert answer.status_code == 422
    assert secret_on(answer.text) == secret_on(page)
    assert db.session.scalars(select(CodeGenerator)).all() == []


def test_nobody_sets_up_with_a_secret_that_was_shown_to_another(
    client: FlaskClient, app: Flask, signed_in: Any
) -> None:
    signed_in(UserFactory())
    page = client.get("/akun/keamanan/kode").text
    other = app.test_client()
    signed_in(UserFactory(), on=other)
    fields = {"sealed": sealed_on(page), "code": code_at(secret_on(page), datetime.now(UTC))}
    answer = other.post("/akun/keamanan/kode", data=fields)
    assert answer.location == "/akun/keamanan/kode"
    assert other.post("/akun/keamanan/kode", data=fields | {"sealed": "x"}).status_code == 303
    assert db.session.scalars(select(CodeGenerator)).all() == []


def test_setting_up_anew_replaces_the_old_app(client: FlaskClient, signed_in: Any) -> None:
    user = signed_in(UserFactory())
    codes = enrolled(user)
    with atomic():
        device = db.session.scalars(select(Device).where(Device.user_id == user.id)).one()
        device.signed_out_at = None
    assert set_up(client).location == "/akun/keamanan"
    assert not second_factor.take_code(user, code_at(SECRET, clock.now()))
    assert second_factor.take_recovery_code(user, codes[0]), "the paper is still good"


@pytest.mark.parametrize(
    "path",
    [
        "/akun/keamanan/kode",
        "/akun/keamanan/kunci",
        "/akun/keamanan/cadangan",
        "/akun/keamanan/kode/hapus",
    ],
)
def test_who_was_not_seen_lately_proves_themselves_first(
    client: FlaskClient, signed_in: Any, path: str
) -> None:
    enrolled(user := UserFactory())
    signed_in(user)
    with client.session_transaction() as cookie:
        cookie["proved_at"] -= 601
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.location.startswith("/akun/buktikan?next=")
    assert client.post(path, data={}).location.startswith("/akun/buktikan")
    answer = client.post(
        "/akun/buktikan/kode", data={"code": code_at(SECRET, clock.now()), "next": path}
    )
    assert answer.location == path
    assert client.get(path).status_code == 200


def test_a_wrong_code_proves_nothing(client: FlaskClient, signed_in: Any) -> None:
    enrolled(user := UserFactory())
    signed_in(user)
    with client.session_transaction() as cookie:
        cookie["proved_at"] -= 601
    answer = client.post("/akun/buktikan/kode", data={"code": "000000", "next": "//evil.test/"})
    assert answer.location.startswith("/akun/buktikan")
    assert client.get("/akun/keamanan/kode").status_code == 303


def test_visitors_have_no_page_of_security(client: FlaskClient) -> None:
    for path in ("/akun/keamanan", "/akun/keamanan/kode", "/akun/keamanan/bukti"):
        assert client.get(path).location.startswith("/masuk")


def test_the_page_of_security_costs_a_fixed_number_of_queries(
    client: FlaskClient, signed_in: Any, count_queries: Any
) -> None:
    user = signed_in(UserFactory())
    client.get("/akun/keamanan")
    with count_queries() as few:
        client.get("/akun/keamanan")
    with atomic():
        db.session.add_all(
            Passkey(user_id=user.id, credential_id=bytes([n]), public_key=b"k", name=f"HP {n}")
            for n in range(15)
        )
    with count_queries() as many:
        assert "HP 14" in client.get("/akun/keamanan").text
    assert len(many) == len(few)


# --- recovery codes


def test_new_recovery_codes_void_the_old(client: FlaskClient, signed_in: Any) -> None:
    old = enrolled(user := UserFactory())
    signed_in(user)
    assert client.post("/akun/keamanan/cadangan").location == "/akun/keamanan/cadangan"
    page = client.get("/akun/keamanan/cadangan").text
    new = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", page)
    assert not set(old) & set(new)
    assert not second_factor.take_recovery_code(user, old[0])
    assert second_factor.take_recovery_code(user, new[0])
    assert not second_factor.take_recovery_code(user, new[0])


def test_recovery_codes_are_kept_as_hashes_of_their_own_person() -> None:
    user, other = UserFactory(), UserFactory()
    codes = enrolled(user)
    enrolled(other, second_factor.new_secret())
    kept = "".join(db.session.scalars(select(RecoveryCode.code_hash)))
    assert codes[0] not in kept
    assert codes[0].replace("-", "") not in kept
    assert not second_factor.take_recovery_code(other, codes[0])


def test_the_mail_says_when_few_are_left(mails: Callable[[], list[Any]]) -> None:
    codes = enrolled(user := UserFactory())
    for code in codes[:6]:
        assert second_factor.take_recovery_code(user, code)
    assert not any("sebelum habis" in mail.get_content() for mail in mails())
    assert second_factor.take_recovery_code(user, codes[6])
    [mail] = mails()
    assert "Tersisa 3" in mail.get_content()
    assert "Buat kode baru sebelum habis" in mail.get_content()


def test_without_a_factor_there_are_no_recovery_codes(
    client: FlaskClient, signed_in: Any
) -> None:
    signed_in(UserFactory())
    assert client.post("/akun/keamanan/cadangan").status_code == 409
    assert db.session.scalars(select(RecoveryCode)).all() == []


# --- the second step


def test_the_second_step_keeps_the_page_and_remembers_the_device(client: FlaskClient) -> None:
    enrolled(user := UserFactory(password=PASSWORD))
    with_password(client, user, next="/suara?lanjut=x", remember="y")
    assert "Kode 6 angka" in client.get("/masuk/kedua").text
    answer = client.post("/masuk/kedua", data={"code": code_at(SECRET, clock.now())})
    assert answer.location == "/suara?lanjut=x"
    assert client.get_cookie("remember_token") is not None


def test_the_second_step_waits_ten_minutes(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = enrolled(user := UserFactory(password=PASSWORD))
    with_password(client, user)
    with client.session_transaction() as cookie:
        cookie["second_step"] = [
            cookie["second_step"][0],
            cookie["second_step"][1] - 601,
            *cookie["second_step"][2:],
        ]
    answer = client.post("/masuk/kedua/cadangan", data={"recovery": codes[0]})
    assert answer.location == "/masuk"
    assert not is_in(client)
    assert second_factor.take_recovery_code(user, codes[0]), "it was not used up"


def test_without_the_first_step_there_is_no_second(client: FlaskClient) -> None:
    assert client.get("/masuk/kedua").location == "/masuk"
    assert client.post("/masuk/kedua", data={"code": "123456"}).location == "/masuk"
    answer = client.post("/masuk/kedua/kunci/mulai", json={})
    assert answer.status_code == 409


def test_a_new_password_ends_a_second_step_that_waits(client: FlaskClient) -> None:
    codes = enrolled(user := UserFactory(password=PASSWORD))
    with_password(client, user)
    with atomic():
        again(user).fs_uniquifier = "another key"
    client.post("/masuk/kedua/cadangan", data={"recovery": codes[0]})
    assert not is_in(client)


def test_wrong_codes_are_few_and_close_no_other_way(client: FlaskClient, limited: None) -> None:
    codes = enrolled(user := UserFactory(password=PASSWORD))
    with_password(client, user)
    for _try in range(5):
        assert client.post("/masuk/kedua", data={"code": "000000"}).status_code == 422
    answer = client.post("/masuk/kedua", data={"code": code_at(SECRET, clock.now())})
    assert answer.status_code == 429
    assert "Tunggu lima menit" in answer.text
    assert int(answer.headers["Retry-After"]) == 300
    answer = client.post("/masuk/kedua/cadangan", data={"recovery": codes[0]})
    assert answer.status_code == 303
    assert is_in(client)


def test_wrong_codes_from_elsewhere_do_not_lock_the_owner_out(
    app: Flask, client: FlaskClient, limited: None
) -> None:
    """The guesser has the password and many addresses; the owner has a browser we know."""
    enrolled(user := UserFactory(password=PASSWORD))
    with_password(client, user)
    client.post("/masuk/kedua", data={"code": code_at(SECRET, clock.now())})
    assert is_in(client)
    client.post("/keluar")
    tried = 0
    for host in range(30):
        guesser = app.test_client()
        address = {"environ_base": {"REMOTE_ADDR": f"10.1.0.{host}"}}
        fields = {"email": user.email, "password": PASSWORD}
        guesser.post("/masuk", data=fields, **address)
        for _try in range(5):
            answer = guesser.post("/masuk/kedua", data={"code": "000000"}, **address)
            tried += answer.status_code == 422
    assert tried == 59, "of all strangers together, the owner's first visit among them"
    with_password(client, user)
    later = clock.now() + timedelta(seconds=30)
    answer = client.post("/masuk/kedua", data={"code": code_at(SECRET, later)})
    assert answer.status_code == 303
    assert is_in(client)


def test_two_visits_in_one_second_are_counted_apart(
    app: Flask, client: FlaskClient, limited: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guesser who knows the password and comes when the owner does ends only their own visit."""
    enrolled(user := UserFactory(password=PASSWORD))
    moment = time.time()
    monkeypatch.setattr(entering, "time", SimpleNamespace(time=lambda: moment))
    with_password(client, user)
    guesser = app.test_client()
    with_password(guesser, user)
    for host in range(5):
        address = {"environ_base": {"REMOTE_ADDR": f"10.3.0.{host}"}}
        for _try in range(5):
            guesser.post("/masuk/kedua", data={"code": "000000"}, **address)
    assert guesser.get("/masuk/kedua").location == "/masuk"
    client.post("/masuk/kedua", data={"code": code_at(SECRET, clock.now())})
    assert is_in(client)


def test_after_twenty_wrong_codes_the_first_step_is_asked_for_again(
    client: FlaskClient, limited: None
) -> None:
    enrolled(user := UserFactory(password=PASSWORD))
    with_password(client, user)
    for host in range(4):
        address = {"environ_base": {"REMOTE_ADDR": f"10.2.0.{host}"}}
        for _try in range(5):
            answer = client.post("/masuk/kedua", data={"code": "000000"}, **address)
            assert answer.status_code == 422
    answer = client.post("/masuk/kedua", data={"code": "000000"})
    assert answer.location == "/masuk"
    assert "Mulai lagi dari awal" in client.get("/masuk").text
    assert client.get("/masuk/kedua").location == "/masuk"


# --- those whom a role obliges


def moderator(**more: Any) -> User:
    user: User = UserFactory(moderator=True, second_factor_since=None, **more)
    return user


def test_a_role_waits_for_the_second_factor(
    client: FlaskClient, signed_in: Any, mails: Callable[[], list[Any]]
) -> None:
    user = signed_in(moderator())
    assert not user.as_actor().has(Role.MODERATOR)
    assert client.get("/moderasi").status_code == 403
    for path in ("/akun/keamanan", "/isu"):
        assert "Peran Anda belum berlaku" in client.get(path).text
    answer = client.get("/akun/keamanan/kode")
    assert answer.location == "/akun/keamanan/bukti", "a stolen password alone does not enrol"
    assert client.get("/akun/keamanan/kunci").location == "/akun/keamanan/bukti"
    answer = client.post(
        "/akun/keamanan/kunci/mulai", json={}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 403

    assert client.post("/akun/keamanan/bukti/kirim").status_code == 303
    [mail] = mails()
    assert mail["To"] == user.email
    found = re.search(r"\b\d{6}\b", mail.get_content())
    assert found
    page = client.get("/akun/keamanan/bukti").text
    assert user.email not in page.split("<main")[1], "read over a shoulder"
    wrong = "000000" if found.group() != "000000" else "111111"
    answer = client.post("/akun/keamanan/bukti", data={"code": wrong})
    assert answer.status_code == 422
    answer = client.post("/akun/keamanan/bukti", data={"code": found.group()})
    assert answer.location == "/akun/keamanan"
    assert set_up(client).status_code == 303
    assert again(user).as_actor().has(Role.MODERATOR)
    assert client.get("/moderasi").status_code == 200
    assert "Peran Anda belum berlaku" not in client.get("/isu").text


def test_the_code_that_was_sent_counts_for_ten_minutes(
    client: FlaskClient, signed_in: Any
) -> None:
    signed_in(moderator())
    with client.session_transaction() as cookie:
        cookie["reached_at"] = cookie["proved_at"] - 601
    assert client.get("/akun/keamanan/kode").location == "/akun/keamanan/bukti"


def test_who_must_have_a_factor_cannot_have_the_code_sent_elsewhere(
    client: FlaskClient, signed_in: Any, mails: Callable[[], list[Any]]
) -> None:
    signed_in(moderator())
    answer = client.post("/akun/kontak", data={"email": "pencuri@contoh.id"})
    assert answer.status_code == 422
    assert mails() == []


def test_the_last_factor_of_the_obliged_stays(client: FlaskClient, signed_in: Any) -> None:
    user = moderator()
    enrolled(user)
    signed_in(user)
    page = client.get("/akun/keamanan/kode/hapus").text
    assert "mewajibkannya" in page
    answer = client.post("/akun/keamanan/kode/hapus")
    assert answer.location == "/akun/keamanan"
    assert "mewajibkan langkah kedua" in client.get("/akun/keamanan").text
    assert again(user).has_second_factor
    with pytest.raises(StillNeeded):
        second_factor.remove_code_generator(user.as_actor(), user)


def test_others_remove_the_last_factor_after_being_asked(
    client: FlaskClient, signed_in: Any, mails: Callable[[], list[Any]]
) -> None:
    codes = enrolled(user := UserFactory(password=PASSWORD))
    signed_in(user)
    page = client.get("/akun/keamanan/kode/hapus").text
    assert "hanya dijaga kata sandi" in page
    assert client.post("/akun/keamanan/kode/hapus").location == "/akun/keamanan"
    assert not again(user).has_second_factor
    assert not second_factor.take_recovery_code(user, codes[0])
    assert any("dihapus" in mail["Subject"] for mail in mails())
    client.post("/keluar")
    assert with_password(client, user).location == "/"


def test_demo_accounts_are_exempt_but_may(client: FlaskClient, signed_in: Any) -> None:
    user = signed_in(moderator(is_demo=True))
    assert user.as_actor().has(Role.MODERATOR)
    assert "Peran Anda belum berlaku" not in client.get("/akun/keamanan").text


# --- those who lost everything


def test_an_administrator_takes_the_factors_away(
    app: Flask, client: FlaskClient, mails: Callable[[], list[Any]], signed_in: Any
) -> None:
    admin = UserFactory(admin=True)
    user = UserFactory(moderator=True, password=PASSWORD)
    codes = enrolled(user)
    signed_in(user)
    mails()
    with pytest.raises(Invalid):
        second_factor.reset(admin.as_actor(), user, "   ")
    second_factor.reset(admin.as_actor(), user, "HP hilang, KTP diperiksa di kantor")
    user = again(user)
    assert not user.has_second_factor
    assert not user.as_actor().has(Role.MODERATOR), "the role waits again"
    assert not is_in(client), "signed out everywhere"
    assert not second_factor.take_recovery_code(user, codes[0])
    assert with_password(client, user).location == "/akun/keamanan"
    assert any("dihapus pengelola" in mail["Subject"] for mail in mails())


def test_only_those_who_could_have_given_the_role() -> None:
    unit = UnitFactory()
    resident = UserFactory()
    official = UserFactory(official=True, unit=unit)
    both = UserFactory(official=True, unit=unit)
    with atomic():
        db.session.add(RoleGrant(user_id=both.id, role=Role.MODERATOR))
    both = again(both)
    official, resident = again(official), again(resident)
    of_city = UserFactory(admin=True)
    of_unit = UserFactory(roles=[Grant(Role.ADMIN, unit_id=unit.id)])
    of_other = UserFactory(roles=[Grant(Role.ADMIN, unit_id=UnitFactory().id)])

    def may(actor: User, user: User) -> bool:
        return can_reset_second_factor(actor.as_actor(), user)

    assert all(may(of_city, user) for user in (resident, official, both, of_unit))
    assert may(of_unit, official)
    assert not may(of_unit, both), "they are a moderator of the city, too"
    assert not may(of_unit, resident)
    assert not may(of_unit, of_city)
    assert not may(of_other, official)
    assert not may(of_city, of_city), "nobody their own"
    assert not may(official, both)
    assert can_reset_second_factor(SYSTEM, of_city)
    with pytest.raises(Forbidden):
        second_factor.reset(of_other.as_actor(), official, "tanpa hak sama sekali")


# --- what is kept


def test_a_person_gets_and_takes_along_what_is_kept(signed_in: Any) -> None:
    user = UserFactory()
    codes = enrolled(user)
    with atomic():
        db.session.add(
            Passkey(user_id=user.id, credential_id=b"id", public_key=b"public", name="HP Rina")
        )
    rows = traces.all_about(user.id)["second_factor"]
    assert [row["jenis"] for row in rows] == [
        "aplikasi pembuat kode",
        "kunci sandi",
        "kode cadangan",
    ]
    assert SECRET not in str(rows)
    assert codes[0] not in str(rows)
    assert "public" not in str(rows)
    with atomic():
        second_factor._leave(user.id)
    assert not second_factor.factors_of(user.id).any
    assert second_factor.factors_of(user.id).codes_left == 0


def test_no_event_names_a_secret(app: Flask) -> None:
    user = UserFactory()
    codes = enrolled(user)
    second_factor.take_recovery_code(user, codes[0])
    with atomic():
        kept = (
            db.session.execute(db.text("SELECT payload FROM outbox_delivery")).scalars().all()
        )
    assert codes[0] not in str(kept)
    assert devices.devices_of(user.id) == []
