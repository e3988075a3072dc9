"""Everything that can be done with accounts.

Nothing here tells whether an address has an account. Hashing stands between transactions,
never inside one.
"""

import secrets

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forum.accounts import addresses, passwords, policy, queries, tokens
from forum.accounts.events import (
    NOBODY,
    AccountCreated,
    AddressConfirmed,
    ConfirmationRequested,
    KnownAddressUsed,
    PasswordChanged,
    PasswordResetRequested,
    PersonRegistered,
    PublicNameChanged,
)
from forum.accounts.models import RoleGrant, User
from forum.city import queries as city
from forum.city.models import Area
from forum.core import clock
from forum.core.actor import Actor, Role
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require

LONGEST_NAME = 60


class WrongCredentials(Invalid):
    """Name or password is wrong, or the account cannot be used: which of them is not told."""


class NotConfirmed(Refused):
    """The password is right, but the address was never confirmed."""

    status = 403


class LinkDead(Refused):
    """A link from a mail that is spoilt, too old, or was used."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("Tautan ini tidak berlaku lagi."))


def register(
    actor: Actor, *, name: str, email: str, area_id: int | None, password: str, language: str
) -> None:
    """Take a person in, to be confirmed by mail. A known address answers just the same."""
    require(policy.can_register, actor)
    address = _address(email)
    passwords.require_good(password, email=address)
    with atomic():
        area = queries.village(area_id)
    if area is None:
        raise Invalid(_("Pilih kelurahan tempat Anda tinggal."))
    user = User(
        email=address,
        name=_name(name),
        public_name=default_public_name(name, area),
        password=passwords.hash_password(password),
        fs_uniquifier=_new_key(),
        area_id=area.id,
        agreed_at=clock.now(),
        language=language,
    )
    _take_in(user)


@atomic()
def _take_in(user: User) -> None:
    if queries.user_by_email(user.email) is None and _added(user):
        record(PersonRegistered(user_id=user.id))
        record(ConfirmationRequested(user_id=user.id))
        return
    known = queries.user_by_email(user.email)
    record(KnownAddressUsed(user_id=known.id if known else NOBODY))


@atomic()
def request_confirmation(email: str) -> None:
    """Send the link that confirms an address once more, where one is waiting for it."""
    user = _by_email(email)
    waiting = user is not None and user.active and user.confirmed_at is None
    record(ConfirmationRequested(user_id=user.id if user and waiting else NOBODY))


@atomic()
def confirm(token: str) -> User:
    """The person behind this link has read the mail: the address is theirs."""
    user = _still(tokens.user_to_confirm(token))
    if user.confirmed_at is not None:
        raise LinkDead
    user.confirmed_at = clock.now()
    record(AddressConfirmed(user_id=user.id, actor_id=user.id))
    return user


def sign_in(email: str, password: str, *, demo: bool) -> User:
    """Whose credentials these are; `demo`: whether invented people may sign in here."""
    with atomic():  # reading ends here: nobody waits for us while we hash
        user = _by_email(email)
    right = passwords.matches(password, user.password if user else None)
    if user is None or not right or not policy.may_enter(user, demo=demo):
        raise WrongCredentials(_("Alamat email atau kata sandi tidak cocok."))
    if user.confirmed_at is None:
        raise NotConfirmed(_("Alamat email Anda belum dikonfirmasi."))
    return user


@atomic()
def request_password_reset(email: str, *, demo: bool) -> None:
    """Send a link to choose a new password, where the address has an account."""
    user = _by_email(email)
    theirs = user is not None and policy.may_enter(user, demo=demo)
    record(PasswordResetRequested(user_id=user.id if user and theirs else NOBODY))


def reset_password(token: str, password: str, *, demo: bool) -> None:
    """Choose a new password by a link; all devices are signed out, the address is confirmed."""
    with atomic():
        user = tokens.user_to_reset(token)
    if user is None or not policy.may_enter(user, demo=demo):
        raise LinkDead
    passwords.require_good(password, email=user.email)
    _put_password(token, passwords.hash_password(password))


@atomic()
def _put_password(token: str, hashed: str) -> None:
    user = _still(tokens.user_to_reset(token))
    user.password = hashed
    user.fs_uniquifier = _new_key()
    user.confirmed_at = user.confirmed_at or clock.now()
    record(PasswordChanged(user_id=user.id, actor_id=user.id))


@atomic()
def choose_public_name(actor: Actor, user: User, *, public_name: str) -> None:
    """The name that others see; what was written before shows the new one, too."""
    require(policy.can_edit, actor, user)
    lock(user)
    user.public_name = _name(public_name)
    record(PublicNameChanged(user_id=user.id, actor_id=actor.id))


@atomic()
def choose_language(actor: Actor, user: User, *, language: str) -> None:
    """The language of mails to this person."""
    require(policy.can_edit, actor, user)
    user.language = language


def create_user(
    actor: Actor,
    *,
    email: str,
    name: str,
    role: Role,
    password: str,
    area_code: str | None = None,
    unit_code: str | None = None,
) -> User:
    """Make an account whose address the city vouches for.

    A resident's area is where they live; for any other role, area and unit say for what part
    of the city it is held.
    """
    require(policy.can_create, actor)
    address = _address(email)
    passwords.require_good(password, email=address)
    if role is Role.SYSTEM or (role is Role.RESIDENT and unit_code):
        raise Invalid(_("Peran ini tidak dapat diberikan begitu."))
    return _make(
        User(
            email=address,
            name=_name(name),
            public_name=_name(name),
            password=passwords.hash_password(password),
            fs_uniquifier=_new_key(),
            confirmed_at=clock.now(),
        ),
        role,
        area_code,
        unit_code,
        actor,
    )


@atomic()
def _make(
    user: User, role: Role, area_code: str | None, unit_code: str | None, actor: Actor
) -> User:
    area = city.area_by_code(area_code) if area_code else None
    unit = city.unit_by_code(unit_code) if unit_code else None
    if area_code and area is None:
        raise Invalid(_("Tidak ada wilayah dengan kode %(code)s.", code=area_code))
    if unit_code and unit is None:
        raise Invalid(_("Tidak ada perangkat daerah dengan kode %(code)s.", code=unit_code))
    if queries.user_by_email(user.email) is not None or not _added(user):
        raise Invalid(_("Sudah ada akun dengan alamat %(email)s.", email=user.email))
    if role is Role.RESIDENT:
        if area is not None:
            user.area_id, user.public_name = area.id, default_public_name(user.name, area)
    else:
        db.session.add(
            RoleGrant(
                user_id=user.id,
                role=role,
                area_id=area.id if area else None,
                unit_id=unit.id if unit else None,
            )
        )
    record(AccountCreated(user_id=user.id, actor_id=actor.id))
    return user


def default_public_name(name: str, area: Area) -> str:
    """`Rina, Menteng`: neighbours know each other, a search engine does not. Titles are left out."""
    words = name.split()
    called = next((word for word in words if not word.endswith(".")), words[0]).rstrip(",")
    place = f", {area.name}"
    return called[: LONGEST_NAME - len(place)] + place


def _by_email(email: str) -> User | None:
    return queries.user_by_email(addresses.normalised(email) or email)


def _address(email: str) -> str:
    address = addresses.normalised(email)
    if address is None:
        raise Invalid(_("Tulis alamat email yang lengkap, misalnya rina@contoh.id."))
    return address


def _name(name: str) -> str:
    line = " ".join(name.split())
    if not 2 <= len(line) <= LONGEST_NAME:
        raise Invalid(_("Nama terdiri dari 2 sampai %(n)s karakter.", n=LONGEST_NAME))
    return line


def _new_key() -> str:
    """A session key; whoever holds a cookie with an older one is signed out."""
    return secrets.token_urlsafe(32)


def _added(user: User) -> bool:
    """Put the row in; False where someone else took the address a moment ago."""
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        return False
    return True


def _still(user: User | None) -> User:
    """Hold the account a link named, unless the link was used meanwhile."""
    if user is None:
        raise LinkDead
    key = user.fs_uniquifier
    lock(user)
    if user.fs_uniquifier != key:
        raise LinkDead
    return user
