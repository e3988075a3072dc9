"""Passwords: which are good enough, and hashing them without holding up anyone else.

Hashing takes about a tenth of a second on purpose. It runs in a real thread, never inside a
transaction, and only a few at once: each takes 64 MiB.
"""

import re
import threading
import unicodedata
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_security.utils import get_hmac

from forum.accounts import common_passwords
from forum.core.errors import Invalid
from forum.core.offload import offload

SHORTEST, LONGEST = common_passwords.SHORTEST, 128
SERVICE = "betang"
_DIGITS_ONLY = re.compile(r"\D")
_WORDS = re.compile(r"[^\W\d_]+")
COST = {"argon2__time_cost": 3, "argon2__memory_cost": 65536, "argon2__parallelism": 4}

# Compared with where there is no account, so that the answer takes as long as for one.
NOBODYS_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4"
    "$k8jSrdhC0yGE4bgfPo4k1Q$xuVId72KDkM8Ko/PweqNJROc0Oo3Z4mgzzvIpptWvvI"
)

_few_at_once = threading.BoundedSemaphore(4)


class WeakPassword(Invalid):
    """Too easy to guess; the message says why."""


def require_good(
    password: str, *, email: str | None = None, phone: str | None = None, name: str = ""
) -> None:
    """Length is what counts; beyond it, only what a guesser would try first is refused.

    That is what many people have, and what has to do with this forum or this person. There are
    no rules about kinds of characters: they make passwords worse (NIST SP 800-63B).
    """
    if len(password) < SHORTEST:
        raise WeakPassword(_("Kata sandi paling sedikit %(n)s karakter.", n=SHORTEST))
    if len(password) > LONGEST:
        raise WeakPassword(_("Kata sandi paling banyak %(n)s karakter.", n=LONGEST))
    plain = common_passwords.folded(password)
    if common_passwords.is_common(password) or len(set(plain)) <= 2:
        raise WeakPassword(
            _("Kata sandi ini terlalu sering dipakai orang. Coba gabungan beberapa kata.")
        )
    if SERVICE in plain:
        raise WeakPassword(_("Jangan memakai nama forum ini di dalam kata sandi."))
    local_part = (email or "").partition("@")[0].casefold()
    if len(local_part) >= 3 and local_part in plain:
        raise WeakPassword(_("Jangan memakai alamat email Anda di dalam kata sandi."))
    if phone and phone.removeprefix("+62") in _DIGITS_ONLY.sub("", plain):
        raise WeakPassword(_("Jangan memakai nomor HP Anda di dalam kata sandi."))
    words = _WORDS.findall(common_passwords.folded(name))
    if any(len(word) >= 4 and word in _WORDS.findall(plain) for word in words) or (
        len(words) > 1 and "".join(words) in "".join(_WORDS.findall(plain))
    ):
        raise WeakPassword(_("Jangan memakai nama Anda di dalam kata sandi."))


def hash_password(password: str) -> str:
    """Hash it with argon2id. Call this outside any transaction: it takes its time."""
    secret = get_hmac(_form(password)).decode()
    with _few_at_once:
        return str(offload(_context().hash, secret))


def matches(password: str, hashed: str | None) -> bool:
    """Whether this is the password; where there is none, the answer takes as long."""
    context = _context()
    known = hashed is not None and context.identify(hashed) is not None
    secret = get_hmac(_form(password)).decode()
    with _few_at_once:
        same = offload(context.verify, secret, hashed if known else NOBODYS_HASH)
    return bool(known and same)


def _form(password: str) -> str:
    """The same letters, however a keyboard puts them together."""
    return unicodedata.normalize("NFKC", password)


def _context() -> Any:
    return current_app.extensions["security"].pwd_context
