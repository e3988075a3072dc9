"""Roles given: in force, ending, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import NEEDS_SECOND_FACTOR, RoleGrant, User
from forum.city.models import Area
from forum.core import clock
from forum.core.actor import Actor, Role
from forum.core.db import db
from forum.core.errors import NotFound
from forum.staff import policy
from forum.staff.models import EndingNotice
from forum.staff.queries.parts import PAGE, SOON, in_force, same
from forum.staff.queries.people import WITH_ROLES
from forum.web.paging import Page, cut, decode

SETTLING = timedelta(days=1)  # a role given for a week needs no warning on its first day
_SCOPED = select(RoleGrant).options(joinedload(RoleGrant.area), joinedload(RoleGrant.unit))


def _grants() -> Select[RoleGrant]:
    return _SCOPED.options(joinedload(RoleGrant.user))


def with_scope(grant: RoleGrant) -> RoleGrant:
    """The same row with its area and unit, which holding it may have dropped."""
    return db.session.scalars(_SCOPED.where(RoleGrant.id == grant.id)).one()


@dataclass(frozen=True)
class RoleFilters:
    """`state`: berlaku, menunggu (for a second factor), segera (ends soon), riwayat (ended)."""

    state: str = "berlaku"
    role: Role | None = None
    unit_id: int | None = None
    area_id: int | None = None


def grants_page(
    viewer: Actor, filters: RoleFilters, cursor: str | None = None
) -> Page[RoleGrant]:
    """Roles within this administrator's scope, the latest given first; 30 on a page."""
    statement = (
        _grants()
        .join(RoleGrant.user)
        .where(
            RoleGrant.role != Role.RESIDENT,
            policy.grants_visible_to(viewer),
            _in_state(filters.state),
        )
    )
    if filters.role is not None:
        statement = statement.where(RoleGrant.role == filters.role)
    if filters.unit_id is not None:
        statement = statement.where(RoleGrant.unit_id == filters.unit_id)
    if filters.area_id is not None:
        below = select(Area.id).where(
            or_(Area.id == filters.area_id, Area.parent_id == filters.area_id)
        )
        statement = statement.where(RoleGrant.area_id.in_(below))
    after = decode(cursor, int)
    if after is not None:
        statement = statement.where(RoleGrant.id < after[0])
    rows = db.session.scalars(statement.order_by(RoleGrant.id.desc()).limit(PAGE + 1)).all()
    return cut(rows, PAGE, lambda grant: (grant.id,), is_first=after is None)


def grant_for(viewer: Actor, grant_id: int) -> RoleGrant:
    """A role within this administrator's scope, with its person, area and unit."""
    grant = db.session.scalar(
        _grants().where(RoleGrant.id == grant_id, policy.grants_visible_to(viewer))
    )
    if grant is None:
        raise NotFound("grant")
    return grant


def grant_by_id(grant_id: int) -> RoleGrant | None:
    return db.session.scalar(_grants().where(RoleGrant.id == grant_id))


def same_grants(
    user_id: int, role: Role, area_id: int | None, unit_id: int | None
) -> Sequence[RoleGrant]:
    """What this person holds already of the same role for the same part of the city."""
    return db.session.scalars(
        select(RoleGrant).where(
            RoleGrant.user_id == user_id,
            RoleGrant.role == role,
            same(RoleGrant.area_id, area_id),
            same(RoleGrant.unit_id, unit_id),
            in_force(),
        )
    ).all()


def grants_of_unit(unit_id: int) -> Sequence[RoleGrant]:
    """The roles in force for this unit, with their people, area and unit."""
    return db.session.scalars(
        _grants().where(RoleGrant.unit_id == unit_id, in_force()).order_by(RoleGrant.id)
    ).all()


def other_city_admins(grant: RoleGrant) -> int:
    """How many further administrators of the whole city can act today, apart from this grant."""
    able = or_(User.second_factor_since.is_not(None), User.is_demo)
    statement = (
        select(func.count(User.id.distinct()))
        .select_from(RoleGrant)
        .join(User, User.id == RoleGrant.user_id)
        .where(
            RoleGrant.role == Role.ADMIN,
            RoleGrant.area_id.is_(None),
            RoleGrant.unit_id.is_(None),
            RoleGrant.id != grant.id,
            in_force(),
            User.active,
            User.erased_at.is_(None),
            able,
        )
    )
    return db.session.scalars(statement).one()


def administrators() -> Sequence[User]:
    """Everyone who administers something today, with their roles."""
    holders = select(RoleGrant.user_id).where(RoleGrant.role == Role.ADMIN, in_force())
    return db.session.scalars(
        select(User)
        .where(User.id.in_(holders), User.active, User.erased_at.is_(None))
        .options(WITH_ROLES)
        .order_by(User.id)
        .execution_options(populate_existing=True)
    ).all()


def ending_count(viewer: Actor) -> int:
    """How many roles in this administrator's scope end within two weeks."""
    statement = select(func.count()).select_from(RoleGrant)
    return db.session.scalars(
        statement.where(policy.grants_visible_to(viewer), ends_soon())
    ).one()


def ends_soon() -> ColumnElement[bool]:
    return and_(in_force(), RoleGrant.until <= clock.today() + SOON)


def grants_to_warn_of(limit: int) -> Sequence[RoleGrant]:
    """Roles that end soon, of which nobody was told yet."""
    told = select(EndingNotice.grant_id)
    return db.session.scalars(
        _grants()
        .where(
            ends_soon(),
            RoleGrant.created_at < clock.now() - SETTLING,
            RoleGrant.id.not_in(told),
        )
        .order_by(RoleGrant.id)
        .limit(limit)
    ).all()


def grants_run_out(limit: int) -> Sequence[RoleGrant]:
    """Roles whose last day has passed and which nobody ended."""
    return db.session.scalars(
        _grants()
        .where(RoleGrant.ended_at.is_(None), RoleGrant.until < clock.today())
        .order_by(RoleGrant.id)
        .limit(limit)
    ).all()


def _in_state(state: str) -> ColumnElement[bool]:
    if state == "riwayat":
        return ~in_force()
    if state == "segera":
        return ends_soon()
    if state == "menunggu":
        return and_(
            in_force(),
            RoleGrant.role.in_(NEEDS_SECOND_FACTOR),
            User.second_factor_since.is_(None),
            User.is_demo.is_(False),
        )
    return in_force()
