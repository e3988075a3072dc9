"""Working days (hari kerja): Monday to Friday, but neither public holidays nor joint leave.

Counting begins on the working day after receipt: the day of receipt is day 0, whether it is a
holiday or late at night. A deadline ends at 23.59 WIB of the last day counted.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from forum.core import clock

SATURDAY = 5
END_OF_DAY = time(23, 59)
MOST = 10_000  # days: some forty years, more than any deadline


def is_working_day(day: date, closed: Collection[date]) -> bool:
    return day.weekday() < SATURDAY and day not in closed


def due_date(received: date, days: int, closed: Collection[date]) -> date:
    """The `days`-th working day after receipt; `closed` are the days offices do not work.

    ValueError for a negative number, for more than `MOST`, and past the end of the calendar.
    """
    if not 0 <= days <= MOST:
        raise ValueError(f"days are 0 to {MOST}, not {days}")
    day, counted = received, 0
    while counted < days:
        if day == date.max:
            raise ValueError("the calendar ends before that day")
        day += timedelta(days=1)
        counted += is_working_day(day, closed)
    return day


def calendar_day(received: date | datetime) -> date:
    """The day on which something was received in Palangka Raya."""
    if isinstance(received, datetime):
        return received.astimezone(clock.LOCAL).date()
    return received


def end_of(day: date) -> datetime:
    """23.59 WIB of that day."""
    return datetime.combine(day, END_OF_DAY, tzinfo=clock.LOCAL)
