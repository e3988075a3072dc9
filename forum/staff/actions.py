"""Everything that can be done with roles and the invitations that lead to them.

All changes of roles wait in one line (`_held`): it is there that two administrators who
withdraw each other find out who was first, and that the last one is kept.
"""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.exc import IntegrityError

from forum.accounts import addresses, passwords, phones
from forum.accounts import devices as devices_of_accounts
from forum.accounts.events import AddressConfirmed, PersonRegistered
from forum.accounts.models import RoleGrant, User
from forum.city import settings
from forum.city.models import Area, Unit
from forum.core import clock
from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean, one_line
from forum.staff import nip as numbers
from forum.staff import policy, queries
from forum.staff.events import (
    InvitationAccepted,
    InvitationSentAgain,
    InvitationWithdrawn,
    RoleEnding,
    RoleExpired,
    RoleGiven,
    RoleWithdrawn,
    StaffInvited,
    StaffNumberRemoved,
)
from forum.staff.models import EndingNotice, Invitation, StaffNumber, new_key

REASON = (5, 500)
NAME = (2, 60)
AT_ONCE = 200  # roles that one turn of the clock looks at


class InvitationOver(Refused):
    """The link is spoilt, used, withdrawn, too old, or there is a newer one."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("Undangan ini tidak berlaku lagi. Minta undangan baru."))


class NotTheirs(Refused):
    """The invitation went to an address that is not this account's."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            _("Undangan ini untuk alamat lain. Masuk dengan akun yang memakai alamat itu.")
        )


class RoleOver(Refused):
    """Somebody else ended this role a moment ago, or its last day has passed."""

    def __init__(self) -> None:
        super().__init__(_("Peran ini sudah berakhir."))


class LastAdministrator(Refused):
    """Without this one nobody could give roles any more."""

    def __init__(self) -> None:
        super().__init__(
            _("Ini pengelola kota yang terakhir. Beri peran itu kepada orang lain dulu.")
        )


# --- invitations


@atomic()
def invite(
    actor: Actor,
    *,
    role: Role,
    email: str | None = None,
    phone: str | None = None,
    area_id: int | None = None,
    unit_id: int | None = None,
    until: date | None = None,
    reason: str,
    nip: str | None = None,
    language: str = "id",
) -> Invitation:
    """Hold a role out to whoever reads this address; an older invitation alike is replaced."""
    actor = _held(actor)
    area, unit = _scope(role, area_id, unit_id)
    require(policy.can_invite, actor, role, area, unit)
    _check_unit(unit)
    invitation = Invitation(
        **_address(actor, email, phone),
        role=role,
        area_id=area_id,
        unit_id=unit_id,
        until=_last_day(until),
        reason=_reason(reason),
        nip=_number(nip),
        language=language,
        invited_by_id=actor.id,
        expires_at=_end_of_validity(),
    )
    standing = _standing(actor, area, unit)
    for older in queries.open_invitations_alike(invitation):
        _end_invitation(actor, older, standing, replaced=True)
    db.session.add(invitation)
    db.session.flush()
    record(
        StaffInvited(
            invitation_id=invitation.id,
            given=invitation.given,
            reason=invitation.reason or "",
            actor_id=actor.id,
            role=standing,
        )
    )
    return invitation


@atomic()
def resend(actor: Actor, invitation: Invitation) -> None:
    """A new link, good for as many days again; the one before is dead."""
    actor = _held(actor)
    lock(invitation)
    invitation = queries.invitation_with_scope(invitation)
    require(policy.can_manage_invitation, actor, invitation)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise InvitationOver
    if not invitation.address:
        raise InvitationOver
    _last_day(invitation.until)
    _check_unit(invitation.unit)
    invitation.key = new_key()
    invitation.sent_at = clock.now()
    invitation.expires_at = _end_of_validity()
    invitation.invited_by_id = actor.id
    record(
        InvitationSentAgain(
            invitation_id=invitation.id,
            given=invitation.given,
            actor_id=actor.id,
            role=_standing(actor, invitation.area, invitation.unit),
        )
    )


@atomic()
def withdraw_invitation(actor: Actor, invitation: Invitation, *, reason: str) -> None:
    """Its link is dead from now on."""
    actor = _held(actor)
    lock(invitation)
    invitation = queries.invitation_with_scope(invitation)
    require(policy.can_manage_invitation, actor, invitation)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise InvitationOver
    standing = _standing(actor, invitation.area, invitation.unit)
    _end_invitation(actor, invitation, standing, reason=_reason(reason))


