"""Changing the list of units of the city government."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask_babel import gettext as _

from forum.city import policy, queries
from forum.city.actions.settings import check_reason, show_anew
from forum.city.actions.uniqueness import unique
from forum.city.events import UnitAdded, UnitChanged, UnitClosed, UnitReopened
from forum.city.models import Unit
from forum.city.words import UNIT_KINDS
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock, require_version
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import one_line

Held = TypeVar("Held")
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class UnitIsClosed(Refused):
    """The unit takes no part any more."""


@dataclass(frozen=True)
class UnitWords:
    """How a unit is called, as typed in. None: leave the kind as it is."""

    name: str
    short_name: str = ""
    kind: str | None = None


@atomic()
def add_unit(actor: Actor, *, code: str, words: UnitWords) -> Unit:
    require(policy.can_manage_units, actor)
    code = one_line(code)
    if len(code) > 32 or not _CODE.fullmatch(code):
        raise Invalid(_("Kode terdiri atas huruf kecil, angka, dan tanda hubung."))
    if queries.unit_by_code(code) is not None:
        raise Invalid(_("Kode itu sudah dipakai perangkat daerah lain."))
    unit = Unit(code=code)
    _take_over(unit, words)
    with unique(_("Kode itu sudah dipakai perangkat daerah lain.")):
        db.session.add(unit)
    record(UnitAdded(unit_id=unit.id, actor_id=actor.id, role=_role(actor, unit)))
    return unit


@atomic()
def edit_unit(
    actor: Actor, unit: Unit, *, words: UnitWords, expected_version: int | None = None
) -> None:
    """Names, for its own administrators too; its kind is the city's to say."""
    require(policy.can_edit_unit, actor, unit)
    if words.kind is not None and words.kind != unit.kind:
        require(policy.can_manage_units, actor)
    lock(unit)
    require_version(unit, expected_version)
    _take_over(unit, words)
    unit.version += 1
    record(UnitChanged(unit_id=unit.id, actor_id=actor.id, role=_role(actor, unit)))
    show_anew()


_FIRST: list[Callable[[], object]] = []


def before_closing(wait: Callable[[], Held]) -> Callable[[], Held]:
    """Register what a folder above holds when a unit closes: it is held before the unit's row.

    Whoever changes what belongs to a unit holds that first and the unit last; in the other order
    two changes at once would wait for each other in a circle.
    """
    _FIRST.append(wait)
    return wait


@atomic()
def close_unit(
    actor: Actor, unit: Unit, *, reason: str, expected_version: int | None = None
) -> None:
    """From now on it takes no new staff and gives no new answers. What it did stays.

    What was bound to it ends in the same transaction: see `closing`.
    """
    require(policy.can_manage_units, actor)
    for wait in _FIRST:
        wait()
    lock(unit)
    require_version(unit, expected_version)
    if unit.is_closed:
        raise UnitIsClosed(_("Perangkat daerah ini sudah ditutup."))
    reason = check_reason(reason)
    unit.closed_at = clock.now()
    unit.version += 1
    role = _role(actor, unit)
    record(UnitClosed(unit_id=unit.id, actor_id=actor.id, role=role, reason=reason))
    show_anew()


@atomic()
def reopen_unit(
    actor: Actor, unit: Unit, *, reason: str, expected_version: int | None = None
) -> None:
    """It works again. Opening one that is open is harmless."""
    require(policy.can_manage_units, actor)
    lock(unit)
    require_version(unit, expected_version)
    if not unit.is_closed:
        return
    reason = check_reason(reason)
    unit.closed_at = None
    unit.version += 1
    role = _role(actor, unit)
    record(UnitReopened(unit_id=unit.id, actor_id=actor.id, role=role, reason=reason))
    show_anew()


def _take_over(unit: Unit, words: UnitWords) -> None:
    name, short_name = one_line(words.name), one_line(words.short_name)
    if not 3 <= len(name) <= 160:
        raise Invalid(_("Nama perangkat daerah 3 sampai 160 huruf."))
    if len(short_name) > 60:
        raise Invalid(_("Singkatan paling panjang 60 huruf."))
    kind = words.kind or unit.kind
    if kind != unit.kind and kind not in UNIT_KINDS:
        raise Invalid(_("Pilih jenis perangkat daerah."))
    unit.name, unit.short_name, unit.kind = name, short_name, kind


def _role(actor: Actor, unit: Unit) -> str:
    return actor.standing(*policy.MANAGING, unit_id=unit.id)
