"""What may stand in a cell, for machines (`plain`) and for people (`shown`)."""

import math
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from forum.core.clock import LOCAL
from forum.export.text import clean

Plain = str | int | float | bool | None
Cell = str | int | float | Decimal | date | None


def plain(cell: Any) -> Plain:
    """The value as JSON knows it: times in ISO 8601, exact decimals kept exact."""
    match cell:
        case None | bool() | int():
            return cell
        case float():
            return cell if math.isfinite(cell) else None
        case Decimal():
            return _number(cell)
        case datetime():
            return local(cell).isoformat(timespec="seconds")
        case date():
            return cell.isoformat()
        case Enum():
            return plain(cell.value)
        case _:
            return clean(cell)


def shown(cell: Any, language: str) -> str:
    """The value as a reader of that language expects it: `1.234,5` and `24 November 2026`.

    A year is a number too: hand it over as text.
    """
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case Enum():
            return shown(cell.value, language)
        case float() | Decimal() if not math.isfinite(cell):
            return ""
        case int() | float() | Decimal():
            return str(format_decimal(cell, locale=language))
        case datetime():
            return moment(cell, language)
        case date():
            return str(format_date(cell, "d MMMM yyyy", locale=language))
        case _:
            return clean(cell)


def is_number(cell: Any) -> bool:
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)


def local(moment: datetime) -> datetime:
    """The time on the clocks of the city; one without a zone is taken as it stands."""
    return moment.astimezone(LOCAL) if moment.tzinfo else moment


def moment(at: datetime, language: str) -> str:
    return f"{day(at, language)}, {clock_time(at, language)}"


def day(at: datetime, language: str) -> str:
    return str(format_date(local(at), "d MMMM yyyy", locale=language))


def clock_time(at: datetime, language: str) -> str:
    """Indonesian writes 14.30, English 14:30; both in WIB."""
    return f"{format_time(local(at), 'HH.mm' if language == 'id' else 'HH:mm', locale=language)} WIB"


def _number(value: Decimal) -> Plain:
    if not value.is_finite():
        return None
    if value == value.to_integral_value():
        return int(value)
    nearest = float(value)
    return nearest if Decimal(repr(nearest)) == value else str(value)
