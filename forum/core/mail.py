"""Sending one mail: by SMTP, or into `var/mail` as an .eml file where no server is set.

Called by subscribers only, after the commit: a slow mail server must not hold our locks.
"""

import smtplib
import ssl
import uuid
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from flask import current_app

from forum.core import clock


def send(to: str, subject: str, text: str) -> None:
    """Send a plain-text mail; raises on failure, so that the outbox tries again."""
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = formatdate(clock.now().timestamp(), localtime=False)
    message["Message-ID"] = make_msgid(domain="betang.example")
    message.set_content(text)
    url = current_app.config["MAIL_URL"]
    if url:
        _by_smtp(url, message)
    else:
        into_folder(message)


def into_folder(message: EmailMessage) -> None:
    """Where no server is set: whoever runs the forum finds it there."""
    folder = current_app.config["VAR"] / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{clock.now():%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
    unfinished = folder / f".{name}.part"
    unfinished.write_bytes(message.as_bytes())
    unfinished.rename(folder / f"{name}.eml")


def _by_smtp(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=20, context=context
        )
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=20)
    with server:
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
