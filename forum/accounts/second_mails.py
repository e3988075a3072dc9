"""What people are told about their second factor, passkeys and other providers.

Whoever has taken over a session cannot add or remove a way in without the owner hearing of it.
"""

from typing import Any

from flask_babel import lazy_gettext as _l

from forum.accounts import codes, contact, queries
from forum.accounts.contact import Subject, address_of
from forum.accounts.events import (
    CodeGeneratorAdded,
    CodeGeneratorRemoved,
    EnrolmentCodeRequested,
    IdentityLinked,
    IdentityUnlinked,
    PasskeyAdded,
    PasskeyLooksCopied,
    PasskeyRemoved,
    RecoveryCodeUsed,
    SecondFactorReset,
)
from forum.accounts.models import CodePurpose
from forum.accounts.second_factor import FEW
from forum.core.events import subscribe

ADDED = _l("Cara masuk baru di akun Betang Anda")
REMOVED = _l("Satu cara masuk akun Betang Anda dihapus")


@subscribe(CodeGeneratorAdded)
def mail_of_a_new_code_generator(event: CodeGeneratorAdded) -> None:
    _tell(event.user_id, ADDED, "factor_added", what="generator")


@subscribe(PasskeyAdded)
def mail_of_a_new_passkey(event: PasskeyAdded) -> None:
    _tell(event.user_id, ADDED, "factor_added", what="passkey")


@subscribe(IdentityLinked)
def mail_of_a_new_identity(event: IdentityLinked) -> None:
    _tell(event.user_id, ADDED, "factor_added", what="provider")


@subscribe(CodeGeneratorRemoved)
def mail_of_a_removed_code_generator(event: CodeGeneratorRemoved) -> None:
    _tell(event.user_id, REMOVED, "factor_removed", what="generator")


@subscribe(PasskeyRemoved)
def mail_of_a_removed_passkey(event: PasskeyRemoved) -> None:
    _tell(event.user_id, REMOVED, "factor_removed", what="passkey")


@subscribe(IdentityUnlinked)
def mail_of_a_removed_identity(event: IdentityUnlinked) -> None:
    _tell(event.user_id, REMOVED, "factor_removed", what="provider")


@subscribe(RecoveryCodeUsed)
def mail_of_a_used_recovery_code(event: RecoveryCodeUsed) -> None:
    subject = _l("Kode cadangan akun Betang Anda dipakai")
    _tell(event.user_id, subject, "recovery_used", left=event.left, few=event.left <= FEW)


@subscribe(PasskeyLooksCopied)
def mail_of_a_copied_passkey(event: PasskeyLooksCopied) -> None:
    _tell(event.user_id, _l("Kunci sandi Anda ditolak di Betang"), "passkey_copied")


@subscribe(SecondFactorReset)
def mail_of_the_reset(event: SecondFactorReset) -> None:
    _tell(event.user_id, _l("Langkah kedua akun Betang Anda dihapus pengelola"), "factor_reset")


@subscribe(EnrolmentCodeRequested)
def send_the_enrolment_code(event: EnrolmentCodeRequested) -> None:
    user = queries.user_by_id(event.user_id)
    if user is None or not user.active:
        return
    contact.tell(
        user,
        _l("Kode untuk memasang langkah kedua di Betang"),
        "accounts/second/mail/enrolment_code.txt",
        code=codes.make(user, CodePurpose.PROVE),
    )


def _tell(user_id: int, subject: Subject, template: str, **values: Any) -> None:
    user = queries.user_by_id(user_id)
    if user is None:
        return
    contact.tell(
        user,
        subject,
        f"accounts/second/mail/{template}.txt",
        security=address_of("accounts.security"),
        forgotten=address_of("accounts.forgotten"),
        **values,
    )