@atomic()
def accept(actor: Actor, invitation: Invitation, *, key: str) -> RoleGrant:
    """Take the role that was held out to an address of one's own account."""
    require(_is_someone, actor)
    _held(actor)
    _take(invitation, key)
    user = queries.user_now(actor.id or 0)
    if user is None or not _belongs_to(invitation, user):
        raise NotTheirs
    return _accept(user, invitation)


def join(
    actor: Actor, invitation: Invitation, *, key: str, name: str, password: str, language: str
) -> User:
    """Make the account of a new person by an invitation, and take the role.

    The link proves the address. Somebody else may have signed up with it and never confirmed:
    that account becomes theirs, and nothing of its password is left.
    """
    require(_is_nobody, actor)
    if not invitation.is_open or invitation.key != key:
        raise InvitationOver
    passwords.require_good(password, email=invitation.address)
    return _join(invitation, key, _name(name), passwords.hash_password(password), language)


@atomic()
def _join(invitation: Invitation, key: str, name: str, hashed: str, language: str) -> User:
    _held(VISITOR)
    _take(invitation, key)
    user = queries.user_with_address(email=invitation.email, phone=invitation.phone)
    if user is None:
        user = User(email=invitation.email, phone=invitation.phone, fs_uniquifier="")
        user.name = user.public_name = name
    elif user.confirmed_at is not None:
        raise Invalid(_("Alamat ini sudah punya akun. Masuk dulu, lalu terima undangannya."))
    else:
        lock(user)
        devices_of_accounts.sign_out_everywhere(user.id)
    user.name = name
    user.public_name = name.split()[0] if len(name.split()[0]) >= NAME[0] else name
    user.password = hashed
    user.fs_uniquifier = secrets.token_urlsafe(32)
    user.confirmed_at = user.agreed_at = clock.now()
    user.language = language
    _add(user)
    record(PersonRegistered(user_id=user.id))
    record(AddressConfirmed(user_id=user.id, actor_id=user.id))
    _accept(user, invitation)
    return user


def _accept(user: User, invitation: Invitation) -> RoleGrant:
    """Whoever invited must still be one who may give this role; it is given in their name."""
    inviter = _now(Actor(id=invitation.invited_by_id))
    if not policy.can_grant(inviter, invitation.role, invitation.area, invitation.unit):
        raise InvitationOver
    if not policy.can_give_to(inviter, user):
        raise Refused(_("Peran tidak dapat diberikan kepada akun ini."))
    _check_unit(invitation.unit)
    grant, _before = _give(
        user,
        Grant(invitation.role, invitation.area_id, invitation.unit_id),
        until=_last_day(invitation.until),
        reason=invitation.reason or "",
        giver=inviter,
    )
    invitation.accepted_at = clock.now()
    invitation.accepted_by_id, invitation.grant_id = user.id, grant.id
    if invitation.nip:
        db.session.merge(StaffNumber(user_id=user.id, nip=invitation.nip))
        invitation.nip = None
    record(
        InvitationAccepted(
            invitation_id=invitation.id,
            user_id=user.id,
            grant_id=grant.id,
            given=invitation.given,
            reason=invitation.reason or "",
            actor_id=user.id,
        )
    )
    return grant


def _take(invitation: Invitation, key: str) -> None:
    """Hold the invitation that a link names, unless the link is dead by now."""
    lock(invitation)
    queries.invitation_with_scope(invitation)
    if not invitation.is_open or not secrets.compare_digest(invitation.key, key):
        raise InvitationOver


def _belongs_to(invitation: Invitation, user: User) -> bool:
    if user.confirmed_at is None:
        return False
    if invitation.email is not None:
        return user.email == invitation.email
    return invitation.phone is not None and user.phone == invitation.phone


def _end_invitation(
    actor: Actor, invitation: Invitation, role: str, *, reason: str = "", replaced: bool = False
) -> None:
    invitation.withdrawn_at, invitation.withdrawn_by_id = clock.now(), actor.id
    record(
        InvitationWithdrawn(
            invitation_id=invitation.id,
            given=invitation.given,
            reason=reason,
            replaced=replaced,
            actor_id=actor.id,
            role=role,
        )
    )


# --- roles


