"""Changing the register of areas."""

import re
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forum.city import policy, queries
from forum.city.actions.settings import show_anew
from forum.city.actions.uniqueness import unique
from forum.city.events import AreaAdded, AreaChanged, AreaRemoved
from forum.city.models import Area, AreaLevel
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock, require_version
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import one_line

# What a code looks like, and of which level the area is that it lies in.
CODES = {
    AreaLevel.DISTRICT: (re.compile(r"\d\d\.\d\d\.\d\d"), AreaLevel.CITY),
    AreaLevel.VILLAGE: (re.compile(r"\d\d\.\d\d\.\d\d\.\d{4}"), AreaLevel.DISTRICT),
}


class AreaInUse(Refused):
    """Something belongs to it, so it stays."""


@dataclass(frozen=True)
class AreaWords:
    """How an area is called and where it lies, as typed in."""

    name: str
    variants: str = ""
    latitude: float | None = None
    longitude: float | None = None


@atomic()
def add_area(actor: Actor, *, code: str, words: AreaWords) -> Area:
    """A kecamatan or kelurahan, by its code, in the area that the code says it lies in."""
    require(policy.can_manage_areas, actor)
    code = one_line(code)
    level = next((each for each, (look, _in) in CODES.items() if look.fullmatch(code)), None)
    if level is None:
        raise Invalid(_("Kode kecamatan ditulis 62.71.06, kode kelurahan 62.71.06.1001."))
    if queries.area_by_code(code) is not None:
        raise Invalid(_("Kode itu sudah dipakai wilayah lain."))
    parent = queries.area_by_code(code.rpartition(".")[0])
    if parent is None or parent.level is not CODES[level][1]:
        raise Invalid(_("Wilayah induk dari kode itu belum ada."))
    area = Area(code=code, level=level, parent_id=parent.id)
    area.parent_name = parent.name if level is AreaLevel.VILLAGE else None
    _take_over(area, words)
    with unique(_("Kode itu sudah dipakai wilayah lain.")):
        db.session.add(area)
    record(AreaAdded(area_id=area.id, **_by(actor)))
    show_anew()
    return area


@atomic()
def edit_area(
    actor: Actor, area: Area, *, words: AreaWords, expected_version: int | None = None
) -> None:
    """Its code stays for good. A kecamatan's new name shows with its kelurahan as well."""
    require(policy.can_manage_areas, actor)
    lock(area)
    require_version(area, expected_version)
    _take_over(area, words)
    area.version += 1
    if area.level is AreaLevel.DISTRICT:
        for village in queries.children_of(area):
            village.parent_name = area.name
    record(AreaChanged(area_id=area.id, **_by(actor)))
    show_anew()


@atomic()
def remove_area(actor: Actor, area: Area) -> None:
    """Only while nobody lives, writes or serves there and no figure is kept of it."""
    require(policy.can_manage_areas, actor)
    code = area.code
    try:
        with db.session.begin_nested():
            db.session.delete(area)
    except IntegrityError:
        raise AreaInUse(_("Wilayah ini sudah dipakai, jadi tidak dapat dihapus.")) from None
    record(AreaRemoved(code=code, **_by(actor)))
    show_anew()


def _take_over(area: Area, words: AreaWords) -> None:
    name = one_line(words.name)
    variants = [one for each in words.variants.split(",") if (one := one_line(each))]
    if not 2 <= len(name) <= 80:
        raise Invalid(_("Nama wilayah 2 sampai 80 huruf."))
    if len(", ".join(variants)) > 200:
        raise Invalid(_("Ejaan lain paling panjang 200 huruf seluruhnya."))
    if (words.latitude is None) is not (words.longitude is None):
        raise Invalid(_("Isi lintang dan bujur bersama-sama, atau kosongkan keduanya."))
    if not -90 <= (words.latitude or 0) <= 90 or not -180 <= (words.longitude or 0) <= 180:
        raise Invalid(_("Lintang -90 sampai 90, bujur -180 sampai 180."))
    area.name, area.variants = name, ", ".join(variants)
    area.latitude, area.longitude = words.latitude, words.longitude


def _by(actor: Actor) -> dict[str, Any]:
    return {"actor_id": actor.id, "role": actor.standing(*policy.MANAGING)}
