"""Sentences that more than one door says."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.core import clock
from forum.polls.models import Disclosure, Secrecy
from forum.web.filters import exact_time, number, short_day

SECRECIES = {
    Secrecy.HIDDEN: (
        _l("Tersembunyi"),
        _l(
            "Hanya jumlahnya yang diumumkan. Sistem menyimpan suara bersama nama pemilihnya, jadi "
            "pengelola sistem dapat melihatnya."
        ),
    ),
    Secrecy.NAMED: (
        _l("Terbuka"),
        _l("Setelah hasilnya diumumkan, semua orang dapat melihat siapa memilih apa."),
    ),
}
SECRECY_HINTS = {each.value: meaning for each, (_label, meaning) in SECRECIES.items()}
DISCLOSURES = {
    Disclosure.NOTHING: _l("Tidak ada angka sampai hasilnya diumumkan"),
    Disclosure.TURNOUT: _l("Banyaknya suara yang masuk"),
    Disclosure.TALLY: _l("Perolehan berjalan (hanya untuk menjajaki suasana)"),
}


def receipt(ballot_number: int, cast_at: datetime) -> str:
    """`nomor 47, pukul 19.42.10 WIB`, with the day once it is not today's."""
    words = _(
        "nomor %(number)s, pukul %(time)s",
        number=number(ballot_number),
        time=exact_time(cast_at),
    )
    if cast_at.astimezone(clock.LOCAL).date() == clock.today():
        return words
    return f"{words}, {short_day(cast_at)}"