@atomic()
def give_role(
    actor: Actor,
    user: User,
    *,
    role: Role,
    area_id: int | None = None,
    unit_id: int | None = None,
    until: date | None = None,
    reason: str,
) -> RoleGrant:
    """Give a role to someone who has an account. Given again, it gets another last day."""
    actor = _held(actor)
    area, unit = _scope(role, area_id, unit_id)
    require(policy.can_grant, actor, role, area, unit)
    lock(user)
    require(policy.can_give_to, actor, user)
    _check_unit(unit)
    given = Grant(role, area_id, unit_id)
    grant, before = _give(
        user, given, until=_last_day(until), reason=_reason(reason), giver=actor
    )
    record(
        RoleGiven(
            user_id=user.id,
            grant_id=grant.id,
            replaces=before,
            given=given.words,
            reason=grant.reason or "",
            actor_id=actor.id,
            role=_standing(actor, area, unit),
        )
    )
    return grant


@atomic()
def withdraw_role(actor: Actor, grant: RoleGrant, *, reason: str) -> None:
    """End a role now; it stays in the history. The last administrator of the city is kept."""
    actor = _held(actor)
    lock(grant)
    grant = queries.with_scope(grant)
    require(policy.can_withdraw, actor, grant)
    if not grant.in_force:
        raise RoleOver
    given = Grant(grant.role, grant.area_id, grant.unit_id)
    if given == Grant(Role.ADMIN) and not queries.other_city_admins(grant):
        raise LastAdministrator
    grant.ended_at, grant.ended_by_id = clock.now(), actor.id
    grant.end_reason = _reason(reason)
    record(
        RoleWithdrawn(
            user_id=grant.user_id,
            grant_id=grant.id,
            given=given.words,
            reason=grant.end_reason,
            actor_id=actor.id,
            role=_standing(actor, grant.area, grant.unit),
        )
    )


@atomic()
def remove_staff_number(actor: Actor, user_id: int) -> None:
    """One's own NIP, out of the forum."""
    require(_is_oneself, actor, user_id)
    number = queries.staff_number(user_id)
    if number is not None:
        db.session.delete(number)
        record(StaffNumberRemoved(user_id=user_id, actor_id=actor.id))


def _give(
    user: User, given: Grant, *, until: date | None, reason: str, giver: Actor
) -> tuple[RoleGrant, int | None]:
    """The new grant, and the one whose place it takes."""
    before = queries.same_grants(user.id, given.role, given.area_id, given.unit_id)
    if any(grant.until == until for grant in before):
        raise Invalid(_("Orang ini sudah memegang peran itu sampai tanggal yang sama."))
    for grant in before:
        grant.ended_at, grant.ended_by_id = clock.now(), giver.id
        grant.end_reason = reason
    new = RoleGrant(
        user_id=user.id,
        role=given.role,
        area_id=given.area_id,
        unit_id=given.unit_id,
        until=until,
        reason=reason,
        granted_by_id=giver.id,
    )
    db.session.add(new)
    db.session.flush()
    return new, before[0].id if before else None


# --- the clock


def end_roles_run_out() -> int:
    """Tell the record of roles whose last day has passed: once, by ending them."""
    return sum(_end_if_run_out(grant) for grant in queries.grants_run_out(AT_ONCE))


@atomic()
def _end_if_run_out(grant: RoleGrant) -> bool:
    lock(grant)
    if grant.ended_at is not None or grant.until is None or grant.until >= clock.today():
        return False
    grant.ended_at = clock.now()
    record(
        RoleExpired(
            user_id=grant.user_id,
            grant_id=grant.id,
            given=Grant(grant.role, grant.area_id, grant.unit_id).words,
            role=SYSTEM.standing(Role.SYSTEM),
        )
    )
    return True


def warn_of_endings() -> int:
    """Tell holders and administrators, once, of roles that end within two weeks."""
    return sum(_warn(grant) for grant in queries.grants_to_warn_of(AT_ONCE))


@atomic()
def _warn(grant: RoleGrant) -> bool:
    lock(grant)
    grant = queries.with_scope(grant)
    if not grant.in_force or db.session.get(EndingNotice, grant.id) is not None:
        return False
    db.session.add(EndingNotice(grant_id=grant.id))
    admins = policy.admins_concerned(queries.administrators(), grant, grant.granted_by_id)
    for told in sorted({grant.user_id, *admins}):
        record(
            RoleEnding(
                user_id=grant.user_id,
                grant_id=grant.id,
                told_id=told,
                given=Grant(grant.role, grant.area_id, grant.unit_id).words,
                role=SYSTEM.standing(Role.SYSTEM),
            )
        )
    return True


