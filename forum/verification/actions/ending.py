"""How a verification ends: taken back with a reason, or by the clock."""

from datetime import timedelta

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.actor import SYSTEM, Actor, Verification
from forum.core.db import atomic, db, lock
from forum.core.errors import Refused
from forum.core.outbox import record
from forum.core.policy import require
from forum.verification import policy, queries
from forum.verification.actions.standing import (
    checked_reason,
    hold_people,
    role_for,
    settle,
)
from forum.verification.events import (
    VerificationEnding,
    VerificationExpired,
    VerificationRevoked,
)
from forum.verification.keeping import kept_until
from forum.verification.models import NikClaim, VerificationRecord

TOLD_BEFORE = timedelta(days=30)
AT_ONCE = 200  # of one kind, in one go


class NothingToRevoke(Refused):
    """The person is not verified at this level (any more)."""


@atomic()
def revoke_verification(actor: Actor, user: User, *, level: Verification, reason: str) -> None:
    """Take this level back; a lower one that still counts stays. Ballots cast stay, too."""
    require(policy.can_revoke, actor, user)
    role = role_for(actor, user.area_id, user.area.parent_id if user.area else None)
    reason = checked_reason(reason)
    (held,) = hold_people(user.id)
    revoked = revoke_records(actor, held.id, level, reason)
    if not revoked and held.level is not level:
        raise NothingToRevoke(_("Orang ini tidak (lagi) terverifikasi pada tingkat itu."))
    settle(held)
    record(
        VerificationRevoked(
            user_id=held.id, level=level.value, reason=reason, actor_id=actor.id, role=role
        )
    )


def revoke_records(actor: Actor, user_id: int, level: Verification, reason: str) -> int:
    """Within the caller's transaction, the account held; returns how many records it were."""
    now = clock.now()
    found = [each for each in queries.records_in_force(user_id, now) if each.level is level]
    for each in found:
        each.revoked_at, each.revoked_by_id, each.revoke_reason = now, actor.id, reason
    db.session.flush()
    return len(found)


def expire_due() -> int:
    """Lower the accounts whose verification is over, each in its own transaction."""
    ids = queries.expired_ids(clock.now(), AT_ONCE)
    for user_id in ids:
        _expire(user_id)
    return len(ids)


@atomic()
def _expire(user_id: int) -> None:
    (user,) = hold_people(user_id)
    before = user.verification
    over = user.verified_until is not None and user.verified_until <= clock.now()
    if before is Verification.NONE or not over:
        return
    settle(user)
    record(VerificationExpired(user_id=user.id, level=before.value, actor_id=SYSTEM.id))


def remind_of_end() -> int:
    """Tell people, once, a month before their verification ends."""
    now = clock.now()
    ids = queries.ending_ids(now, now + TOLD_BEFORE, AT_ONCE)
    for record_id in ids:
        _remind(record_id)
    return len(ids)


@atomic()
def _remind(record_id: int) -> None:
    row = db.session.get_one(VerificationRecord, record_id)
    lock(row)
    if row.reminded_at is not None or row.revoked_at is not None:
        return
    row.reminded_at = clock.now()
    record(VerificationEnding(user_id=row.user_id, record_id=row.id))


def erase_due_claims() -> int:
    """Erase hashes that nothing needs any more; ask again later about the others."""
    ids = queries.claims_due(clock.now(), AT_ONCE)
    for claim_id in ids:
        _erase_claim(claim_id)
    return len(ids)


@atomic()
def _erase_claim(claim_id: int) -> None:
    claim = db.session.get(NikClaim, claim_id, populate_existing=True)
    if claim is None:
        return
    lock(claim)
    now = clock.now()
    if claim.erase_after is None or claim.erase_after > now:
        return
    until = kept_until(claim.user_id)
    if until is not None and until > now:
        claim.erase_after = until
    else:
        db.session.delete(claim)
