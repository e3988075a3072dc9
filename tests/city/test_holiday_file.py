from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from forum.city.holiday_file import MOST_ROWS, HolidayRow, as_day, read_holidays
from forum.city.models import HolidayKind

pytestmark = [pytest.mark.pure, pytest.mark.usefixtures("indonesian")]
HEAD = "tanggal,nama,jenis\n"


@pytest.fixture(scope="module")
def indonesian():
    """Sentences need a language, and that an application."""
    app = Flask(__name__)
    Babel(app, default_locale="id")
    with app.app_context():
        yield


def lines_wrong(text):
    return [line for line, _sentence in read_holidays(text).errors]


def test_a_good_file_with_the_mark_and_line_ends_of_a_spreadsheet():
    text = "\ufeff" + (HEAD + '2027-01-01,"Tahun Baru, Masehi",libur_nasional\n').replace(
        "\n", "\r\n"
    )

    found = read_holidays(text)

    day = HolidayRow(date(2027, 1, 1), "Tahun Baru, Masehi", HolidayKind.PUBLIC)
    assert (found.rows, found.errors) == ([day], [])


def test_every_mistake_is_told_with_its_line():
    text = HEAD + (
        "2027-02-30,Tidak Ada,libur_nasional\n"
        "2027-01-01,Tahun Baru,libur_nasional\n"
        "2027-01-02,,libur_nasional\n"
        "2027-01-03,Hari,libur\n"
        "2027-01-01,Lagi,cuti_bersama\n"
        "2027-01-04,Kurang\n"
        "2027-01-05,Lebih,cuti_bersama,ya\n"
        "20270106,Rapat,cuti_bersama\n"
    )

    assert lines_wrong(text) == [2, 4, 5, 6, 7, 8, 9]
    assert [row.day for row in read_holidays(text).rows] == [date(2027, 1, 1)]


@pytest.mark.parametrize("text", ["", "tanggal;nama;jenis\n", "a,b,c\n", "\x00"])
def test_another_kind_of_file(text):
    assert lines_wrong(text) == [1]


def test_a_file_without_end_is_not_read_to_the_end():
    text = HEAD + "salah,Hari,libur_nasional\n" * (MOST_ROWS * 3)

    assert len(read_holidays(text).errors) <= MOST_ROWS + 2


@pytest.mark.parametrize(
    "text", ["2026-W48-2", "1999-12-31", "2101-01-01", "24/11/2026", "२०२६-११-२४", ""]
)
def test_no_day(text):
    assert as_day(text) is None
