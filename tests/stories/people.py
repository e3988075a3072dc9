"""People as the stories know them: with a browser they are signed in on, or with plain HTTP."""

import re
import sqlite3
import time
from contextlib import closing
from email import message_from_bytes, policy
from typing import Any

import requests

from tests.browser import PASSWORD, Visitor
from tests.servers import Forum

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PATIENCE = 60  # seconds that a plain request may take on a busy machine


class Caller:
    """Somebody who talks to the server as its plain forms do, without a browser."""

    def __init__(self, server: Forum, name: str | None = None) -> None:
        self.server = server
        self.http = requests.Session()
        self.http.trust_env = False
        self.token = self._token_on("/masuk")
        if name is not None:
            self._sign_in(name if "@" in name else f"{name}@betang.example")

    def get(self, path: str, **options: Any) -> requests.Response:
        return self._ask("GET", path, **options)

    def post(
        self, path: str, token: str | None = None, files: Any = None, /, **fields: Any
    ) -> requests.Response:
        """Send a form. It carries the person's own token unless another is given."""
        data = {"csrf_token": self.token if token is None else token, **fields}
        return self._ask("POST", path, data=data, files=files)

    def send(self, path: str, **fields: Any) -> requests.Response:
        """Send a form as a script of the page does: the answer is a piece of the page."""
        headers = {"X-Fragment": "1", "X-CSRFToken": self.token}
        return self._ask("POST", path, data=fields, headers=headers)

    def cookies(self) -> list[dict[str, Any]]:
        """What a browser needs to be signed in as the same person."""
        return [
            {"name": cookie.name, "value": cookie.value, "url": self.server.url}
            for cookie in self.http.cookies
        ]

    def _sign_in(self, email: str) -> None:
        answer = self.post("/masuk", email=email, password=PASSWORD)
        assert answer.status_code == 303, f"{email} could not sign in: {answer.status_code}"
        self.token = self._token_on("/akun")

    def _token_on(self, path: str) -> str:
        found = TOKEN.search(self.get(path).text)
        assert found, f"{path} has no form"
        return found[1]

    def _ask(self, method: str, path: str, **options: Any) -> requests.Response:
        options = {"allow_redirects": False, "timeout": PATIENCE, **options}
        return self.http.request(method, f"{self.server.url}{path}", **options)


class Passes:
    """Everyone signs in once; later devices of the same person take the session over."""

    def __init__(self, server: Forum) -> None:
        self.server = server
        self._callers: dict[str, Caller] = {}

    def caller(self, name: str) -> Caller:
        if name not in self._callers:
            self._callers[name] = Caller(self.server, name)
        return self._callers[name]

    def let_in(self, person: Visitor, name: str) -> Visitor:
        person.context.add_cookies(self.caller(name).cookies())  # type: ignore[arg-type]
        return person


def rows(server: Forum, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What the database of the running server holds."""
    with closing(sqlite3.connect(server.var / "betang.db", timeout=20)) as database:
        return database.execute(statement, values).fetchall()


def one(server: Forum, statement: str, *values: Any) -> Any:
    """The one value that this asks for."""
    ((value,),) = rows(server, statement, *values)
    return value


def mail_to(server: Forum, address: str, seconds: float = PATIENCE) -> str:
    """The text of the latest mail to this address, once there is one."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for file in sorted((server.var / "mail").glob("*.eml"), reverse=True):
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            if mail["To"] == address:
                return str(mail.get_content())
        time.sleep(0.05)
    raise AssertionError(f"no mail to {address} within {seconds} seconds")
