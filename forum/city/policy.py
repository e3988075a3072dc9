"""Who may do what with the register of the city and its settings.

The city's administrators do all of it. An administrator of a unit mends the names of that
unit; one of an area notes the residents of that area.
"""

from forum.city.models import Area, Unit
from forum.core.actor import Actor, Role

MANAGING = (Role.ADMIN, Role.SYSTEM)


def can_manage_city(actor: Actor) -> bool:
    """For the whole city, not for an area or a unit of it."""
    return actor.has(*MANAGING)


def can_manage_holidays(actor: Actor) -> bool:
    return can_manage_city(actor)


def can_manage_areas(actor: Actor) -> bool:
    return can_manage_city(actor)


def can_manage_units(actor: Actor) -> bool:
    """Add, close and open them again."""
    return can_manage_city(actor)


def can_edit_unit(actor: Actor, unit: Unit) -> bool:
    return actor.has(*MANAGING, unit_id=unit.id)


def can_edit_some_unit(actor: Actor) -> bool:
    return can_manage_units(actor) or bool(actor.unit_ids(Role.ADMIN))


def can_note_population(actor: Actor, area: Area) -> bool:
    """Who administers a kecamatan does so for its kelurahan."""
    return any(actor.has(*MANAGING, area_id=each) for each in (area.id, area.parent_id))


def can_note_some_population(actor: Actor) -> bool:
    return can_manage_city(actor) or bool(areas_administered(actor))


def can_change_settings(actor: Actor) -> bool:
    return can_manage_city(actor)


def areas_administered(actor: Actor) -> frozenset[int]:
    """The areas for which the actor is an administrator."""
    return frozenset(
        grant.area_id
        for grant in actor.grants
        if grant.role is Role.ADMIN and grant.area_id is not None
    )
