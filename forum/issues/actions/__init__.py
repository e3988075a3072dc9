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
from forum.issues.actions.merging import (
    NotMergeable,
    Unfit,
    head_of,
    members_changed,
    merge,
    unfit,
    unmerge,
)
from forum.issues.actions.objections import ObjectionOver, may_still_object, objecting_ends
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
    "NotMergeable",
    "ObjectionOver",
    "Planned",
    "TooLate",
    "Unfit",
    "chain_changed",
    "delete_draft",
    "enter_issue",
    "head_of",
    "hold",
    "look",
    "may_still_object",
    "members_changed",
    "merge",
    "note_lapor",
    "objecting_ends",
    "publish_draft",
    "raise_issue",
    "recount",
    "reopening_ends",
    "save_draft",
    "take_step",
    "unfit",
    "unmerge",
    "withdraw_incomplete",
]
