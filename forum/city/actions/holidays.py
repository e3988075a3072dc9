"""Changing the table of holidays.

Deadlines are counted from the table when they are set. Whatever keeps one listens to
`HolidaysChanged` and counts the open ones again; closed ones keep what applied then. No folder
keeps such a deadline yet, so here nothing is counted again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from forum.city import policy, queries
from forum.city.actions.uniqueness import unique
from forum.city.events import HolidayNoted, HolidayRemoved, HolidaysImported
from forum.city.holiday_file import LONGEST_NAME, YEARS, HolidayRow
from forum.city.models import Holiday, HolidayKind
from forum.core.actor import Actor
from forum.core.db import after_commit, atomic, db, lock
from forum.core.errors import Invalid
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import one_line


@dataclass
class HolidayChanges:
    """What taking in a file would do. A changed one comes with what stands in the table."""

    added: list[HolidayRow] = field(default_factory=list)
    changed: list[tuple[Holiday, HolidayRow]] = field(default_factory=list)
    same: int = 0


def changes_of(rows: Sequence[HolidayRow]) -> HolidayChanges:
    """Compare with the table. Days that the file does not name are left alone."""
    changes, known = HolidayChanges(), queries.holidays_on([row.day for row in rows])
    for row in rows:
        holiday = known.get(row.day)
        if holiday is None:
            changes.added.append(row)
        elif (holiday.name, holiday.kind) == (row.name, row.kind):
            changes.same += 1
        else:
            changes.changed.append((holiday, row))
    return changes


@atomic()
def add_holiday(actor: Actor, *, day: date, name: str, kind: HolidayKind) -> Holiday:
    require(policy.can_manage_holidays, actor)
    holiday = Holiday()
    _write(holiday, day, name, kind)
    _tell(HolidayNoted(day=day.isoformat(), **_by(actor)))
    return holiday


@atomic()
def edit_holiday(
    actor: Actor, holiday: Holiday, *, day: date, name: str, kind: HolidayKind
) -> None:
    require(policy.can_manage_holidays, actor)
    lock(holiday)
    before = holiday.day
    _write(holiday, day, name, kind)
    _tell(HolidayNoted(day=day.isoformat(), before=before.isoformat(), **_by(actor)))


@atomic()
def remove_holiday(actor: Actor, holiday: Holiday) -> None:
    require(policy.can_manage_holidays, actor)
    db.session.delete(holiday)
    _tell(HolidayRemoved(day=holiday.day.isoformat(), **_by(actor)))


@atomic()
def import_holidays(actor: Actor, rows: Sequence[HolidayRow]) -> HolidayChanges:
    """Add the days that are new and change those that differ; the rest of the table stays."""
    require(policy.can_manage_holidays, actor)
    changes = changes_of(rows)
    for row in changes.added:
        _write(Holiday(), row.day, row.name, row.kind)
    for holiday, row in changes.changed:
        _write(holiday, row.day, row.name, row.kind)
    if changes.added or changes.changed:
        added, changed = len(changes.added), len(changes.changed)
        _tell(HolidaysImported(added=added, changed=changed, **_by(actor)))
    return changes


def _write(holiday: Holiday, day: date, name: str, kind: HolidayKind) -> None:
    name = one_line(name)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid(_("Nama hari libur 1 sampai 120 huruf."))
    if day.year not in YEARS:
        raise Invalid(_("Tahun hari libur 2000 sampai 2100."))
    other = queries.holiday_on(day)
    if other is not None and other is not holiday:
        raise Invalid(_("Tanggal itu sudah tercatat: %(name)s.", name=other.name))
    with unique(_("Tanggal itu sudah tercatat.")):
        holiday.day, holiday.name, holiday.kind = day, name, kind
        db.session.add(holiday)


def _tell(event: HolidayNoted | HolidayRemoved | HolidaysImported) -> None:
    record(event)
    after_commit(queries.closed_days.renew)


def _by(actor: Actor) -> dict[str, Any]:
    return {"actor_id": actor.id, "role": actor.standing(*policy.MANAGING)}
