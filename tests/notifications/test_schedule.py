"""When mails go out. Times below are worked out by hand, in WIB (UTC+7, no summer time)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.clock import LOCAL
from forum.notifications.models import Frequency, Lane
from forum.notifications.schedule import Wishes, after_quiet_hours, due

pytestmark = pytest.mark.pure

MOMENTS = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - the zone comes beside it
    max_value=datetime(2028, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
MINUTES = st.integers(0, 24 * 60 - 1)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("at", "goes_out"),
    [
        ("2026-11-24T20:59", "2026-11-24T20:59"),
        ("2026-11-24T21:00", "2026-11-25T06:00"),
        ("2026-11-24T23:30", "2026-11-25T06:00"),
        ("2026-11-25T00:00", "2026-11-25T06:00"),
        ("2026-11-25T05:59", "2026-11-25T06:00"),
        ("2026-11-25T06:00", "2026-11-25T06:00"),
        ("2026-12-31T22:00", "2027-01-01T06:00"),
    ],
)
def test_quiet_hours_go_over_midnight(at: str, goes_out: str) -> None:
    each = Wishes(Frequency.EACH)
    assert due(wib(at), each, Lane.USUAL) == wib(goes_out)


@pytest.mark.parametrize(
    ("at", "goes_out"),
    [("2026-11-24T12:00", "2026-11-24T14:00"), ("2026-11-24T14:00", "2026-11-24T14:00")],
)
def test_quiet_hours_within_a_day(at: str, goes_out: str) -> None:
    nap = Wishes(Frequency.EACH, quiet_from=12 * 60, quiet_until=14 * 60)
    assert due(wib(at), nap, Lane.USUAL) == wib(goes_out)


@pytest.mark.parametrize(
    ("at", "goes_out"),
    [
        ("2026-11-24T06:59", "2026-11-24T07:00"),
        ("2026-11-24T07:00", "2026-11-25T07:00"),
        ("2026-11-24T19:00", "2026-11-25T07:00"),
        ("2026-12-24T19:00", "2026-12-25T07:00"),  # a holiday is a day like any other
    ],
)
def test_the_daily_summary(at: str, goes_out: str) -> None:
    assert due(wib(at), Wishes(), Lane.USUAL) == wib(goes_out)


@pytest.mark.parametrize(
    ("at", "goes_out"),
    [
        ("2026-11-24T12:00", "2026-11-30T07:00"),  # a Tuesday
        ("2026-11-29T23:00", "2026-11-30T07:00"),  # a Sunday
        ("2026-11-30T06:59", "2026-11-30T07:00"),  # a Monday, before
        ("2026-11-30T07:00", "2026-12-07T07:00"),  # a Monday, after
    ],
)
def test_the_weekly_summary_comes_on_monday(at: str, goes_out: str) -> None:
    assert due(wib(at), Wishes(Frequency.WEEKLY), Lane.USUAL) == wib(goes_out)


def test_a_summary_waits_for_long_quiet_hours() -> None:
    late = Wishes(quiet_until=9 * 60)
    assert due(wib("2026-11-24T12:00"), late, Lane.USUAL) == wib("2026-11-25T09:00")


def test_urgent_news_waits_for_no_summary_but_for_the_night() -> None:
    weekly = Wishes(Frequency.WEEKLY)
    assert due(wib("2026-11-24T12:00"), weekly, Lane.URGENT) == wib("2026-11-24T12:00")
    assert due(wib("2026-11-24T22:00"), weekly, Lane.URGENT) == wib("2026-11-25T06:00")


def test_who_wants_none_gets_none() -> None:
    never = Wishes(Frequency.NEVER)
    assert due(wib("2026-11-24T12:00"), never, Lane.USUAL) is None
    assert due(wib("2026-11-24T12:00"), never, Lane.URGENT) is not None
    assert due(wib("2026-11-24T12:00"), Wishes(urgent=False), Lane.URGENT) is None


@given(
    MOMENTS,
    MINUTES,
    MINUTES,
    st.sampled_from([Frequency.EACH, Frequency.DAILY, Frequency.WEEKLY]),
)
def test_never_in_quiet_hours_and_never_before(
    at: datetime, start: int, end: int, frequency: Frequency
) -> None:
    wishes = Wishes(frequency, quiet_from=start, quiet_until=end)
    out = due(at, wishes, Lane.USUAL)
    assert out is not None
    assert at <= out <= at + timedelta(days=9)
    local = out.astimezone(LOCAL)
    minute = local.hour * 60 + local.minute
    quiet = start <= minute < end if start <= end else minute >= start or minute < end
    assert not quiet
    assert after_quiet_hours(out, wishes) == out
    if frequency is Frequency.WEEKLY and start <= end and end <= 6 * 60:
        assert (local.weekday(), local.hour, local.minute) == (0, 7, 0)
