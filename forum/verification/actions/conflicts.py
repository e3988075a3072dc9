"""Deciding for which of two accounts a NIK stands."""

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.actor import Actor, Verification
from forum.core.db import atomic, db, lock
from forum.core.errors import Refused, Stale
from forum.core.outbox import record
from forum.core.policy import require
from forum.verification import policy, queries
from forum.verification.actions.ending import revoke_records
from forum.verification.actions.standing import (
    checked_reason,
    hold_people,
    raise_level,
    role_for,
    settle,
)
from forum.verification.events import ConflictDecided, VerificationRevoked
from forum.verification.models import CaseState, ConflictCase, NikClaim

KTP = Verification.IDENTITY_CARD


class CaseDecided(Refused):
    """Somebody decided it before."""


@atomic()
def decide_conflict(actor: Actor, case: ConflictCase, *, move: bool, reason: str) -> None:
    """The number stays with its holder, or passes to whoever brought it forward.

    Ballots that were cast stay; both are told.
    """
    require(policy.can_decide, actor, case)
    reason, parent_id = checked_reason(reason), case.area.parent_id if case.area else None
    lock(case)
    if not case.is_open:
        raise CaseDecided(_("Kasus ini sudah diputuskan."))
    role = role_for(actor, case.area_id, parent_id)
    holder_id = case.holder_id
    if move:
        holder_id = _move(actor, case, reason, role)
    case.state = CaseState.MOVED if move else CaseState.KEPT
    case.decided_by_id, case.decided_at, case.reason = actor.id, clock.now(), reason
    case.card_name = ""
    record(
        ConflictDecided(
            case_id=case.id,
            user_id=case.claimant_id,
            person_id=holder_id,
            moved=move,
            reason=reason,
            actor_id=actor.id,
            role=role,
        )
    )


def _move(actor: Actor, case: ConflictCase, reason: str, role: str) -> int:
    """Whoever holds the number now loses it; returns who that was."""
    claim = queries.claim_on(case.nik_hash)
    holder_id = claim.user_id if claim is not None else case.holder_id
    claimant, holder = hold_people(case.claimant_id, holder_id)
    if claimant.erased_at is not None:
        raise Refused(
            _("Akun yang membawa NIK ini sudah dihapus, jadi tidak dapat dipindahkan.")
        )
    own = queries.claim_of(claimant.id)
    if own is not None and own.nik_hash != case.nik_hash:
        raise Refused(_("Akun itu sudah diverifikasi dengan NIK lain. Cabut dulu yang itu."))
    _pass_on(case, claim, claimant)
    if holder.id != claimant.id:
        _take_from(actor, holder, reason, role)
    claimant.name = case.card_name or claimant.name
    raise_level(actor, claimant, level=KTP, how=case.how, area_id=case.area_id, role=role)
    return holder_id


def _pass_on(case: ConflictCase, claim: NikClaim | None, claimant: User) -> None:
    if claim is None:  # it was erased meanwhile
        db.session.add(NikClaim(user_id=claimant.id, nik_hash=case.nik_hash, last4=case.last4))
    else:
        before = claim.user_id
        lock(claim)
        if claim.user_id != before:
            raise Stale(_("Keadaan sudah berubah. Muat ulang, lalu putuskan lagi."))
        claim.user_id, claim.since, claim.erase_after = claimant.id, clock.now(), None
    db.session.flush()


def _take_from(actor: Actor, holder: User, reason: str, role: str) -> None:
    was = holder.verification
    revoke_records(actor, holder.id, KTP, reason)
    settle(holder)
    if was is KTP and holder.erased_at is None:
        record(
            VerificationRevoked(
                user_id=holder.id, level=KTP.value, reason=reason, actor_id=actor.id, role=role
            )
        )
