"""What a page may ask about people."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.accounts import addresses, names, policy, words
from forum.accounts.addresses import Contact
from forum.accounts.models import AccessToken, Device, RoleGrant, User
from forum.city.models import Area, AreaLevel, Unit
from forum.core import clock
from forum.core.actor import VISITOR, Actor, Verification
from forum.core.db import db

_BY_KEY = (
    select(Device)
    .where(
        Device.key_hash == bindparam("hashed"),
        Device.signed_out_at.is_(None),
        Device.expires_at > bindparam("now"),
    )
    .join(Device.user)
    .where(User.active)
    .options(
        contains_eager(Device.user).options(joinedload(User.grants), joinedload(User.area))
    )
)


def hash_of(secret: str) -> str:
    """What is kept of a long random secret. Nobody can guess those: no salt, no slowness."""
    return hashlib.sha256(secret.encode()).hexdigest()


def user_by_key(key: str) -> User | None:
    """The active account signed in on the device with this key, with all that a request needs,
    in one query.
    """
    given = {"hashed": hash_of(key), "now": clock.now()}
    device = db.session.scalars(_BY_KEY, given).unique().one_or_none()
    if device is None:
        return None
    device.key, device.user.device = key, device
    # Noted here: a page shown after a refusal cannot load the grants once more.
    device.user.owes_second_factor = device.user.must_add_second_factor
    return device.user


def user_by_uniquifier(key: str) -> User | None:
    """The active account that the link in a mail names."""
    statement = select(User).where(User.fs_uniquifier == key, User.active)
    return db.session.scalars(statement.options(joinedload(User.grants))).unique().one_or_none()


def actor_by_key(key: str) -> Actor:
    """Who this device key stands for now; a visitor once it was signed out."""
    user = user_by_key(key)
    return user.as_actor() if user is not None else VISITOR


def user_by_email(email: str) -> User | None:
    """The account with this address, whatever its capital letters."""
    statement = select(User).where(User.email == email.strip().lower())
    return db.session.scalars(statement.options(joinedload(User.grants))).unique().one_or_none()


def user_by_contact(contact: Contact | None) -> User | None:
    """The account with this address or number."""
    column, value = User.email, ""
    if contact is not None:
        column, value = (User.email if contact.email else User.phone), contact.value
    statement = select(User).where(column == value).options(joinedload(User.grants))
    return db.session.scalars(statement).unique().one_or_none()


def user_by_typed(text: str) -> User | None:
    """The account that someone means who typed an address or a number."""
    contact = addresses.read(text)
    return user_by_contact(contact)  # asks in vain for what is neither: it takes as long


def is_reserved_name(name: str) -> bool:
    """Whether a resident's name could pass for that of an office or of someone who serves."""
    units = db.session.execute(select(Unit.name, Unit.short_name)).all()
    roles = [str(words.ROLES[role]) for role in words.ROLES]
    return names.is_official(name, [*roles, *(each for row in units for each in row)])


def token_actor(token: str, scope: str, *, demo: bool) -> Actor | None:
    """Whom a program with this token acts for, if it may do so within this scope.

    `demo`: whether invented people may act.
    """
    row = (
        db.session.scalars(
            select(AccessToken)
            .where(
                AccessToken.token_hash == hash_of(token), AccessToken.expires_at > clock.now()
            )
            .join(AccessToken.user)
            .where(User.active)
            .options(contains_eager(AccessToken.user).joinedload(User.grants))
        )
        .unique()
        .one_or_none()
    )
    if row is None or scope not in row.scopes.split():
        return None
    if not policy.may_enter(row.user, demo=demo):
        return None
    return row.user.as_actor()


def tokens_of(user_id: int) -> Sequence[AccessToken]:
    statement = select(AccessToken).where(AccessToken.user_id == user_id)
    return db.session.scalars(statement.order_by(AccessToken.id.desc())).all()


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


def is_verified(level: Verification) -> ColumnElement[bool]:
    """Active people whose identity is known this far now."""
    levels = [known for known in Verification if known.reaches(level)]
    in_force = User.verified_until.is_(None) | (User.verified_until > clock.now())
    return and_(User.active, User.verification.in_(levels), in_force)


def entitled_count(level: Verification = Verification.IDENTITY_CARD) -> int:
    """How many active people are verified at this level."""
    statement = select(func.count()).select_from(User).where(is_verified(level))
    return db.session.scalars(statement).one()
