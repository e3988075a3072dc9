"""Text as people type or send it, made fit to be kept."""

import re

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Without what no database or feed takes (control characters, halves of characters)."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str) -> str:
    """Clean, and with single spaces: for titles and names of places."""
    return " ".join(clean(text).split())
