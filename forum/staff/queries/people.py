"""People as those see them who give roles."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.models import Device, RoleGrant, User
from forum.city.models import Area
from forum.core import clock
from forum.core.actor import Actor, Role, Verification
from forum.core.db import db
from forum.core.errors import NotFound
from forum.staff import policy
from forum.staff.models import StaffNumber
from forum.staff.queries.parts import LARGEST, PAGE, in_force
from forum.web.paging import Page, cut, decode


@dataclass(frozen=True)
class Filters:
    """Whom an administrator looks for. `q` is a name, a number, or a whole address."""

    q: str = ""
    email: str | None = None  # what `q` is, if it is one of these
    phone: str | None = None
    role: Role | None = None
    area_id: int | None = None
    unit_id: int | None = None
    level: Verification | None = None


WITH_ROLES = selectinload(User.grants).options(
    joinedload(RoleGrant.area), joinedload(RoleGrant.unit)
)


def people_page(viewer: Actor, filters: Filters, cursor: str | None = None) -> Page[User]:
    """Accounts that fit, the newest first, with their roles; 30 on a page."""
    statement = select(User).where(
        User.erased_at.is_(None), policy.people_visible_to(viewer), *_fitting(viewer, filters)
    )
    after = decode(cursor, int)
    if after is not None:
        statement = statement.where(User.id < after[0])
    rows = db.session.scalars(
        statement.options(joinedload(User.area), WITH_ROLES)
        .order_by(User.id.desc())
        .limit(PAGE + 1)
    ).all()
    return cut(rows, PAGE, lambda user: (user.id,), is_first=after is None)


def person_for(viewer: Actor, user_id: int) -> User:
    """One person with area and roles, if they are this administrator's business."""
    statement = (
        select(User)
        .where(User.id == user_id, policy.people_visible_to(viewer))
        .options(
            joinedload(User.area),
            selectinload(User.grants).options(
                joinedload(RoleGrant.area), joinedload(RoleGrant.unit)
            ),
        )
        .execution_options(populate_existing=True)
    )
    user = db.session.scalar(statement)
    if user is None:
        raise NotFound("person")
    return user


def user_now(user_id: int) -> User | None:
    """The account as it is at this moment, with its roles and their scopes."""
    statement = select(User).where(User.id == user_id).options(WITH_ROLES)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def confirmed_user(*, email: str | None, phone: str | None) -> User | None:
    """The account that has proved this address to be its own."""
    user = user_with_address(email=email, phone=phone)
    return user if user is not None and user.confirmed_at is not None else None


def user_with_address(*, email: str | None, phone: str | None) -> User | None:
    if email is None and phone is None:
        return None
    where = User.email == email if email is not None else User.phone == phone
    return db.session.scalar(
        select(User).where(where).execution_options(populate_existing=True)
    )


def devices_count(user_id: int) -> int:
    """On how many devices this person is signed in now."""
    statement = select(func.count()).select_from(Device)
    return db.session.scalars(
        statement.where(
            Device.user_id == user_id,
            Device.signed_out_at.is_(None),
            Device.expires_at > clock.now(),
        )
    ).one()


def staff_number(user_id: int) -> StaffNumber | None:
    return db.session.get(StaffNumber, user_id)


def names_of(user_ids: Collection[int | None]) -> dict[int, str]:
    """Public names, for who gave and who took a role."""
    ids = {user_id for user_id in user_ids if user_id is not None}
    if not ids:
        return {}
    rows = db.session.execute(select(User.id, User.public_name).where(User.id.in_(ids)))
    return dict(rows.all())


def _fitting(viewer: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.email is not None:
        wanted.append(User.email == filters.email)
    elif filters.phone is not None:
        wanted.append(User.phone == filters.phone)
    elif filters.q:
        wanted.append(_named(filters.q))
    if filters.role is not None or filters.unit_id is not None:
        grants = select(RoleGrant.user_id).where(
            in_force(), policy.grants_visible_to(viewer), *_of_role(filters)
        )
        wanted.append(User.id.in_(grants))
    if filters.area_id is not None:
        wanted.append(_belongs_to(filters.area_id))
    if filters.level is not None:
        wanted.append(_at_level(filters.level))
    return wanted


def _named(q: str) -> ColumnElement[bool]:
    """A number is that of an account; anything else is part of a public name."""
    number = q.removeprefix("#")
    if number.isascii() and number.isdecimal():
        return User.id == int(number) if int(number) <= LARGEST else false()
    return User.public_name.icontains(q, autoescape=True)


def _of_role(filters: Filters) -> list[ColumnElement[bool]]:
    wanted = [RoleGrant.role == filters.role] if filters.role is not None else []
    if filters.unit_id is not None:
        wanted.append(RoleGrant.unit_id == filters.unit_id)
    return wanted


def _belongs_to(area_id: int) -> ColumnElement[bool]:
    """Lives there or serves there; of a kecamatan, in any of its kelurahan."""
    below = select(Area.id).where(or_(Area.id == area_id, Area.parent_id == area_id))
    serving = select(RoleGrant.user_id).where(RoleGrant.area_id.in_(below), in_force())
    return or_(User.area_id.in_(below), User.id.in_(serving))


def _at_level(level: Verification) -> ColumnElement[bool]:
    """As it counts today: what has expired counts for nothing."""
    lasting = or_(User.verified_until.is_(None), User.verified_until > clock.now())
    if level is Verification.NONE:
        return or_(User.verification == level, ~lasting)
    return and_(User.verification == level, lasting)
