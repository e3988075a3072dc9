"""When a promise of so many working days is due, with pauses; nothing here asks the database.

The day of receipt is day 0. While something is missing (`perlu_kelengkapan`) the clock of the
office rests: a day counts up to the one on which it was asked for, and again from the working
day after it came, as at receipt.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forum.city.workdays import MOST, due_date, is_working_day

LOOKS = 4  # half the time, the day before, overdue, escalated


@dataclass(frozen=True)
class Pause:
    """From this day to that one; `until` is None while it lasts."""

    since: date
    until: date | None = None


def due(
    received: date, days: int, closed: Collection[date], pauses: Sequence[Pause] = ()
) -> date | None:
    """The due day of `days` working days after receipt; None while a pause lasts.

    `pauses` are in the order of time and do not overlap.
    """
    if any(pause.until is None for pause in pauses):
        return None
    day, left = received, days
    for pause in pauses:
        done = working_days(day, pause.since, closed)
        if done >= left:  # it was due before it was paused, and stays so
            break
        left -= done
        day = pause.until or day
    return due_date(day, left, closed)


def working_days(after: date, until: date, closed: Collection[date]) -> int:
    """How many working days lie after the one day, up to and with the other; 0 if none."""
    count, day = 0, after
    while day < until:
        day += timedelta(days=1)
        count += is_working_day(day, closed)
        if count > MOST:
            raise ValueError(f"more than {MOST} working days")
    return count


def office_days(
    received: date, until: date, closed: Collection[date], pauses: Sequence[Pause] = ()
) -> int:
    """The working days that the office had the matter: without those of the pauses."""
    day, count = received, 0
    for pause in pauses:
        if pause.since >= until:
            break
        count += working_days(day, pause.since, closed)
        day = min(pause.until or until, until)
    return count + working_days(day, until, closed)


def look_days(
    received: date, days: int, due_on: date, closed: Collection[date], escalate_after: int = 3
) -> tuple[date, date, date, date]:
    """When to look at a clock: at half of its time, one working day before it is due, the day
    after it was due (overdue: public, and to the head of the unit), and `escalate_after`
    working days later (to the Sekretariat Daerah).

    With pauses the half is counted back from the due day, so that it never lies in one.
    """
    half = _before(due_on, days - days // 2, closed)
    last = _before(due_on, 1, closed)
    over = due_on + timedelta(days=1)
    return (
        max(half, received),
        max(last, received),
        over,
        due_date(due_on, escalate_after, closed),
    )


def _before(day: date, days: int, closed: Collection[date]) -> date:
    """So many working days earlier."""
    left = days
    while left > 0:
        day -= timedelta(days=1)
        left -= is_working_day(day, closed)
    return day
