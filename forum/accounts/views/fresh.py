"""Showing that it is still the same person, before what a stolen session must not do."""

import time
from urllib.parse import urlsplit

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.views.blueprint import bp
from forum.core.errors import Refused, SignInFirst
from forum.web import current_actor, is_fragment
from forum.web.refusals import show_refusal, wants_json

LASTS = 600  # seconds for which a proof counts
PROVED_AT = "proved_at"


class NeedsProof(Refused):
    """The session is right, but it has been a while since the person themselves was seen."""

    status = 403

    def __init__(self) -> None:
        super().__init__(_("Buktikan dulu bahwa ini Anda, lalu ulangi."))


def is_fresh() -> bool:
    """Whether this session proved itself within the last ten minutes."""
    proved = session.get(PROVED_AT)
    return isinstance(proved, float | int) and 0 <= time.time() - proved < LASTS


def mark_fresh() -> None:
    """Call this once the person has shown a password, a code, or a key."""
    session[PROVED_AT] = time.time()


def require_fresh() -> None:
    """Send whoever did not prove themselves lately to do so, and back here.

    Ask at the page that shows a form, too: what was typed into it does not come back.
    """
    if not current_actor().signed_in:
        raise SignInFirst("fresh")
    if not is_fresh():
        raise NeedsProof


@bp.app_errorhandler(NeedsProof)
def ask_for_proof(error: NeedsProof) -> ResponseReturnValue:
    if is_fragment() or wants_json():
        return show_refusal(error)
    asked = request.full_path if request.method == "GET" else request.referrer or ""
    parts = urlsplit(asked)
    here = parts.path + (f"?{parts.query}" if parts.query else "")
    return redirect(url_for("accounts.prove", next=here or None), 303)
