"""Factories that every folder needs. Rows are flushed, never committed."""

from typing import Any

import factory

from forum.city.models import Area, AreaLevel, Unit
from forum.core.db import db


class Factory(factory.alchemy.SQLAlchemyModelFactory):
    """The base of all factories: rows go into the session of the test.

    Relationships load nothing by themselves in this house; give what the test will look at.
    """

    class Meta:
        abstract = True
        # Asked anew each time: every test has a session of its own.
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731
        sqlalchemy_session_persistence = "flush"


class AreaFactory(Factory):
    """A kelurahan."""

    class Meta:
        model = Area
        sqlalchemy_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"62.71.03.{2000 + n}")
    level = AreaLevel.VILLAGE
    name = factory.Sequence(lambda n: f"Kelurahan {n}")
    parent_name = "Jekan Raya"


class UnitFactory(Factory):
    """A unit of the city government."""

    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"OPD-{n}")
    name = factory.Sequence(lambda n: f"Dinas Percobaan {n}")
    short_name = factory.Sequence(lambda n: f"Disba {n}")
    kind = "dinas"


def menteng() -> Any:
    """The kelurahan that most tests live in."""
    return AreaFactory(code="62.71.03.1002", name="Menteng")
