"""In which role somebody raised a hand: officials and facilitators are marked wherever they speak."""

from typing import Any

from sqlalchemy import Label, case, or_, select

from forum.accounts.models import RoleGrant, User
from forum.city.models import Unit
from forum.core.actor import Role
from forum.meetings.models import SpeakerEntry

MARKED = (Role.HEAD, Role.OFFICIAL, Role.FACILITATOR)  # the first of them that was held


def columns() -> tuple[Label[Any], Label[Any]]:
    """`role` and `unit` of each SpeakerEntry joined to its User, as they were when it was raised."""
    held = (
        (RoleGrant.user_id == SpeakerEntry.person_id)
        & RoleGrant.role.in_(MARKED)
        & (RoleGrant.created_at <= SpeakerEntry.raised_at)
        & or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > SpeakerEntry.raised_at)
        & or_(User.second_factor_since.is_not(None), User.is_demo)
    )
    order = (case({role: place for place, role in enumerate(MARKED)}, value=RoleGrant.role),)
    role = select(RoleGrant.role).where(held).order_by(*order, RoleGrant.id).limit(1)
    unit = (
        select(Unit.short_name)
        .select_from(RoleGrant)
        .outerjoin(Unit, (Unit.id == RoleGrant.unit_id) & (RoleGrant.role != Role.FACILITATOR))
        .where(held)
        .order_by(*order, RoleGrant.id)
        .limit(1)
    )
    around = (SpeakerEntry, User)
    return (
        role.correlate(*around).scalar_subquery().label("role"),
        unit.correlate(*around).scalar_subquery().label("unit"),
    )
