"""Everything that can be done with accounts.

Nothing here tells whether an address has an account. Hashing stands between transactions,
never inside one.
"""

from forum.accounts.actions.contacts import (
    change_contact,
    remove_contact,
    request_contact_change,
)
from forum.accounts.actions.entering import (
    prove,
    request_proof,
    request_sign_in_code,
    sign_in,
    sign_in_by_code,
    sign_in_by_link,
)
from forum.accounts.actions.joining import (
    confirm,
    confirm_by_code,
    create_user,
    register,
    request_confirmation,
)
from forum.accounts.actions.mailing import note_refusal, try_mail_again
from forum.accounts.actions.own import (
    GONE,
    choose_area,
    choose_language,
    choose_public_name,
    forget_person,
    sign_out_others,
)
from forum.accounts.actions.parts import LONGEST_NAME, default_public_name
from forum.accounts.actions.recovering import (
    change_password,
    request_password_reset,
    reset_password,
    token_by_code,
)
from forum.accounts.actions.refusals import (
    DoubtfulSignIn,
    LinkDead,
    NotConfirmed,
    WrongCode,
    WrongCredentials,
)

__all__ = [
    "GONE",
    "LONGEST_NAME",
    "DoubtfulSignIn",
    "LinkDead",
    "NotConfirmed",
    "WrongCode",
    "WrongCredentials",
    "change_contact",
    "change_password",
    "choose_area",
    "choose_language",
    "choose_public_name",
    "confirm",
    "confirm_by_code",
    "create_user",
    "default_public_name",
    "forget_person",
    "note_refusal",
    "prove",
    "register",
    "remove_contact",
    "request_confirmation",
    "request_contact_change",
    "request_password_reset",
    "request_proof",
    "request_sign_in_code",
    "reset_password",
    "sign_in",
    "sign_in_by_code",
    "sign_in_by_link",
    "sign_out_others",
    "token_by_code",
    "try_mail_again",
]
