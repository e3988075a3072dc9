"""Taking people in, and the proof that the address is theirs."""

from flask_babel import gettext as _

from forum.accounts import (
    codes,
    passwords,
    policy,
    queries,
    tokens,
)
from forum.accounts.actions.parts import (
    added,
    default_public_name,
    hold_named,
    new_key,
    read_address,
    read_contact,
    read_name,
    require_own_name,
)
from forum.accounts.actions.refusals import LinkDead, WrongCode
from forum.accounts.addresses import Contact
from forum.accounts.events import (
    NOBODY,
    AccountCreated,
    AddressConfirmed,
    ConfirmationRequested,
    KnownAddressUsed,
    PersonRegistered,
)
from forum.accounts.models import (
    CodePurpose,
    RoleGrant,
    User,
)
from forum.city import queries as city
from forum.core import clock
from forum.core.actor import Actor, Role
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid
from forum.core.outbox import record
from forum.core.policy import require


def register(
    actor: Actor, *, name: str, email: str, area_id: int | None, password: str, language: str
) -> Contact:
    """Take a person in, to be confirmed by mail or text. A known address answers just the same.

    `email` is an address or an Indonesian mobile number; returned is which of them it was.
    """
    require(policy.can_register, actor)
    name, contact = read_name(name), read_contact(email)
    passwords.require_good(password, email=contact.email, phone=contact.phone, name=name)
    with atomic():
        area = queries.village(area_id)
    if area is None:
        raise Invalid(_("Pilih kelurahan tempat Anda tinggal."))
    public_name = default_public_name(name, area)
    with atomic():
        require_own_name(public_name)
    user = User(
        email=contact.email,
        phone=contact.phone,
        name=name,
        public_name=public_name,
        password=passwords.hash_password(password),
        fs_uniquifier=new_key(),
        area_id=area.id,
        agreed_at=clock.now(),
        language=language,
    )
    _take_in(user, contact)
    return contact


@atomic()
def _take_in(user: User, contact: Contact) -> None:
    if queries.user_by_contact(contact) is None and added(user):
        record(PersonRegistered(user_id=user.id))
        record(ConfirmationRequested(user_id=user.id))
        return
    known = queries.user_by_contact(contact)
    if known is not None and _was_only_claimed(known):
        _begin_anew(known, user)
        return
    record(KnownAddressUsed(user_id=known.id if known else NOBODY))


def _was_only_claimed(known: User) -> bool:
    lock(known)
    return known.confirmed_at is None and known.active and not known.is_demo


def _begin_anew(known: User, user: User) -> None:
    """Of an account that nobody confirmed, what was typed last counts.

    Otherwise whoever registered another's number first would know the password of the account
    that its owner confirms later.
    """
    for name in ("name", "public_name", "password", "area_id", "agreed_at", "language"):
        setattr(known, name, getattr(user, name))
    known.fs_uniquifier = new_key()
    codes.void(known.id)
    record(PersonRegistered(user_id=known.id))
    record(ConfirmationRequested(user_id=known.id))


@atomic()
def request_confirmation(email: str) -> None:
    """Send the link or code that confirms an address once more, where one is waiting for it."""
    user = queries.user_by_typed(email)
    waiting = user is not None and user.active and user.confirmed_at is None
    record(ConfirmationRequested(user_id=user.id if user and waiting else NOBODY))


@atomic()
def confirm(token: str) -> User:
    """The person behind this link has read the mail: the address is theirs."""
    user = hold_named(tokens.user_to_confirm(token))
    if user.confirmed_at is not None:
        raise LinkDead
    user.confirmed_at = clock.now()
    record(AddressConfirmed(user_id=user.id, actor_id=user.id))
    return user


def confirm_by_code(phone: str, code: str) -> User:
    """The person with this number has read the message: it is theirs."""
    user = _confirm_by_code(phone, code)
    if user is None:
        raise WrongCode
    return user


@atomic()
def _confirm_by_code(phone: str, code: str) -> User | None:
    """None where the code is wrong: a refusal would undo that it was counted as a try."""
    user = queries.user_by_typed(phone)
    taken = codes.take(user.id if user is not None else 0, CodePurpose.CONFIRM, code)
    if user is None or taken is None or user.confirmed_at is not None:
        return None
    user.confirmed_at = clock.now()
    record(AddressConfirmed(user_id=user.id, actor_id=user.id))
    return user


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
    address = read_address(email)
    passwords.require_good(password, email=address)
    if role is Role.SYSTEM or (role is Role.RESIDENT and unit_code):
        raise Invalid(_("Peran ini tidak dapat diberikan begitu."))
    return _make(
        User(
            email=address,
            name=read_name(name),
            public_name=read_name(name),
            password=passwords.hash_password(password),
            fs_uniquifier=new_key(),
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
    if queries.user_by_email(user.email or "") is not None or not added(user):
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
