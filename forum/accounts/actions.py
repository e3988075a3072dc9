"""Everything that can be done with accounts.

Nothing here tells whether an address has an account. Hashing stands between transactions,
never inside one.
"""

import secrets

from flask_babel import gettext as _
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from forum.accounts import (
    addresses,
    codes,
    devices,
    passwords,
    policy,
    queries,
    throttle,
    tokens,
)
from forum.accounts.addresses import Contact
from forum.accounts.events import (
    NOBODY,
    AccountCreated,
    AccountErased,
    AddressConfirmed,
    ConfirmationRequested,
    ContactChanged,
    ContactChangeRequested,
    ContactRemoved,
    HomeChanged,
    KnownAddressUsed,
    OtherDevicesSignedOut,
    PasswordChanged,
    PasswordResetRequested,
    PersonRegistered,
    ProofRequested,
    PublicNameChanged,
    SignInCodeRequested,
    SignInDoubted,
)
from forum.accounts.models import (
    AccessToken,
    CodePurpose,
    Device,
    FormerContact,
    OneTimeCode,
    RoleGrant,
    User,
)
from forum.city import queries as city
from forum.city.models import Area
from forum.core import clock
from forum.core.actor import Actor, Role, Verification
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require

LONGEST_NAME = 60
GONE = "Akun dihapus"  # what stands where the name of an erased account stood


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


class WrongCode(Invalid):
    """The code is not the one that was sent, is too old, or was used: which is not told."""

    def __init__(self) -> None:
        super().__init__(_("Kode ini tidak cocok atau sudah tidak berlaku. Periksa lagi."))


def register(
    actor: Actor, *, name: str, email: str, area_id: int | None, password: str, language: str
) -> Contact:
    """Take a person in, to be confirmed by mail or text. A known address answers just the same.

    `email` is an address or an Indonesian mobile number; returned is which of them it was.
    """
    require(policy.can_register, actor)
    contact = _contact(email)
    passwords.require_good(password, email=contact.email, phone=contact.phone, name=name)
    with atomic():
        area = queries.village(area_id)
    if area is None:
        raise Invalid(_("Pilih kelurahan tempat Anda tinggal."))
    user = User(
        email=contact.email,
        phone=contact.phone,
        name=_name(name),
        public_name=default_public_name(name, area),
        password=passwords.hash_password(password),
        fs_uniquifier=_new_key(),
        area_id=area.id,
        agreed_at=clock.now(),
        language=language,
    )
    _take_in(user, contact)
    return contact


@atomic()
def _take_in(user: User, contact: Contact) -> None:
    if queries.user_by_contact(contact) is None and _added(user):
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
    known.fs_uniquifier = _new_key()
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
    user = _still(tokens.user_to_confirm(token))
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


def sign_in(typed: str, password: str, *, demo: bool, browser: str | None = None) -> User:
    """Whose credentials these are; `demo`: whether invented people may sign in here.

    Raises DoubtfulSignIn where strangers have been guessing and this browser is a stranger's:
    a code is on its way to the owner then.
    """
    with atomic():  # reading ends here: nobody waits for us while we hash
        user = queries.user_by_typed(typed)
    attempt = throttle.attempt(typed.strip().casefold(), user, browser)
    right = passwords.matches(password, user.password if user else None)
    if user is None or not right or not policy.may_enter(user, demo=demo):
        raise WrongCredentials(_("Alamat, nomor, atau kata sandi tidak cocok."))
    if user.confirmed_at is None:
        raise NotConfirmed(_("Alamat email atau nomor HP Anda belum dikonfirmasi."))
    if attempt.doubtful and not user.has_second_factor:
        if attempt.sends_a_code():
            _doubt(user)
        raise DoubtfulSignIn
    attempt.was_right()
    return user


class DoubtfulSignIn(Refused):
    """The password is right, but strangers are guessing: a code that was sent is asked for, too."""


@atomic()
def _doubt(user: User) -> None:
    record(SignInDoubted(user_id=user.id))


@atomic()
def request_sign_in_code(typed: str, *, demo: bool) -> None:
    """Send a code to sign in with, where the address or number has an account."""
    user = queries.user_by_typed(typed)
    theirs = user is not None and user.confirmed_at is not None
    if user is not None and theirs and policy.may_enter(user, demo=demo):
        record(SignInCodeRequested(user_id=user.id, by=_way(typed)))
    else:
        record(SignInCodeRequested(user_id=NOBODY, by=_way(typed)))


