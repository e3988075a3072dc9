"""The register of the city, against the official numbers of domain.md."""

import pytest
from sqlalchemy import func, select

from forum.city import queries
from forum.city.actions import load_city
from forum.city.models import Area, AreaLevel, Holiday, Unit
from forum.config import ROOT
from forum.core.db import db


@pytest.fixture
def city():
    load_city(ROOT / "data" / "palangkaraya")


def test_five_kecamatan_and_thirty_kelurahan(city):
    assert len(queries.districts()) == 5
    assert len(queries.villages()) == 30
    counts = select(Area.parent_name, func.count()).where(Area.level == AreaLevel.VILLAGE)
    assert dict(db.session.execute(counts.group_by(Area.parent_name)).all()) == {
        "Pahandut": 6,
        "Bukit Batu": 7,
        "Jekan Raya": 4,
        "Sabangau": 6,
        "Rakumpit": 7,
    }


def test_a_kelurahan_is_called_with_its_kecamatan(city):
    menteng = queries.area_by_code("62.71.03.1002")

    assert menteng is not None
    assert menteng.label == "Menteng, Jekan Raya"


@pytest.mark.parametrize(
    ("year", "holidays", "joint_leave"), [(2025, 17, 11), (2026, 17, 8), (2027, 18, 8)]
)
def test_holidays_of_a_year(city, year, holidays, joint_leave):
    days = [h for h in db.session.scalars(select(Holiday)) if h.day.year == year]

    assert len([h for h in days if h.kind == "libur_nasional"]) == holidays
    assert len([h for h in days if h.kind == "cuti_bersama"]) == joint_leave


def test_loading_again_changes_nothing(city):
    before = [
        db.session.scalars(select(func.count()).select_from(t)).one()
        for t in (Area, Unit, Holiday)
    ]
    load_city(ROOT / "data" / "palangkaraya")
    after = [
        db.session.scalars(select(func.count()).select_from(t)).one()
        for t in (Area, Unit, Holiday)
    ]

    assert before == after
