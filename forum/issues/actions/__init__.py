"""Everything that can be done with an issue."""

from forum.issues.actions.clockwork import look, recount, reopening_ends
from forum.issues.actions.handling import (
    INSPEKTORAT,
    NOTE,
    Choice,
    LaporTaken,
    TooLate,
    note_lapor,
    take_step,
    withdraw_incomplete,
)
from forum.issues.actions.parts import chain_changed, hold
from forum.issues.actions.raising import (
    MAY_BE_SECRET,
    PLACE,
    SUBJECT,
    Matter,
    NotADraft,
    Planned,
    delete_draft,
    enter_issue,
    publish_draft,
    raise_issue,
    save_draft,
)
from forum.issues.actions.topics import add_category

__all__ = [
    "INSPEKTORAT",
    "MAY_BE_SECRET",
    "NOTE",
    "PLACE",
    "SUBJECT",
    "Choice",
    "LaporTaken",
    "Matter",
    "NotADraft",
    "Planned",
    "TooLate",
    "add_category",
    "chain_changed",
    "delete_draft",
    "enter_issue",
    "hold",
    "look",
    "note_lapor",
    "publish_draft",
    "raise_issue",
    "recount",
    "reopening_ends",
    "save_draft",
    "take_step",
    "withdraw_incomplete",
]
