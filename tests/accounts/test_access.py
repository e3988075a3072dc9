"""Access tokens: shown once, kept as a hash, worth nothing once revoked or over."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient
from sqlalchemy import select

from forum.accounts import access, actions, queries, tokens
from forum.accounts.models import AccessToken, User
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, NotFound
from tests.accounts.factories import UserFactory

Socket = Callable[..., SocketIOTestClient]


@pytest.fixture(autouse=True)
def context(app: Flask) -> Any:
    with app.test_request_context():
        yield


def token_of(user: User, **changes: Any) -> str:
    given: dict[str, Any] = {"name": "Papan", "scopes": ["live"], "days": 30}
    return access.make_token(user.as_actor(), user, **given | changes)[1]


def row() -> AccessToken:
    found = db.session.scalar(select(AccessToken))
    assert found is not None
    db.session.refresh(found)
    return found


def who(token: str, scope: str = "live", *, demo: bool = False) -> Any:
    return queries.token_actor(token, scope, demo=demo)


# --- tokens


def test_a_token_is_shown_once(client: FlaskClient, signed_in: Any, mails: Any) -> None:
    user = signed_in(UserFactory())
    answer = client.post("/akun/akses", data={"name": "Papan", "scopes": "live", "days": "90"})
    assert answer.status_code == 200
    found = re.search(r"btg_[\w-]{43}", answer.text)
    assert found
    token = found.group()
    page = client.get("/akun/akses").text
    assert token not in page
    assert "Papan" in page
    assert token not in row().token_hash
    assert abs(row().expires_at - row().created_at - timedelta(days=90)) < timedelta(minutes=1)
    actor = who(token)
    assert actor is not None
    assert actor.id == user.id
    [mail] = mails()
    assert "Token akses dibuat" in mail["Subject"]
    assert token not in mail.as_string()


def test_what_makes_no_sense_makes_no_token(client: FlaskClient, signed_in: Any) -> None:
    signed_in(UserFactory())
    good = {"name": "Papan", "scopes": "live", "days": "30"}
    for wrong in (
        {"name": ""},
        {"scopes": "semua"},
        {"scopes": ""},
        {"days": "31"},
        {"days": ""},
    ):
        assert client.post("/akun/akses", data=good | wrong).status_code == 422
    assert db.session.scalar(select(AccessToken)) is None


def test_a_token_acts_as_its_person_does_now() -> None:
    staff = UserFactory(moderator=True)
    token = token_of(staff)
    assert who(token) == staff.as_actor()
    staff.second_factor_since = None
    db.session.flush()
    db.session.expire_all()
    assert not who(token).serves_as("moderator"), "a role waits for its second factor"


def test_a_token_ends(clock: Any) -> None:
    user = UserFactory()
    actor = user.as_actor()
    over, revoked = token_of(user), token_of(user, days=365)
    clock.tick(timedelta(days=31).total_seconds())
    assert who(over) is None
    assert who(revoked) is not None
    token_id = queries.tokens_of(user.id)[0].id
    with pytest.raises(NotFound):
        access.revoke_token(actor, user, 999999)
    access.revoke_token(actor, user, token_id)
    assert who(revoked) is None


def test_tokens_are_their_owners() -> None:
    user, other = UserFactory(), UserFactory()
    neighbour = other.as_actor()
    token_of(user)
    with pytest.raises(Forbidden):
        access.revoke_token(neighbour, user, row().id)
    with pytest.raises(NotFound):
        access.revoke_token(neighbour, other, row().id)
    with pytest.raises(Forbidden):
        access.make_token(neighbour, user, name="x", scopes=["live"], days=30)


def test_scope_person_and_demonstration_are_asked_at_each_use() -> None:
    user, invented = UserFactory(), UserFactory(is_demo=True)
    token, demo = token_of(user), token_of(invented)
    assert who(token, "other") is None
    assert who("btg_spoilt") is None
    assert who("") is None
    assert who(demo, demo=True) is not None
    assert who(demo) is None
    user.active = False
    db.session.flush()
    assert who(token) is None


def test_there_are_at_most_twenty() -> None:
    user = UserFactory()
    for _token in range(20):
        token_of(user)
    with pytest.raises(Invalid):
        token_of(user)


def test_the_day_of_the_last_use_is_noted(clock: Any) -> None:
    token = token_of(UserFactory())
    assert row().last_used_on is None
    access.note_use(token)
    assert row().last_used_on is not None


# --- sockets


def test_a_program_follows_and_acts_with_its_token(socket: Socket, app: Flask) -> None:
    user = UserFactory()
    program = socket(auth={"token": token_of(user)})
    assert program.is_connected()
    answer = program.emit("join", {"room": f"user:{user.id}"}, callback=True)
    assert answer["ok"] is True
    assert row().last_used_on is not None


@pytest.mark.parametrize("token", ["", "btg_spoilt", None, 7, ["x"], "expired", "revoked"])
def test_a_token_that_is_not_good_is_refused(socket: Socket, clock: Any, token: Any) -> None:
    user = UserFactory()
    if token == "expired":
        token = token_of(user)
        clock.tick(timedelta(days=31).total_seconds())
    elif token == "revoked":
        token = token_of(user)
        access.revoke_token(user.as_actor(), user, row().id)
    elif token is None:
        assert socket(auth={"token": None}).is_connected(), "no token at all: a visitor"
        return
    assert not socket(auth={"token": token}).is_connected()


def test_a_cookie_does_not_help_a_wrong_token(socket: Socket) -> None:
    assert not socket(UserFactory(), auth={"token": "btg_spoilt"}).is_connected()


def test_revoking_acts_on_sockets_that_are_open(socket: Socket) -> None:
    user = UserFactory()
    program = socket(auth={"token": token_of(user)})
    mine = {"room": f"user:{user.id}"}
    assert program.emit("join", mine, callback=True)["ok"] is True
    access.revoke_token(user.as_actor(), user, row().id)
    answer = program.emit("join", mine, callback=True)
    assert answer["ok"] is False
    command = {"cmd_id": "a", "type": "thread.vote", "room": "thread:1", "data": {}}
    assert program.emit("command", command, callback=True)["error"]["code"] == "SignInFirst"


def test_expiry_acts_on_sockets_that_are_open(socket: Socket, clock: Any) -> None:
    user = UserFactory()
    program = socket(auth={"token": token_of(user)})
    mine = {"room": f"user:{user.id}"}
    assert program.emit("join", mine, callback=True)["ok"] is True
    clock.tick(timedelta(days=31).total_seconds())
    assert program.emit("join", mine, callback=True)["ok"] is False


def test_recovery_ends_every_token_and_the_mail_says_so(
    client: FlaskClient, socket: Socket, mails: Any
) -> None:
    user = UserFactory(language="en")
    first, second = token_of(user), token_of(user, name="Lonceng")
    neighbour = token_of(UserFactory())
    program = socket(auth={"token": first})
    mails()
    actions.reset_password(tokens.reset_token(user), "di bawah pohon karet", demo=False)
    assert (who(first), who(second)) == (None, None)
    assert who(neighbour) is not None
    assert not socket(auth={"token": first}).is_connected()
    answer = program.emit("join", {"room": f"user:{user.id}"}, callback=True)
    assert answer["ok"] is False
    [mail] = mails()
    assert "all access tokens of programs were revoked" in " ".join(mail.get_content().split())


def test_changing_the_password_leaves_tokens_and_the_mail_says_where_they_are(
    client: FlaskClient, mails: Any
) -> None:
    user = UserFactory()
    token = token_of(user)
    mails()
    actions.change_password(user.as_actor(), user, password="di bawah pohon karet", here=None)
    assert who(token) is not None
    [mail] = mails()
    assert "/akun/akses" in mail.get_content()
