"""What an account holds - level, since when, until when, where - follows from its records.

Only here is it changed. A lower level never takes the place of a higher one, and a NIK stands
for an account as long as a verification rests on it.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError, InvalidRequestError

from forum.accounts.models import User
from forum.city import settings
from forum.core import clock
from forum.core.actor import Actor, Verification
from forum.core.db import db, lock
from forum.core.errors import Invalid, NotFound
from forum.core.outbox import record
from forum.core.text import clean
from forum.verification import policy, queries
from forum.verification.events import PersonVerified
from forum.verification.keeping import kept_until
from forum.verification.models import How, NikClaim, VerificationRecord
from forum.verification.nik import Nik

REASON = (5, 500)


def hold_people(*user_ids: int) -> list[User]:
    """Lock these accounts, always in the same order; NotFound for one that is not there."""
    held = {}
    for user_id in sorted(set(user_ids)):
        user = db.session.get(User, user_id)
        if user is None:
            raise NotFound("person")
        lock(user)
        held[user_id] = user
    return [held[user_id] for user_id in user_ids]


def raise_level(
    actor: Actor,
    user: User,
    *,
    level: Verification,
    how: How,
    area_id: int | None,
    role: str | None = None,
) -> VerificationRecord:
    """Note that this person was verified; the account, which must be held, shows the highest."""
    at = clock.now()
    now_held, held_at = user.level, user.verified_at
    made = VerificationRecord(
        user_id=user.id,
        level=level,
        area_id=area_id,
        how=how,
        officer_id=actor.id if how is How.OFFICER else None,
        at=at,
        until=months_later(at, settings.verification_months(level)),
    )
    db.session.add(made)
    db.session.flush()
    if level.reaches(now_held):
        user.verification, user.verified_until = level, made.until
        # Renewed, it goes on: whoever was verified before a poll was opened still was.
        user.verified_at = held_at if now_held is level and held_at else at
        user.area_id = area_id if area_id is not None else user.area_id
    record(
        PersonVerified(
            user_id=user.id,
            record_id=made.id,
            level=level.value,
            how=how.value,
            actor_id=actor.id,
            role=role,
        )
    )
    return made


def settle(user: User) -> None:
    """Let the account, which must be held, show the best of its records that still count."""
    records = queries.records_in_force(user.id, clock.now())
    best = _best(records)
    if best is None:
        user.verification = Verification.NONE
        user.verified_at = user.verified_until = None
    else:
        user.verification, user.verified_until = best.level, best.until
        user.verified_at = min(each.at for each in records if each.level is best.level)
        user.area_id = best.area_id if best.area_id is not None else user.area_id
    if user.verification is not Verification.IDENTITY_CARD:
        release_claim(user.id)


def take_claim(user: User, nik: Nik) -> NikClaim:
    """The claim on this number: the person's own from now on, or another's, who keeps it."""
    claim = _held(queries.claim_on(nik.hash))
    if claim is None:
        claim = NikClaim(user_id=user.id, nik_hash=nik.hash, last4=nik.last4)
        try:
            with db.session.begin_nested():
                db.session.add(claim)
        except IntegrityError:  # another officer, for another account, a moment ago
            claim = queries.claim_on(nik.hash)
            assert claim is not None
    if claim.user_id == user.id:
        claim.erase_after = None
    return claim


def release_claim(user_id: int) -> None:
    """No verification rests on it any more: gone at once, or once the polls are closed."""
    claim = queries.claim_of(user_id)
    if claim is None:
        return
    until = kept_until(user_id)
    if until is None or until <= clock.now():
        db.session.delete(claim)
    else:
        claim.erase_after = until
    db.session.flush()


def months_later(at: datetime, months: int) -> datetime:
    """The same time of the same day so many months later, or of that month's last day."""
    local = at.astimezone(clock.LOCAL)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day)


def checked_reason(text: str) -> str:
    reason = clean(text)
    if not REASON[0] <= len(reason) <= REASON[1]:
        raise Invalid(_("Tulis alasannya, 5 sampai 500 huruf."))
    return reason


def role_for(actor: Actor, area_id: int | None, parent_id: int | None) -> str:
    """In which role an officer of this area acts, for the record."""
    return actor.standing(*policy.OFFICE, area_id=area_id) or actor.standing(
        *policy.OFFICE, area_id=parent_id
    )


def _held(claim: NikClaim | None) -> NikClaim | None:
    """Locked, unless it went away a moment ago or only waits to be swept away."""
    if claim is None:
        return None
    try:
        lock(claim)
    except InvalidRequestError:
        return None
    if not _is_over(claim):
        return claim
    db.session.delete(claim)
    db.session.flush()
    return None


def _is_over(claim: NikClaim) -> bool:
    """Nothing rests on it and nothing keeps it: only the daily work has not been here yet."""
    if claim.erase_after is None or claim.erase_after > clock.now():
        return False
    until = kept_until(claim.user_id)
    return until is None or until <= clock.now()


def _best(records: Iterable[VerificationRecord]) -> VerificationRecord | None:
    order = list(Verification)
    return max(
        records, key=lambda each: (order.index(each.level), each.until, each.id), default=None
    )
