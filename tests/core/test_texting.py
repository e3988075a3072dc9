"""Text messages: a file where no gateway is set, else one POST to the gateway."""

import json
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from forum.config import WrongSetting, read
from forum.core import texting

NUMBER = "+6281234567890"


class Gateway(BaseHTTPRequestHandler):
    """Takes messages, or refuses them, or sends the asker elsewhere."""

    taken: list[tuple[str, Any]] = []
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((self.headers["Content-Type"], json.loads(body)))
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    do_GET = do_POST  # noqa: N815 - the name that http.server asks for

    def log_message(self, *_given: Any) -> None:
        """Quiet."""


@pytest.fixture
def gateway(app: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Gateway]]:
    Gateway.taken, Gateway.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setitem(app.config, "TEXT_URL", f"http://127.0.0.1:{server.server_port}/kirim")
    yield Gateway
    server.shutdown()
    thread.join()
    server.server_close()


def test_without_a_gateway_a_text_is_a_file(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "VAR", tmp_path)
    monkeypatch.setitem(app.config, "TEXT_URL", "")
    with app.app_context():
        texting.send_text(NUMBER, "Kode Anda: 123456")
    (file,) = (tmp_path / "mail").glob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["To"] == NUMBER
    assert message.get_content() == "Kode Anda: 123456\n"


def test_a_gateway_gets_number_and_text(app, gateway):
    with app.app_context():
        texting.send_text(NUMBER, "Kode Anda: 123456 – Ā")
    assert gateway.taken == [
        ("application/json", {"to": NUMBER, "text": "Kode Anda: 123456 – Ā"})
    ]


@pytest.mark.parametrize("status", [302, 307, 400, 500])
def test_whatever_is_no_success_is_tried_again_later(app, gateway, status):
    """A code must not follow a redirect, either."""
    gateway.status = status
    with app.app_context(), pytest.raises(OSError, match=str(status)):
        texting.send_text(NUMBER, "Kode Anda: 123456")
    assert len(gateway.taken) == 1


@pytest.mark.parametrize(
    "url",
    ["gateway", "ftp://sms.example/x", "http://sms.example/kirim", "https://", "smtp://x"],
)
def test_a_wrong_address_names_the_setting(url):
    with pytest.raises(WrongSetting, match="FORUM_TEXT_URL") as refusal:
        read({"FORUM_TEXT_URL": url})
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "url", ["https://sms.example/kirim", "http://127.0.0.1:9000/kirim", ""]
)
def test_a_gateway_is_reached_enciphered_or_at_home(url):
    assert read({"FORUM_TEXT_URL": url})["TEXT_URL"] == url
