from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from forum.notifications import actions, queries
from tests.accounts.factories import UserFactory

Tell = Callable[..., None]


def test_the_bell_counts_as_things_happen(socket: Any, app: Flask, tell: Tell) -> None:
    user = UserFactory()
    line = socket(user)
    answer = line.emit("join", {"room": f"user:{user.id}"}, callback=True)
    assert answer["ok"]
    [whole] = line.get_received()
    assert whole["args"][0]["state"] == {"unread": 0}

    tell(user)
    [event] = line.get_received()
    message = event["args"][0]
    assert (message["type"], message["data"]) == ("Notified", {"unread": 1})
    assert 'id="lonceng"' in message["html"]["lonceng"]
    assert "1 pemberitahuan belum dibaca" in message["html"]["lonceng"]
    assert "Salam" not in str(message), "what it says is asked for by page"

    with app.test_request_context():
        actions.read_all(user.as_actor())
    [event] = line.get_received()
    assert event["args"][0]["data"] == {"unread": 0}


def test_nobody_follows_another_person(socket: Any, app: Flask, tell: Tell) -> None:
    user = UserFactory()
    for n, line in enumerate((socket(UserFactory()), socket())):
        answer = line.emit("join", {"room": f"user:{user.id}"}, callback=True)
        assert answer["error"]["code"] == "NotFound"
        tell(user, first=n)
        assert line.get_received() == []


def test_the_same_over_plain_http(client: FlaskClient, signed_in: Any, tell: Tell) -> None:
    assert client.get("/pemberitahuan/state").status_code == 401
    user = signed_in(UserFactory())
    tell(user)
    body = client.get("/pemberitahuan/state").get_json()
    assert body["snapshot"]["state"] == {"unread": queries.unread_count(user.id)}
    tell(user, first=1)
    body = client.get("/pemberitahuan/state?since=1").get_json()
    assert [event["data"] for event in body["events"]] == [{"unread": 2}]
