"""Passkeys, against a key made of plain cryptography: what is taken, and above all what is not."""

import base64
import hashlib
import json
import os
import time
from collections.abc import Callable
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.accounts import passkeys, second_factor
from forum.accounts.models import CodeGenerator, Passkey, SpentChallenge, User
from forum.accounts.second_factor import StillNeeded
from forum.core import clock
from forum.core.db import atomic, db
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.test_second_factor import (
    again,
    enrolled,
    is_in,
    moderator,
    with_password,
)

JSON = {"Accept": "application/json"}
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Key:
    """An authenticator: as good or as bad as the test wants it."""

    def __init__(self, *, counts: bool = True) -> None:
        self.id = os.urandom(20)
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.count = 0
        self.counts = counts
        self.handle = b""

    def make(self, options: dict[str, Any], **wrong: Any) -> dict[str, Any]:
        self.handle = unb64(options["user"]["id"])
        numbers = self.private.public_key().public_numbers()
        public = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        )
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + public
        data = self._data(PRESENT | VERIFIED | ATTESTED, wrong) + attested
        client = self._client("webauthn.create", options, wrong)
        response = {
            "attestationObject": b64(
                cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
            ),
            "clientDataJSON": b64(client),
            "transports": ["internal", "telepathy"],
        }
        return self._answer(response)

    def prove(self, options: dict[str, Any], **wrong: Any) -> dict[str, Any]:
        flags = PRESENT | (VERIFIED if wrong.get("verified", True) else 0)
        data = self._data(flags, wrong)
        client = self._client("webauthn.get", options, wrong)
        signed = data + hashlib.sha256(client).digest()
        signer = wrong.get("private", self.private)
        response = {
            "authenticatorData": b64(data),
            "clientDataJSON": b64(client),
            "signature": b64(signer.sign(signed, ec.ECDSA(SHA256()))),
        }
        if wrong.get("handle", True) is not None:
            response["userHandle"] = b64(wrong.get("handle") or self.handle)
        return self._answer(response)

    def _data(self, flags: int, wrong: dict[str, Any]) -> bytes:
        if self.counts:
            self.count += 1
        count = wrong.get("count", self.count)
        site = hashlib.sha256(wrong.get("site", "localhost").encode()).digest()
        return site + bytes([flags]) + int(count).to_bytes(4)

    def _client(self, kind: str, options: dict[str, Any], wrong: dict[str, Any]) -> bytes:
        told = {
            "type": kind,
            "challenge": wrong.get("challenge", options["challenge"]),
            "origin": wrong.get("origin", "http://localhost:8000"),
            "crossOrigin": False,
        }
        return json.dumps(told).encode()

    def _answer(self, response: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": b64(self.id),
            "rawId": b64(self.id),
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }


def ask(client: FlaskClient, path: str, **body: Any) -> TestResponse:
    return client.post(path, json=body, headers=JSON)


def options(client: FlaskClient, path: str) -> dict[str, Any]:
    answer = ask(client, path)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def add(client: FlaskClient, key: Key, name: str = "HP Rina", **wrong: Any) -> TestResponse:
    asked = options(client, "/akun/keamanan/kunci/mulai")
    return ask(client, "/akun/keamanan/kunci", answer=key.make(asked, **wrong), name=name)


def enter(client: FlaskClient, key: Key, onwards: str = "", **wrong: Any) -> TestResponse:
    asked = options(client, "/masuk/kunci/mulai")
    path = f"/masuk/kunci?next={onwards}" if onwards else "/masuk/kunci"
    return ask(client, path, answer=key.prove(asked, **wrong))


@pytest.fixture
def owner(client: FlaskClient, signed_in: Any) -> tuple[User, Key]:
    """Someone with a passkey, signed in with it nowhere."""
    user, key = signed_in(UserFactory(password=PASSWORD)), Key()
    assert add(client, key).status_code == 200
    client.post("/keluar")
    assert not is_in(client)
    return user, key


# --- adding


