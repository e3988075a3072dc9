"""Signing in by a provider that knows the person already (OpenID Connect, code flow with PKCE).

The provider says who it is; the account stays ours. A person is found by the provider's number
for them alone: an address that fits is no reason to let anyone in.

An identity number, where the provider gives one, is handed to whoever registered for it and
kept nowhere.
"""

import hmac
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.requests_client import (  # type: ignore[import-untyped]
    OAuth2Session,
)
from flask import current_app
from flask_babel import gettext as _
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from forum.accounts import addresses, policy, queries, sealing
from forum.accounts.actions.parts import default_public_name, read_name, require_own_name
from forum.accounts.events import (
    AddressConfirmed,
    IdentityLinked,
    IdentityUnlinked,
    PersonRegistered,
)
from forum.accounts.models import ExternalIdentity, Passkey, User
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid, NotFound, Refused
from forum.core.outbox import record
from forum.core.policy import require

log = logging.getLogger(__name__)

PATIENCE = (3.05, 8)  # seconds to reach the provider, and to get its answer
LEEWAY = 60  # seconds that its clock may be off
METADATA_LASTS, KEYS_LAST = 3600, 600
WAITS = 900  # seconds for someone who fills in the form after coming back
# Signatures only, by keys that the provider publishes.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")

OnNik = Callable[[int, str, str], None]
_on_nik: list[OnNik] = []


class ProviderFailed(Refused):
    """The provider could not be reached, or what it said cannot be trusted.

    `why` is for the log: one word, nothing about a person.
    """

    status = 502

    def __init__(self, why: str) -> None:
        super().__init__(_("Masuk lewat penyedia lain sedang tidak dapat dipakai."))
        self.why = why


class AddressTaken(Refused):
    """Another account has the address that the provider vouches for."""


class OnlyWayIn(Refused):
    """Without it the person could not sign in any more."""


@dataclass(frozen=True)
class Identity:
    """A person as the provider describes them. `email` is there only if it was verified."""

    issuer: str
    subject: str
    email: str | None
    name: str
    nik: str | None = None


def on_nik(function: OnNik) -> OnNik:
    """Register what becomes of an identity number: `function(user_id, nik, name)`.

    Called after each sign-in by the provider that gave one, outside of any transaction. A refusal
    does not keep the person out.
    """
    if function not in _on_nik:
        _on_nik.append(function)
    return function


def is_set() -> bool:
    return bool(current_app.config.get("OIDC_ISSUER"))


def provider_name() -> str:
    """What the button says: "Masuk dengan …"."""
    return str(current_app.config["OIDC_NAME"])


# --- the way to the provider and back


@dataclass(frozen=True)
class Departure:
    """Where to send the browser, and what to remember until it is back."""

    address: str
    state: str
    nonce: str
    verifier: str


def departure(back: str) -> Departure:
    """Begin: `back` is the full address that the provider sends the browser to afterwards."""
    metadata = _metadata()
    nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    address, state = _session(metadata, back).create_authorization_url(
        metadata["authorization_endpoint"], nonce=nonce, code_verifier=verifier
    )
    return Departure(str(address), str(state), nonce, verifier)


def arrival(back: str, *, code: str, nonce: str, verifier: str) -> Identity:
    """Who the provider says it is, for the code that the browser has brought."""
    metadata = _metadata()
    try:
        token = _session(metadata, back).fetch_token(
            metadata["token_endpoint"], code=code, code_verifier=verifier, timeout=PATIENCE
        )
    except (AuthlibBaseError, requests.RequestException, ValueError) as error:
        raise ProviderFailed("token") from error
    claims = _claims(metadata, str(token.get("id_token") or ""), nonce)
    wanted = {"email", "email_verified", "name", _nik_claim()} - {""}
    if not wanted <= claims.keys() and metadata.get("userinfo_endpoint"):
        claims = _more_claims(metadata, token, claims)
    return _identity(claims)


def _session(metadata: dict[str, Any], back: str) -> Any:
    config = current_app.config
    methods = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    basic = "client_secret_basic" in methods
    return OAuth2Session(
        config["OIDC_CLIENT_ID"],
        config["OIDC_CLIENT_SECRET"],
        token_endpoint_auth_method="client_secret_basic" if basic else "client_secret_post",
        scope="openid email profile",
        redirect_uri=back,
        code_challenge_method="S256",
    )


