"""Sending one text message to a phone: through a gateway, or into `var/mail` where none is set.

Called by subscribers only, after the commit, as mail is.
"""

import json
import urllib.request
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from flask import current_app

from forum.core import clock
from forum.core.mail import into_folder
from forum.core.offload import offload

PATIENCE = 20  # seconds


def send_text(to: str, text: str) -> None:
    """Send a short text to this number (E.164); raises on failure, so that it is tried again."""
    url = current_app.config["TEXT_URL"]
    if url:
        offload(_by_gateway, url, to, text)
    else:
        _into_folder(to, text)


def _by_gateway(url: str, to: str, text: str) -> None:
    """`POST {"to", "text"}`; whatever is not 2xx is a failure, and so is a redirect."""
    body = json.dumps({"to": to, "text": text}).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "Betang"}
    asked = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310
    opener = urllib.request.build_opener(_NoRedirect)
    with opener.open(asked, timeout=PATIENCE) as answer:
        answer.read(65536)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A code must go where the setting says, and nowhere else."""

    def redirect_request(self, *_given: object) -> None:
        return None


def _into_folder(to: str, text: str) -> None:
    message = EmailMessage()
    message["From"] = "Betang"
    message["To"] = to
    message["Date"] = formatdate(clock.now().timestamp(), localtime=False)
    message["Message-ID"] = make_msgid(domain="betang.example")
    message.set_content(text)
    into_folder(message)
