"""Who may verify people, print codes for them, take a verification back, decide a conflict.

Officers of a kelurahan do so for its people, those of a kecamatan for all of its kelurahan.
"""

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import User
from forum.city.models import Area
from forum.core.actor import Actor, Role
from forum.verification.models import ConflictCase

DESK = (Role.DESK,)
OFFICE = (Role.DESK, Role.ADMIN)


def can_redeem(actor: Actor) -> bool:
    """Whoever has an account: for oneself."""
    return actor.signed_in


def can_serve(actor: Actor) -> bool:
    """Stands at a desk where identity cards are looked at."""
    return bool(_scopes(actor, DESK))


def can_verify(actor: Actor, user: User, area: Area) -> bool:
    """The officers of the area in which the person lives; never oneself."""
    return _is_for(actor, DESK, area) and actor.id != user.id


def can_manage_codes(actor: Actor) -> bool:
    return bool(_scopes(actor, OFFICE))


def can_print_codes(actor: Actor, area: Area) -> bool:
    return _is_for(actor, OFFICE, area)


def can_look_after(actor: Actor) -> bool:
    """Sees the verifications of an area, and the conflicts."""
    return bool(_scopes(actor, OFFICE))


def can_see_records(actor: Actor, user: User) -> bool:
    """Needs the person's `area`."""
    return _is_for(actor, OFFICE, user.area)


def can_revoke(actor: Actor, user: User) -> bool:
    """Those who see the person's records, save for themselves. Needs the person's `area`."""
    return actor.id != user.id and can_see_records(actor, user)


def can_decide(actor: Actor, case: ConflictCase) -> bool:
    """Not who opened it, nor the two whom it is about: to them it does not say who that is.

    Needs the case's `area`.
    """
    return _is_for(actor, OFFICE, case.area) and actor.id not in (
        case.opened_by_id,
        case.claimant_id,
        case.holder_id,
    )


def can_vouch(actor: Actor) -> bool:
    """Takes another provider's word for a NIK: the program itself, never a person."""
    return actor.is_system


def served_by(actor: Actor, *roles: Role) -> ColumnElement[bool]:
    """The areas for which one of these roles is held."""
    return _within(Area.id, actor, roles) | _within(Area.parent_id, actor, roles)


def visible_to(
    viewer: Actor, area_id: InstrumentedAttribute[int] | InstrumentedAttribute[int | None]
) -> ColumnElement[bool]:
    """Rows of an area that this officer answers for; the city's officers see all of them."""
    if None in _scopes(viewer, OFFICE):
        return true()
    return area_id.in_(select(Area.id).where(served_by(viewer, *OFFICE)))


def _is_for(actor: Actor, roles: tuple[Role, ...], area: Area | None) -> bool:
    places = (None,) if area is None else (area.id, area.parent_id)
    return any(actor.has(*roles, area_id=place) for place in places)


def _scopes(actor: Actor, roles: tuple[Role, ...]) -> set[int | None]:
    """The areas of these roles; None among them stands for the whole city."""
    return {
        grant.area_id for grant in actor.grants if grant.role in roles and grant.unit_id is None
    }


def _within(
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    actor: Actor,
    roles: tuple[Role, ...],
) -> ColumnElement[bool]:
    scopes = _scopes(actor, roles)
    if None in scopes:
        return true()
    return column.in_(scopes) if scopes else or_(false())
