"""How a role is called, with the part of the city it is held for."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts.words import ROLES
from forum.city.models import Area, AreaLevel, Unit
from forum.core.actor import Grant, Role
from forum.staff.models import InvitationState
from forum.staff.queries import Place

INVITATION_STATES = {
    InvitationState.OPEN: _l("Terbuka"),
    InvitationState.ACCEPTED: _l("Diterima"),
    InvitationState.EXPIRED: _l("Kedaluwarsa"),
    InvitationState.WITHDRAWN: _l("Ditarik"),
}
ROLE_STATES = {
    "berlaku": _l("Berlaku"),
    "menunggu": _l("Menunggu langkah kedua"),
    "segera": _l("Segera berakhir"),
    "riwayat": _l("Riwayat"),
}
_CITY = {Role.ADMIN: _l("Pengelola kota"), Role.DESK: _l("Petugas kelurahan")}
_SHORT = {Role.DESK: _l("Petugas"), Role.HEAD: _l("Pimpinan")}


def role_words(role: Role, area: Area | None, unit: Unit | None) -> str:
    """`Petugas Kelurahan Menteng`, `Pejabat Dinas PUPR`, `Pengelola kota`."""
    if unit is not None:
        return called(role, Place(unit.short_name or unit.name, None))
    if area is not None:
        return called(role, Place(area.name, area.level))
    return called(role, None)


def called(role: Role, place: Place | None) -> str:
    if place is None:
        return str(_CITY.get(role) or ROLES[role])
    return f"{_SHORT.get(role) or ROLES[role]} {_named(place)}"


def area_words(area: Area) -> str:
    """`Kelurahan Menteng`: with its level, for some kecamatan and kelurahan share a name."""
    return _named(Place(area.name, area.level))


def all_called(
    grants: Iterable[Grant], areas: Mapping[int, Place], units: Mapping[int, Place]
) -> str:
    """These grants of one role in a row; the one for the whole city says it all."""
    held = sorted(grants, key=lambda grant: (grant.area_id or 0, grant.unit_id or 0))
    whole = next((grant for grant in held if not grant.area_id and not grant.unit_id), None)
    if whole is not None:
        return called(whole.role, None)
    names = []
    for grant in held:
        place = areas.get(grant.area_id) if grant.area_id else units.get(grant.unit_id or 0)
        names.append(called(grant.role, place))
    return ", ".join(names)


def _named(place: Place) -> str:
    if place.level == AreaLevel.VILLAGE:
        return _("Kelurahan %(name)s", name=place.name)
    if place.level == AreaLevel.DISTRICT:
        return _("Kecamatan %(name)s", name=place.name)
    return place.name
