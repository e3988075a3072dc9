"""What the pages of staff ask: people, their roles, and invitations, within one's own scope."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.models import NEEDS_SECOND_FACTOR, Device, RoleGrant, User
from forum.city.models import Area, AreaLevel, Unit
from forum.core import clock
from forum.core.actor import Actor, Role, Verification
from forum.core.db import db
from forum.core.errors import NotFound
from forum.staff import policy
from forum.staff.models import EndingNotice, Invitation, InvitationState, StaffNumber
from forum.web.paging import Page, cut, decode

PAGE = 30
SOON = timedelta(days=14)
LARGEST = 2**31 - 1  # of the ids there can be
SETTLING = timedelta(days=1)  # a role given for a week needs no warning on its first day


# --- the parts of the city for which a role may be given


@dataclass(frozen=True)
class Reach:
    """The areas and units for which this administrator may give roles, and the city or not."""

    city: bool
    areas: Sequence[Area]
    units: Sequence[Unit]


def reach_of(actor: Actor) -> Reach:
    """Two queries, however many there are."""
    areas = select(Area).where(
        policy.within_reach(actor, Area.id, literal(None)), Area.level != AreaLevel.CITY
    )
    units = select(Unit).where(
        policy.within_reach(actor, literal(None), Unit.id), Unit.closed_at.is_(None)
    )
    return Reach(
        policy.runs_the_city(actor),
        db.session.scalars(areas.order_by(Area.code)).all(),
        db.session.scalars(units.order_by(Unit.name)).all(),
    )


def scope(area_id: int | None, unit_id: int | None) -> tuple[Area | None, Unit | None]:
    """The area and unit with these ids; NotFound where there is none."""
    area = db.session.get(Area, area_id) if area_id is not None else None
    unit = db.session.get(Unit, unit_id) if unit_id is not None else None
    if (area_id is not None and area is None) or (unit_id is not None and unit is None):
        raise NotFound("scope")
    return area, unit


# --- people


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


_WITH_ROLES = selectinload(User.grants).options(
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
        statement.options(joinedload(User.area), _WITH_ROLES)
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
    statement = select(User).where(User.id == user_id).options(_WITH_ROLES)
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


# --- roles


def in_force(on: date | None = None) -> ColumnElement[bool]:
    day = on or clock.today()
    return and_(
        RoleGrant.ended_at.is_(None), or_(RoleGrant.until.is_(None), RoleGrant.until >= day)
    )


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
            _is(RoleGrant.area_id, area_id),
            _is(RoleGrant.unit_id, unit_id),
            in_force(),
        )
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
        .options(_WITH_ROLES)
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


def _is(column: Any, value: object) -> ColumnElement[bool]:
    where: ColumnElement[bool] = column.is_(None) if value is None else column == value
    return where


# --- invitations


_WHOLE = select(Invitation).options(
    joinedload(Invitation.area),
    joinedload(Invitation.unit),
)


def invitations_page(
    viewer: Actor, state: InvitationState, cursor: str | None = None
) -> Page[Invitation]:
    """Invitations in one state within this administrator's scope, the latest first."""
    statement = _WHOLE.where(policy.invitations_visible_to(viewer), _standing_at(state))
    after = decode(cursor, int)
    if after is not None:
        statement = statement.where(Invitation.id < after[0])
    rows = db.session.scalars(statement.order_by(Invitation.id.desc()).limit(PAGE + 1)).all()
    return cut(rows, PAGE, lambda invitation: (invitation.id,), is_first=after is None)


def invitation_for(viewer: Actor, invitation_id: int) -> Invitation:
    invitation = db.session.scalar(
        _WHOLE.where(
            Invitation.id == invitation_id, policy.invitations_visible_to(viewer)
        ).execution_options(populate_existing=True)
    )
    if invitation is None:
        raise NotFound("invitation")
    return invitation


def invitation_by_id(invitation_id: int) -> Invitation | None:
    """Its latest state, whoever asks: for the link in a mail and for whoever sends it."""
    return db.session.scalar(
        _WHOLE.where(Invitation.id == invitation_id).execution_options(populate_existing=True)
    )


def invitation_with_scope(invitation: Invitation) -> Invitation:
    """The same row with its area and unit, which holding it may have dropped."""
    return db.session.scalars(_WHOLE.where(Invitation.id == invitation.id)).one()


def open_invitations_alike(invitation: Invitation) -> Sequence[Invitation]:
    """Those not yet accepted or withdrawn, for the same address and the same role."""
    return db.session.scalars(
        select(Invitation).where(
            _is(Invitation.email, invitation.email),
            _is(Invitation.phone, invitation.phone),
            Invitation.role == invitation.role,
            _is(Invitation.area_id, invitation.area_id),
            _is(Invitation.unit_id, invitation.unit_id),
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
    ).all()


def unanswered_count(viewer: Actor) -> int:
    """How many invitations have run out without an answer: to send again, or to withdraw."""
    statement = select(func.count()).select_from(Invitation)
    return db.session.scalars(
        statement.where(
            policy.invitations_visible_to(viewer), _standing_at(InvitationState.EXPIRED)
        )
    ).one()


def _standing_at(state: InvitationState) -> ColumnElement[bool]:
    if state is InvitationState.ACCEPTED:
        return Invitation.accepted_at.is_not(None)
    if state is InvitationState.WITHDRAWN:
        return and_(Invitation.withdrawn_at.is_not(None), Invitation.accepted_at.is_(None))
    waiting = and_(Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
    expired = Invitation.expires_at <= clock.now()
    return and_(waiting, expired if state is InvitationState.EXPIRED else ~expired)


# --- what the parts of the city are called


@dataclass(frozen=True)
class Place:
    """An area or a unit by name; `level` of an area only."""

    name: str
    level: str | None


def places(
    area_ids: Collection[int], unit_ids: Collection[int]
) -> tuple[dict[int, Place], dict[int, Place]]:
    """The names of these areas and units, in one query."""
    if not area_ids and not unit_ids:
        return {}, {}
    area = select(
        literal("area").label("kind"), Area.id, Area.name, Area.level.label("level")
    ).where(Area.id.in_(area_ids))
    unit = select(literal("unit"), Unit.id, Unit.short_name, literal(None)).where(
        Unit.id.in_(unit_ids)
    )
    found: dict[str, dict[int, Place]] = {"area": {}, "unit": {}}
    rows: Sequence[Any] = db.session.execute(union_all(area, unit)).all()
    for row in rows:
        found[row.kind][row.id] = Place(row.name, row.level)
    return found["area"], found["unit"]
