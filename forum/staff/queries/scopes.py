"""The parts of the city for which a role may be given, and what they are called."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select, union_all

from forum.city.models import Area, AreaLevel, Unit
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import NotFound
from forum.staff import policy


@dataclass(frozen=True)
class Reach:
    """The areas and units for which this administrator may give roles, and the city or not."""

    city: bool
    areas: Sequence[Area]
    units: Sequence[Unit]


def reach_of(actor: Actor) -> Reach:
    """Two queries, however many there are."""
    areas = select(Area).where(
        policy.within_reach(actor, Area.id, literal(None)), Area.level != AreaLevel.CITY
    )
    units = select(Unit).where(
        policy.within_reach(actor, literal(None), Unit.id), Unit.closed_at.is_(None)
    )
    return Reach(
        policy.runs_the_city(actor),
        db.session.scalars(areas.order_by(Area.code)).all(),
        db.session.scalars(units.order_by(Unit.name)).all(),
    )


def scope(area_id: int | None, unit_id: int | None) -> tuple[Area | None, Unit | None]:
    """The area and unit with these ids; NotFound where there is none."""
    area = db.session.get(Area, area_id) if area_id is not None else None
    unit = db.session.get(Unit, unit_id) if unit_id is not None else None
    if (area_id is not None and area is None) or (unit_id is not None and unit is None):
        raise NotFound("scope")
    return area, unit


@dataclass(frozen=True)
class Place:
    """An area or a unit by name; `level` of an area only."""

    name: str
    level: str | None


def places(
    area_ids: Collection[int], unit_ids: Collection[int]
) -> tuple[dict[int, Place], dict[int, Place]]:
    """The names of these areas and units, in one query."""
    if not area_ids and not unit_ids:
        return {}, {}
    area = select(
        literal("area").label("kind"), Area.id, Area.name, Area.level.label("level")
    ).where(Area.id.in_(area_ids))
    unit = select(literal("unit"), Unit.id, Unit.short_name, literal(None)).where(
        Unit.id.in_(unit_ids)
    )
    found: dict[str, dict[int, Place]] = {"area": {}, "unit": {}}
    rows: Sequence[Any] = db.session.execute(union_all(area, unit)).all()
    for row in rows:
        found[row.kind][row.id] = Place(row.name, row.level)
    return found["area"], found["unit"]