def test_a_passkey_is_the_first_factor(
    client: FlaskClient,
    app: Flask,
    signed_in: Any,
    mails: Callable[[], list[Any]],
) -> None:
    user, key = signed_in(UserFactory()), Key()
    elsewhere = app.test_client()
    signed_in(user, on=elsewhere)
    asked = options(client, "/akun/keamanan/kunci/mulai")
    selection = asked["authenticatorSelection"]
    assert "authenticatorAttachment" not in selection, "the phone itself will do"
    assert selection["residentKey"] == "preferred"
    assert asked["rp"]["id"] == "localhost"
    assert str(user.id) not in asked["user"]["id"]
    assert asked["excludeCredentials"] == []

    answer = ask(client, "/akun/keamanan/kunci", answer=key.make(asked), name="  HP   Rina ")
    assert answer.json == {"next": "/akun/keamanan/cadangan"}
    assert again(user).has_second_factor
    kept = db.session.scalars(select(Passkey)).one()
    assert (kept.name, kept.transports, kept.sign_count) == ("HP Rina", "internal", 1)
    assert is_in(client)
    assert not is_in(elsewhere)
    assert client.get("/akun/keamanan/cadangan").text.count("<code>") == 10
    assert any("Cara masuk baru" in mail["Subject"] for mail in mails())

    asked = options(client, "/akun/keamanan/kunci/mulai")
    assert [one["id"] for one in asked["excludeCredentials"]] == [b64(key.id)]
    answer = ask(client, "/akun/keamanan/kunci", answer=key.make(asked), name="Lagi")
    assert answer.status_code == 422
    assert answer.json["detail"] == "Kunci sandi ini sudah terpasang."
    assert add(client, Key()).json == {"next": "/akun/keamanan"}, "no new codes for the second"


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://betang.evil.test"},
        {"site": "evil.test"},
        {"challenge": b64(b"another challenge, of our own")},
    ],
)
def test_a_key_made_for_another_site_is_not_kept(
    client: FlaskClient, signed_in: Any, wrong: dict[str, Any]
) -> None:
    user = signed_in(UserFactory())
    assert add(client, Key(), **wrong).status_code == 422
    assert not again(user).has_second_factor


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_key_has_a_name(client: FlaskClient, signed_in: Any, name: str) -> None:
    signed_in(UserFactory())
    assert add(client, Key(), name=name).status_code == 422


def test_a_challenge_is_answered_once(app: Flask, client: FlaskClient, signed_in: Any) -> None:
    signed_in(UserFactory())
    asked = options(client, "/akun/keamanan/kunci/mulai")
    with client.session_transaction() as cookie:
        before = dict(cookie)
    first = ask(client, "/akun/keamanan/kunci", answer=Key().make(asked), name="HP")
    assert first.status_code == 200
    second = ask(client, "/akun/keamanan/kunci", answer=Key().make(asked), name="HP lain")
    assert second.status_code == 422
    with client.session_transaction() as cookie:  # a browser that did not forget
        cookie.update(before)
    third = ask(client, "/akun/keamanan/kunci", answer=Key().make(asked), name="HP lain")
    assert third.status_code == 422
    assert len(db.session.scalars(select(Passkey)).all()) == 1


