"""The numbers on slips, `BTG-2026-000123-K`, and the PINs beside them.

The year, the running number of the entry in six digits (more, should a million be passed), and
a check letter. The letter: year and running number written one after the other are one whole
number; its remainder on division by 23 is the place of the letter in ABCDEFGHJKLMNPRSTUVWXYZ
(without I, O and Q, which look like digits). 23 is prime and shares no factor with ten, so every
wrong digit and every two digits changed round are noticed.
"""

import hashlib
import hmac
import re
from datetime import UTC, datetime

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_SHAPE = re.compile(r"(?:BTG)?(20[0-9]{2})([0-9]{6,9})([A-Z])")
LARGEST = 2**31 - 1


def number_of(year: int, entry_id: int) -> str:
    digits = f"{entry_id:06d}"
    return f"BTG-{year}-{digits}-{check_letter(year, digits)}"


def check_letter(year: int, digits: str) -> str:
    return LETTERS[int(f"{year}{digits}") % len(LETTERS)]


def entry_in(text: str) -> tuple[int, int] | None:
    """Year and entry of a number as typed: small letters, spaces and missing dashes are fine.

    None where the check letter does not fit, or it is no such number at all.
    """
    found = _SHAPE.fullmatch(re.sub(r"[\s.–-]", "", text).upper())
    if found is None:
        return None
    year, digits, letter = int(found[1]), found[2], found[3]
    if letter != check_letter(year, digits) or int(digits) > LARGEST:
        return None
    return year, int(digits)


def pin_of(key: str, entry_id: int, set_at: datetime) -> str:
    """Six digits that follow from the server's key, the entry, and the moment they were made.

    So a slip can be printed again after a jam without the PIN being kept anywhere.
    """
    text = f"desk pin made\n{entry_id}\n{set_at.astimezone(UTC).isoformat()}"
    made = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(made) % 10**6:06d}"


def pin_hash(key: str, entry_id: int, pin: str) -> str:
    """Under the server's key: six digits alone would be guessed from their hash at once."""
    text = f"desk pin\n{entry_id}\n{pin}"
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def pin_fits(key: str, entry_id: int, pin: str, hashed: str | None) -> bool:
    """Takes as long for an entry that is not there."""
    made = pin_hash(key, entry_id, "".join(pin.split()))
    return hmac.compare_digest(made, hashed or "none") and hashed is not None
