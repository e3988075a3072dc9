"""Inviting people to a role, and their answer."""

import secrets
from datetime import date

from flask_babel import gettext as _

from forum.accounts import devices as devices_of_accounts
from forum.accounts import passwords
from forum.accounts.actions.parts import called, read_name, require_own_name
from forum.accounts.events import AddressConfirmed, PersonRegistered
from forum.accounts.models import RoleGrant, User
from forum.core import clock
from forum.core.actor import VISITOR, Actor, Grant, Role
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require
from forum.staff import policy, queries
from forum.staff.actions.parts import (
    NAME,
    add_user,
    as_of_now,
    check_unit,
    end_of_validity,
    hold_roles,
    is_nobody,
    is_someone,
    read_address,
    read_last_day,
    read_number,
    read_reason,
    read_scope,
    standing_of,
)
from forum.staff.actions.refusals import InvitationOver, NotTheirs
from forum.staff.actions.roles import give
from forum.staff.events import (
    InvitationAccepted,
    InvitationSentAgain,
    InvitationWithdrawn,
    StaffInvited,
)
from forum.staff.models import Invitation, StaffNumber, new_key


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
    actor = hold_roles(actor)
    area, unit = read_scope(role, area_id, unit_id)
    require(policy.can_invite, actor, role, area, unit)
    check_unit(unit)
    invitation = Invitation(
        **read_address(actor, email, phone),
        role=role,
        area_id=area_id,
        unit_id=unit_id,
        until=read_last_day(until),
        reason=read_reason(reason),
        nip=read_number(nip),
        language=language,
        invited_by_id=actor.id,
        expires_at=end_of_validity(),
    )
    standing = standing_of(actor, area, unit)
    for older in queries.open_invitations_alike(invitation):
        end_invitation(actor, older, standing, replaced=True)
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
    actor = hold_roles(actor)
    lock(invitation)
    invitation = queries.invitation_with_scope(invitation)
    require(policy.can_manage_invitation, actor, invitation)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise InvitationOver
    if not invitation.address:
        raise InvitationOver
    read_last_day(invitation.until)
    check_unit(invitation.unit)
    invitation.key = new_key()
    invitation.sent_at = clock.now()
    invitation.expires_at = end_of_validity()
    invitation.invited_by_id = actor.id
    record(
        InvitationSentAgain(
            invitation_id=invitation.id,
            given=invitation.given,
            actor_id=actor.id,
            role=standing_of(actor, invitation.area, invitation.unit),
        )
    )


@atomic()
def withdraw_invitation(actor: Actor, invitation: Invitation, *, reason: str) -> None:
    """Its link is dead from now on."""
    actor = hold_roles(actor)
    lock(invitation)
    invitation = queries.invitation_with_scope(invitation)
    require(policy.can_manage_invitation, actor, invitation)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise InvitationOver
    standing = standing_of(actor, invitation.area, invitation.unit)
    end_invitation(actor, invitation, standing, reason=read_reason(reason))


@atomic()
def accept(actor: Actor, invitation: Invitation, *, key: str) -> RoleGrant:
    """Take the role that was held out to an address of one's own account."""
    require(is_someone, actor)
    hold_roles(actor)
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
    require(is_nobody, actor)
    if not invitation.is_open or invitation.key != key:
        raise InvitationOver
    passwords.require_good(password, email=invitation.address)
    return _join(invitation, key, read_name(name), passwords.hash_password(password), language)


@atomic()
def _join(invitation: Invitation, key: str, name: str, hashed: str, language: str) -> User:
    hold_roles(VISITOR)
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
    user.public_name = called(name) if len(called(name)) >= NAME[0] else name
    require_own_name(user.public_name)
    user.password = hashed
    user.fs_uniquifier = secrets.token_urlsafe(32)
    user.confirmed_at = user.agreed_at = clock.now()
    user.language = language
    add_user(user)
    record(PersonRegistered(user_id=user.id))
    record(AddressConfirmed(user_id=user.id, actor_id=user.id))
    _accept(user, invitation)
    return user


def _accept(user: User, invitation: Invitation) -> RoleGrant:
    """Whoever invited must still be one who may give this role; it is given in their name."""
    inviter = as_of_now(Actor(id=invitation.invited_by_id))
    if not policy.can_grant(inviter, invitation.role, invitation.area, invitation.unit):
        raise InvitationOver
    if not policy.can_give_to(inviter, user):
        raise Refused(_("Peran tidak dapat diberikan kepada akun ini."))
    check_unit(invitation.unit)
    grant, _before = give(
        user,
        Grant(invitation.role, invitation.area_id, invitation.unit_id),
        until=read_last_day(invitation.until),
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


def end_invitation(
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
