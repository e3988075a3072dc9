"""A unit of the city closes: roles and invitations for it end with it."""

from forum.city.actions import before_closing
from forum.city.models import Unit
from forum.core import clock
from forum.core.actor import VISITOR, Actor, Grant
from forum.core.db import atomic, lock
from forum.core.outbox import record
from forum.staff import queries
from forum.staff.actions.invitations import end_invitation
from forum.staff.actions.parts import hold_roles
from forum.staff.events import RoleWithdrawn


@before_closing
def hold_all_roles() -> None:
    """Before the unit's own row, as whoever gives a role for it does."""
    hold_roles(VISITOR)


@atomic()
def end_all_of_unit(unit: Unit, *, reason: str, closed_by: int | None, role: str) -> None:
    """Within the closing of a unit: nobody acts for it any more, and nobody is invited to."""
    actor = Actor(id=closed_by)
    why = f"{unit.name} ditutup: {reason}"
    for grant in queries.grants_of_unit(unit.id):
        lock(grant)
        if not grant.in_force:
            continue
        grant.ended_at, grant.ended_by_id, grant.end_reason = clock.now(), closed_by, why
        record(
            RoleWithdrawn(
                user_id=grant.user_id,
                grant_id=grant.id,
                given=Grant(grant.role, grant.area_id, grant.unit_id).words,
                reason=why,
                actor_id=closed_by,
                role=role,
            )
        )
    for invitation in queries.open_invitations_of_unit(unit.id):
        lock(invitation)
        if invitation.is_open:
            end_invitation(actor, invitation, role, reason=why)
