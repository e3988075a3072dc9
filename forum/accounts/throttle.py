"""How often a password may be tried, so that guessers are stopped and the owner is not.

Three allowances, none of which uses up another:
- a stranger: this account from this network address;
- a browser that was let in to this account before, or an address it was used from;
- all strangers together. Once they are many the account is besieged: their passwords are looked
  at less often, and a right one alone lets nobody in.

Accounts that do not exist are counted alike.
"""

import hashlib
import ipaddress
from dataclasses import dataclass

from flask import has_request_context, request
from flask_babel import gettext as _
from limits import RateLimitItem, parse

from forum.accounts import devices
from forum.accounts.models import User
from forum.core.errors import TooMany
from forum.web.limits import limiter

STRANGER = parse("10/15 minute")
KNOWN = parse("30/15 minute")
STRANGERS = parse("1000/hour")  # the longest that is counted: a siege lasts while it goes on
BESIEGED_FROM = 50
LOOKED_AT = parse("30/minute")
DOUBTED = parse("10/hour")  # codes that right passwords of strangers send to the owner


class TooManyTries(TooMany):
    """Too many wrong passwords; there are other ways in, and the sentence names them."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Terlalu banyak percobaan. Tunggu 15 menit, atau masuk dengan kode yang kami kirim "
                "ke email atau nomor HP Anda."
            )
        )


@dataclass(frozen=True)
class Attempt:
    """One try at an account, counted before the password is looked at."""

    account: str
    known: bool
    item: RateLimitItem
    key: tuple[str, ...]

    @property
    def doubtful(self) -> bool:
        """Even a right password is not enough: strangers are guessing, and this is a stranger."""
        return not self.known and _is_besieged(self.account)

    def sends_a_code(self) -> bool:
        """Whether the owner is sent one now: whoever knows the password must not flood them."""
        return not limiter.enabled or limiter.limiter.hit(DOUBTED, "doubted", self.account)

    def was_right(self) -> None:
        """The owner is here: what was typed wrong before is forgotten."""
        if limiter.enabled:
            limiter.limiter.clear(self.item, *self.key)


def attempt(typed: str, user: User | None, browser: str | None) -> Attempt:
    """Count a try at this account from this browser; TooManyTries when there were enough.

    `browser` is the long-lived secret of the browser, which says whether it was here before.
    """
    account = f"user:{user.id}" if user is not None else f"nobody:{_short(typed)}"
    whose = user if user is not None else User(id=0)
    address = network()
    if devices.is_browser_known(whose, browser):
        made = Attempt(
            account, True, KNOWN, ("sign-in-browser", account, _short(browser or ""))
        )
    elif devices.is_known_here(whose, None):
        made = Attempt(account, True, KNOWN, ("sign-in-place", account, address))
    else:
        made = Attempt(account, False, STRANGER, ("sign-in", account, address))
    _count(made)
    return made


def network() -> str:
    """The network address of this request; of IPv6 the part that one household has."""
    if not has_request_context():
        return ""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or ""
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _count(made: Attempt) -> None:
    if not limiter.enabled:
        return
    if not limiter.limiter.hit(made.item, *made.key):
        raise TooManyTries
    if made.known:
        return
    besieged = _is_besieged(made.account)
    if besieged and not limiter.limiter.hit(LOOKED_AT, "looked-at", made.account):
        raise TooManyTries
    limiter.limiter.hit(STRANGERS, "strangers", made.account)


def _is_besieged(account: str) -> bool:
    if not limiter.enabled:
        return False
    left = limiter.limiter.get_window_stats(STRANGERS, "strangers", account).remaining
    return STRANGERS.amount - left >= BESIEGED_FROM


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
