"""Reaching a person: by mail if there is an address, else by a text message.

Called by subscribers: rendered without a request, in the language of the account.
"""

from typing import Any, Protocol

from flask import current_app
from jinja2 import TemplateNotFound

from forum.accounts.actions.mailing import note_refusal
from forum.accounts.models import User
from forum.core.mail import Refused, send
from forum.core.texting import send_text
from forum.web import in_language


class Subject(Protocol):
    """A string, or one that is translated when it is read (`lazy_gettext`)."""

    def __str__(self) -> str: ...


def tell(user: User, subject: Subject, template: str, **values: Any) -> None:
    """Send this person a mail or, if they gave no address, a text; nothing where neither is.

    `template` is a whole name such as "accounts/mail/token_made.txt". A text message is taken
    from "accounts/text/token_made.txt" if there is one; else it is the subject and the address
    of the forum, for whoever reads it can sign in and look.
    """
    if user.email is not None:
        mail_to(user.email, user.language, subject, template, **values)
    elif user.phone is not None:
        text_to(user.phone, user.language, subject, template, **values)


def mail_to(
    address: str, language: str, subject: Subject, template: str, **values: Any
) -> None:
    """A mail to an address that need not be the account's.

    An address that is refused for good is noted as such; trying again would change nothing.
    """
    with in_language(language):
        try:
            send(address, str(subject), _rendered(template, values))
        except Refused:
            note_refusal(address)


def text_to(number: str, language: str, subject: Subject, template: str, **values: Any) -> None:
    """A text message to a number that need not be the account's."""
    with in_language(language):
        try:
            text = _rendered(template.replace("/mail/", "/text/"), values)
        except TemplateNotFound:
            text = f"{subject}. {current_app.config['BASE_URL']}"
        send_text(number, " ".join(text.split()))


def address_of(endpoint: str, **values: Any) -> str:
    """The full address of a page, as people outside reach it."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['BASE_URL']}{path}"


def _rendered(template: str, values: dict[str, Any]) -> str:
    """Without the web's page context: there is no request here."""
    return current_app.jinja_env.get_template(template).render(values)
