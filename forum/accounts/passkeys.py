"""Passkeys (WebAuthn): a phone's own unlock or a key on a string, instead of something to type.

One may be the second factor, or a whole sign-in of its own: then the device must have checked
its owner (by finger, face or PIN), which makes it two factors in one.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import webauthn
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    generate_challenge,
    options_to_json_dict,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from forum.accounts import policy, sealing, second_factor
from forum.accounts.events import PasskeyAdded, PasskeyLooksCopied, PasskeyRemoved
from forum.accounts.models import Passkey, User
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid, NotFound, Refused
from forum.core.outbox import record
from forum.core.policy import require

SITE = "Betang Palangka Raya"
PATIENCE = 300_000  # milliseconds that the browser waits for its person
MOST = 20  # keys of one account
LONGEST_NAME = 60
LONGEST_ID = 1024  # bytes

# What an answer that makes no sense leads to, in the library or while it is taken apart.
SPOILT = (WebAuthnException, ValueError, TypeError, LookupError, AttributeError)

Options = dict[str, Any]


class PasskeyRefused(Refused):
    """The key was not accepted; the message says what to do."""

    status = 422


def passkey_of(user_id: int, passkey_id: int) -> Passkey:
    """One of a person's own passkeys."""
    passkey = db.session.scalar(
        select(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == user_id)
    )
    if passkey is None:
        raise NotFound("passkey")
    return passkey


def options_to_add(user: User, present: Sequence[Passkey]) -> tuple[Options, str]:
    """What the browser needs to make a key, and the challenge to remember.

    Nothing is said about where the key lives: the phone itself is as good as a key on a string.
    """
    challenge = generate_challenge()
    options = webauthn.generate_registration_options(
        rp_id=_host(),
        rp_name=SITE,
        user_id=_handle(user.id),
        user_name=user.email or user.phone or user.public_name,
        user_display_name=user.public_name,
        challenge=challenge,
        timeout=PATIENCE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_described(present),
    )
    return options_to_json_dict(options), bytes_to_base64url(challenge)


def options_to_prove(passkeys: Sequence[Passkey] | None) -> tuple[Options, str]:
    """What the browser needs to use one of these keys; None: any that it knows for this site."""
    challenge = generate_challenge()
    alone = passkeys is None
    options = webauthn.generate_authentication_options(
        rp_id=_host(),
        challenge=challenge,
        timeout=PATIENCE,
        allow_credentials=_described(passkeys or ()),
        user_verification=UserVerificationRequirement.REQUIRED
        if alone
        else UserVerificationRequirement.PREFERRED,
    )
    return options_to_json_dict(options), bytes_to_base64url(challenge)


@atomic()
def add_passkey(
    actor: Actor, user: User, *, answer: Options, challenge: str, name: str
) -> tuple[Passkey, list[str]]:
    """Keep the key that the browser has made; with new recovery codes if it is the first factor."""
    require(policy.can_edit, actor, user)
    lock(user)
    called = _name(name)
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=_host(),
            expected_origin=_origin(),
        )
    except SPOILT as error:
        raise PasskeyRefused(
            _("Kunci sandi tidak dapat dipasang. Coba sekali lagi.")
        ) from error
    count = len(second_factor.factors_of(user.id).passkeys)
    if count >= MOST or len(made.credential_id) > LONGEST_ID:
        raise PasskeyRefused(_("Kunci sandi tidak dapat dipasang. Hapus dulu yang lama."))
    known = select(Passkey.id).where(Passkey.credential_id == made.credential_id)
    if db.session.scalar(known) is not None:
        raise PasskeyRefused(_("Kunci sandi ini sudah terpasang."))
    passkey = Passkey(
        user_id=user.id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=_transports(answer),
        name=called,
    )
    db.session.add(passkey)
    db.session.flush()
    record(PasskeyAdded(user_id=user.id, passkey_id=passkey.id, actor_id=actor.id))
    return passkey, second_factor.after_adding(user)


def prove(answer: Options, challenge: str, *, user: User | None) -> User:
    """Whose passkey answered the challenge.

    With `user`: one of their keys, as a second factor. Without: any key whose device has checked
    its owner, as a whole sign-in.
    """
    refusal = PasskeyRefused(_("Kunci sandi tidak diterima. Coba lagi, atau pakai cara lain."))
    try:
        credential_id = base64url_to_bytes(str(answer["id"]))
        owner = _prove(answer, credential_id, base64url_to_bytes(challenge), user)
    except SPOILT as error:
        raise refusal from error
    if owner is None:
        raise refusal
    return owner


@atomic()
def _prove(
    answer: Options, credential_id: bytes, challenge: bytes, user: User | None
) -> User | None:
    passkey = db.session.scalar(
        select(Passkey)
        .where(Passkey.credential_id == credential_id)
        .options(joinedload(Passkey.user).joinedload(User.grants))
    )
    if passkey is None or (user is not None and passkey.user_id != user.id):
        return None
    owner = passkey.user
    lock(passkey)
    proof = webauthn.verify_authentication_response(
        credential=answer,
        expected_challenge=challenge,
        expected_rp_id=_host(),
        expected_origin=_origin(),
        credential_public_key=passkey.public_key,
        credential_current_sign_count=0,  # compared below, where a person can be told
        require_user_verification=user is None,
    )
    if not _is_handle_of(answer, passkey.user_id, needed=user is None):
        return None
    if (proof.new_sign_count or passkey.sign_count) and (
        proof.new_sign_count <= passkey.sign_count
    ):
        record(PasskeyLooksCopied(user_id=passkey.user_id, passkey_id=passkey.id))
        return None
    passkey.sign_count = proof.new_sign_count
    passkey.last_used_at = clock.now()
    return owner


@atomic()
def rename_passkey(actor: Actor, user: User, passkey: Passkey, *, name: str) -> None:
    require(policy.can_edit, actor, user)
    lock(passkey)
    passkey.name = _name(name)


@atomic()
def remove_passkey(actor: Actor, user: User, passkey: Passkey) -> None:
    require(policy.can_edit, actor, user)
    lock(user)
    record(PasskeyRemoved(user_id=user.id, passkey_id=passkey.id, actor_id=actor.id))
    db.session.delete(passkey)
    second_factor.after_removing(user)


def _described(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=passkey.credential_id,
            transports=[AuthenticatorTransport(way) for way in passkey.transports.split()],
        )
        for passkey in passkeys
    ]


def _transports(answer: Options) -> str:
    """How the browser reached the key, in the words of the standard that we know."""
    told = answer.get("response", {}).get("transports") or []
    known = {way.value for way in AuthenticatorTransport}
    return " ".join(sorted({way for way in told if isinstance(way, str)} & known))


def _handle(user_id: int) -> bytes:
    """What the key remembers of whose it is: the same always, and it tells nobody anything."""
    return bytes.fromhex(sealing.keyed_hash("passkey", str(user_id)))


def _is_handle_of(answer: Options, user_id: int, *, needed: bool) -> bool:
    given = answer.get("response", {}).get("userHandle")
    if given is None:
        return not needed
    return base64url_to_bytes(str(given)) == _handle(user_id)


def _name(name: str) -> str:
    line = " ".join(name.split())
    if not 1 <= len(line) <= LONGEST_NAME:
        raise Invalid(
            _("Nama kunci sandi terdiri dari 1 sampai %(n)s karakter.", n=LONGEST_NAME)
        )
    return line


def _host() -> str:
    return urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"


def _origin() -> str:
    parts = urlsplit(current_app.config["BASE_URL"])
    return f"{parts.scheme}://{parts.netloc}"
