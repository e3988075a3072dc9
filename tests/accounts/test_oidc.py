"""Signing in by a provider: round trips with one that nobody here wrote, and forged answers."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum import config
from forum.accounts import oidc, queries, traces
from forum.accounts.models import ExternalIdentity, User
from forum.accounts.oidc import Identity
from forum.config import WrongSetting
from forum.core.db import atomic, db
from forum.core.errors import Refused
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.test_second_factor import (
    again,
    enrolled,
    is_in,
    moderator,
    with_password,
)
from tests.factories import menteng
from tests.servers import ROOT, fetch, free_port, wait_until

CLIENT, CLIENT_SECRET = "betang", "rahasia-bersama"
NIK = "6271034107900001"


# --- a provider nobody here wrote


class Provider:
    """`oidc-provider-mock`, in a process of its own."""

    def __init__(self, *options: str) -> None:
        port = free_port()
        self.issuer = f"http://localhost:{port}"
        environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *options],
            env=environment, cwd=ROOT, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        discovery = f"{self.issuer}/.well-known/openid-configuration"
        wait_until(
            lambda: fetch(discovery) == 200, "the provider answers", process=self._process
        )

    def knows(self, subject: str, **claims: Any) -> None:
        requests.put(
            f"{self.issuer}/users/{subject}", json=claims, timeout=10
        ).raise_for_status()

    def answer_as(self, subject: str, address: str, **form: str) -> str:
        """What the browser is sent back to, once this person has signed in there."""
        answer = requests.post(
            address, data={"sub": subject, **form}, allow_redirects=False, timeout=10
        )
        assert answer.status_code == 302, answer.text
        return str(answer.headers["Location"])

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=10)


@pytest.fixture(scope="module")
def running_provider() -> Iterator[Provider]:
    provider = Provider("--require-nonce", "true")
    yield provider
    provider.stop()


@pytest.fixture
def provider(
    running_provider: Provider, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> Provider:
    set_provider(app, monkeypatch, running_provider.issuer)
    return running_provider


def set_provider(app: Flask, monkeypatch: pytest.MonkeyPatch, issuer: str, **more: str) -> None:
    settings = {
        "OIDC_ISSUER": issuer,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "OIDC_NAME": "SSO Palangka Raya",
        "OIDC_NIK_CLAIM": "",
        **more,
    }
    for name, value in settings.items():
        monkeypatch.setitem(app.config, name, value)
    app.extensions.pop("oidc", None)


def set_out(client: FlaskClient, path: str = "/masuk/penyedia") -> str:
    answer = client.get(path)
    assert answer.status_code == 303, answer.text
    assert answer.location
    return answer.location


def come_back(client: FlaskClient, address: str) -> TestResponse:
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def visit(client: FlaskClient, provider: Provider, subject: str, **query: str) -> TestResponse:
    address = set_out(client, f"/masuk/penyedia{'?next=' + query['next'] if query else ''}")
    return come_back(client, provider.answer_as(subject, address))


def joining(**changes: Any) -> dict[str, Any]:
    fields = {"name": "Rina Wati", "area_id": menteng().id, "adult": "y", "agreed": "y"}
    return {name: value for name, value in (fields | changes).items() if value is not None}


def linked(user: User, issuer: str, subject: str) -> None:
    with atomic():
        db.session.add(ExternalIdentity(user_id=user.id, issuer=issuer, subject=subject))


# --- the round trip


def test_what_is_asked_of_the_provider(client: FlaskClient, provider: Provider) -> None:
    asked = {
        name: value[0] for name, value in parse_qs(urlsplit(set_out(client)).query).items()
    }
    assert asked["response_type"] == "code"
    assert asked["client_id"] == CLIENT
    assert asked["redirect_uri"] == "http://localhost:8000/masuk/penyedia/kembali"
    assert asked["scope"] == "openid email profile"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) >= 20
    assert len(asked["nonce"]) >= 20
    again_asked = parse_qs(urlsplit(set_out(client)).query)
    assert again_asked["nonce"][0] != asked["nonce"]
    assert again_asked["state"][0] != asked["state"]


def test_from_a_first_visit_to_signing_in_at_once(
    client: FlaskClient,
    app: Flask,
    provider: Provider,
    mails: Callable[[], list[Any]],
) -> None:
    provider.knows("s-1", email="Rina@contoh.id", email_verified=True, name="Rina Wati")
    assert "Masuk dengan SSO Palangka Raya" in client.get("/masuk").text
    answer = visit(client, provider, "s-1", next="/isu/baru")
    assert answer.location == "/masuk/penyedia/daftar?next=/isu/baru"
    assert not is_in(client)
    page = client.get(answer.location).text
    assert 'value="Rina Wati"' in page
    assert "rina@contoh.id" in page
    for field in ("adult", "agreed", "area_id"):
        answer = client.post("/masuk/penyedia/daftar", data=joining(**{field: None}))
        assert answer.status_code == 422
    answer = client.post("/masuk/penyedia/daftar", data=joining(next="/isu/baru"))
    assert answer.location == "/isu/baru"
    assert is_in(client)

    user = queries.user_by_email("rina@contoh.id")
    assert user is not None
    assert user.password is None
    assert user.confirmed_at is not None
    assert user.agreed_at is not None
    assert user.public_name == "Rina, Menteng"
    assert client.post("/masuk/penyedia/daftar", data=joining()).location == "/masuk"
    assert mails() == []

    later = app.test_client()
    assert visit(later, provider, "s-1", next="/suara").location == "/suara"
    assert is_in(later)
    assert later.get("/akun/keamanan/kode").status_code == 200, "signing in is a proof"


def test_an_address_that_nobody_vouches_for_is_not_taken(
    client: FlaskClient, provider: Provider
) -> None:
    UserFactory(email="rina@contoh.id")
    provider.knows("s-2", email="rina@contoh.id", email_verified=False, name="Bukan Rina")
    answer = visit(client, provider, "s-2")
    assert answer.location == "/masuk/penyedia/daftar"
    page = client.get(answer.location).text
    assert "rina@contoh.id" not in page
    client.post("/masuk/penyedia/daftar", data=joining(name="Bukan Rina"))
    assert is_in(client)
    found = db.session.scalars(select(User).where(User.name == "Bukan Rina")).one()
    assert found.email is None


def test_an_address_that_has_an_account_is_not_linked_silently(
    client: FlaskClient,
    provider: Provider,
    mails: Callable[[], list[Any]],
) -> None:
    user = UserFactory(email="budi@contoh.id", password=PASSWORD)
    provider.knows("s-3", email="budi@contoh.id", email_verified=True, name="Budi")
    answer = visit(client, provider, "s-3")
    assert answer.status_code == 200
    assert "Masuk dulu seperti biasa" in answer.text
    assert not is_in(client)
    assert client.get("/masuk/penyedia/daftar").location == "/masuk"
    assert db.session.scalars(select(ExternalIdentity)).all() == []

    answer = with_password(client, user, next="/akun/keamanan/penyedia")
    assert "Lanjut ke SSO Palangka Raya" in client.get(answer.location).text
    address = set_out(client, "/akun/keamanan/penyedia/mulai")
    answer = come_back(client, provider.answer_as("s-3", address))
    assert answer.location == "/akun/keamanan/penyedia"
    assert "budi@contoh.id" in client.get(answer.location).text
    assert db.session.scalars(select(ExternalIdentity)).all() == [], "asked first"
    assert client.post("/akun/keamanan/penyedia").location == "/akun/keamanan"
    assert "SSO Palangka Raya" in client.get("/akun/keamanan").text
    assert any("Cara masuk baru" in mail["Subject"] for mail in mails())
    client.post("/keluar")
    visit(client, provider, "s-3")
    assert is_in(client)


def test_the_second_step_is_asked_for_here_too(client: FlaskClient, provider: Provider) -> None:
    user = UserFactory()
    codes = enrolled(user)
    linked(user, provider.issuer, "s-4")
    assert visit(client, provider, "s-4", next="/suara").location == "/masuk/kedua"
    assert not is_in(client)
    answer = client.post("/masuk/kedua/cadangan", data={"recovery": codes[0]})
    assert answer.location == "/suara"


def test_staff_without_a_second_factor_are_sent_to_add_one(
    client: FlaskClient, provider: Provider
) -> None:
    linked(moderator(), provider.issuer, "s-5")
    assert visit(client, provider, "s-5").location == "/akun/keamanan"
    assert client.get("/moderasi").status_code == 403


def test_closed_accounts_stay_out(client: FlaskClient, provider: Provider) -> None:
    linked(UserFactory(active=False), provider.issuer, "s-6")
    answer = visit(client, provider, "s-6")
    assert answer.status_code == 403
    assert not is_in(client)


# --- what goes wrong on the way


def test_cancelling_leads_back(client: FlaskClient, provider: Provider) -> None:
    address = set_out(client)
    back = provider.answer_as("s-1", address, action="deny")
    assert "error=access_denied" in back
    state = parse_qs(urlsplit(address).query)["state"][0]
    answer = come_back(client, f"{back}&state={state}")  # which this one leaves out
    assert answer.status_code == 200
    assert "Anda membatalkannya" in answer.text
    assert 'href="/masuk"' in answer.text


def test_an_answer_counts_once_and_in_one_browser(
    client: FlaskClient, app: Flask, provider: Provider
) -> None:
    user = UserFactory()
    linked(user, provider.issuer, "s-7")
    back = provider.answer_as("s-7", set_out(client))
    stranger = app.test_client()
    assert come_back(stranger, back).status_code == 400
    set_out(stranger)
    assert come_back(stranger, back).status_code == 400, "a state of its own, not this one"
    assert not is_in(stranger)
    with client.session_transaction() as cookie:
        before = dict(cookie)
    assert come_back(client, back).location == "/"
    assert is_in(client)
    client.post("/keluar")
    with client.session_transaction() as cookie:
        cookie.update(before)
    answer = come_back(client, back)
    assert answer.status_code == 400
    assert "dibuka dua kali" in answer.text
    assert not is_in(client)


@pytest.mark.parametrize(
    "query", ["", "?state=x", "?code=x", "?error=server_error", "?state=%00&code=%ff"]
)
def test_an_answer_that_was_not_asked_for(
    client: FlaskClient, provider: Provider, query: str
) -> None:
    assert client.get(f"/masuk/penyedia/kembali{query}").status_code == 400


def test_errors_of_the_provider(client: FlaskClient, provider: Provider) -> None:
    for answer in ("error=server_error", "code=unknown", "", "code=x&iss=http://evil.test"):
        state = parse_qs(urlsplit(set_out(client)).query)["state"][0]
        page = client.get(f"/masuk/penyedia/kembali?state={state}&{answer}")
        assert page.status_code == 502
        assert 'href="/masuk"' in page.text
        assert not is_in(client)


def test_a_provider_that_is_down(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_provider(app, monkeypatch, f"http://localhost:{free_port()}")
    answer = client.get("/masuk/penyedia")
    assert answer.status_code == 502
    assert "sedang tidak menjawab" in answer.text
    assert 'href="/masuk"' in answer.text


def test_without_settings_there_is_no_such_page(client: FlaskClient, signed_in: Any) -> None:
    assert "/masuk/penyedia" not in client.get("/masuk").text
    assert client.get("/masuk/penyedia").status_code == 404
    assert client.get("/masuk/penyedia/kembali?state=x").status_code == 404
    signed_in(UserFactory())
    assert client.get("/akun/keamanan/penyedia/mulai").status_code == 404


def test_an_expired_token(app: Flask, client: FlaskClient, monkeypatch: Any) -> None:
    provider = Provider("--token-max-age=-300")
    try:
        set_provider(app, monkeypatch, provider.issuer)
        assert visit(client, provider, "s-1").status_code == 502
    finally:
        provider.stop()
    assert not is_in(client)


# --- linking


def test_only_who_set_out_is_linked(
    app: Flask, client: FlaskClient, provider: Provider, signed_in: Any
) -> None:
    """Someone else signed in on this browser in between."""
    signed_in(UserFactory())
    address = set_out(client, "/akun/keamanan/penyedia/mulai")
    with client.session_transaction() as cookie:
        kept = cookie["challenge provider"]
    signed_in(UserFactory())
    with client.session_transaction() as cookie:
        cookie["challenge provider"] = kept
    answer = come_back(client, provider.answer_as("s-8", address))
    assert answer.status_code == 400
    assert "Hubungkan</button>" not in client.get("/akun/keamanan/penyedia").text
    assert client.post("/akun/keamanan/penyedia").status_code == 303
    assert db.session.scalars(select(ExternalIdentity)).all() == []


def test_who_was_not_seen_lately_proves_themselves_before_linking(
    client: FlaskClient, provider: Provider, signed_in: Any
) -> None:
    """And goes on from a page: the answer to a form must not lead to another site."""
    assert client.get("/akun/keamanan/penyedia/mulai").location == "/akun/keamanan/penyedia"
    assert client.get("/akun/keamanan/penyedia").location.startswith("/masuk?next=")
    signed_in(UserFactory())
    with client.session_transaction() as cookie:
        cookie["proved_at"] -= 601
    assert client.get("/akun/keamanan/penyedia/mulai").location == "/akun/keamanan/penyedia"
    answer = client.get("/akun/keamanan/penyedia")
    assert answer.location == "/akun/buktikan?next=/akun/keamanan/penyedia"


def test_an_identity_belongs_to_one_account(
    client: FlaskClient, provider: Provider, signed_in: Any
) -> None:
    linked(UserFactory(), provider.issuer, "s-9")
    user = signed_in(UserFactory())
    address = set_out(client, "/akun/keamanan/penyedia/mulai")
    come_back(client, provider.answer_as("s-9", address))
    client.post("/akun/keamanan/penyedia")
    assert "dihubungkan dengan akun Betang lain" in client.get("/akun/keamanan").text
    assert db.session.scalars(select(ExternalIdentity.user_id)).one() != user.id


def test_the_only_way_in_stays(client: FlaskClient, provider: Provider, signed_in: Any) -> None:
    user = signed_in(UserFactory())
    linked(user, provider.issuer, "s-10")
    identity = db.session.scalars(select(ExternalIdentity)).one()
    here = f"/akun/keamanan/penyedia/{identity.id}/putus"
    assert client.post(here).location == "/akun/keamanan"
    assert "satu-satunya cara" in client.get("/akun/keamanan").text
    with atomic():
        again(user).password = "a hash"
    assert client.post(here).location == "/akun/keamanan"
    assert db.session.scalars(select(ExternalIdentity)).all() == []


def test_anothers_identity_is_not_there(
    client: FlaskClient, provider: Provider, signed_in: Any
) -> None:
    linked(UserFactory(), provider.issuer, "s-11")
    identity = db.session.scalars(select(ExternalIdentity)).one()
    signed_in(UserFactory(password=PASSWORD))
    assert client.post(f"/akun/keamanan/penyedia/{identity.id}/putus").status_code == 404


def test_a_person_gets_and_takes_along_what_is_kept(provider: Provider) -> None:
    user = UserFactory()
    linked(user, provider.issuer, "s-12")
    [row] = traces.all_about(user.id)["second_factor"]
    assert (row["penyedia"], row["nomor di sana"]) == (provider.issuer, "s-12")


# --- the identity number


@pytest.fixture
def niks(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str, str]]:
    heard: list[tuple[int, str, str]] = []

    def hear(*what: Any) -> None:
        heard.append(what)
        raise Refused("it does not keep the person out")

    monkeypatch.setattr(oidc, "_on_nik", [hear])
    return heard


def test_a_nik_is_handed_on_and_kept_nowhere(
    app: Flask,
    client: FlaskClient,
    provider: Provider,
    niks: list[tuple[int, str, str]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setitem(app.config, "OIDC_NIK_CLAIM", "nik")
    provider.knows("s-13", name="Sari", nik=NIK, email="sari@contoh.id", email_verified=True)
    visit(client, provider, "s-13")
    with client.session_transaction() as cookie:
        assert NIK not in str(dict(cookie))
        assert "Sari" not in str(dict(cookie)), "sealed, not merely signed"
    assert niks == []
    client.post("/masuk/penyedia/daftar", data=joining(name="Sari Dewi"))
    assert is_in(client)
    user = queries.user_by_email("sari@contoh.id")
    assert user is not None
    assert niks == [(user.id, NIK, "Sari")]
    client.post("/keluar")
    visit(client, provider, "s-13")
    assert len(niks) == 2
    assert NIK not in caplog.text
    for table in db.metadata.sorted_tables:
        assert NIK not in str(db.session.execute(select(table)).all())


def test_without_a_setting_no_nik_is_looked_at(
    client: FlaskClient, provider: Provider, niks: list[tuple[int, str, str]]
) -> None:
    user = UserFactory()
    linked(user, provider.issuer, "s-14")
    provider.knows("s-14", name="Sari", nik=NIK)
    visit(client, provider, "s-14")
    assert is_in(client)
    assert niks == []


# --- tokens that someone forged, or meant for someone else


ISSUER = "https://sso.example.go.id"
RSA = RSAKey.generate_key(2048, {"kid": "one"})
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
    "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
}


@pytest.fixture
def forge(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Identity]:
    """`forge(key=…, alg=…, **claims)`: who it is that arrives with such a token."""
    set_provider(app, monkeypatch, ISSUER)
    published = KeySet([RSA]).as_dict(private=False)
    asked: list[str] = []

    def get(url: str, what: str, headers: Any = None) -> dict[str, Any]:
        asked.append(url)
        return {"discovery": METADATA, "keys": published, "userinfo": {"sub": "s"}}[what]

    monkeypatch.setattr(oidc, "_get", get)

    def arrive(key: Any = RSA, alg: str = "RS256", **changes: Any) -> Identity:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": "s",
            "iat": now,
            "exp": now + 300,
            "nonce": "fresh",
            "name": "Rina",
            "email": "rina@contoh.id",
            "email_verified": True,
        } | changes
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": alg} | ({"kid": key.kid} if key.kid else {})
        token = jwt.encode(header, claims, key, algorithms=[alg])

        class Session:
            def fetch_token(self, *_args: Any, **_more: Any) -> dict[str, str]:
                return {"access_token": "a", "id_token": token}

        monkeypatch.setattr(oidc, "_session", lambda *_args: Session())
        return oidc.arrival("http://localhost/", code="c", nonce="fresh", verifier="v")

    return arrive


def test_a_right_token(forge: Callable[..., Identity]) -> None:
    assert forge() == Identity(ISSUER, "s", "rina@contoh.id", "Rina")
    assert forge(aud=[CLIENT, "other"], azp=CLIENT).subject == "s"
    assert forge(exp=int(time.time()) - 30).subject == "s", "a clock may be a little off"
    assert forge(email_verified=None).email is None
    assert forge(email="no address").email is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "of another time"},
        {"nonce": None},
        {"nonce": ""},
        {"aud": "another program"},
        {"aud": ["another program"]},
        {"aud": None},
        {"aud": [CLIENT, "other"]},
        {"aud": [CLIENT, "other"], "azp": "other"},
        {"azp": "other"},
        {"iss": "https://evil.test"},
        {"iss": None},
        {"exp": timedelta(hours=-1)},
        {"exp": None},
        {"iat": None},
        {"iat": timedelta(hours=1)},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
    ],
    ids=str,
)
def test_a_wrong_token(forge: Callable[..., Identity], wrong: dict[str, Any]) -> None:
    claims = {
        name: int(time.time() + value.total_seconds())
        if isinstance(value, timedelta)
        else value
        for name, value in wrong.items()
    }
    with pytest.raises(oidc.ProviderFailed):
        forge(**claims)


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_a_token_of_another_key(forge: Callable[..., Identity]) -> None:
    for key, alg in (
        (RSAKey.generate_key(2048, {"kid": "one"}), "RS256"),
        (RSAKey.generate_key(2048, {"kid": "two"}), "RS256"),
        (ECKey.generate_key("P-256", {"kid": "one"}), "ES256"),
        (OctKey.import_key(CLIENT_SECRET, {"kid": "one"}), "HS256"),
        (OctKey.import_key("x" * 32), "none"),
    ):
        with pytest.raises(oidc.ProviderFailed):
            forge(key=key, alg=alg)


def test_new_keys_of_the_provider_are_noticed(
    forge: Callable[..., Identity], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert forge().subject == "s"
    newer = RSAKey.generate_key(2048, {"kid": "newer"})
    kept = oidc._get

    def get(url: str, what: str, headers: Any = None) -> dict[str, Any]:
        return KeySet([newer]).as_dict(private=False) if what == "keys" else kept(url, what)

    monkeypatch.setattr(oidc, "_get", get)
    assert forge(key=newer).subject == "s"


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "https://evil.test"},
        {"issuer": f"{ISSUER}/"},
        {"token_endpoint": "http://sso.example.go.id/token"},
        {"jwks_uri": None},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
    ],
    ids=str,
)
def test_a_description_that_cannot_be_trusted(
    forge: Callable[..., Identity], monkeypatch: pytest.MonkeyPatch, told: dict[str, Any]
) -> None:
    kept = oidc._get
    monkeypatch.setattr(
        oidc,
        "_get",
        lambda url, what, headers=None: (
            METADATA | told if what == "discovery" else kept(url, what)
        ),
    )
    with pytest.raises(oidc.ProviderFailed):
        forge()


def test_the_log_names_nobody(
    forge: Callable[..., Identity],
    client: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(oidc.ProviderFailed) as refusal:
        forge(nonce="of another time", email="rahasia@contoh.id")
    assert "rahasia" not in refusal.value.why
    assert "rahasia" not in caplog.text


# --- settings

WHOLE = {
    "FORUM_OIDC_ISSUER": "https://sso.example.go.id/realms/warga",
    "FORUM_OIDC_CLIENT_ID": CLIENT,
    "FORUM_OIDC_CLIENT_SECRET": CLIENT_SECRET,
}


@pytest.mark.pure
def test_the_settings_of_a_provider() -> None:
    read = config.read(WHOLE)
    assert read["OIDC_NAME"] == "sso.example.go.id"
    assert config.read({**WHOLE, "FORUM_OIDC_NAME": "SSO Kota"})["OIDC_NAME"] == "SSO Kota"
    assert config.read({})["OIDC_ISSUER"] == ""
    local = config.read({**WHOLE, "FORUM_OIDC_ISSUER": "http://127.0.0.1:9400"})
    assert local["OIDC_ISSUER"] == "http://127.0.0.1:9400"


@pytest.mark.pure
@pytest.mark.parametrize("missing", list(WHOLE))
def test_a_provider_is_set_wholly_or_not_at_all(missing: str) -> None:
    with pytest.raises(WrongSetting, match=missing):
        config.read({name: value for name, value in WHOLE.items() if name != missing})


@pytest.mark.pure
@pytest.mark.parametrize(
    "issuer",
    ["http://sso.example.go.id", "sso.example.go.id", "https://x.test?a=b", "https://"],
)
def test_a_provider_has_a_safe_address(issuer: str) -> None:
    with pytest.raises(WrongSetting, match="FORUM_OIDC_ISSUER"):
        config.read({**WHOLE, "FORUM_OIDC_ISSUER": issuer})
