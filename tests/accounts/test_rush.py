"""The real program: a whole hall signs in at once, and a program follows with a token."""

import os
import re
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
import socketio

from tests.browser import PASSWORD
from tests.servers import Forum

PEOPLE = int(os.environ.get("PEOPLE", "100"))  # `make proof`: three hundred
AT_ONCE = 16
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
pytestmark = pytest.mark.served


@pytest.fixture
def forum(serve: Callable[..., Forum]) -> Forum:
    return serve()


def add_people(var: Path, count: int) -> None:
    """Residents who all have the password of one demo account, so that it is hashed once."""
    with sqlite3.connect(var / "betang.db") as database:
        columns = [
            row[1]
            for row in database.execute("PRAGMA table_info(account_user)")
            if row[1] not in ("id", "email", "fs_uniquifier", "is_demo")
        ]
        names = ", ".join(columns)
        database.executemany(
            f"INSERT INTO account_user (email, fs_uniquifier, is_demo, {names}) "  # noqa: S608
            f"SELECT ?, ?, 0, {names} FROM account_user WHERE email = 'warga@betang.example'",
            [(f"balai{number}@contoh.id", f"balai-{number}") for number in range(count)],
        )


def sign_in(url: str, email: str) -> tuple[int, str]:
    with httpx.Client(base_url=url, timeout=120) as browser:
        found = CSRF.search(browser.get("/masuk").text)
        assert found
        data = {"email": email, "password": PASSWORD, "csrf_token": found[1]}
        answer = browser.post("/masuk", data=data)
        return answer.status_code, answer.headers.get("location", "")


def test_a_hall_behind_one_address_gets_in(forum: Forum) -> None:
    add_people(forum.var, PEOPLE)
    begun = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(
            pool.map(
                lambda number: sign_in(forum.url, f"balai{number}@contoh.id"), range(PEOPLE)
            )
        )
    took = time.monotonic() - begun
    assert answers == [(303, "/")] * PEOPLE
    assert took < 300, "five minutes is what a hall has"
    with sqlite3.connect(forum.var / "betang.db") as database:
        [(devices,)] = database.execute("SELECT count(*) FROM account_device")
    assert devices == PEOPLE


def test_a_program_follows_with_a_token_until_it_is_revoked(forum: Forum) -> None:
    with httpx.Client(base_url=forum.url, timeout=60) as browser:
        found = CSRF.search(browser.get("/masuk").text)
        assert found
        data = {"email": "warga@betang.example", "password": PASSWORD, "csrf_token": found[1]}
        assert browser.post("/masuk", data=data).status_code == 303
        found = CSRF.search(browser.get("/akun/akses").text)
        assert found
        made = {"name": "Papan", "scopes": "live", "days": "30", "csrf_token": found[1]}
        page = browser.post("/akun/akses", data=made).text
        token = re.search(r"btg_[\w-]{43}", page)
        assert token
        revoke = re.search(r"/akun/akses/\d+/cabut", page)
        assert revoke

        program = follow(forum.url, token[0])
        mine = browser.get("/").text
        room = re.search(r'data-room="(user:\d+)"', mine)
        assert room
        assert program.call("join", {"room": room[1]}, timeout=60)["ok"] is True
        assert browser.post(revoke[0], data={"csrf_token": found[1]}).status_code == 303
        assert program.call("join", {"room": room[1]}, timeout=60)["ok"] is False
        program.disconnect()
        for spoilt in (token[0], "btg_spoilt"):
            with pytest.raises(socketio.exceptions.ConnectionError):
                follow(forum.url, spoilt)


def follow(url: str, token: str) -> Any:
    client = socketio.Client(reconnection=False)
    client.connect(url, auth={"token": token}, transports=["websocket"])
    return client
