"""What a page may ask about people."""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.models import RoleGrant, User
from forum.city.models import Area, AreaLevel
from forum.core.actor import VISITOR, Actor, Verification
from forum.core.db import db

_BY_KEY = (
    select(User)
    .where(User.fs_uniquifier == bindparam("key"), User.active)
    .options(joinedload(User.grants), joinedload(User.area))
)


def user_by_key(key: str) -> User | None:
    """The active account with this session key, with all that a request needs, in one query."""
    return db.session.scalars(_BY_KEY, {"key": key}).unique().one_or_none()


def actor_by_key(key: str) -> Actor:
    """Who this session key stands for now; a visitor once it was withdrawn."""
    user = user_by_key(key)
    return user.as_actor() if user is not None else VISITOR


def user_by_email(email: str) -> User | None:
    """The account with this address, whatever its capital letters."""
    statement = select(User).where(User.email == email.strip().lower())
    return db.session.scalars(statement.options(joinedload(User.grants))).unique().one_or_none()


def user_by_id(user_id: int) -> User | None:
    statement = select(User).where(User.id == user_id).options(joinedload(User.grants))
    return db.session.scalars(statement).unique().one_or_none()


def own_account(user_id: int) -> User:
    """A person's account with all that their own page shows."""
    statement = (
        select(User)
        .where(User.id == user_id)
        .options(
            joinedload(User.area),
            selectinload(User.grants).options(
                joinedload(RoleGrant.area), joinedload(RoleGrant.unit)
            ),
        )
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one()


def village(area_id: int | None) -> Area | None:
    """The kelurahan with this id."""
    return db.session.scalar(
        select(Area).where(Area.id == area_id, Area.level == AreaLevel.VILLAGE)
    )


def public_names(user_ids: Iterable[int]) -> Mapping[int, str]:
    """The names people chose to show, by id."""
    ids = set(user_ids)
    if not ids:
        return {}
    rows = db.session.execute(select(User.id, User.public_name).where(User.id.in_(ids)))
    return dict(rows.all())


def entitled_count(level: Verification = Verification.IDENTITY_CARD) -> int:
    """How many active people are verified at this level."""
    statement = select(func.count()).select_from(User)
    levels = [known for known in Verification if known.reaches(level)]
    return db.session.scalars(statement.where(User.active, User.verification.in_(levels))).one()
