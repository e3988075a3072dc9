"""Text as people type or send it, made fit to be kept."""

import re
from enum import Enum
from typing import TypeVar

Member = TypeVar("Member", bound=Enum)

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Without what no database or feed takes (control characters, halves of characters)."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str) -> str:
    """Clean, and with single spaces: for titles and names of places."""
    return " ".join(clean(text).split())


def member_of(kind: type[Member], text: object) -> Member | None:
    """The member of an enum that has this value; None for anything else that was sent."""
    try:
        return kind(text)
    except ValueError:
        return None
