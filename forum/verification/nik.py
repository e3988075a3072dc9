"""Identity numbers (NIK): their structure, and the little of one that is ever kept.

A NIK is `PPKKCC DDMMYY SSSS`: where it was first issued, the date of birth (women: day + 40),
a serial number. It has no check digit, so a well-formed one need not exist. Where it was issued
says nothing about where the person lives: any province will do.

The number itself lives as long as it takes to read it. What is kept is its hash under a key of
its own, which is the same for the same number, and its last four digits.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from forum.core import clock, keys
from forum.core.errors import Invalid

_FORM = re.compile(r"(\d\d)\d{4}(\d\d)(\d\d)(\d\d)(\d{4})", re.ASCII)
_BETWEEN = re.compile(r"[\s.\-]+")  # how people set groups of digits apart
PROVINCES = range(11, 97)
WOMEN = 40
SHOWN = 4


@dataclass(frozen=True)
class Nik:
    """All that is known of an identity number once it was read."""

    hash: str
    last4: str

    @property
    def masked(self) -> str:
        return masked(self.last4)


def read(text: str) -> Nik:
    """Hash and last digits of a well-formed NIK; Invalid, without the number, for any other."""
    digits = _BETWEEN.sub("", text)
    if not is_well_formed(digits):
        raise Invalid(_("NIK ini tidak sesuai bentuknya. Periksa 16 angkanya pada KTP."))
    keyed = hmac.new(keys.nik_key(), digits.encode(), hashlib.sha256)
    return Nik(keyed.hexdigest(), digits[-SHOWN:])


def is_well_formed(digits: str, today: date | None = None) -> bool:
    """Sixteen digits with a province, a birthday that has been, and a serial number."""
    found = _FORM.fullmatch(digits)
    if found is None:
        return False
    province, day, month, year, serial = map(int, found.groups())
    born = day - WOMEN if day > WOMEN else day
    return (
        province in PROVINCES
        and serial > 0
        and any(
            _has_been(century + year, month, born, today or clock.today())
            for century in (1900, 2000)
        )
    )


def masked(last4: str) -> str:
    """`••••••••••••9999`"""
    return "•" * (16 - SHOWN) + last4


def _has_been(year: int, month: int, day: int, today: date) -> bool:
    try:
        return date(year, month, day) <= today
    except ValueError:
        return False
