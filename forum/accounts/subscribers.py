"""Mails about accounts. Links are made here, at the last moment, and stored nowhere."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _

from forum.accounts import queries, tokens
from forum.accounts.events import (
    ConfirmationRequested,
    KnownAddressUsed,
    PasswordChanged,
    PasswordResetRequested,
)
from forum.accounts.models import User
from forum.core.events import subscribe
from forum.core.mail import send
from forum.web import in_language


@subscribe(ConfirmationRequested)
def mail_the_confirmation_link(event: ConfirmationRequested) -> None:
    user = queries.user_by_id(event.user_id)
    if user is None or user.confirmed_at is not None:
        return
    with in_language(user.language):
        link = _address("accounts.confirm", token=tokens.confirmation_token(user))
        _mail(user, _("Konfirmasi alamat email Anda di Betang"), "confirmation", link=link)


@subscribe(KnownAddressUsed)
def mail_who_has_an_account(event: KnownAddressUsed) -> None:
    """The page said no more than to a newcomer; the owner of the address hears how it is."""
    user = queries.user_by_id(event.user_id)
    if user is None:
        return
    with in_language(user.language):
        link = None
        if user.confirmed_at is None:
            link = _address("accounts.confirm", token=tokens.confirmation_token(user))
        _mail(
            user,
            _("Anda sudah punya akun di Betang"),
            "known_address",
            link=link,
            sign_in=_address("accounts.sign_in"),
            forgotten=_address("accounts.forgotten"),
        )


@subscribe(PasswordResetRequested)
def mail_the_reset_link(event: PasswordResetRequested) -> None:
    user = queries.user_by_id(event.user_id)
    if user is None:
        return
    with in_language(user.language):
        link = _address("accounts.reset", token=tokens.reset_token(user))
        _mail(user, _("Kata sandi baru untuk akun Betang Anda"), "reset", link=link)


@subscribe(PasswordChanged)
def mail_that_the_password_changed(event: PasswordChanged) -> None:
    user = queries.user_by_id(event.user_id)
    if user is None:
        return
    with in_language(user.language):
        _mail(
            user,
            _("Kata sandi akun Betang Anda sudah diganti"),
            "password_changed",
            forgotten=_address("accounts.forgotten"),
        )


def _mail(user: User, subject: str, template: str, **values: Any) -> None:
    """Rendered without the web's page context: there is no request here.

    No name stands in these mails: until an address is confirmed, a stranger may have typed it.
    """
    text = current_app.jinja_env.get_template(f"accounts/mail/{template}.txt")
    send(user.email, subject, text.render(values))


def _address(endpoint: str, **values: str) -> str:
    """The full address of a page, as people outside reach it."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['BASE_URL']}{path}"