def test_a_challenge_lasts_five_minutes(
    client: FlaskClient, owner: tuple[User, Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    _user, key = owner
    asked = options(client, "/masuk/kunci/mulai")
    with client.session_transaction() as cookie:
        kept = cookie["challenge sign in"]
        cookie["challenge sign in"] = kept | {"at": int(time.time()) - 301}
    answer = ask(client, "/masuk/kunci", answer=key.prove(asked))
    assert answer.status_code == 422
    assert "Waktunya habis" in answer.json["detail"]


def test_what_was_spent_is_forgotten_in_time(
    client: FlaskClient, owner: tuple[User, Key]
) -> None:
    assert enter(client, owner[1]).status_code == 200
    with atomic():
        for spent in db.session.scalars(select(SpentChallenge)):
            spent.expires_at = clock.now().replace(year=2020)
    client.post("/keluar")
    assert enter(client, owner[1]).status_code == 200
    assert len(db.session.scalars(select(SpentChallenge)).all()) == 1


# --- a whole sign-in


def test_signing_in_with_nothing_but_a_passkey(
    client: FlaskClient, owner: tuple[User, Key]
) -> None:
    user, key = owner
    asked = options(client, "/masuk/kunci/mulai")
    assert asked["allowCredentials"] == []
    assert asked["userVerification"] == "required"
    assert asked["rpId"] == "localhost"
    answer = ask(client, "/masuk/kunci?next=/isu", answer=key.prove(asked), remember=True)
    assert answer.json == {"next": "/isu"}
    assert is_in(client)
    assert client.get_cookie("remember_token") is not None
    assert client.get_cookie("perangkat") is not None
    assert client.get("/akun/keamanan/kunci").status_code == 200, "it is a proof, too"
    assert again(user).has_second_factor
    assert db.session.scalars(select(Passkey)).one().last_used_at is not None


def test_one_goes_on_within_the_house_only(
    client: FlaskClient, owner: tuple[User, Key]
) -> None:
    assert enter(client, owner[1], onwards="//evil.test/").json == {"next": "/"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"verified": False},
        {"origin": "http://localhost.evil.test:8000"},
        {"site": "evil.test"},
        {"challenge": b64(b"another challenge, of our own")},
        {"private": ec.generate_private_key(ec.SECP256R1())},
        {"handle": b"of somebody else"},
        {"handle": None},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_whom_a_key_does_not_let_in(
    client: FlaskClient, owner: tuple[User, Key], wrong: dict[str, Any]
) -> None:
    answer = enter(client, owner[1], **wrong)
    assert answer.status_code == 422
    assert "Kunci sandi tidak diterima" in answer.json["detail"]
    assert not is_in(client)


def test_an_unknown_key_gets_the_same_answer(
    client: FlaskClient, owner: tuple[User, Key]
) -> None:
    stranger = Key()
    stranger.handle = owner[1].handle
    answer = enter(client, stranger)
    assert answer.status_code == 422
    assert answer.json["detail"] == enter(client, owner[1], verified=False).json["detail"]


@pytest.mark.parametrize("change", [{"active": False}, {"confirmed_at": None}])
def test_closed_accounts_stay_out(
    client: FlaskClient, owner: tuple[User, Key], change: dict[str, Any]
) -> None:
    with atomic():
        user = again(owner[0])
        for name, value in change.items():
            setattr(user, name, value)
    assert enter(client, owner[1]).status_code == 422
    assert not is_in(client)


def test_a_copied_key_is_refused_and_its_owner_told(
    client: FlaskClient,
    owner: tuple[User, Key],
    mails: Callable[[], list[Any]],
) -> None:
    _user, key = owner
    assert enter(client, key).status_code == 200
    client.post("/keluar")
    mails()
    for count in (0, 1, key.count):
        assert enter(client, key, count=count).status_code == 422
        assert not is_in(client)
    told = mails()
    assert len(told) == 3
    assert all("ditolak" in mail["Subject"] for mail in told)
    assert enter(client, key).status_code == 200, "the counter that is kept did not move"


def test_a_key_that_never_counts_is_taken(client: FlaskClient, signed_in: Any) -> None:
    key = Key(counts=False)
    signed_in(UserFactory())
    add(client, key)
    for _time in range(2):
        client.post("/keluar")
        assert enter(client, key).status_code == 200


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"id": 7},
        {"id": "ä"},
        {"id": "AAAA", "rawId": "BBBB", "type": "public-key", "response": {}},
        {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": "text"},
        {"id": [], "response": None},
    ],
)
def test_nonsense_is_refused(
    client: FlaskClient, owner: tuple[User, Key], answer: dict[str, Any]
) -> None:
    if answer.get("id") == "AAAA":
        answer = {**answer, "id": b64(owner[1].id), "rawId": b64(owner[1].id)}
    options(client, "/masuk/kunci/mulai")
    assert ask(client, "/masuk/kunci", answer=answer).status_code == 422
    for body in ({"answer": "text"}, {"answer": None}):
        assert ask(client, "/masuk/kunci", **body).status_code == 422
    assert client.post("/masuk/kunci", data=b"[1", headers=JSON).status_code == 422


