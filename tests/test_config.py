"""Settings: what is read, what is refused, and in which words."""

import stat

import pytest

from forum import config

pytestmark = pytest.mark.pure


def test_defaults_are_a_demo_at_home():
    settings = config.read({})

    assert settings["BASE_URL"] == "http://localhost:8000"
    assert settings["DEMO"] is True
    assert settings["SESSION_COOKIE_SECURE"] is False
    assert settings["SQLALCHEMY_DATABASE_URI"].endswith("/var/betang.db")


@pytest.mark.parametrize(
    ("environ", "demo"),
    [
        ({"FORUM_HOST": "0.0.0.0"}, False),  # noqa: S104
        ({"FORUM_BASE_URL": "https://betang.example"}, False),
        ({"FORUM_BASE_URL": "https://betang.example", "FORUM_DEMO": "1"}, True),
        ({"FORUM_DEMO": "0"}, False),
        ({"FORUM_HOST": "127.0.0.5"}, True),
    ],
)
def test_demo_is_on_by_itself_only_at_home(environ, demo):
    assert config.read(environ)["DEMO"] is demo


def test_cookies_are_secure_behind_https():
    settings = config.read({"FORUM_BASE_URL": "https://betang.example/"})

    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["BASE_URL"] == "https://betang.example"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FORUM_PORT", "http"),
        ("FORUM_PORT", "70000"),
        ("FORUM_BASE_URL", "betang"),
        ("FORUM_WORKERS", "2"),
        ("FORUM_WORKERS", "0"),
        ("FORUM_REDIS_URL", "localhost:6379"),
        ("FORUM_DATABASE_URL", "mysql://x"),
        ("FORUM_MAIL_URL", "mail.example"),
        ("FORUM_DEMO", "yes"),
        ("FORUM_CITY", "/nowhere"),
        ("FORUM_TRUSTED_PROXIES", "-1"),
    ],
)
def test_a_wrong_value_names_the_variable_in_one_line(name, value):
    with pytest.raises(config.WrongSetting, match=name) as refusal:
        config.read({name: value})

    assert "\n" not in str(refusal.value)


def test_workers_need_a_queue():
    settings = config.read({"FORUM_WORKERS": "2", "FORUM_REDIS_URL": "redis://127.0.0.1/0"})

    assert settings["WORKERS"] == 2


def test_the_secret_key_is_made_once_and_kept_private(tmp_path):
    first, second = (
        config.read({"FORUM_VAR": str(tmp_path)}),
        config.read({"FORUM_VAR": str(tmp_path)}),
    )
    config.ensure_secret_key(first)
    config.ensure_secret_key(second)

    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) >= 32
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "url",
    [
        "https://tile.example.go.id/{z}/{x}/{y}.png",
        "https://tile.example.go.id:8443/peta/{z}/{y}/{x}.webp?kunci=a1",
        "http://127.0.0.1:9000/{z}/{x}/{y}.png",
    ],
)
def test_map_tiles_of_the_common_kind(url):
    assert config.read({"FORUM_TILE_URL": url})["TILE_URL"] == url


@pytest.mark.parametrize(
    "url",
    [
        "https://tile.example.go.id/",
        "http://tile.example.go.id/{z}/{x}/{y}.png",
        "https://{s}.tile.example.go.id/{z}/{x}/{y}.png",
        "https://a:b@tile.example.go.id/{z}/{x}/{y}.png",
        "https://tile.example.go.id/{z}/{x}/{y}.png; script-src *",
        "tile/{z}/{x}/{y}.png",
    ],
)
def test_other_map_tiles_stop_the_start(url):
    with pytest.raises(config.WrongSetting, match="FORUM_TILE_URL takes"):
        config.read({"FORUM_TILE_URL": url})