def sign_in_by_code(typed: str, code: str, *, demo: bool) -> User:
    """Whose code this is; it works once."""
    with atomic():
        user = queries.user_by_typed(typed)
        right = codes.take(user.id if user is not None else 0, CodePurpose.SIGN_IN, code)
    if user is None or right is None or not policy.may_enter(user, demo=demo):
        raise WrongCode
    return user


@atomic()
def request_proof(actor: Actor) -> None:
    """Send a code to someone who is signed in, to show that it is them."""
    if actor.id is not None:
        record(ProofRequested(user_id=actor.id, actor_id=actor.id))


def prove(user: User, *, password: str | None = None, code: str | None = None) -> bool:
    """Whether whoever sits there knows the password, or the code that was sent."""
    if password:
        return passwords.matches(password, user.password)
    return bool(code) and codes.take(user.id, CodePurpose.PROVE, code or "") is not None


@atomic()
def request_password_reset(email: str, *, demo: bool) -> None:
    """Send a link or code to choose a new password, where the address has an account."""
    user = queries.user_by_typed(email)
    theirs = user is not None and policy.may_enter(user, demo=demo)
    by = _way(email)
    record(PasswordResetRequested(user_id=user.id if user and theirs else NOBODY, by=by))


def token_by_code(phone: str, code: str, *, demo: bool) -> str:
    """The token by which a new password is chosen, for the code that was sent to this number."""
    with atomic():
        user = queries.user_by_typed(phone)
        taken = codes.take(user.id if user is not None else 0, CodePurpose.RESET, code)
    if user is None or taken is None or not policy.may_enter(user, demo=demo):
        raise WrongCode
    return tokens.reset_token(user)


def reset_password(token: str, password: str, *, demo: bool) -> None:
    """Choose a new password by a link; all devices are signed out, the address is confirmed."""
    with atomic():
        user = tokens.user_to_reset(token)
    if user is None or not policy.may_enter(user, demo=demo):
        raise LinkDead
    passwords.require_good(password, email=user.email, phone=user.phone, name=user.name)
    _put_password(token, passwords.hash_password(password))


@atomic()
def _put_password(token: str, hashed: str) -> None:
    user = _still(tokens.user_to_reset(token))
    user.password = hashed
    user.fs_uniquifier = _new_key()
    user.confirmed_at = user.confirmed_at or clock.now()
    devices.sign_out_everywhere(user.id)
    codes.void(user.id)
    record(PasswordChanged(user_id=user.id, actor_id=user.id))


def change_password(actor: Actor, user: User, *, password: str, here: Device | None) -> None:
    """Choose another password; all other devices are signed out."""
    require(policy.can_edit, actor, user)
    passwords.require_good(password, email=user.email, phone=user.phone, name=user.name)
    _change_password(actor, user, passwords.hash_password(password), here)


@atomic()
def _change_password(actor: Actor, user: User, hashed: str, here: Device | None) -> None:
    lock(user)
    user.password, user.fs_uniquifier = hashed, _new_key()
    devices.sign_out_everywhere(user.id, but=here)
    codes.void(user.id)
    record(PasswordChanged(user_id=user.id, actor_id=actor.id))


@atomic()
def sign_out_others(actor: Actor, user: User, here: Device | None) -> None:
    require(policy.can_edit, actor, user)
    devices.sign_out_everywhere(user.id, but=here)
    record(OtherDevicesSignedOut(user_id=user.id, actor_id=actor.id))


@atomic()
def request_contact_change(actor: Actor, user: User, *, typed: str) -> Contact:
    """Send a code to a new address or number, and word of it to the present ones.

    Whether it belongs to another account is not told; the code then never comes.
    """
    require(policy.can_edit, actor, user)
    contact = _contact(typed)
    if contact.value in (user.email, user.phone):
        raise Invalid(_("Ini alamat atau nomor Anda yang sekarang."))
    if user.must_add_second_factor:  # else a stolen password could have its code sent elsewhere
        raise Invalid(
            _("Peran Anda menunggu langkah kedua. Pasang itu dulu, lalu ganti kontak.")
        )
    codes.aim(user, CodePurpose.CHANGE, contact.value)
    record(ContactChangeRequested(user_id=user.id, actor_id=actor.id))
    return contact


def change_contact(actor: Actor, user: User, *, code: str) -> None:
    """The code came back: the new address or number is theirs, and takes the old one's place."""
    require(policy.can_edit, actor, user)
    if not _change_contact(actor, user, code):
        raise WrongCode


