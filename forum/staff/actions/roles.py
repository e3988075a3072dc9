"""Giving roles to people who have an account, and taking them back."""

from datetime import date

from flask_babel import gettext as _

from forum.accounts.models import RoleGrant, User
from forum.core import clock
from forum.core.actor import Actor, Grant, Role
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid
from forum.core.outbox import record
from forum.core.policy import require
from forum.staff import policy, queries
from forum.staff.actions.parts import (
    check_unit,
    hold_roles,
    is_oneself,
    read_last_day,
    read_reason,
    read_scope,
    standing_of,
)
from forum.staff.actions.refusals import LastAdministrator, RoleOver
from forum.staff.events import (
    RoleGiven,
    RoleWithdrawn,
    StaffNumberRemoved,
)


@atomic()
def give_role(
    actor: Actor,
    user: User,
    *,
    role: Role,
    area_id: int | None = None,
    unit_id: int | None = None,
    until: date | None = None,
    reason: str,
) -> RoleGrant:
    """Give a role to someone who has an account. Given again, it gets another last day."""
    actor = hold_roles(actor)
    area, unit = read_scope(role, area_id, unit_id)
    require(policy.can_grant, actor, role, area, unit)
    lock(user)
    require(policy.can_give_to, actor, user)
    check_unit(unit)
    given = Grant(role, area_id, unit_id)
    grant, before = give(
        user, given, until=read_last_day(until), reason=read_reason(reason), giver=actor
    )
    record(
        RoleGiven(
            user_id=user.id,
            grant_id=grant.id,
            replaces=before,
            given=given.words,
            reason=grant.reason or "",
            actor_id=actor.id,
            role=standing_of(actor, area, unit),
        )
    )
    return grant


@atomic()
def withdraw_role(actor: Actor, grant: RoleGrant, *, reason: str) -> None:
    """End a role now; it stays in the history. The last administrator of the city is kept."""
    actor = hold_roles(actor)
    lock(grant)
    grant = queries.with_scope(grant)
    require(policy.can_withdraw, actor, grant)
    if not grant.in_force:
        raise RoleOver
    given = Grant(grant.role, grant.area_id, grant.unit_id)
    if given == Grant(Role.ADMIN) and not queries.other_city_admins(grant):
        raise LastAdministrator
    grant.ended_at, grant.ended_by_id = clock.now(), actor.id
    grant.end_reason = read_reason(reason)
    record(
        RoleWithdrawn(
            user_id=grant.user_id,
            grant_id=grant.id,
            given=given.words,
            reason=grant.end_reason,
            actor_id=actor.id,
            role=standing_of(actor, grant.area, grant.unit),
        )
    )


@atomic()
def remove_staff_number(actor: Actor, user_id: int) -> None:
    """One's own NIP, out of the forum."""
    require(is_oneself, actor, user_id)
    number = queries.staff_number(user_id)
    if number is not None:
        db.session.delete(number)
        record(StaffNumberRemoved(user_id=user_id, actor_id=actor.id))


def give(
    user: User, given: Grant, *, until: date | None, reason: str, giver: Actor
) -> tuple[RoleGrant, int | None]:
    """The new grant, and the one whose place it takes."""
    before = queries.same_grants(user.id, given.role, given.area_id, given.unit_id)
    if any(grant.until == until for grant in before):
        raise Invalid(_("Orang ini sudah memegang peran itu sampai tanggal yang sama."))
    for grant in before:
        grant.ended_at, grant.ended_by_id = clock.now(), giver.id
        grant.end_reason = reason
    new = RoleGrant(
        user_id=user.id,
        role=given.role,
        area_id=given.area_id,
        unit_id=given.unit_id,
        until=until,
        reason=reason,
        granted_by_id=giver.id,
    )
    db.session.add(new)
    db.session.flush()
    return new, before[0].id if before else None
