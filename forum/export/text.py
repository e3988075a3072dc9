"""Text that people wrote, made fit for files: nothing in it may break a format or fool a reader."""

import re
import unicodedata
from typing import Any

# What XML 1.0 cannot hold, halves of surrogate pairs, and the marks that turn the direction of
# the text around them (they can make a sum or a name in an official paper read backwards).
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    "\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_PARAGRAPH_ENDS = re.compile(r"\n\s*\n")


def clean(text: Any) -> str:
    """The text without the characters that no file should carry; line ends become `\\n`."""
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", str(text)))


def one_line(text: Any) -> str:
    return " ".join(clean(text).split())


def paragraphs(text: Any) -> list[list[str]]:
    """Plain text as it was typed: paragraphs at empty lines, lines inside them."""
    parts = _PARAGRAPH_ENDS.split(clean(text).strip())
    return [[line.strip() for line in part.split("\n")] for part in parts if part.strip()]


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction belongs to Arabic, Hebrew or a like script."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def breakable(text: str, limit: int) -> str:
    """Give words longer than the limit invisible places to break, so that they stay inside."""
    if len(text) <= limit:
        return text
    return re.sub(rf"\S{{{limit + 1},}}", _with_places_to_break, text)


def _with_places_to_break(word: re.Match[str]) -> str:
    pieces: list[str] = []
    since = 0
    for character in word.group():
        joins = unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf", "Sk")
        if since >= 4 and not joins:
            pieces.append("\u200b")
            since = 0
        pieces.append(character)
        since += 1
    return "".join(pieces)


def shorten(text: str, limit: int) -> str:
    """At most so many letters, cut at a space where one is near."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_space = cut.rsplit(" ", 1)[0]
    return f"{at_space if len(at_space) > limit // 2 else cut}…"
