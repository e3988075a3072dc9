"""Rows of the city's register for tests."""

from datetime import date

import factory

from forum.city.models import Holiday, HolidayKind, Population
from tests.factories import AreaFactory, Factory


class HolidayFactory(Factory):
    class Meta:
        model = Holiday

    day = factory.Sequence(lambda n: date.fromordinal(date(2026, 1, 1).toordinal() + n))
    name = factory.Sequence(lambda n: f"Hari Libur {n}")
    kind = HolidayKind.PUBLIC


class PopulationFactory(Factory):
    class Meta:
        model = Population

    area = factory.SubFactory(AreaFactory)
    year = 2025
    male = None
    female = None
    total = 1000
    source = "Angka percobaan"