def test_nonsense_is_refused_when_adding(client: FlaskClient, signed_in: Any) -> None:
    signed_in(UserFactory())
    for response in (
        {},
        {"attestationObject": "", "clientDataJSON": ""},
        {"attestationObject": b64(b"\xa1\xff"), "clientDataJSON": b64(b"{}")},
        {"attestationObject": b64(cbor2.dumps([1])), "clientDataJSON": b64(b"[]")},
        "text",
    ):
        asked = options(client, "/akun/keamanan/kunci/mulai")
        answer = {**Key().make(asked), "response": response}
        assert ask(client, "/akun/keamanan/kunci", answer=answer, name="HP").status_code == 422
    asked = options(client, "/akun/keamanan/kunci/mulai")
    cut = Key().make(asked)
    whole = unb64(cut["response"]["attestationObject"])
    cut["response"]["attestationObject"] = b64(whole[: len(whole) // 2])
    assert ask(client, "/akun/keamanan/kunci", answer=cut, name="HP").status_code == 422


def test_the_script_must_show_the_forms_token(
    client: FlaskClient, owner: tuple[User, Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(client.application.config, "WTF_CSRF_ENABLED", True)
    for path in ("/masuk/kunci/mulai", "/masuk/kunci", "/akun/keamanan/kunci"):
        answer = ask(client, path)
        assert answer.status_code == 400
        assert "Muat ulang" in answer.json["detail"]


# --- the second step


def test_a_passkey_as_the_second_step(client: FlaskClient, owner: tuple[User, Key]) -> None:
    user, key = owner
    assert with_password(client, user, next="/suara").location == "/masuk/kedua"
    assert "Pakai kunci sandi" in client.get("/masuk/kedua").text
    asked = options(client, "/masuk/kedua/kunci/mulai")
    assert [one["id"] for one in asked["allowCredentials"]] == [b64(key.id)]
    assert asked["userVerification"] == "preferred"
    answer = ask(
        client, "/masuk/kedua/kunci", answer=key.prove(asked, verified=False, handle=None)
    )
    assert answer.json == {"next": "/suara"}
    assert is_in(client)


def test_anothers_passkey_is_no_second_step(
    client: FlaskClient, app: Flask, owner: tuple[User, Key], signed_in: Any
) -> None:
    thief, key = app.test_client(), Key()
    signed_in(UserFactory(), on=thief)
    add(thief, key)
    with_password(client, owner[0])
    asked = options(client, "/masuk/kedua/kunci/mulai")
    assert ask(client, "/masuk/kedua/kunci", answer=key.prove(asked)).status_code == 422
    assert not is_in(client)


def test_a_challenge_of_one_kind_answers_no_other(
    client: FlaskClient, owner: tuple[User, Key]
) -> None:
    user, key = owner
    with_password(client, user)
    asked = options(client, "/masuk/kedua/kunci/mulai")
    answer = ask(client, "/masuk/kunci", answer=key.prove(asked, verified=True))
    assert answer.status_code == 422
    assert not is_in(client)


def test_a_passkey_proves_that_it_is_still_you(
    client: FlaskClient, owner: tuple[User, Key], signed_in: Any
) -> None:
    user, key = owner
    signed_in(user)
    with client.session_transaction() as cookie:
        cookie["proved_at"] -= 601
    assert ask(client, "/akun/keamanan/kunci/mulai").status_code == 403
    asked = options(client, "/akun/buktikan/kunci/mulai")
    path = "/akun/buktikan/kunci?next=/akun/keamanan/kunci"
    assert ask(client, path, answer=key.prove(asked)).json == {"next": "/akun/keamanan/kunci"}
    assert client.get("/akun/keamanan/kunci").status_code == 200


# --- looking after them


def test_renaming_and_removing(
    client: FlaskClient, owner: tuple[User, Key], signed_in: Any
) -> None:
    user, key = owner
    signed_in(user)
    passkey = db.session.scalars(select(Passkey)).one()
    here = f"/akun/keamanan/kunci/{passkey.id}"
    assert "HP Rina" in client.get(here).text
    assert client.post(here, data={"name": ""}).status_code == 422
    assert client.post(here, data={"name": "HP <b>lama</b>"}).status_code == 303
    page = client.get("/akun/keamanan").text
    assert "HP &lt;b&gt;lama&lt;/b&gt;" in page
    assert "hanya dijaga kata sandi" in client.get(f"{here}/hapus").text
    assert client.post(f"{here}/hapus").status_code == 303
    assert not again(user).has_second_factor
    client.post("/keluar")
    assert enter(client, key).status_code == 422


def test_anothers_passkey_is_not_there(
    client: FlaskClient, owner: tuple[User, Key], signed_in: Any
) -> None:
    passkey = db.session.scalars(select(Passkey)).one()
    signed_in(UserFactory())
    here = f"/akun/keamanan/kunci/{passkey.id}"
    assert client.get(here).status_code == 404
    assert client.get(f"{here}/hapus").status_code == 404
    assert client.post(here, data={"name": "x"}).status_code == 404
    assert client.post(f"{here}/hapus").status_code == 404


def test_the_obliged_keep_one_of_two(client: FlaskClient, signed_in: Any) -> None:
    user = moderator()
    enrolled(user)
    signed_in(user)
    assert add(client, Key()).json == {"next": "/akun/keamanan"}
    second_factor.remove_code_generator(user.as_actor(), again(user))
    assert db.session.scalars(select(CodeGenerator)).all() == []
    user = again(user)
    passkey = db.session.scalars(select(Passkey)).one()
    with pytest.raises(StillNeeded):
        passkeys.remove_passkey(user.as_actor(), user, passkey)
    assert again(user).has_second_factor
