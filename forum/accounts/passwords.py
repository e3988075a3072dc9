"""Passwords: which are good enough, and hashing them without holding up anyone else.

Hashing takes about a tenth of a second on purpose. It runs in a real thread, never inside a
transaction, and only a few at once: each takes 64 MiB.
"""

import threading
import unicodedata
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_security.utils import get_hmac

from forum.core.errors import Invalid
from forum.core.offload import offload

SHORTEST, LONGEST = 10, 128
COST = {"argon2__time_cost": 3, "argon2__memory_cost": 65536, "argon2__parallelism": 4}

# Compared with where there is no account, so that the answer takes as long as for one.
NOBODYS_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4"
    "$k8jSrdhC0yGE4bgfPo4k1Q$xuVId72KDkM8Ko/PweqNJROc0Oo3Z4mgzzvIpptWvvI"
)

# Those of at least ten characters that lists of stolen passwords are full of, here and abroad.
COMMON = frozenset(
    """
    0123456789 0987654321 1029384756 1111111111 1122334455 1212121212 1234512345 123456789a
    1234567890 12345678900 12345678910 123456789123 1234567891 1q2w3e4r5t 1q2w3e4r5t6y
    1qaz2wsx3edc 2222222222 5555555555 7777777777 8888888888 9876543210 9999999999 0000000000
    00000000000 123123123123 147258369a 987654321a a123456789 aaaaaaaaaa abc1234567 abcd123456
    abcdefghij administrator adminadmin admin12345 admin123456 akusayangkamu akuganteng
    alhamdulillah assalamualaikum asdfghjkl1 asdfghjkl123 bismillah1
    bismillah123 bismillahirrahmanirrahim changeme123 cintaku123 doraemon123
    football123 iloveyou12 iloveyou123 iloveyou1234 indonesia1 indonesia12 indonesia123
    indonesia45 indonesia1945 indonesiaraya jakarta123 juventus123 kalimantan kalimantan1
    kalimantan123 katasandi1 katasandi123 katasandiku liverpool1 liverpool123
    letmein123 manchester manchester1 masukmasuk mypassword mypassword1 naruto1234
    p@ssw0rd123 p@ssword123 palangkaraya palangkaraya1 palangkaraya123 passw0rd12 passw0rd123
    password01 password10 password11 password12 password123 password1234 password12345
    password123456 passwordku persib1933 q1w2e3r4t5 qazwsxedc1 qwe123qwe123 qwer1234qwer
    qwerty1234 qwerty12345 qwerty123456 qwertyqwerty qwertyuiop qwertyuiop1 qwertyuiop123
    rahasia123 rahasiaaku rahasiaku1 rahasiasaya sayang1234 sayangkamu sayangku12 sayangku123
    semangat45 semogasukses sepakbola1 superman123 terserah123 tes1234567
    test123456 testtest123 unitedunited welcome123 zxcvbnm123
    """.split()
)

_few_at_once = threading.BoundedSemaphore(4)


class WeakPassword(Invalid):
    """Too easy to guess; the message says why."""


def require_good(password: str, *, email: str) -> None:
    """Length is what counts; beyond it, only what everyone would try first is refused."""
    if len(password) < SHORTEST:
        raise WeakPassword(_("Kata sandi paling sedikit %(n)s karakter.", n=SHORTEST))
    if len(password) > LONGEST:
        raise WeakPassword(_("Kata sandi paling banyak %(n)s karakter.", n=LONGEST))
    plain = _form(password).casefold()
    if plain in COMMON or len(set(plain)) <= 2:
        raise WeakPassword(
            _("Kata sandi ini terlalu sering dipakai orang. Coba gabungan beberapa kata.")
        )
    local_part = email.partition("@")[0].casefold()
    if len(local_part) >= 3 and local_part in plain:
        raise WeakPassword(_("Jangan memakai alamat email Anda di dalam kata sandi."))


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
