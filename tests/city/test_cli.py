"""`forum due`, as a real process on a state of its own."""

import json
import sqlite3

import pytest

from tests.commands import forum

pytestmark = pytest.mark.pure


def test_without_a_database_the_shipped_file_counts(tmp_path):
    done = forum(tmp_path, "due", "2026-12-17", "14", "--json")

    assert json.loads(done.stdout) == {
        "received": "2026-12-17",
        "days": 14,
        "due": "2027-01-12",
    }
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "betang.db").exists()


def test_a_database_without_the_table_is_none_yet(tmp_path):
    sqlite3.connect(tmp_path / "betang.db").close()

    assert forum(tmp_path, "due", "2026-12-24", "1").stdout == "2026-12-28\n"


def test_the_table_is_the_truth(tmp_path):
    assert forum(tmp_path, "db", "upgrade").returncode == 0
    with sqlite3.connect(tmp_path / "betang.db") as connection:
        connection.execute(
            "INSERT INTO city_holiday (day, name, kind) "
            "VALUES ('2026-11-25', 'Pilkada', 'libur_nasional')"
        )

    assert forum(tmp_path, "due", "2026-11-24", "1").stdout == "2026-11-26\n"
    assert "holidays" in forum(tmp_path, "doctor").stdout


@pytest.mark.parametrize(
    ("received", "days"),
    [
        ("2026-02-30", "1"),
        ("kemarin", "1"),
        ("1999-01-01", "1"),
        ("2026-11-24", "-3"),
        ("2026-11-24", "tiga"),
        ("2026-11-24", "1.5"),
        ("2026-11-24", "99999999"),
    ],
)
def test_bad_input_is_one_clear_line(tmp_path, received, days):
    done = forum(tmp_path, "due", received, days)

    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert received in done.stderr or days in done.stderr


def test_a_year_without_holidays_is_answered_with_a_warning(tmp_path):
    done = forum(tmp_path, "due", "2027-12-30", "30")

    assert (done.returncode, done.stdout) == (0, "2028-02-10\n")
    assert "2028" in done.stderr


def test_it_explains_itself(tmp_path):
    done = forum(tmp_path, "due", "--help")

    assert done.returncode == 0
    assert "DATE DAYS" in done.stdout
