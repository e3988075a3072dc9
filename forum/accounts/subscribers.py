"""Mails and messages about accounts. Links and codes are made here, at the last moment, and
stored nowhere but as a hash.
"""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_

from forum.accounts import codes, contact, devices, queries, tokens
from forum.accounts.addresses import MAIL, TEXT, read
from forum.accounts.contact import address_of
from forum.accounts.events import (
    ConfirmationRequested,
    ContactChanged,
    ContactChangeRequested,
    ContactRemoved,
    DeviceSignedIn,
    KnownAddressUsed,
    PasswordChanged,
    PasswordResetRequested,
    ProofRequested,
    SignInCodeRequested,
    SignInDoubted,
    TokenMade,
)
from forum.accounts.models import CodePurpose, Device, FormerContact, OneTimeCode, User
from forum.city import settings
from forum.core import clock
from forum.core.db import atomic, db
from forum.core.events import subscribe
from forum.core.worker import every

MAILS = "accounts/mail/"
HOUR = 3600.0


@subscribe(ConfirmationRequested)
def send_the_confirmation(event: ConfirmationRequested) -> None:
    user = queries.user_by_id(event.user_id)
    if user is None or user.confirmed_at is not None:
        return
    if user.email is not None:
        link = address_of("accounts.confirm", token=tokens.confirmation_token(user))
        subject = _l("Konfirmasi alamat email Anda di Betang")
        contact.tell(user, subject, f"{MAILS}confirmation.txt", link=link)
    else:
        _send_code(user, CodePurpose.CONFIRM)


@subscribe(KnownAddressUsed)
def tell_who_has_an_account(event: KnownAddressUsed) -> None:
    """The page said no more than to a newcomer; the owner of the address hears how it is."""
    user = queries.user_by_id(event.user_id)
    if user is None:
        return
    contact.tell(
        user,
        _l("Anda sudah punya akun di Betang"),
        f"{MAILS}known_address.txt",
        sign_in=address_of("accounts.sign_in"),
        forgotten=address_of("accounts.forgotten"),
    )


@subscribe(PasswordResetRequested)
def send_the_reset(event: PasswordResetRequested) -> None:
    user = queries.user_by_id(event.user_id)
    if user is None:
        return
    if event.by == TEXT or user.email is None:
        _send_code(user, CodePurpose.RESET, by_text=True)
        return
    link = address_of("accounts.reset", token=tokens.reset_token(user))
    subject = _l("Kata sandi baru untuk akun Betang Anda")
    contact.tell(user, subject, f"{MAILS}reset.txt", link=link)


@subscribe(PasswordChanged)
def tell_that_the_password_changed(event: PasswordChanged) -> None:
    user = queries.user_by_id(event.user_id)
    if user is None:
        return
    contact.tell(
        user,
        _l("Kata sandi akun Betang Anda sudah diganti"),
        f"{MAILS}password_changed.txt",
        recovered=event.recovered,
        forgotten=address_of("accounts.forgotten"),
        programs=address_of("accounts.tokens"),
    )


@subscribe(SignInCodeRequested, SignInDoubted)
def send_the_sign_in_code(event: SignInCodeRequested | SignInDoubted) -> None:
    user = queries.user_by_id(event.user_id)
    if user is None:
        return
    by_text = isinstance(event, SignInCodeRequested) and event.by == TEXT
    if user.email is None or (by_text and user.phone is not None):
        _send_code(user, CodePurpose.SIGN_IN, by_text=True)
        return
    code = codes.make(user, CodePurpose.SIGN_IN)
    link = address_of("accounts.ask_by_link", token=tokens.sign_in_token(user, code))
    subject = _l("Kode Anda untuk Betang")
    contact.tell(user, subject, f"{MAILS}sign_in_code.txt", code=code, link=link)


@subscribe(ProofRequested)
def send_the_proof(event: ProofRequested) -> None:
    user = queries.user_by_id(event.user_id)
    if user is not None:
        _send_code(user, CodePurpose.PROVE)


