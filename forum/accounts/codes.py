"""One-time codes of six digits: made when they are sent, kept as a keyed hash, used once.

Of each purpose a person has one at a time; a newer one replaces the older. After ten minutes
or five wrong tries it is dead. That is all that stands between a code and a guesser, so how
often codes can be asked for is limited, too.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, select

from forum.accounts.models import CodePurpose, OneTimeCode, User
from forum.core import clock
from forum.core.db import atomic, db, lock

LASTS = timedelta(minutes=10)
TRIES = 5
DIGITS = 6


def make(user: User, purpose: CodePurpose) -> str:
    """A new code for this person, in place of an older one. Call it within `atomic()`,
    from whatever sends it: nothing keeps the code itself.
    """
    lock(user)  # so that two of a purpose are not made at once
    row = _row(user.id, purpose)
    if row is None:
        row = OneTimeCode(user_id=user.id, purpose=purpose, code_hash="")
        db.session.add(row)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row.code_hash = _hash(user.id, purpose, code)
    row.tries = 0
    row.expires_at = clock.now() + LASTS
    db.session.flush()
    return code


def aim(user: User, purpose: CodePurpose, target: str) -> None:
    """Note which address the next code of this purpose is to prove; within `atomic()`."""
    lock(user)
    row = _row(user.id, purpose)
    if row is None:
        row = OneTimeCode(user_id=user.id, purpose=purpose)
        db.session.add(row)
    row.target = target
    row.code_hash = ""  # no code is right until one was sent
    row.tries = 0
    row.expires_at = clock.now() + LASTS


def aimed_at(user_id: int, purpose: CodePurpose) -> str | None:
    """The address that is waiting to be proved, if any."""
    row = _row(user_id, purpose)
    return row.target if row is not None and row.expires_at > clock.now() else None


@atomic()
def take(user_id: int, purpose: CodePurpose, typed: str) -> OneTimeCode | None:
    """Use this code up: its row if it was right, else None, which counts as a try.

    The row is gone from the table by then; who asks at the same time gets None.
    """
    row = _row(user_id, purpose, hold=True)
    right = hmac.compare_digest(
        row.code_hash if row is not None else "", _hash(user_id, purpose, plain(typed))
    )
    if row is None or row.tries >= TRIES or row.expires_at <= clock.now():
        return None
    if not right:
        row.tries += 1
        return None
    db.session.delete(row)
    db.session.flush()
    return row


def is_right(user_id: int, purpose: CodePurpose, code: str) -> bool:
    """Whether it would be taken: for a link out of a mail, whose code nobody guesses."""
    row = _row(user_id, purpose)
    return (
        row is not None
        and row.tries < TRIES
        and row.expires_at > clock.now()
        and hmac.compare_digest(row.code_hash, _hash(user_id, purpose, code))
    )


def void(user_id: int, *purposes: CodePurpose) -> None:
    """No code of these purposes is good any more (all of them, where none is named)."""
    statement = delete(OneTimeCode).where(OneTimeCode.user_id == user_id)
    if purposes:
        statement = statement.where(OneTimeCode.purpose.in_(purposes))
    db.session.execute(statement.execution_options(synchronize_session="fetch"))


def plain(typed: str) -> str:
    """The digits, however they were grouped."""
    return re.sub(r"[\s.-]", "", unicodedata.normalize("NFKC", typed))[:32]


def _row(user_id: int, purpose: CodePurpose, *, hold: bool = False) -> OneTimeCode | None:
    statement = (
        select(OneTimeCode)
        .where(OneTimeCode.user_id == user_id, OneTimeCode.purpose == purpose)
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(statement.with_for_update() if hold else statement)


def _hash(user_id: int, purpose: CodePurpose, code: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    text = f"code\n{user_id}\n{purpose}\n{code}"
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
