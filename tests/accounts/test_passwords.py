"""Passwords: hashing is slow on purpose, and only the guessable ones are refused."""

import time
from pathlib import Path

import pytest
from flask import Flask

from forum import create_app
from forum.accounts import common_passwords, passwords
from forum.accounts.passwords import WeakPassword, hash_password, matches
from tests.accounts.factories import PASSWORD, hashed


@pytest.fixture
def as_served(tmp_path: Path) -> Flask:
    """The application with its own cost of hashing, not the tests' lower one."""
    return create_app({"SECRET_KEY": "k", "VAR": tmp_path})


def test_a_hash_is_argon2id_and_takes_its_time(as_served: Flask) -> None:
    with as_served.app_context():
        begun = time.perf_counter()
        result = hash_password(PASSWORD)
        took = time.perf_counter() - begun
        assert result.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
        assert PASSWORD not in result
        assert took >= 0.04
        assert matches(PASSWORD, result)
        assert not matches(PASSWORD + "!", result)


def test_an_unknown_account_costs_as_much_as_a_known_one(as_served: Flask) -> None:
    with as_served.app_context():
        costs = list(hash_password(PASSWORD).split("$")[1:4])
        assert passwords.NOBODYS_HASH.split("$")[1:4] == costs
        assert not matches(PASSWORD, None)
        assert not matches(PASSWORD, "!")


def test_letters_match_however_a_keyboard_composes_them(app: Flask) -> None:
    with app.app_context():
        assert matches("cafe\u0301 di tepi sungai", hashed("caf\u00e9 di tepi sungai"))


@pytest.mark.parametrize(
    "password",
    [
        "pendek123",
        "x" * 129,
        "PalangkaRaya123",
        "1234567890",
        "ababababababab",
        "rina.wati suka mancing",
        "saya RINA.WATI dari menteng",
    ],
)
def test_what_everyone_would_try_first_is_refused(app: Flask, password: str) -> None:
    with app.test_request_context(), pytest.raises(WeakPassword):
        passwords.require_good(password, email="rina.wati@contoh.id")


@pytest.mark.parametrize(
    "password",
    ["empat kata tidak umum", "1!aA" * 3, "ada di hulu sungai", "🌴🌊🛶🌴🌊🛶🏡🌴🌊🛶"],
)
def test_any_other_long_one_will_do(app: Flask, password: str) -> None:
    with app.test_request_context():
        passwords.require_good(password, email="ad@contoh.id")


@pytest.mark.pure
def test_the_list_holds_only_what_is_long_enough_to_matter() -> None:
    too_short = [one for one in common_passwords.LOCAL if len(one) < common_passwords.SHORTEST]
    assert too_short == []


@pytest.mark.parametrize(
    ("password", "because"),
    [
        ("Betang-2026!", "nama forum ini"),
        ("rumah betang yang besar", "nama forum ini"),
        ("ini Sugiyanto dari hulu", "nama Anda"),
        ("rinawati suka mancing", "nama Anda"),
        ("hp saya 0812-3456-7890", "nomor HP Anda"),
        ("6281234567890 ya", "nomor HP Anda"),
        ("Sayang12345", "terlalu sering"),
        ("ＰａｓｓＷｏｒｄ１２３", "terlalu sering"),
        ("iloveyou1234", "terlalu sering"),
    ],
)
def test_what_has_to_do_with_forum_or_person_is_refused(
    app: Flask, password: str, because: str
) -> None:
    person = {"email": "x1@contoh.id", "phone": "+6281234567890"}
    name = "Rina Wati" if "rinawati" in password else "H. Sugiyanto"
    with app.test_request_context(), pytest.raises(WeakPassword, match=because):
        passwords.require_good(password, name=name, **person)


def test_a_word_that_is_also_part_of_other_words_is_no_name(app: Flask) -> None:
    with app.test_request_context():
        passwords.require_good("tradisi di atas sungai", name="Adi Ana", email="adi9@contoh.id")


@pytest.mark.pure
def test_the_shipped_list_is_long_sorted_and_quick_to_ask() -> None:
    keys, width = common_passwords.FILE.read_bytes(), common_passwords.WIDTH
    assert len(keys) % width == 0
    pieces = [keys[at : at + width] for at in range(0, len(keys), width)]
    assert len(pieces) > 100_000
    assert pieces == sorted(set(pieces))
    begun = time.perf_counter()
    for number in range(1000):
        assert not common_passwords.is_common(f"empat kata dan angka {number}")
    assert time.perf_counter() - begun < 1
