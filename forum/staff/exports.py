"""What is kept about a person as staff: to give to them, and to erase when they leave."""

from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import joinedload

from forum.accounts import traces
from forum.accounts.models import RoleGrant, User
from forum.core import clock
from forum.core.db import db
from forum.staff import nip
from forum.staff.models import Invitation, StaffNumber
from forum.staff.queries import staff_number
from forum.staff.words import INVITATION_STATES, role_words


@traces.exports("peran")
def roles_of(user_id: int) -> list[dict[str, Any]]:
    grants = db.session.scalars(
        select(RoleGrant)
        .where(RoleGrant.user_id == user_id)
        .options(joinedload(RoleGrant.area), joinedload(RoleGrant.unit))
        .order_by(RoleGrant.id)
    )
    return [
        {
            "peran": role_words(grant.role, grant.area, grant.unit),
            "diberikan": grant.created_at.isoformat(),
            "alasan": grant.reason,
            "berlaku sampai": grant.until and grant.until.isoformat(),
            "berakhir": grant.ended_at and grant.ended_at.isoformat(),
            "alasan berakhir": grant.end_reason,
        }
        for grant in grants
    ]


@traces.exports("undangan")
def invitations_of(user_id: int) -> list[dict[str, Any]]:
    user = db.session.get(User, user_id)
    if user is None:
        return []
    invitations = db.session.scalars(
        select(Invitation)
        .where(_about(user))
        .options(joinedload(Invitation.area), joinedload(Invitation.unit))
        .order_by(Invitation.id)
    )
    return [
        {
            "peran": role_words(invitation.role, invitation.area, invitation.unit),
            "dikirim ke": invitation.address,
            "dikirim": invitation.sent_at.isoformat(),
            "keadaan": str(INVITATION_STATES[invitation.state]),
            "alasan": invitation.reason,
        }
        for invitation in invitations
    ]


@traces.exports("nip")
def number_of(user_id: int) -> list[dict[str, Any]]:
    number = staff_number(user_id)
    if number is None:
        return []
    return [{"NIP": nip.shown(number.nip), "dicatat": number.noted_at.isoformat()}]


@traces.erases
def erase_what_names_them(user_id: int) -> None:
    """Their number, why they were given roles, and the addresses they were invited at.

    Roles themselves stay under the number of the account; those in force end.
    """
    now = clock.now()
    user = db.session.get(User, user_id)
    if user is None:
        return
    db.session.execute(delete(StaffNumber).where(StaffNumber.user_id == user_id))
    db.session.execute(
        update(Invitation)
        .where(
            _about(user), Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None)
        )
        .values(withdrawn_at=now)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(Invitation)
        .where(_about(user))
        .values(email=None, phone=None, nip=None, reason=None)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(RoleGrant)
        .where(RoleGrant.user_id == user_id, RoleGrant.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(RoleGrant)
        .where(RoleGrant.user_id == user_id)
        .values(reason=None, end_reason=None)
        .execution_options(synchronize_session=False)
    )


def _about(user: User) -> Any:
    """Accepted by this person, or sent to an address of theirs."""
    mine = [Invitation.accepted_by_id == user.id]
    if user.email is not None:
        mine.append(Invitation.email == user.email)
    if user.phone is not None:
        mine.append(Invitation.phone == user.phone)
    return or_(*mine)
