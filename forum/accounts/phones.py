"""Indonesian mobile numbers, as they are stored and compared: E.164."""

import re
import unicodedata

_FORM = re.compile(r"\+628[1-9][0-9]{7,10}")
_BETWEEN = re.compile(r"[\s.()-]")


def normalised(text: str) -> str | None:
    """`0812 3456-7890`, `62812…`, `+62812…` → `+6281234567890`; None for what is no such number."""
    plain = unicodedata.normalize("NFKC", text).replace("\u2010", "-").replace("\u2013", "-")
    digits = _BETWEEN.sub("", plain)
    if digits.startswith("08"):
        digits = f"+62{digits[1:]}"
    elif digits.startswith("628"):
        digits = f"+{digits}"
    return digits if digits.isascii() and _FORM.fullmatch(digits) else None


def veiled(number: str) -> str:
    """`+62812••••890`: enough for its owner to know it by."""
    return f"{number[:6]}••••{number[-3:]}"
