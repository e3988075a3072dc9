"""Where a person is signed in: the list, signing out there, word of a new one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.devices import register_device
from forum.accounts.models import Device
from forum.accounts.subscribers import sweep
from forum.core.db import db
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.test_views import is_in, sign_in

ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0"
Mails = Callable[[], list[Any]]


def signed_in_with(app: Flask, agent: str, email: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = agent
    assert sign_in(client, email).status_code == 303
    return client


def devices() -> list[Device]:
    return list(db.session.scalars(select(Device).order_by(Device.id)))


def test_the_list_names_devices_and_this_one(app: Flask) -> None:
    user = UserFactory(password=PASSWORD)
    phone = signed_in_with(app, ANDROID, user.email)
    signed_in_with(app, WINDOWS, user.email)
    page = phone.get("/akun/perangkat").text
    here, there = page.index("<b>Chrome, Android</b>"), page.index("<b>Firefox, Windows</b>")
    assert there < here < page.index("perangkat ini</span>")
    assert page.count("perangkat ini</span>") == 1
    assert page.count(">Keluarkan<") == 1


def test_signing_out_there(app: Flask) -> None:
    user = UserFactory(password=PASSWORD)
    phone = signed_in_with(app, ANDROID, user.email)
    desktop = signed_in_with(app, WINDOWS, user.email)
    other = signed_in_with(app, WINDOWS, user.email)
    _mine, theirs, _other = devices()
    assert phone.post(f"/akun/perangkat/{theirs.id}/keluarkan").status_code == 303
    assert [is_in(one) for one in (phone, desktop, other)] == [True, False, True]
    assert phone.post("/akun/perangkat/lainnya/keluarkan").status_code == 303
    assert [is_in(one) for one in (phone, other)] == [True, False]


def test_a_device_of_somebody_else_is_not_there(
    app: Flask, client: FlaskClient, signed_in: Any
) -> None:
    neighbour = UserFactory(password=PASSWORD)
    theirs = signed_in_with(app, ANDROID, neighbour.email)
    signed_in(UserFactory())
    device = devices()[0]
    for which in (device.id, 999999, "x", "-1"):
        assert client.post(f"/akun/perangkat/{which}/keluarkan").status_code == 404
    assert is_in(theirs)


def test_a_copied_cookie_dies_with_its_device(app: Flask) -> None:
    user = UserFactory(password=PASSWORD)
    phone = signed_in_with(app, ANDROID, user.email)
    cookie = phone.get_cookie("session")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("session", cookie.value)
    assert is_in(thief)
    phone.post("/keluar")
    assert not is_in(thief)


def test_the_pages_cost_a_fixed_number_of_queries(
    client: FlaskClient, signed_in: Any, count_queries: Any
) -> None:
    seen = []
    for count in (3, 60):
        user = signed_in(UserFactory())
        for _device in range(count):
            register_device(user)
        with count_queries() as statements:
            assert client.get("/akun/perangkat").status_code == 200
        seen.append(len(statements))
    assert seen[0] == seen[1] <= 4


def test_use_is_noted_once_an_hour(app: Flask, clock: Any, count_queries: Any) -> None:
    user = UserFactory(password=PASSWORD)
    phone = signed_in_with(app, ANDROID, user.email)
    with count_queries() as quiet:
        phone.get("/akun")
    clock.tick(2 * 3600)
    with count_queries() as noting:
        phone.get("/akun")
    assert not any(statement.startswith("UPDATE") for statement in quiet)
    assert sum(statement.startswith("UPDATE") for statement in noting) == 2
    [device] = devices()
    db.session.refresh(device)
    assert device.last_seen_at == clock.now
    assert device.expires_at == clock.now + timedelta(days=30)


def test_a_device_that_is_not_used_for_thirty_days_is_out(app: Flask, clock: Any) -> None:
    user = UserFactory(password=PASSWORD)
    phone = signed_in_with(app, ANDROID, user.email)
    clock.tick(timedelta(days=29).total_seconds())
    assert is_in(phone)
    clock.tick(timedelta(days=31).total_seconds())
    assert not is_in(phone)


def test_a_new_browser_is_news_once_a_day(app: Flask, clock: Any, mails: Mails) -> None:
    user = UserFactory(password=PASSWORD)
    phone = signed_in_with(app, ANDROID, user.email)
    assert mails() == [], "the first one is no news"
    phone.post("/keluar")
    sign_in(phone, user.email)
    assert mails() == [], "nor is a browser that is known"
    signed_in_with(app, WINDOWS, user.email)
    [mail] = mails()
    assert mail["To"] == user.email
    assert "Firefox, Windows" in mail.get_content()
    signed_in_with(app, WINDOWS, user.email)
    assert mails() == []
    clock.tick(25 * 3600)
    signed_in_with(app, WINDOWS, user.email)
    assert len(mails()) == 1


def test_what_is_over_is_swept_away(app: Flask, clock: Any) -> None:
    user = UserFactory(password=PASSWORD)
    phone = signed_in_with(app, ANDROID, user.email)
    phone.post("/keluar")
    sweep()
    assert len(devices()) == 1, "a browser that was here before stays known for a while"
    clock.tick(timedelta(days=800).total_seconds())
    sweep()
    assert devices() == []
