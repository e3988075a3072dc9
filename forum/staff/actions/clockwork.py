"""What the clock does with roles and invitations: ends, warnings, forgetting."""

from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, or_, update

from forum.accounts.models import RoleGrant
from forum.city import settings
from forum.core import clock
from forum.core.actor import SYSTEM, Grant, Role
from forum.core.db import atomic, db, lock
from forum.core.outbox import record
from forum.staff import policy, queries
from forum.staff.events import (
    RoleEnding,
    RoleExpired,
)
from forum.staff.models import EndingNotice, Invitation

AT_ONCE = 200  # roles that one turn of the clock looks at


def end_roles_run_out() -> int:
    """Tell the record of roles whose last day has passed: once, by ending them."""
    return sum(_end_if_run_out(grant) for grant in queries.grants_run_out(AT_ONCE))


@atomic()
def _end_if_run_out(grant: RoleGrant) -> bool:
    lock(grant)
    if grant.ended_at is not None or grant.until is None or grant.until >= clock.today():
        return False
    grant.ended_at = clock.now()
    record(
        RoleExpired(
            user_id=grant.user_id,
            grant_id=grant.id,
            given=Grant(grant.role, grant.area_id, grant.unit_id).words,
            role=SYSTEM.standing(Role.SYSTEM),
        )
    )
    return True


def warn_of_endings() -> int:
    """Tell holders and administrators, once, of roles that end within two weeks."""
    return sum(_warn(grant) for grant in queries.grants_to_warn_of(AT_ONCE))


@atomic()
def _warn(grant: RoleGrant) -> bool:
    lock(grant)
    grant = queries.with_scope(grant)
    if not grant.in_force or db.session.get(EndingNotice, grant.id) is not None:
        return False
    db.session.add(EndingNotice(grant_id=grant.id))
    admins = policy.admins_concerned(queries.administrators(), grant, grant.granted_by_id)
    for told in sorted({grant.user_id, *admins}):
        record(
            RoleEnding(
                user_id=grant.user_id,
                grant_id=grant.id,
                told_id=told,
                given=Grant(grant.role, grant.area_id, grant.unit_id).words,
                role=SYSTEM.standing(Role.SYSTEM),
            )
        )
    return True


@atomic()
def forget_old_invitations() -> int:
    """Blank address, number and reason of invitations that were settled long ago."""
    before = clock.now() - timedelta(days=settings.days_kept("invitations"))
    forgotten: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        update(Invitation)
        .where(
            Invitation.expires_at < before,
            or_(Invitation.email.is_not(None), Invitation.phone.is_not(None)),
        )
        .values(email=None, phone=None, nip=None, reason=None)
        .execution_options(synchronize_session=False)
    )
    return forgotten.rowcount
