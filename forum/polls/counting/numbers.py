"""Exact numbers, and their way through JSON and back."""

from fractions import Fraction
from typing import Any

Number = int | Fraction

MOST_DECIMALS = 6
MOST_DIGITS = 15  # so many decimal digits survive a binary float and back


def plain(value: Number) -> Number:
    """Whole numbers as int."""
    return value.numerator if value.denominator == 1 else value


def to_json(value: Any) -> Any:
    """Whole numbers as they are, short decimals as JSON numbers, other fractions as "a/b"."""
    if isinstance(value, Fraction):
        return _number(value)
    if isinstance(value, dict):
        return {key: to_json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(one) for one in value]
    return value


def _number(value: Fraction) -> int | float | str:
    if value.denominator == 1:
        return value.numerator
    scaled = value * 10**MOST_DECIMALS
    if scaled.denominator == 1 and abs(scaled.numerator) < 10**MOST_DIGITS:
        return float(value)
    return f"{value.numerator}/{value.denominator}"


def from_json(value: Any) -> Any:
    """The exact value again: lists become tuples; "a/b" and decimals become fractions."""
    if isinstance(value, float):
        return Fraction(repr(value))
    if isinstance(value, str):
        return fraction(value) or value
    if isinstance(value, dict):
        return {key: from_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return tuple(from_json(one) for one in value)
    return value


def fraction(text: str) -> Fraction | None:
    """What "a/b" stands for, a and b being digits; None for any other text."""
    over, slash, under = text.partition("/")
    digits = over.removeprefix("-")
    if not (slash and digits.isdecimal() and under.isdecimal() and text.isascii()):
        return None
    return Fraction(int(over), int(under)) if int(under) else None
