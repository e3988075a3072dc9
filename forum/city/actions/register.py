"""Loading a city's register from its data folder.

The tables are the truth and are changed on the pages under /kelola, so what somebody entered or
took away there stays as it is when the folder is read again at the next start.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import select

from forum.city import queries
from forum.city.holiday_file import read_holidays
from forum.city.models import Area, AreaLevel, Holiday, Population, Unit
from forum.core.db import after_commit, atomic, db


@atomic()
def load_city(folder: Path) -> None:
    """Take in what is new in the folder: areas, units, years of holidays, numbers of residents.

    Of an area that is there already only what is empty is filled in. The codes are those of
    the ministry's register (Kepmendagri 300.2.2-2430/2025).
    """
    _load_areas(folder)
    _load_units(folder / "opd.csv")
    _load_holidays(folder / "hari_libur.csv")
    _load_population(folder / "penduduk.csv")
    after_commit(queries.closed_days.renew)


def _load_areas(folder: Path) -> None:
    known = {area.code: area for area in db.session.scalars(select(Area))}
    variants = {row["kode"]: row["varian"] for row in _rows(folder / "varian.csv")}
    for row in _rows(folder / "wilayah.csv"):
        area = known.get(row["kode"])
        if area is None:
            area = known[row["kode"]] = Area(code=row["kode"], name=row["nama"])
            area.level = AreaLevel(row["tingkat"])
            db.session.add(area)
        parent = known.get(row["kode_induk"])
        if area.parent_id is None and parent is not None:
            area.parent_id = parent.id
            area.parent_name = parent.name if area.level is AreaLevel.VILLAGE else None
        if area.latitude is None:
            area.latitude, area.longitude = float(row["lat"]), float(row["lng"])
        if area.variants is None:
            area.variants = variants.get(area.code)
        db.session.flush()


def _load_units(path: Path) -> None:
    known = set(db.session.scalars(select(Unit.code)))
    for row in _rows(path):
        if row["kode"] not in known:
            db.session.add(
                Unit(
                    code=row["kode"],
                    name=row["nama"],
                    short_name=row["singkatan"] or row["nama"][:60],
                    kind=row["jenis"],
                )
            )


def _load_holidays(path: Path) -> None:
    """Year by year: of a year with rows in the table, somebody has taken care."""
    known = {day.year for day in db.session.scalars(select(Holiday.day))}
    if path.is_file():
        for each in read_holidays(path.read_text(encoding="utf-8")).rows:
            if each.day.year not in known:
                db.session.add(Holiday(day=each.day, name=each.name, kind=each.kind))


def _load_population(path: Path) -> None:
    rows = db.session.execute(select(Area.code, Population.year).join(Population))
    known = {(code, year) for code, year in rows}
    areas = {area.code: area.id for area in db.session.scalars(select(Area))}
    for row in _rows(path):
        if row["kode"] in areas and (row["kode"], int(row["tahun"])) not in known:
            db.session.add(
                Population(
                    area_id=areas[row["kode"]],
                    year=int(row["tahun"]),
                    male=int(row["laki_laki"]),
                    female=int(row["perempuan"]),
                    total=int(row["jumlah"]),
                    source=row["sumber"],
                )
            )


def shipped_holidays(folder: Path) -> frozenset[date]:
    """The closed days of the folder, for when there is no database yet."""
    text = (folder / "hari_libur.csv").read_text(encoding="utf-8")
    return frozenset(each.day for each in read_holidays(text).rows)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """The lines of a file that a city's folder may do without."""
    if path.is_file():
        with path.open(newline="", encoding="utf-8") as file:
            yield from csv.DictReader(file)
