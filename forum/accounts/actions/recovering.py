"""Passwords: asked anew by mail or text, and changed."""

from forum.accounts import (
    access,
    codes,
    devices,
    passwords,
    policy,
    queries,
    tokens,
)
from forum.accounts.actions.parts import hold_named, new_key, way_of
from forum.accounts.actions.refusals import LinkDead, WrongCode
from forum.accounts.events import (
    NOBODY,
    PasswordChanged,
    PasswordResetRequested,
)
from forum.accounts.models import (
    CodePurpose,
    Device,
    User,
)
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, lock
from forum.core.outbox import record
from forum.core.policy import require


@atomic()
def request_password_reset(email: str, *, demo: bool) -> None:
    """Send a link or code to choose a new password, where the address has an account."""
    user = queries.user_by_typed(email)
    theirs = user is not None and policy.may_enter(user, demo=demo)
    by = way_of(email)
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
    """Choose a new password by a link; the address is confirmed by it.

    Whoever does so may have lost the account to somebody else: all that was issued before
    ends, devices, access tokens, links and codes.
    """
    with atomic():
        user = tokens.user_to_reset(token)
    if user is None or not policy.may_enter(user, demo=demo):
        raise LinkDead
    passwords.require_good(password, email=user.email, phone=user.phone, name=user.name)
    _put_password(token, passwords.hash_password(password))


@atomic()
def _put_password(token: str, hashed: str) -> None:
    user = hold_named(tokens.user_to_reset(token))
    user.password = hashed
    user.fs_uniquifier = new_key()
    user.confirmed_at = user.confirmed_at or clock.now()
    devices.sign_out_everywhere(user.id)
    access.revoke_all(user)
    codes.void(user.id)
    record(PasswordChanged(user_id=user.id, actor_id=user.id, recovered=True))


def change_password(actor: Actor, user: User, *, password: str, here: Device | None) -> None:
    """Choose another password; all other devices are signed out."""
    require(policy.can_edit, actor, user)
    passwords.require_good(password, email=user.email, phone=user.phone, name=user.name)
    _change_password(actor, user, passwords.hash_password(password), here)


@atomic()
def _change_password(actor: Actor, user: User, hashed: str, here: Device | None) -> None:
    lock(user)
    user.password, user.fs_uniquifier = hashed, new_key()
    devices.sign_out_everywhere(user.id, but=here)
    codes.void(user.id)
    record(PasswordChanged(user_id=user.id, actor_id=actor.id))