@atomic()
def forget_old_invitations() -> int:
    """Blank address, number and reason of invitations that were settled long ago."""
    before = clock.now() - timedelta(days=settings.days_kept("invitations"))
    forgotten: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        update(Invitation)
        .where(
            Invitation.expires_at < before,
            or_(Invitation.email.is_not(None), Invitation.phone.is_not(None)),
        )
        .values(email=None, phone=None, nip=None, reason=None)
        .execution_options(synchronize_session=False)
    )
    return forgotten.rowcount


# --- what all of these share


def _held(actor: Actor) -> Actor:
    """Wait for whoever else changes roles; then who this person is by now.

    The roles of a request were read before it waited: an administrator who was withdrawn
    meanwhile is none any more.
    """
    db.session.scalars(
        select(RoleGrant.id)
        .where(RoleGrant.role == Role.ADMIN, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id)
        .with_for_update()
    ).all()
    return _now(actor)


def _now(actor: Actor) -> Actor:
    if actor.id is None:
        return actor
    user = queries.user_now(actor.id)
    return user.as_actor() if user is not None and user.active else VISITOR


def _is_someone(actor: Actor) -> bool:
    return actor.signed_in


def _is_nobody(actor: Actor) -> bool:
    return not actor.signed_in


def _is_oneself(actor: Actor, user_id: int) -> bool:
    return actor.id == user_id


def _scope(
    role: Role, area_id: int | None, unit_id: int | None
) -> tuple[Area | None, Unit | None]:
    area, unit = queries.scope(area_id, unit_id)
    if policy.fits(role, area, unit):
        return area, unit
    if role in policy.NEEDS_A_UNIT:
        raise Invalid(_("Peran ini selalu untuk satu perangkat daerah."))
    raise Invalid(_("Peran ini tidak dapat diberikan untuk cakupan itu."))


def _check_unit(unit: Unit | None) -> None:
    if unit is not None and unit.is_closed:
        raise Invalid(_("Perangkat daerah ini sudah ditutup."))


def _standing(actor: Actor, area: Area | None, unit: Unit | None) -> str:
    """In which role the actor gives or takes one."""
    for area_id in (area.id, area.parent_id) if area is not None else (None,):
        standing = actor.standing(
            Role.ADMIN, Role.SYSTEM, area_id=area_id, unit_id=unit.id if unit else None
        )
        if standing:
            return standing
    return ""


def _address(actor: Actor, email: str | None, phone: str | None) -> dict[str, str | None]:
    """A mail address, or else a number; not one's own."""
    address = addresses.normalised(email) if email else None
    number = phones.normalised(phone) if phone and not email else None
    if email and address is None:
        raise Invalid(_("Tulis alamat email yang lengkap, misalnya rina@contoh.id."))
    if address is None and number is None:
        raise Invalid(_("Tulis alamat email atau nomor HP orang yang diundang."))
    user = queries.user_with_address(email=address, phone=number)
    if user is not None and user.id == actor.id:
        raise Invalid(_("Anda tidak dapat memberi peran kepada diri sendiri."))
    return {"email": address, "phone": number}


def _last_day(until: date | None) -> date | None:
    if until is not None and until < clock.today():
        raise Invalid(_("Tanggal berakhir sudah lewat."))
    return until


def _reason(text: str) -> str:
    reason = clean(text)
    if not REASON[0] <= len(reason) <= REASON[1]:
        raise Invalid(
            _("Tulis alasan, %(min)s sampai %(max)s huruf.", min=REASON[0], max=REASON[1])
        )
    return reason


def _number(nip: str | None) -> str | None:
    if not nip or not nip.strip():
        return None
    number = numbers.normalised(nip, today=clock.today())
    if number is None:
        raise Invalid(_("NIP terdiri dari 18 angka. Periksa tanggal lahir dan pengangkatan."))
    return number


def _name(name: str) -> str:
    line = one_line(name)
    if not NAME[0] <= len(line) <= NAME[1]:
        raise Invalid(_("Nama terdiri dari 2 sampai %(n)s karakter.", n=NAME[1]))
    return line


def _end_of_validity() -> datetime:
    return clock.now() + timedelta(days=settings.invitation_days())


def _add(user: User) -> None:
    """Put the row in; someone else may have taken the address a moment ago."""
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        raise Invalid(
            _("Alamat ini sudah punya akun. Masuk dulu, lalu terima undangannya.")
        ) from None
