"""When a person leaves, and when what the desk entered for somebody passes to their account."""

from sqlalchemy import delete, or_, update

from forum.core.db import db
from forum.verification import queries
from forum.verification.actions.standing import hold_people, release_claim, settle
from forum.verification.models import (
    BatchCode,
    ConflictCase,
    DeskCode,
    NikClaim,
    VerificationRecord,
)


def erase_person(user_id: int) -> None:
    """Within the caller's transaction: everything goes but the hash, where a poll needs it."""
    release_claim(user_id)
    db.session.execute(delete(VerificationRecord).where(VerificationRecord.user_id == user_id))
    db.session.execute(delete(DeskCode).where(DeskCode.user_id == user_id))
    db.session.execute(
        update(ConflictCase)
        .where(or_(ConflictCase.claimant_id == user_id, ConflictCase.holder_id == user_id))
        .values(reason="", card_name="")  # one number: the card may well be that of either
    )


def hand_over(from_id: int, to_id: int) -> None:
    """Within the caller's transaction: records, number and conflicts pass to the other account.

    Where that one stands for a number of its own, it keeps that; the other is let go.
    """
    _before, after = hold_people(from_id, to_id)
    if queries.claim_of(to_id) is not None:
        release_claim(from_id)
    db.session.execute(
        update(NikClaim).where(NikClaim.user_id == from_id).values(user_id=to_id)
    )
    db.session.execute(
        update(VerificationRecord)
        .where(VerificationRecord.user_id == from_id)
        .values(user_id=to_id)
    )
    for column in (ConflictCase.claimant_id, ConflictCase.holder_id):
        db.session.execute(
            update(ConflictCase).where(column == from_id).values({column: to_id})
        )
    db.session.execute(
        update(BatchCode).where(BatchCode.used_by_id == from_id).values(used_by_id=to_id)
    )
    db.session.execute(delete(DeskCode).where(DeskCode.user_id == from_id))
    if queries.records_of(to_id):
        settle(after)