@subscribe(ContactChangeRequested)
def send_the_code_of_a_new_contact(event: ContactChangeRequested) -> None:
    """To the new address alone; the present ones hear that it was asked for.

    To an address of somebody else nothing is sent: that account has its own.
    """
    user = queries.user_by_id(event.user_id)
    target = codes.aimed_at(event.user_id, CodePurpose.CHANGE)
    new = read(target or "")
    if user is None or new is None:
        return
    _tell_everywhere(user, _l("Kontak akun Betang Anda akan diganti"), "contact_asked")
    holder = queries.user_by_contact(new)
    if holder is not None and holder.confirmed_at is not None:
        return
    code = codes.make(user, CodePurpose.CHANGE)
    send = contact.mail_to if new.kind == MAIL else contact.text_to
    send(
        new.value,
        user.language,
        _l("Kode Anda untuk Betang"),
        f"{MAILS}code.txt",
        code=code,
        purpose=CodePurpose.CHANGE.value,
    )


@subscribe(ContactChanged, ContactRemoved)
def tell_both_contacts(event: ContactChanged | ContactRemoved) -> None:
    """The one that was given up hears of it last, and is forgotten."""
    user = queries.user_by_id(event.user_id)
    former = db.session.get(FormerContact, event.former_id) if event.former_id else None
    subject = _l("Kontak akun Betang Anda sudah diganti")
    if user is not None:
        _tell_everywhere(user, subject, "contact_changed")
    if former is None:
        return
    if user is not None:
        old = read(former.value)
        send = contact.mail_to if old is not None and old.kind == MAIL else contact.text_to
        send(former.value, user.language, subject, f"{MAILS}contact_changed.txt")
    db.session.delete(former)


@subscribe(DeviceSignedIn)
def tell_of_a_new_device(event: DeviceSignedIn) -> None:
    """Where somebody was signed in before, a browser nobody has seen is news; once a day."""
    device = db.session.get(Device, event.device_id)
    user = queries.user_by_id(event.user_id)
    if device is None or user is None or user.is_demo or device.is_kiosk:
        return
    if not devices.is_news(device):
        return
    contact.tell(
        user,
        _l("Masuk ke akun Betang Anda dari perangkat baru"),
        f"{MAILS}new_device.txt",
        label=device.label,
        at=device.created_at,
        here=address_of("accounts.device_list"),
    )


@subscribe(TokenMade)
def tell_of_a_token(event: TokenMade) -> None:
    user = queries.user_by_id(event.user_id)
    if user is not None:
        contact.tell(
            user,
            _l("Token akses dibuat untuk akun Betang Anda"),
            f"{MAILS}token_made.txt",
            here=address_of("accounts.tokens"),
        )


@every(HOUR)
def sweep() -> None:
    """Codes that are over, and devices that signed out long ago."""
    now = clock.now()
    before = now - timedelta(days=settings.days_kept("devices"))
    with atomic():
        db.session.execute(delete(OneTimeCode).where(OneTimeCode.expires_at < now))
        db.session.execute(
            delete(Device).where(or_(Device.signed_out_at < before, Device.expires_at < before))
        )


def _send_code(user: User, purpose: CodePurpose, *, by_text: bool = False) -> None:
    code = codes.make(user, purpose)
    subject, template = _l("Kode Anda untuk Betang"), f"{MAILS}code.txt"
    given = {"code": code, "purpose": purpose.value}
    if by_text and user.phone is not None:
        contact.text_to(user.phone, user.language, subject, template, **given)
    else:
        contact.tell(user, subject, template, **given)


def _tell_everywhere(user: User, subject: contact.Subject, template: str) -> None:
    if user.email is not None:
        contact.mail_to(user.email, user.language, subject, f"{MAILS}{template}.txt")
    if user.phone is not None:
        contact.text_to(user.phone, user.language, subject, f"{MAILS}{template}.txt")
