"""Who may give which role, for what part of the city, and who may see whom.

An administrator of the city gives every role. One of an area gives the roles of its offices,
for that area and the kelurahan in it; one of a unit gives the roles of that unit. Administrators,
coordinators and whoever serves the whole city are named by the city alone.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, false, or_, select, true

from forum.accounts.models import RoleGrant, User
from forum.city.models import Area, Unit
from forum.core.actor import Actor, Role
from forum.staff.models import Invitation

GIVEN_BY_CITY_ALONE = frozenset({Role.ADMIN, Role.COORDINATOR})
OF_AN_AREA = frozenset(
    {Role.DESK, Role.FACILITATOR, Role.SCRIBE, Role.OBSERVER, Role.MODERATOR}
)
OF_A_UNIT = frozenset({Role.OFFICIAL, Role.HEAD, Role.FACILITATOR, Role.SCRIBE, Role.OBSERVER})
NEEDS_A_UNIT = frozenset({Role.OFFICIAL, Role.HEAD})
NEVER_GIVEN = frozenset({Role.RESIDENT, Role.SYSTEM})  # everyone's, and nobody's
ROLES = tuple(role for role in Role if role not in NEVER_GIVEN)


def fits(role: Role, area: Area | None, unit: Unit | None) -> bool:
    """Whether this role can be held for this: at most one of area and unit, or the whole city."""
    if role in NEVER_GIVEN or (area is not None and unit is not None):
        return False
    if role in GIVEN_BY_CITY_ALONE:
        return True
    if unit is not None:
        return role in OF_A_UNIT
    return role not in NEEDS_A_UNIT


def can_grant(actor: Actor, role: Role, area: Area | None, unit: Unit | None) -> bool:
    if not fits(role, area, unit):
        return False
    if runs_the_city(actor):
        return True
    if role in GIVEN_BY_CITY_ALONE:
        return False
    if area is not None:
        return role in OF_AN_AREA and administers_area(actor, area)
    return unit is not None and administers_unit(actor, unit.id)


def can_withdraw(actor: Actor, grant: RoleGrant) -> bool:
    """Whoever may give a role may take it. Needs `area` and `unit` of the grant to be loaded."""
    if runs_the_city(actor):
        return True
    return can_grant(actor, grant.role, grant.area, grant.unit)


def can_invite(actor: Actor, role: Role, area: Area | None, unit: Unit | None) -> bool:
    return can_grant(actor, role, area, unit)


def can_manage_invitation(actor: Actor, invitation: Invitation) -> bool:
    """Send it again, or withdraw it. Needs `area` and `unit` to be loaded."""
    return can_grant(actor, invitation.role, invitation.area, invitation.unit)


def can_give_to(actor: Actor, user: User) -> bool:
    """Never to oneself, and not to an account that is closed or that nobody signs in to."""
    return actor.id != user.id and user.active and user.erased_at is None


def can_reset_second_factor(actor: Actor, user: User) -> bool:
    """Of others, by whoever may take every role they hold. Needs `grants` to be loaded.

    Someone without any role turns to the city.
    """
    if actor.id == user.id or user.erased_at is not None or not user.has_second_factor:
        return False
    held = [grant for grant in user.grants if grant.in_force]
    return runs_the_city(actor) or (
        bool(held) and all(can_withdraw(actor, grant) for grant in held)
    )


def can_see_staff_number(actor: Actor, user: User) -> bool:
    """The person, and administrators whose scope holds one of their roles. Needs `grants`."""
    if actor.id == user.id or runs_the_city(actor):
        return True
    return any(grant.in_force and can_withdraw(actor, grant) for grant in user.grants)


def can_manage_staff(actor: Actor) -> bool:
    """Administrators, whatever their scope: each sees their own part."""
    return actor.is_system or actor.serves_as(Role.ADMIN)


def runs_the_city(actor: Actor) -> bool:
    return actor.has(Role.ADMIN, Role.SYSTEM)


def administers_area(actor: Actor, area: Area) -> bool:
    """This area, or the kecamatan it lies in."""
    return any(
        actor.has(Role.ADMIN, area_id=each) for each in (area.id, area.parent_id) if each
    )


def administers_unit(actor: Actor, unit_id: int) -> bool:
    return actor.has(Role.ADMIN, unit_id=unit_id)


def admins_concerned(
    holders: Iterable[User], grant: RoleGrant, chosen: int | None
) -> Collection[int]:
    """Which administrators may prolong this role: whoever gave it, if they still may, or all.

    `holders` are administrators with their grants loaded.
    """
    able = [user.id for user in holders if can_withdraw(user.as_actor(), grant)]
    return [chosen] if chosen in able else able


def _areas_of(actor: Actor) -> list[int]:
    return [
        grant.area_id
        for grant in actor.grants
        if grant.role is Role.ADMIN and grant.area_id is not None
    ]


def within_reach(actor: Actor, area_id: object, unit_id: object) -> ColumnElement[bool]:
    """The rows, by these columns, that lie in what this administrator answers for."""
    if runs_the_city(actor):
        return true()
    areas, units = _areas_of(actor), actor.unit_ids(Role.ADMIN)
    if not areas and not units:
        return false()
    below = select(Area.id).where(or_(Area.id.in_(areas), Area.parent_id.in_(areas)))
    return or_(area_id.in_(below), unit_id.in_(units))  # type: ignore[attr-defined]


def grants_visible_to(viewer: Actor) -> ColumnElement[bool]:
    return within_reach(viewer, RoleGrant.area_id, RoleGrant.unit_id)


def invitations_visible_to(viewer: Actor) -> ColumnElement[bool]:
    return within_reach(viewer, Invitation.area_id, Invitation.unit_id)


def people_visible_to(viewer: Actor) -> ColumnElement[bool]:
    """Whoever holds or held a role there; residents of one's area, too."""
    if runs_the_city(viewer):
        return true()
    staff = select(RoleGrant.user_id).where(grants_visible_to(viewer))
    areas = _areas_of(viewer)
    below = select(Area.id).where(or_(Area.id.in_(areas), Area.parent_id.in_(areas)))
    return or_(User.id.in_(staff), User.area_id.in_(below))
