"""What the pages of accounts share: the blueprint, and how often they may be asked.

A whole hall may register or sign in behind one address, so an address may do so often; a
single account may not, whoever asks for it.
"""

from collections.abc import Callable

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import TooManyRequests

from forum.accounts import addresses
from forum.web import current_actor, safe_next
from forum.web.refusals import show_http_error

bp = Blueprint("accounts", __name__)

MAILS_PER_ACCOUNT = "6/hour;20/day"  # mails that one address can be made to receive
FORMS_PER_ADDRESS = "1200/hour"  # forms that send a mail or hash a password

Page = Callable[[], str]
WAYS_IN = frozenset(
    f"{bp.name}.{endpoint}"
    for endpoint in (
        "let_in", "take_in", "take_typed_code", "enter_by_link", "confirm_now", "take_code",
        "take_recovery_code", "take_in_by_provider",
    )
)  # fmt: skip
_pages: dict[str, Page] = {}


def shows_form(endpoint: str) -> Callable[[Page], Page]:
    """Register the page that shows the form of this endpoint, filled in as it was typed."""

    def register(page: Page) -> Page:
        _pages[f"{bp.name}.{endpoint}"] = page
        return page

    return register


def typed_account() -> str:
    """The account that is meant, whether or not there is one."""
    typed = request.form.get("email", "")
    contact = addresses.read(typed)
    return f"account:{contact.value if contact else typed.strip().lower()[:254]}"


def was_wrong(response: Response) -> bool:
    """Counts only tries that failed."""
    return response.status_code == 422


def was_done(response: Response) -> bool:
    """Counts only what was sent, not forms that came back to be mended."""
    return response.status_code == 303


@bp.errorhandler(429)
def too_often(error: TooManyRequests) -> ResponseReturnValue:
    """The form again, with what was typed: waiting is all that is asked."""
    page = _pages.get(request.endpoint or "")
    if page is None:
        return show_http_error(error)
    flash(_("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."), "error")
    response = make_response(page(), 429)
    response.headers["Retry-After"] = "60"
    return response


@bp.errorhandler(CSRFError)
def out_of_date(error: CSRFError) -> ResponseReturnValue:
    """Signed in meanwhile, in another tab or by the first press of a double one: go on there.
    Else the form again, with what was typed and a token that is good.
    """
    if current_actor().signed_in and request.endpoint in WAYS_IN:
        return redirect(safe_next() or url_for(".own"), 303)
    page = _pages.get(request.endpoint or "")
    if page is None:
        return show_http_error(error)
    flash(_("Halaman ini terlalu lama terbuka. Periksa isinya, lalu kirim lagi."), "warn")
    return page(), 400


@bp.after_request
def keep_out_of_caches(response: Response) -> Response:
    """These pages carry what someone typed, or a link that opens an account."""
    response.headers["Cache-Control"] = "no-store"
    return response
