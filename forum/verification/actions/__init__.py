"""What can be done about verification: by the person, the desk, the office, and the clock."""

from forum.verification.actions.cards import (
    DESK_CODE_LASTS,
    RENEWED_WITHIN,
    OtherNik,
    Outcome,
    ask_desk_code,
    take_desk_code,
    verify_by_card,
    vouch_for,
)
from forum.verification.actions.conflicts import CaseDecided, decide_conflict
from forum.verification.actions.ending import (
    erase_due_claims,
    expire_due,
    remind_of_end,
    revoke_verification,
)
from forum.verification.actions.leaving import erase_person, hand_over
from forum.verification.actions.printed import (
    CodeNotGood,
    OtherArea,
    make_codes,
    note_printing,
    redeem_code,
    void_codes,
)

__all__ = [
    "DESK_CODE_LASTS",
    "RENEWED_WITHIN",
    "CaseDecided",
    "CodeNotGood",
    "OtherArea",
    "OtherNik",
    "Outcome",
    "ask_desk_code",
    "decide_conflict",
    "erase_due_claims",
    "erase_person",
    "expire_due",
    "hand_over",
    "make_codes",
    "note_printing",
    "redeem_code",
    "remind_of_end",
    "revoke_verification",
    "take_desk_code",
    "verify_by_card",
    "void_codes",
    "vouch_for",
]
