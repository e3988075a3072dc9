"""Loading a city's register of areas, units and holidays from its data folder."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import select

from forum.city.models import Area, AreaLevel, Holiday, Unit
from forum.core.db import atomic, db


@atomic()
def load_city(folder: Path) -> None:
    """Take in `wilayah.csv`, `opd.csv` and `hari_libur.csv`; rows already there are updated.

    The codes are those of the ministry's register (Kepmendagri 300.2.2-2430/2025).
    """
    _load_areas(folder / "wilayah.csv")
    _load_units(folder / "opd.csv")
    _load_holidays(folder / "hari_libur.csv")


def _load_areas(path: Path) -> None:
    known = {area.code: area for area in db.session.scalars(select(Area))}
    for row in _rows(path):
        area = known.setdefault(row["kode"], Area(code=row["kode"]))
        parent = known.get(row["kode_induk"])
        area.level = AreaLevel(row["tingkat"])
        area.name = row["nama"]
        area.parent_id = parent.id if parent else None
        area.parent_name = parent.name if parent and area.level is AreaLevel.VILLAGE else None
        area.latitude, area.longitude = float(row["lat"]), float(row["lng"])
        db.session.add(area)
        db.session.flush()


def _load_units(path: Path) -> None:
    known = {unit.code: unit for unit in db.session.scalars(select(Unit))}
    for row in _rows(path):
        unit = known.get(row["kode"]) or Unit(code=row["kode"])
        unit.name, unit.short_name, unit.kind = row["nama"], row["singkatan"], row["jenis"]
        db.session.add(unit)


def _load_holidays(path: Path) -> None:
    known = {holiday.day: holiday for holiday in db.session.scalars(select(Holiday))}
    for row in _rows(path):
        day = date.fromisoformat(row["tanggal"])
        holiday = known.get(day) or Holiday(day=day)
        holiday.name, holiday.kind = row["nama"], row["jenis"]
        db.session.add(holiday)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)