@atomic()
def _change_contact(actor: Actor, user: User, code: str) -> bool:
    """False where the code is wrong: a refusal would undo that it was counted as a try."""
    taken = codes.take(user.id, CodePurpose.CHANGE, code)
    contact = addresses.read(taken.target or "") if taken is not None else None
    if contact is None:
        return False
    lock(user)
    former = user.email if contact.email else user.phone
    _yield_to_proof(contact)
    try:
        with db.session.begin_nested():
            if contact.email:
                user.email = contact.email
            else:
                user.phone = contact.phone
            db.session.flush()
    except IntegrityError:  # somebody else proved it a moment ago
        db.session.refresh(user)
        return False
    user.fs_uniquifier = _new_key()  # links in older mails are void
    record(
        ContactChanged(user_id=user.id, former_id=_keep_former(user, former), actor_id=actor.id)
    )
    return True


def _yield_to_proof(contact: Contact) -> None:
    """An account that only claimed this contact, and never confirmed it, loses it."""
    claimed = queries.user_by_contact(contact)
    if claimed is not None and claimed.confirmed_at is None:
        lock(claimed)
        claimed.email = claimed.phone = None
        claimed.fs_uniquifier = _new_key()
        db.session.flush()


@atomic()
def remove_contact(actor: Actor, user: User, *, kind: str) -> None:
    """Take an address or number away; one must be left."""
    require(policy.can_edit, actor, user)
    lock(user)
    if user.email is None or user.phone is None:
        raise Refused(_("Satu alamat atau nomor harus tetap ada."))
    former = user.email if kind == addresses.MAIL else user.phone
    if kind == addresses.MAIL:
        user.email = None
    else:
        user.phone = None
    record(
        ContactRemoved(user_id=user.id, former_id=_keep_former(user, former), actor_id=actor.id)
    )


def _keep_former(user: User, former: str | None) -> int | None:
    """For the one mail that tells the former address; gone once it was sent."""
    if former is None:
        return None
    kept = FormerContact(user_id=user.id, value=former)
    db.session.add(kept)
    db.session.flush()
    return kept.id


@atomic()
def forget_person(user_id: int) -> None:
    """Leave nothing in the account that names the person; its number stays."""
    user = db.session.get(User, user_id)
    if user is None:
        return
    lock(user)
    for model in (OneTimeCode, Device, AccessToken, FormerContact):
        db.session.execute(delete(model).where(model.user_id == user_id))
    db.session.execute(
        update(RoleGrant)
        .where(RoleGrant.user_id == user_id, RoleGrant.ended_at.is_(None))
        .values(ended_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )
    user.email = user.phone = user.password = user.area_id = None
    user.name, user.public_name, user.language = "", GONE, "id"
    user.fs_uniquifier, user.active = _new_key(), False
    user.erased_at = clock.now()
    record(AccountErased(user_id=user_id))


@atomic()
def choose_public_name(actor: Actor, user: User, *, public_name: str) -> None:
    """The name that others see; what was written before shows the new one, too."""
    require(policy.can_edit, actor, user)
    name = _name(public_name)
    if name.casefold() != user.public_name.casefold() and queries.is_reserved_name(name):
        raise Invalid(_("Nama ini dapat dikira nama petugas atau dinas. Pilih nama lain."))
    lock(user)
    user.public_name = name
    record(PublicNameChanged(user_id=user.id, actor_id=actor.id))


@atomic()
def choose_area(actor: Actor, user: User, *, area_id: int) -> None:
    """Where one lives, by one's own word: only while nobody has checked it."""
    require(policy.can_edit, actor, user)
    lock(user)
    area = queries.village(area_id)
    if area is None:
        raise Invalid(_("Pilih kelurahan tempat Anda tinggal."))
    if user.level is not Verification.NONE:
        raise Refused(_("Kelurahan Anda sudah diperiksa. Untuk pindah, datang ke kelurahan."))
    before = db.session.get(Area, user.area_id) if user.area_id else None
    if before is not None and user.public_name == default_public_name(user.name, before):
        user.public_name = default_public_name(user.name, area)
    user.area_id = area.id
    record(HomeChanged(user_id=user.id, area_id=area.id, actor_id=actor.id))


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
    if queries.user_by_email(user.email or "") is not None or not _added(user):
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


def _way(typed: str) -> str:
    """By which way the answer goes: the one that was typed."""
    contact = addresses.read(typed)
    return contact.kind if contact is not None else addresses.MAIL


def _contact(typed: str) -> Contact:
    contact = addresses.read(typed)
    if contact is None:
        raise Invalid(
            _(
                "Tulis alamat email yang lengkap, misalnya rina@contoh.id, "
                "atau nomor HP, misalnya 0812 3456 7890."
            )
        )
    return contact


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
