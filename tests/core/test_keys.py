"""Keys are made once, whoever starts at the same time, and only their owner can read them."""

import multiprocessing
import stat

import pytest

from forum import config
from forum.core import keys

pytestmark = pytest.mark.pure


@pytest.fixture
def settings(tmp_path):
    return {"VAR": tmp_path / "var", "BASE_URL": "https://betang.example:8443"}


def test_the_key_for_identity_numbers_is_made_once(settings):
    first = keys.nik_key(settings)

    assert len(first) == 32
    assert keys.nik_key(settings) == first
    assert mode(settings["VAR"] / "nik_key") == 0o600


def test_the_signing_key_is_made_once(settings):
    assert keys.sign_key_if_made(settings) is None

    first = keys.sign_key(settings)

    assert keys.sign_key(settings).private_bytes_raw() == first.private_bytes_raw()
    assert keys.sign_key_if_made(settings).private_bytes_raw() == first.private_bytes_raw()
    assert mode(settings["VAR"] / "sign_key") == 0o600
    assert (settings["VAR"] / "sign_key").read_text().startswith("-----BEGIN PRIVATE KEY-----")


def test_the_two_keys_have_nothing_to_do_with_each_other(settings):
    assert keys.nik_key(settings) != keys.sign_key(settings).private_bytes_raw()


def test_an_application_may_be_given_instead_of_its_settings(settings):
    from flask import Flask  # noqa: PLC0415

    app = Flask("test")
    app.config.update(settings)

    assert keys.nik_key(app) == keys.nik_key(settings)
    with app.app_context():
        assert keys.nik_key() == keys.nik_key(settings)
        assert keys.host() == "betang.example"


@pytest.mark.parametrize("text", ["", "not a key", "00" * 31])
def test_a_spoilt_key_stops_the_program_and_is_not_replaced(settings, text):
    settings["VAR"].mkdir()
    for name, read in {"nik_key": keys.nik_key, "sign_key": keys.sign_key}.items():
        (settings["VAR"] / name).write_text(text)

        with pytest.raises(config.WrongSetting, match=name):
            read(settings)

        assert (settings["VAR"] / name).read_text() == text


def test_of_many_who_start_at_once_one_makes_the_key(tmp_path):
    context = multiprocessing.get_context("fork")
    with context.Pool(8) as pool:
        seen = pool.map(make_one, [tmp_path / "new" / "secret_key"] * 8)

    assert len(set(seen)) == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret_key"]


def make_one(path):
    return config.made_once(path, lambda: multiprocessing.current_process().name * 5000)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)
