"""The number of a civil servant (NIP): eighteen digits that say when its bearer was born and
appointed.

`YYYYMMDD YYYYMM G NNN`: birth, month of appointment, 1 for men or 2 for women, a serial number.
It has no check digit; these rules find slips of the pen, no more.
"""

from datetime import date

LENGTH = 18
YOUNGEST, OLDEST = 16, 66  # years of age in which someone may be appointed
FIRST_BIRTH = 1930
PARTS = ((0, 8), (8, 14), (14, 15), (15, 18))


def normalised(text: str, *, today: date | None = None) -> str | None:
    """The eighteen digits, without the blanks that people write; None for what is no NIP."""
    digits = "".join(text.split()).replace("-", "").replace(".", "")
    return digits if is_valid(digits, today=today) else None


def is_valid(digits: str, *, today: date | None = None) -> bool:
    """Whether such a number can have been given out by this day."""
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdecimal()):
        return False
    born = _day(digits[:8])
    appointed = _day(f"{digits[8:14]}01")
    if born is None or appointed is None or born.year < FIRST_BIRTH:
        return False
    age = appointed.year - born.year
    if not YOUNGEST <= age <= OLDEST:
        return False
    if today is not None and appointed > today:
        return False
    return digits[14] in "12" and digits[15:] != "000"


def shown(digits: str) -> str:
    """`19900101 201503 2 999`: as it stands on letters."""
    return " ".join(digits[start:end] for start, end in PARTS)


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
