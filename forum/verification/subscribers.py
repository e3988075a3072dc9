"""What follows: people are told, other providers are listened to, the clock has its work done."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forum.accounts import contact, oidc
from forum.accounts import queries as accounts
from forum.accounts.words import VERIFICATION
from forum.core.actor import SYSTEM, Verification
from forum.core.events import subscribe
from forum.core.worker import every
from forum.verification import actions, nik
from forum.verification.events import (
    ConflictDecided,
    PersonVerified,
    VerificationEnding,
    VerificationExpired,
    VerificationRevoked,
)
from forum.verification.models import How

HOUR = 3600


@subscribe(PersonVerified)
def tell_who_was_verified(event: PersonVerified) -> None:
    """Who typed a code saw it succeed; only what others did is told."""
    if event.how == How.CODE:
        return
    _tell(
        event.user_id,
        _l("Akun Betang Anda sudah diverifikasi"),
        "verified",
        level=VERIFICATION[Verification(event.level)],
    )


@subscribe(VerificationRevoked)
def tell_whose_verification_was_revoked(event: VerificationRevoked) -> None:
    _tell(
        event.user_id,
        _l("Verifikasi akun Betang Anda dicabut"),
        "revoked",
        level=VERIFICATION[Verification(event.level)],
        reason=event.reason,
    )


@subscribe(VerificationEnding)
def tell_whose_verification_ends_soon(event: VerificationEnding) -> None:
    user = accounts.user_by_id(event.user_id)
    if user is None or user.verified_until is None:
        return
    _tell(
        event.user_id,
        _l("Verifikasi akun Betang Anda hampir habis"),
        "ending",
        until=user.verified_until,
    )


@subscribe(VerificationExpired)
def tell_whose_verification_is_over(event: VerificationExpired) -> None:
    _tell(event.user_id, _l("Masa verifikasi akun Betang Anda habis"), "expired")


@subscribe(ConflictDecided)
def tell_both_accounts(event: ConflictDecided) -> None:
    """Where the number moved, its former holder hears of the revocation and its reason."""
    subject = _l("Keputusan tentang NIK pada akun Betang Anda")
    _tell(event.user_id, subject, "claimant", moved=event.moved, reason=event.reason)
    if not event.moved and event.person_id != event.user_id:
        _tell(event.person_id, subject, "holder", reason=event.reason)


@oidc.on_nik
def hear_of_a_nik(user_id: int, number: str, name: str) -> None:
    """Another provider, which checked the person, says which NIK is theirs."""
    user = accounts.user_by_id(user_id)
    if user is not None:
        actions.vouch_for(SYSTEM, user, nik=nik.read(number), name=name)


def _tell(user_id: int, subject: Any, template: str, **values: Any) -> None:
    user = accounts.user_by_id(user_id)
    if user is None or user.erased_at is not None:
        return
    address = contact.address_of("verification.own")
    contact.tell(user, subject, f"verification/mail/{template}.txt", here=address, **values)


every(HOUR)(actions.expire_due)
every(HOUR)(actions.remind_of_end)
every(HOUR)(actions.erase_due_claims)
