"""Sending mails: by SMTP, or into `var/mail` as .eml files where no server is set.

Called by subscribers and by the worker only, after the commit: a slow mail server must not
hold our locks.
"""

import smtplib
import ssl
import uuid
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from flask import current_app

from forum.core import clock

# RFC 5321 4.2.3, 3.6.2: what the server says of the mailbox. 552 is one that is full: it may
# be emptied, so mail servers are asked again (RFC 5321 4.5.3.1.10).
NO_SUCH_BOX = frozenset({550, 551, 553, 554})


class Refused(Exception):
    """The mail server says for good that this address takes no mails of ours."""

    def __init__(self, address: str, code: int) -> None:
        super().__init__(code)  # no address in logs
        self.address, self.code = address, code


class Postman:
    """Sends several mails over one connection, which is made for the first of them."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hang_up()

    def send(
        self,
        to: str,
        subject: str,
        text: str,
        *,
        html: str | None = None,
        headers: Mapping[str, str] | None = None,
        number: str | None = None,
    ) -> None:
        """Send one mail, with an HTML part beside the text where there is one.

        `number` makes the Message-ID: a mail that is sent again has the same one. Raises Refused
        where the address is refused for good, and another error where it may be tried again.
        """
        message = EmailMessage()
        message["From"] = current_app.config["MAIL_FROM"]
        message["To"] = to
        message["Subject"] = " ".join(subject.split())
        message["Date"] = formatdate(clock.now().timestamp(), localtime=False)
        message["Message-ID"] = (
            f"<{number}@betang.example>" if number else make_msgid(domain="betang.example")
        )
        for name, value in (headers or {}).items():
            message[name] = value
        message.set_content(text)
        if html is not None:
            message.add_alternative(html, subtype="html")
        url = current_app.config["MAIL_URL"]
        if not url:
            into_folder(message)
            return
        try:
            self._by_smtp(url, message)
        except smtplib.SMTPRecipientsRefused as error:
            self._hang_up()
            code = error.recipients[to][0] if to in error.recipients else 0
            if code in NO_SUCH_BOX:
                raise Refused(to, code) from error
            raise
        except (smtplib.SMTPException, OSError):
            self._hang_up()
            raise

    def _by_smtp(self, url: str, message: EmailMessage) -> None:
        if self._server is None:
            self._server = _connect(url)
        self._server.send_message(message)

    def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            server.close()


def send(to: str, subject: str, text: str) -> None:
    """Send a plain-text mail; raises on failure, so that the outbox tries again."""
    with Postman() as postman:
        postman.send(to, subject, text)


def into_folder(message: EmailMessage) -> None:
    """Where no server is set: whoever runs the forum finds it there."""
    folder = current_app.config["VAR"] / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{clock.now():%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
    unfinished = folder / f".{name}.part"
    unfinished.write_bytes(message.as_bytes())
    unfinished.rename(folder / f"{name}.eml")


def _connect(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=20, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=20)
    if parts.scheme == "smtp" and server.has_extn("starttls"):
        server.starttls(context=context)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server
