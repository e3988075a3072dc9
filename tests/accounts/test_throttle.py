"""Guessing: strangers are stopped, the owner is not, and nobody learns who has an account.

Passwords are compared quickly here; what hashing costs is measured elsewhere.
"""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.accounts.models import User
from forum.core import clock as real_clock
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.test_by_phone import code_in, type_code
from tests.accounts.test_views import is_in

RIGHT, WRONG = "kata sandi yang benar", "salah"
GUESSES = int(os.environ.get("GUESSES", "800"))  # `make proof` goes on to ten thousand


@pytest.fixture(autouse=True)
def quick(limited: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "forum.accounts.passwords.matches",
        lambda typed, hashed: hashed is not None and typed == RIGHT,
    )


@pytest.fixture
def owner() -> User:
    user: User = UserFactory(email="rina@contoh.id", password=PASSWORD)
    return user


def address(number: int) -> str:
    """The number-th of many network addresses."""
    return f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"


def try_in(
    client: FlaskClient, password: str, at: str = "198.51.100.7", email: str = "rina@contoh.id"
) -> TestResponse:
    return client.post(
        "/masuk",
        data={"email": email, "password": password},
        environ_overrides={"REMOTE_ADDR": at},
    )


def besiege(app: Flask, email: str = "rina@contoh.id", tries: int = 60) -> None:
    client = app.test_client()
    for number in range(tries):
        try_in(client, WRONG, address(number), email)


def test_a_stranger_has_ten_tries_and_others_have_their_own(app: Flask, owner: User) -> None:
    client = app.test_client()
    for _try in range(10):
        assert try_in(client, WRONG).status_code == 422
    answer = try_in(client, RIGHT)
    assert answer.status_code == 429
    assert "masuk dengan kode" in answer.text
    assert "Kirim kode masuk" in answer.text
    assert int(answer.headers["Retry-After"]) == 900
    assert try_in(client, WRONG, email="lain@contoh.id").status_code == 422
    assert try_in(client, RIGHT, at="203.0.113.9").status_code == 303


def test_one_household_of_ipv6_is_one_stranger(app: Flask, owner: User) -> None:
    client = app.test_client()
    for number in range(10):
        assert try_in(client, WRONG, f"2001:db8:1:2::{number:x}").status_code == 422
    assert try_in(client, RIGHT, "2001:db8:1:2:ffff::1").status_code == 429
    assert try_in(client, RIGHT, "2001:db8:1:3::1").status_code == 303


def test_waiting_a_quarter_of_an_hour_is_enough(app: Flask, owner: User) -> None:
    client = app.test_client()
    for _try in range(11):
        try_in(client, WRONG)
    with time_machine.travel(real_clock.now() + timedelta(minutes=16), tick=False):
        assert try_in(client, RIGHT).status_code == 303


def test_a_known_browser_has_thirty_tries_that_strangers_cannot_use(
    app: Flask, owner: User
) -> None:
    phone = app.test_client()
    assert try_in(phone, RIGHT, "192.0.2.1").status_code == 303
    phone.post("/keluar")
    besiege(app)
    for _try in range(29):
        assert try_in(phone, WRONG, "192.0.2.99").status_code == 422
    assert try_in(phone, RIGHT, "192.0.2.99").status_code == 303
    phone.post("/keluar")
    for _try in range(30):
        assert try_in(phone, WRONG, "192.0.2.99").status_code == 422
    assert try_in(phone, RIGHT, "192.0.2.99").status_code == 429


def test_an_address_it_was_used_from_is_no_stranger(app: Flask, owner: User) -> None:
    home = app.test_client()
    try_in(home, RIGHT, "192.0.2.1")
    besiege(app)
    new = app.test_client()
    assert try_in(new, RIGHT, "192.0.2.1").status_code == 303
    assert is_in(new)


def test_in_a_siege_the_right_password_of_a_stranger_is_not_enough(
    app: Flask, owner: User, mails: Callable[[], list[Any]]
) -> None:
    besiege(app)
    new = app.test_client()
    answer = try_in(new, RIGHT, "192.0.2.50")
    assert (answer.status_code, answer.location) == (303, "/akun/kode")
    assert not is_in(new)
    [mail] = mails()
    assert mail["To"] == "rina@contoh.id"
    assert type_code(new, code_in(mail)).status_code == 303
    assert is_in(new)


