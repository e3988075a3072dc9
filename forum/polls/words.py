"""Sentences that more than one door says."""

from datetime import datetime

from flask_babel import gettext as _

from forum.core import clock
from forum.web.filters import exact_time, number, short_day


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
