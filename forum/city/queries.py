"""What a page may ask about the city."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, extract, func, or_, select
from sqlalchemy.orm import joinedload

from forum.city import policy, settings, workdays
from forum.city.memory import Remembered
from forum.city.models import Area, AreaLevel, Holiday, Population, Setting, Unit
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import NotFound
from forum.web.paging import Page, cut, decode

PAGE = 30

# --- areas


def villages() -> Sequence[Area]:
    """The kelurahan, by kecamatan and name, as a form lists them."""
    statement = select(Area).where(Area.level == AreaLevel.VILLAGE)
    return db.session.scalars(statement.order_by(Area.parent_name, Area.name)).all()


def districts() -> Sequence[Area]:
    statement = select(Area).where(Area.level == AreaLevel.DISTRICT)
    return db.session.scalars(statement.order_by(Area.name)).all()


def areas() -> Sequence[Area]:
    """All of them, each kecamatan before its kelurahan: the order of their codes."""
    return db.session.scalars(select(Area).order_by(Area.code)).all()


def areas_named(text: str) -> list[Area]:
    """Areas whose name, other spelling or code holds these words, however they are spaced."""
    wanted = _plain(text)
    return [
        area
        for area in areas()
        if any(wanted in _plain(name) for name in (*area.names, area.code))
    ]


def area_by_code(code: str) -> Area | None:
    return db.session.scalar(select(Area).where(Area.code == code))


def area_by_id(area_id: int) -> Area:
    area = db.session.get(Area, area_id)
    if area is None:
        raise NotFound("area")
    return area


def children_of(area: Area) -> Sequence[Area]:
    return db.session.scalars(select(Area).where(Area.parent_id == area.id)).all()


def _plain(name: str) -> str:
    return "".join(name.casefold().split())


# --- residents


@dataclass(frozen=True)
class Residents:
    """An area with its newest figure, where it has one."""

    area: Area
    figure: Population | None


def population(area_ids: Iterable[int]) -> Mapping[int, int]:
    """How many people live in each area by its newest figure; areas without one are left out."""
    return {
        figure.area_id: figure.total for figure in _newest(Population.area_id.in_(area_ids))
    }


def residents_for(actor: Actor) -> list[Residents]:
    """The areas whose figures this person may note."""
    figures = {figure.area_id: figure for figure in _newest()}
    return [
        Residents(area, figures.get(area.id))
        for area in areas()
        if policy.can_note_population(actor, area)
    ]


def figures_of(area: Area) -> Sequence[Population]:
    """All figures of an area, the newest first."""
    statement = select(Population).where(Population.area_id == area.id)
    return db.session.scalars(statement.order_by(Population.year.desc())).all()


def figure_by_id(figure_id: int) -> Population:
    statement = select(Population).options(joinedload(Population.area))
    figure = db.session.scalar(statement.where(Population.id == figure_id))
    if figure is None:
        raise NotFound("population")
    return figure


def _newest(*where: ColumnElement[bool]) -> Sequence[Population]:
    newest = (
        select(Population.area_id, func.max(Population.year).label("year"))
        .where(*where)
        .group_by(Population.area_id)
        .subquery()
    )
    statement = select(Population).join(
        newest,
        (Population.area_id == newest.c.area_id) & (Population.year == newest.c.year),
    )
    return db.session.scalars(statement).all()


# --- units


def units() -> Sequence[Unit]:
    """Those that work today, for whoever is to choose one."""
    statement = select(Unit).where(Unit.closed_at.is_(None))
    return db.session.scalars(statement.order_by(Unit.name)).all()


def units_page(actor: Actor, cursor: str | None = None) -> Page[Unit]:
    """The units this person may edit, closed ones too, 30 on a page."""
    statement = select(Unit)
    if not policy.can_manage_units(actor):
        statement = statement.where(Unit.id.in_(actor.unit_ids(*policy.MANAGING)))
    after = decode(cursor, str, int)
    if after is not None:
        name, last = after
        statement = statement.where(
            or_(Unit.name > name, (Unit.name == name) & (Unit.id > last))
        )
    rows = db.session.scalars(statement.order_by(Unit.name, Unit.id).limit(PAGE + 1)).all()
    return cut(rows, PAGE, lambda unit: (unit.name, unit.id), is_first=after is None)


def unit_by_code(code: str) -> Unit | None:
    return db.session.scalar(select(Unit).where(Unit.code == code))


def unit_by_id(unit_id: int) -> Unit:
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise NotFound("unit")
    return unit


# --- holidays and working days


def _load_closed_days() -> frozenset[date]:
    return frozenset(db.session.scalars(select(Holiday.day)))


closed_days: Remembered[frozenset[date]] = Remembered(_load_closed_days)


def due_date(received: date | datetime, days: int) -> date:
    """The `days`-th working day after receipt, by the table of holidays.

    A moment counts as the day it was in Palangka Raya. ValueError as in `workdays.due_date`.
    """
    return workdays.due_date(workdays.calendar_day(received), days, closed_days.get())


def due_at(received: date | datetime, days: int) -> datetime:
    """23.59 WIB of the due date."""
    return workdays.end_of(due_date(received, days))


def years_unknown(first: date, last: date) -> list[int]:
    """Years of this span for which no holiday is known: their due dates come too early."""
    return years_without(closed_days.get(), first, last)


def years_without(closed: Collection[date], first: date, last: date) -> list[int]:
    known = {day.year for day in closed}
    return [year for year in range(first.year, last.year + 1) if year not in known]


def year_to_come_unknown() -> int | None:
    """The next year, as long as nobody has entered its holidays; the decree comes each September."""
    year = clock.today().year + 1
    known = select(Holiday.id).where(_in_year(year)).limit(1)
    return year if db.session.scalar(known) is None else None


def holidays_in(year: int) -> Sequence[Holiday]:
    return db.session.scalars(select(Holiday).where(_in_year(year)).order_by(Holiday.day)).all()


def holiday_years() -> Sequence[int]:
    year = extract("year", Holiday.day)
    return [int(each) for each in db.session.scalars(select(year).distinct().order_by(year))]


def holiday_by_id(holiday_id: int) -> Holiday:
    holiday = db.session.get(Holiday, holiday_id)
    if holiday is None:
        raise NotFound("holiday")
    return holiday


def holiday_on(day: date) -> Holiday | None:
    return db.session.scalar(select(Holiday).where(Holiday.day == day))


def holidays_on(days: Collection[date]) -> dict[date, Holiday]:
    found = db.session.scalars(select(Holiday).where(Holiday.day.in_(days)))
    return {holiday.day: holiday for holiday in found}


def _in_year(year: int) -> ColumnElement[bool]:
    return Holiday.day.between(date(year, 1, 1), date(year, 12, 31))


# --- settings


def setting(key: str) -> tuple[Any, int]:
    """The value in force and its version, read now: for the page that changes it."""
    row = db.session.get(Setting, key)
    if row is None:
        return settings.effective(key, {}), 0
    return settings.effective(key, {key: row.value}), row.version
