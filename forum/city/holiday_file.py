"""Holidays as a file: CSV with the columns tanggal, nama, jenis, as in the city's data folder."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from forum.city.models import HolidayKind
from forum.core.text import one_line

COLUMNS = ("tanggal", "nama", "jenis")
MOST_ROWS = 1000
LONGEST_NAME = 120
YEARS = range(2000, 2101)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class HolidayRow:
    """A day as the file has it."""

    day: date
    name: str
    kind: HolidayKind


@dataclass
class HolidayFile:
    """What could be read, and what is wrong in which line."""

    rows: list[HolidayRow] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)


def read_holidays(text: str) -> HolidayFile:
    """Every line is looked at, so that all mistakes are told at once."""
    found = HolidayFile()
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        if [name.strip() for name in reader.fieldnames or ()] != list(COLUMNS):
            found.errors.append((1, _("Baris pertama harus: tanggal,nama,jenis")))
            return found
        reader.fieldnames = COLUMNS
        _read_lines(reader, found)
    except csv.Error:
        found.errors.append((reader.line_num, _("Baris ini bukan CSV.")))
    return found


def _read_lines(reader: "csv.DictReader[str]", found: HolidayFile) -> None:
    seen: set[date] = set()
    for cells in reader:
        row = _row(cells)
        if isinstance(row, str):
            found.errors.append((reader.line_num, row))
        elif row.day in seen:
            found.errors.append((reader.line_num, _("Tanggal ini sudah ada di baris lain.")))
        else:
            seen.add(row.day)
            found.rows.append(row)
        if len(found.rows) > MOST_ROWS or len(found.errors) > MOST_ROWS:
            found.errors.append((reader.line_num, _("Berkas memuat lebih dari 1.000 baris.")))
            return


def _row(cells: dict[str, str]) -> HolidayRow | str:
    """The row, or what is wrong with it."""
    if None in cells or None in cells.values():
        return _("Baris harus berisi tiga kolom.")
    day = as_day(cells["tanggal"].strip())
    if day is None:
        return _("Tanggal ditulis TTTT-BB-HH, tahun 2000 sampai 2100. Contoh: 2027-01-01.")
    name, kind = one_line(cells["nama"]), cells["jenis"].strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        return _("Nama hari libur 1 sampai 120 huruf.")
    if kind not in list(HolidayKind):
        return _("Jenis harus libur_nasional atau cuti_bersama.")
    return HolidayRow(day, name, HolidayKind(kind))


def as_day(text: str) -> date | None:
    """An ISO date of a year that can be meant."""
    try:
        day = date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None
    return day if day is not None and day.year in YEARS else None
