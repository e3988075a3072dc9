"""Promises of working days: with pauses, over weekends, holidays and joint leave."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.city.workdays import due_date
from forum.issues.clocks import Pause, due, look_days, office_days, working_days

pytestmark = pytest.mark.pure

FILE = Path(__file__).parents[2] / "data/palangkaraya/hari_libur.csv"
CLOSED = frozenset(
    date.fromisoformat(row["tanggal"])
    for row in csv.DictReader(FILE.read_text(encoding="utf-8").splitlines())
)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(  # domain.md, section 2
    ("received", "days", "expected"),
    [
        ("2026-11-24", 3, "2026-11-27"),
        ("2026-12-17", 5, "2026-12-28"),
        ("2026-12-17", 14, "2027-01-12"),
        ("2026-12-24", 3, "2026-12-30"),
        ("2027-03-05", 14, "2027-04-06"),
    ],
)
def test_without_a_pause_it_is_the_plain_due_day(received, days, expected):
    assert due(day(received), days, CLOSED) == day(expected)


def test_a_pause_over_christmas_takes_nothing_from_the_office():
    # received Thursday 17 December: 18, 21 and 22 count; asked for on the 22nd, answered on
    # Wednesday 30; two of five days are left: 31 December and Monday 4 January
    pauses = [Pause(day("2026-12-22"), day("2026-12-30"))]

    assert due(day("2026-12-17"), 5, CLOSED, pauses) == day("2027-01-04")


def test_while_it_rests_nothing_is_due():
    assert due(day("2026-12-17"), 5, CLOSED, [Pause(day("2026-12-18"))]) is None


def test_what_was_overdue_before_the_pause_stays_overdue():
    pauses = [Pause(day("2026-12-30"), day("2027-01-20"))]

    assert due(day("2026-12-17"), 3, CLOSED, pauses) == day("2026-12-22")


def test_the_time_of_the_office_is_told_apart_from_the_time_of_the_reporter():
    pauses = [Pause(day("2026-12-22"), day("2026-12-30"))]

    assert office_days(day("2026-12-17"), day("2027-01-04"), CLOSED, pauses) == 5
    assert working_days(day("2026-12-17"), day("2027-01-04"), CLOSED) == 9


days_ahead = st.integers(0, 40)


@given(
    st.dates(day("2025-01-02"), day("2027-06-30")), st.integers(1, 60), days_ahead, days_ahead
)
def test_a_pause_never_shortens_and_never_costs_a_day(received, days, before, long):
    since = received + timedelta(days=before)
    until = since + timedelta(days=long)

    plain = due_date(received, days, CLOSED)
    paused = due(received, days, CLOSED, [Pause(since, until)])

    assert paused is not None
    assert paused >= plain
    assert (
        office_days(received, paused, CLOSED, [Pause(since, until)]) >= days or since >= plain
    )


@given(st.dates(day("2025-01-02"), day("2027-06-30")), st.integers(1, 60))
def test_the_looks_come_one_after_the_other(received, days):
    due_on = due_date(received, days, CLOSED)

    half, last, over, escalated = look_days(received, days, due_on, CLOSED)

    assert received <= half <= last <= due_on < over <= escalated
    if days > 1:
        assert working_days(last, due_on, CLOSED) == 1