def test_in_a_siege_a_second_factor_stands_for_the_code(
    app: Flask, mails: Callable[[], list[Any]]
) -> None:
    UserFactory(email="rina@contoh.id", password=PASSWORD, moderator=True)
    besiege(app)
    answer = try_in(app.test_client(), RIGHT, "192.0.2.50")
    assert (answer.status_code, answer.location) == (303, "/masuk/kedua")
    assert mails() == []


def test_a_siege_ends_an_hour_after_the_last_guess(app: Flask, owner: User) -> None:
    besiege(app)
    with time_machine.travel(real_clock.now() + timedelta(minutes=61), tick=False):
        new = app.test_client()
        assert try_in(new, RIGHT, "192.0.2.50").location == "/"


def test_accounts_that_are_not_there_are_besieged_alike(app: Flask, owner: User) -> None:
    seen = []
    for email in ("rina@contoh.id", "tiada@contoh.id"):
        client = app.test_client()
        answers = [try_in(client, WRONG, address(n), email) for n in range(100)]
        stranger = [try_in(client, WRONG, "192.0.2.77", email) for _try in range(12)]
        plain = r'(content|value)="[\w-]+\.[\w.-]+"|data-now="[^"]+"'
        seen.append(
            [
                (answer.status_code, re.sub(plain, "", answer.text).replace(email, ""))
                for answer in answers + stranger
            ]
        )
    assert seen[0] == seen[1]
    assert {status for status, _text in seen[0]} == {422, 429}


def test_many_guesses_from_many_addresses_and_the_owner_still_gets_in(
    app: Flask, owner: User, mails: Callable[[], list[Any]]
) -> None:
    """The right password is among the guesses, early and often; it opens nothing."""
    phone = app.test_client()
    assert try_in(phone, RIGHT, "192.0.2.1").status_code == 303
    phone.post("/keluar")

    guesser = app.test_client(use_cookies=False)
    statuses = []
    for number in range(GUESSES):
        right = number >= 60 and number % 7 == 0
        answer = try_in(guesser, RIGHT if right else WRONG, address(number // 3))
        assert answer.location in (None, "/akun/kode")
        assert "set-cookie" not in answer.headers or "perangkat=" not in str(answer.headers)
        statuses.append(answer.status_code)
    assert statuses.count(429) > GUESSES * 0.8
    assert len(mails()) <= 11, "whoever has the password cannot flood the owner with codes"

    assert try_in(phone, RIGHT, "192.0.2.200").status_code == 303, "the known browser, at once"
    assert is_in(phone)
    new = app.test_client()
    asked = new.post(
        "/masuk/kode",
        data={"email": "rina@contoh.id"},
        environ_overrides={"REMOTE_ADDR": "192.0.2.60"},
    )
    assert asked.location == "/akun/kode"
    assert type_code(new, code_in(mails()[-1])).status_code == 303
    assert is_in(new), "a new browser, by a code"


def test_strangers_cannot_use_up_the_codes_of_the_owner(
    app: Flask, owner: User, mails: Callable[[], list[Any]]
) -> None:
    def ask(client: FlaskClient, at: str) -> int:
        return client.post(
            "/masuk/kode",
            data={"email": "rina@contoh.id"},
            environ_overrides={"REMOTE_ADDR": at},
        ).status_code

    stranger = app.test_client()
    assert [ask(stranger, "198.51.100.7") for _time in range(8)] == [303] * 6 + [429] * 2
    for _try in range(21):
        answer = stranger.post(
            "/akun/kode",
            data={"code": "000000"},
            environ_overrides={"REMOTE_ADDR": "198.51.100.7"},
        )
    assert answer.status_code == 429
    mails()
    mine = app.test_client()
    assert ask(mine, "192.0.2.1") == 303
    answer = mine.post(
        "/akun/kode",
        data={"code": code_in(mails()[-1])},
        environ_overrides={"REMOTE_ADDR": "192.0.2.1"},
    )
    assert answer.status_code == 303
    assert is_in(mine)


def test_a_mailbox_is_not_flooded_with_codes(app: Flask, owner: User) -> None:
    client = app.test_client()
    answers = [
        client.post(
            "/masuk/kode",
            data={"email": "rina@contoh.id"},
            environ_overrides={"REMOTE_ADDR": address(number)},
        ).status_code
        for number in range(40)
    ]
    assert answers == [303] * 30 + [429] * 10
