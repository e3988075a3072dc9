"""Everything that can be done with texts, consents, copies, requests, erasure and breaches."""

from forum.privacy.actions.consents import agree, record_consent
from forum.privacy.actions.copies import build_copy, note_download, request_copy
from forum.privacy.actions.erasing import (
    cancel_erasure,
    erase_due,
    erase_person,
    request_erasure,
    wipe_journal,
)
from forum.privacy.actions.incidents import (
    IncidentFacts,
    add_note,
    change_incident,
    close_incident,
    note_authority_told,
    note_incident,
    reopen_incident,
    tell_affected,
)
from forum.privacy.actions.requests import answer_request, ask, close_automatic, enter_on_paper
from forum.privacy.actions.retention import give_notice_to_unused, run_daily
from forum.privacy.actions.texts import Draft, publish_text, seed_texts

__all__ = [
    "Draft",
    "IncidentFacts",
    "add_note",
    "agree",
    "answer_request",
    "ask",
    "build_copy",
    "cancel_erasure",
    "change_incident",
    "close_automatic",
    "close_incident",
    "enter_on_paper",
    "erase_due",
    "erase_person",
    "give_notice_to_unused",
    "note_authority_told",
    "note_download",
    "note_incident",
    "publish_text",
    "record_consent",
    "reopen_incident",
    "request_copy",
    "request_erasure",
    "run_daily",
    "seed_texts",
    "tell_affected",
    "wipe_journal",
]
