"""What a page may ask about the city."""

from collections.abc import Sequence

from sqlalchemy import select

from forum.city.models import Area, AreaLevel, Unit
from forum.core.db import db


def villages() -> Sequence[Area]:
    """The kelurahan, by kecamatan and name, as a form lists them."""
    statement = select(Area).where(Area.level == AreaLevel.VILLAGE)
    return db.session.scalars(statement.order_by(Area.parent_name, Area.name)).all()


def districts() -> Sequence[Area]:
    statement = select(Area).where(Area.level == AreaLevel.DISTRICT)
    return db.session.scalars(statement.order_by(Area.name)).all()


def units() -> Sequence[Unit]:
    return db.session.scalars(select(Unit).order_by(Unit.name)).all()


def area_by_code(code: str) -> Area | None:
    return db.session.scalar(select(Area).where(Area.code == code))


def unit_by_code(code: str) -> Unit | None:
    return db.session.scalar(select(Unit).where(Unit.code == code))
