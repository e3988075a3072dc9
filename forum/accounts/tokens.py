"""The links in our mails: signed, dated, and dead once used.

Made only when a mail is written; nothing stores them. They name the account by its session
key, which changes with the password: whoever used one, or changed the password otherwise,
has made all others void.
"""

from typing import cast

from flask_security.confirmable import confirm_email_token_status, generate_confirmation_token
from flask_security.recoverable import (
    generate_reset_password_token,
    reset_password_token_status,
)

from forum.accounts import codes, queries, sealing
from forum.accounts.models import CodePurpose, User

_SIGN_IN = "sign-in link"


def confirmation_token(user: User) -> str:
    return str(generate_confirmation_token(user))  # type: ignore[no-untyped-call]


def user_to_confirm(token: str) -> User | None:
    """Whose address this link confirms; None once it is spoilt, too old, or was used."""
    expired, invalid, user = confirm_email_token_status(token)  # type: ignore[no-untyped-call]
    if expired or invalid or user is None or user.confirmed_at is not None:
        return None
    return cast(User, user)


def reset_token(user: User) -> str:
    return str(generate_reset_password_token(user))  # type: ignore[no-untyped-call]


def user_to_reset(token: str) -> User | None:
    """Who may choose a new password by this link; None once it is spoilt, too old, or used."""
    expired, invalid, user = reset_password_token_status(token)  # type: ignore[no-untyped-call]
    return None if expired or invalid else cast("User | None", user)


def sign_in_token(user: User, code: str) -> str:
    """A code that was made to sign in with, sealed: where it is used up, this is, too."""
    return sealing.seal(_SIGN_IN, {"user": user.id, "code": code})


def user_to_sign_in(token: str) -> tuple[User, str] | None:
    """Whom this link lets in, and by which code; None once it is spoilt, too old, or was used.

    Looking uses nothing up: programs that look into mails follow links.
    """
    kept = sealing.unseal(_SIGN_IN, token, lasts=int(codes.LASTS.total_seconds()))
    if kept is None or not codes.is_right(kept["user"], CodePurpose.SIGN_IN, kept["code"]):
        return None
    user = queries.user_by_id(kept["user"])
    return (user, kept["code"]) if user is not None else None
