"""Signing in, and proving once more who sits at an open device."""

from flask_babel import gettext as _

from forum.accounts import (
    codes,
    passwords,
    policy,
    queries,
    throttle,
    tokens,
)
from forum.accounts.actions.parts import way_of
from forum.accounts.actions.refusals import (
    DoubtfulSignIn,
    LinkDead,
    NotConfirmed,
    WrongCode,
    WrongCredentials,
)
from forum.accounts.events import (
    NOBODY,
    ProofRequested,
    SignInCodeRequested,
    SignInDoubted,
)
from forum.accounts.models import (
    CodePurpose,
    User,
)
from forum.core.actor import Actor
from forum.core.db import atomic
from forum.core.outbox import record


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


@atomic()
def _doubt(user: User) -> None:
    record(SignInDoubted(user_id=user.id))


@atomic()
def request_sign_in_code(typed: str, *, demo: bool) -> None:
    """Send a code to sign in with, where the address or number has an account."""
    user = queries.user_by_typed(typed)
    theirs = user is not None and user.confirmed_at is not None
    if user is not None and theirs and policy.may_enter(user, demo=demo):
        record(SignInCodeRequested(user_id=user.id, by=way_of(typed)))
    else:
        record(SignInCodeRequested(user_id=NOBODY, by=way_of(typed)))


def sign_in_by_code(typed: str, code: str, *, demo: bool) -> User:
    """Whose code this is; it works once."""
    with atomic():
        user = queries.user_by_typed(typed)
        right = codes.take(user.id if user is not None else 0, CodePurpose.SIGN_IN, code)
    if user is None or right is None or not policy.may_enter(user, demo=demo):
        raise WrongCode
    return user


def sign_in_by_link(token: str, *, demo: bool) -> User:
    """Whom a link out of a mail lets in; the code that came with it is used up by that."""
    with atomic():
        found = tokens.user_to_sign_in(token)
        taken = found and codes.take(found[0].id, CodePurpose.SIGN_IN, found[1])
    if found is None or taken is None or not policy.may_enter(found[0], demo=demo):
        raise LinkDead
    return found[0]


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
