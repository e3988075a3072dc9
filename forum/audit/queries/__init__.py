"""What may be asked about the record: what happened, and whether it is still what it was."""

from forum.audit.queries.entries import (
    EXPORTED,
    Entry,
    Filters,
    entries,
    entries_page,
)
from forum.audit.queries.integrity import Finding, Report, verify
from forum.audit.queries.log import (
    HEAD,
    Standing,
    check_is_due,
    checkpoint_is_due,
    latest_checkpoint,
    latest_checkpoints,
    origin,
    something_waits,
    standing,
)

__all__ = [
    "EXPORTED",
    "HEAD",
    "Entry",
    "Filters",
    "Finding",
    "Report",
    "Standing",
    "check_is_due",
    "checkpoint_is_due",
    "entries",
    "entries_page",
    "latest_checkpoint",
    "latest_checkpoints",
    "origin",
    "something_waits",
    "standing",
    "verify",
]
