"""The vectors of domain.md section 2, and what must hold for any day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from forum.city import workdays
from forum.city.actions.register import shipped_holidays
from forum.config import ROOT

pytestmark = pytest.mark.pure

CLOSED = shipped_holidays(ROOT / "data" / "palangkaraya")
DAYS = (1, 3, 5, 10, 14)
VECTORS = {
    "2026-11-24": ("2026-11-25", "2026-11-27", "2026-12-01", "2026-12-08", "2026-12-14"),
    "2026-12-17": ("2026-12-18", "2026-12-22", "2026-12-28", "2027-01-06", "2027-01-12"),
    "2026-12-24": ("2026-12-28", "2026-12-30", "2027-01-04", "2027-01-12", "2027-01-18"),
    "2027-03-05": ("2027-03-16", "2027-03-18", "2027-03-22", "2027-03-31", "2027-04-06"),
}
any_day = some.dates(date(2025, 1, 1), date(2027, 6, 30))
some_days = some.integers(0, 60)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (received, days, due)
        for received, dues in VECTORS.items()
        for days, due in zip(DAYS, dues, strict=True)
    ],
)
def test_due_dates_of_the_domain(received, days, due):
    found = workdays.due_date(date.fromisoformat(received), days, CLOSED)

    assert found.isoformat() == due


def test_the_day_of_receipt_is_day_zero():
    sunday = date(2026, 11, 22)

    assert workdays.due_date(sunday, 0, CLOSED) == sunday
    assert workdays.due_date(sunday, 1, CLOSED) == date(2026, 11, 23)


def test_a_day_is_that_of_palangka_raya():
    before_midnight = datetime(2026, 11, 24, 16, 59, tzinfo=UTC)

    assert workdays.calendar_day(before_midnight) == date(2026, 11, 24)
    assert workdays.calendar_day(before_midnight + timedelta(minutes=1)) == date(2026, 11, 25)
    assert workdays.calendar_day(date(2026, 11, 24)) == date(2026, 11, 24)


def test_a_deadline_ends_a_minute_before_midnight():
    end = workdays.end_of(date(2026, 12, 8))

    assert end == datetime(2026, 12, 8, 16, 59, tzinfo=UTC)


@pytest.mark.parametrize("days", [-1, workdays.MOST + 1])
def test_numbers_that_cannot_be_meant(days):
    with pytest.raises(ValueError, match="days"):
        workdays.due_date(date(2026, 11, 24), days, CLOSED)


def test_the_calendar_ends_somewhere():
    with pytest.raises(ValueError, match="calendar"):
        workdays.due_date(date(9999, 12, 30), 5, ())


@given(any_day, some_days)
def test_a_due_day_is_a_working_day_after_receipt(received, days):
    due = workdays.due_date(received, days, CLOSED)

    between = [received + timedelta(n) for n in range(1, (due - received).days + 1)]
    assert sum(workdays.is_working_day(day, CLOSED) for day in between) == days
    assert days == 0 or workdays.is_working_day(due, CLOSED)


@given(any_day, some_days, some_days)
def test_counting_on_from_a_due_day_is_counting_through(received, first, then):
    halfway = workdays.due_date(received, first, CLOSED)

    assert workdays.due_date(halfway, then, CLOSED) == workdays.due_date(
        received, first + then, CLOSED
    )


@given(any_day, any_day, some_days)
def test_what_came_later_is_not_due_earlier(one, other, days):
    first, second = sorted((one, other))

    assert workdays.due_date(first, days, CLOSED) <= workdays.due_date(second, days, CLOSED)


@given(any_day, some_days, some.sets(any_day, max_size=20))
def test_more_holidays_never_bring_a_day_forward(received, days, more):
    assert workdays.due_date(received, days, CLOSED | more) >= workdays.due_date(
        received, days, CLOSED
    )