def _claims(metadata: dict[str, Any], id_token: str, nonce: str) -> dict[str, Any]:
    """What the signed token says, if all about it is right."""
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    algorithms = [name for name in ALGORITHMS if name in offered]
    if not algorithms:
        raise ProviderFailed("discovery algorithms")
    try:
        try:
            token = jwt.decode(id_token, _keys(metadata), algorithms=algorithms)
        except (JoseError, ValueError):  # perhaps the provider has new keys since
            keys = _keys(metadata, anew=True)
            token = jwt.decode(id_token, keys, algorithms=algorithms)
        claims = token.claims
        rules = jwt.JWTClaimsRegistry(
            now=int(time.time()),
            leeway=LEEWAY,
            iss={"essential": True, "value": metadata["issuer"]},
            aud={"essential": True, "value": current_app.config["OIDC_CLIENT_ID"]},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        rules.validate(claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderFailed(f"id_token {type(error).__name__}") from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (
        claims.get("azp", "" if several else current_app.config["OIDC_CLIENT_ID"])
        != (current_app.config["OIDC_CLIENT_ID"])
    ):
        raise ProviderFailed("id_token azp")
    if not hmac.compare_digest(str(claims.get("nonce") or "").encode(), nonce.encode()):
        raise ProviderFailed("id_token nonce")
    return dict(claims)


def _more_claims(
    metadata: dict[str, Any], token: dict[str, Any], claims: dict[str, Any]
) -> dict[str, Any]:
    told = _get(
        metadata["userinfo_endpoint"],
        "userinfo",
        headers={"Authorization": f"Bearer {token.get('access_token', '')}"},
    )
    if told.get("sub") != claims["sub"]:
        raise ProviderFailed("userinfo sub")
    return {**told, **claims}


def _identity(claims: dict[str, Any]) -> Identity:
    subject = str(claims["sub"])
    if not 1 <= len(subject) <= 255:
        raise ProviderFailed("id_token sub")
    vouched = claims.get("email_verified") in (True, "true")
    email = addresses.normalised(str(claims.get("email") or "")) if vouched else None
    nik = claims.get(_nik_claim()) if _nik_claim() else None
    return Identity(
        issuer=str(claims["iss"]),
        subject=subject,
        email=email,
        name=" ".join(str(claims.get("name") or "").split())[:60],
        nik=str(nik) if nik else None,
    )


def _nik_claim() -> str:
    return str(current_app.config["OIDC_NIK_CLAIM"])


def _metadata() -> dict[str, Any]:
    """The provider's own description of itself, kept for an hour."""
    kept: dict[str, Any] = current_app.extensions.setdefault("oidc", {})
    issuer = current_app.config["OIDC_ISSUER"]
    if kept.get("issuer") == issuer and time.monotonic() < kept["until"]:
        return dict(kept["metadata"])
    told = _get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", "discovery")
    if told.get("issuer") != issuer:
        raise ProviderFailed("discovery issuer")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    given = [told.get(name) for name in (*needed, "userinfo_endpoint")]
    if not all(given[:3]) or not all(_is_as_safe(str(url), issuer) for url in given if url):
        raise ProviderFailed("discovery endpoints")
    kept.update(
        issuer=issuer, metadata=told, until=time.monotonic() + METADATA_LASTS, keys_until=0.0
    )
    return told


def _is_as_safe(url: str, issuer: str) -> bool:
    """Enciphered, unless the provider itself runs on this machine without."""
    return urlsplit(url).scheme in ("https", urlsplit(issuer).scheme)


def _keys(metadata: dict[str, Any], *, anew: bool = False) -> KeySet:
    kept = current_app.extensions["oidc"]
    if anew or time.monotonic() >= kept["keys_until"]:
        kept["keys"] = _get(metadata["jwks_uri"], "keys")
        kept["keys_until"] = time.monotonic() + KEYS_LAST
    return KeySet.import_key_set(kept["keys"])


def _get(url: str, what: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    try:
        answer = requests.get(url, headers=headers, timeout=PATIENCE, allow_redirects=False)
        answer.raise_for_status()
        told = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderFailed(what) from error
    if answer.status_code != 200 or not isinstance(told, dict):
        raise ProviderFailed(what)
    return told


# --- what the browser carries for a moment


def sealed(identity: Identity) -> str:
    """For the person's own session, while they fill in a form: unreadable, and soon too old."""
    return sealing.seal("identity", asdict(identity))


def unsealed(text: str | None) -> Identity | None:
    kept = sealing.unseal("identity", text, lasts=WAITS)
    return Identity(**kept) if kept is not None else None


# --- accounts


def account_of(identity: Identity) -> User | None:
    """The account that signs in with this identity."""
    statement = (
        select(User)
        .join(ExternalIdentity, ExternalIdentity.user_id == User.id)
        .where(
            ExternalIdentity.issuer == identity.issuer,
            ExternalIdentity.subject == identity.subject,
        )
        .options(joinedload(User.grants))
    )
    return db.session.scalars(statement).unique().one_or_none()


def account_with_address(identity: Identity) -> bool:
    """Whether some account has the address that the provider vouches for."""
    return identity.email is not None and queries.user_by_email(identity.email) is not None


@atomic()
def register(
    actor: Actor, identity: Identity, *, name: str, area_id: int | None, language: str
) -> User:
    """Take in a person whom the provider vouches for; they have no password, and need none."""
    require(policy.can_register, actor)
    line = read_name(name)
    area = queries.village(area_id)
    if area is None:
        raise Invalid(_("Pilih kelurahan tempat Anda tinggal."))
    if account_with_address(identity):
        raise AddressTaken(_("Alamat email ini sudah punya akun di Betang."))
    public_name = default_public_name(line, area)
    require_own_name(public_name)
    now = clock.now()
    user = User(
        email=identity.email,
        name=line,
        public_name=public_name,
        fs_uniquifier=secrets.token_urlsafe(32),
        area_id=area.id,
        confirmed_at=now,
        agreed_at=now,
        language=language,
        grants=[],
    )
    try:
        with db.session.begin_nested():
            db.session.add(user)
            db.session.flush()
            db.session.add(_row(user.id, identity))
    except IntegrityError as error:  # the same form twice, or someone was quicker
        raise AddressTaken(_("Alamat email ini sudah punya akun di Betang.")) from error
    record(PersonRegistered(user_id=user.id, actor_id=user.id))
    if user.email is not None:
        record(AddressConfirmed(user_id=user.id, actor_id=user.id))
    return user


@atomic()
def link(actor: Actor, user: User, identity: Identity) -> None:
    """From now on this person signs in by the provider, too."""
    require(policy.can_edit, actor, user)
    lock(user)
    known = account_of(identity)
    if known is not None:
        if known.id == user.id:
            return
        raise Invalid(_("Akun penyedia itu sudah dihubungkan dengan akun Betang lain."))
    row = _row(user.id, identity)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:  # another account was a moment quicker
        raise Invalid(
            _("Akun penyedia itu sudah dihubungkan dengan akun Betang lain.")
        ) from error
    record(IdentityLinked(user_id=user.id, identity_id=row.id, actor_id=actor.id))


@atomic()
def unlink(actor: Actor, user: User, identity_id: int) -> None:
    """No longer by the provider, unless it is the only way in."""
    require(policy.can_edit, actor, user)
    lock(user)
    row = db.session.scalar(
        select(ExternalIdentity).where(
            ExternalIdentity.id == identity_id, ExternalIdentity.user_id == user.id
        )
    )
    if row is None:
        raise NotFound("identity")
    if user.password is None and not _other_ways(user.id):
        raise OnlyWayIn(
            _("Ini satu-satunya cara Anda masuk. Buat kata sandi atau kunci sandi dulu.")
        )
    record(IdentityUnlinked(user_id=user.id, identity_id=row.id, actor_id=actor.id))
    db.session.delete(row)


def hand_on_nik(user_id: int, identity: Identity) -> None:
    """Give the identity number, if there is one, to those who asked for it."""
    if identity.nik is None:
        return
    for function in _on_nik:
        try:
            function(user_id, identity.nik, identity.name)
        except Refused as error:
            log.info("an identity number was not taken: %s", type(error).__name__)


def without_nik(identity: Identity) -> Identity:
    return replace(identity, nik=None)


def _row(user_id: int, identity: Identity) -> ExternalIdentity:
    return ExternalIdentity(user_id=user_id, issuer=identity.issuer, subject=identity.subject)


def _other_ways(user_id: int) -> bool:
    """Another provider, or a passkey."""
    identities = select(func.count()).select_from(ExternalIdentity)
    passkeys = select(func.count()).select_from(Passkey)
    return (
        db.session.scalars(identities.where(ExternalIdentity.user_id == user_id)).one() > 1
        or db.session.scalars(passkeys.where(Passkey.user_id == user_id)).one() > 0
    )
