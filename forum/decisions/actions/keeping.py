"""Telling how a promise goes: progress, another day, done, cancelled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from forum.attachments import actions as attaching
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean
from forum.decisions import policy, queries
from forum.decisions.events import CommitmentLate, CommitmentNoted
from forum.decisions.models import Commitment, CommitmentNote, NoteKind, Standing
from forum.decisions.words import CANCELLING
from forum.issues import actions as issues
from forum.issues import queries as issue_queries

TEXT = (3, 2000)
INTANGIBLE = (10, 500)
AT_ONCE = 100
OPEN = (Standing.RUNNING, Standing.POSTPONED)
BY_HAND = (NoteKind.PROGRESS, NoteKind.DATE, NoteKind.DONE, NoteKind.CANCELLED)


@dataclass(frozen=True)
class Told:
    """What somebody tells with a note; each kind wants its part. `files` are waiting ones."""

    text: str
    to_on: date | None = None
    reason: str | None = None  # of words.CANCELLING
    intangible: str = ""  # why there is nothing to photograph
    files: Sequence[int] = ()
    alts: Mapping[int, str] = field(default_factory=dict)


@atomic()
def tell(actor: Actor, commitment: Commitment, kind: NoteKind, told: Told) -> CommitmentNote:
    """Add a note, and let the promise follow it. What was told before stays as it was.

    Done wants a photo or document, or the reason why there is nothing to show. Raises Refused
    for a promise that has come to its end, Invalid for a note that lacks something.
    """
    issue = issue_queries.issue_by_id(commitment.issue_id)
    issues.hold(issue)
    db.session.refresh(commitment)
    require(policy.can_keep, actor, commitment, issue)
    if kind not in takes(commitment):
        raise Refused(_("Janji ini sudah berakhir, jadi tidak dapat diubah lagi."))
    text = clean(told.text)
    if not TEXT[0] <= len(text) <= TEXT[1]:
        raise Invalid(_("Tulis keterangan, 3 sampai 2.000 huruf."))
    unit_id = _unit_of(actor, commitment, issue.owner_unit_id)
    note = CommitmentNote(
        commitment_id=commitment.id, kind=kind, text=text, author_id=actor.id, unit_id=unit_id
    )
    if kind is NoteKind.DATE:
        _move_date(commitment, note, told.to_on)
    elif kind is NoteKind.DONE:
        note.intangible = reason_without_evidence(told.intangible, has_files=bool(told.files))
        commitment.standing, commitment.closed_on = Standing.DONE, clock.today()
    elif kind is NoteKind.CANCELLED:
        if told.reason not in CANCELLING:
            raise Invalid(_("Pilih alasan dari daftar."))
        note.reason = commitment.reason = told.reason
        commitment.standing, commitment.closed_on = Standing.CANCELLED, clock.today()
    db.session.add(note)
    db.session.flush()
    attaching.attach(
        actor, told.files, holder=queries.NOTE_FILES, holder_id=note.id, alts=told.alts
    )
    record(
        CommitmentNoted(
            issue_id=issue.id,
            commitment_id=commitment.id,
            note_id=note.id,
            kind=kind.value,
            actor_id=actor.id,
        )
    )
    issues.chain_changed(issue.id)
    return note


def takes(commitment: Commitment) -> tuple[NoteKind, ...]:
    """The kinds of notes that this promise still takes."""
    return BY_HAND if commitment.standing in OPEN else ()


def mark_late() -> int:
    """Tell of each promise whose day is over, once; the page of its issue shows it then."""
    return sum(_mark(found) for found in queries.newly_late(clock.today(), AT_ONCE))


@atomic()
def _mark(commitment_id: int) -> int:
    commitment = queries.commitment_by_id(commitment_id)
    if commitment is None:
        return 0
    issues.hold(issue_queries.issue_by_id(commitment.issue_id))
    db.session.refresh(commitment)
    if commitment.told_late or not commitment.is_late(clock.today()):
        return 0
    commitment.told_late = True
    record(CommitmentLate(issue_id=commitment.issue_id, commitment_id=commitment.id))
    issues.chain_changed(commitment.issue_id)
    return 1


def reason_without_evidence(reason: str, *, has_files: bool) -> str | None:
    """Nothing where there is evidence; else why there is none. Raises Invalid without either."""
    if has_files:
        return None
    reason = clean(reason)
    if not reason:
        raise Invalid(
            _(
                "Sertakan foto atau dokumen sebagai bukti, atau tulis mengapa tidak ada wujudnya."
            )
        )
    if not INTANGIBLE[0] <= len(reason) <= INTANGIBLE[1]:
        raise Invalid(_("Tulis mengapa tidak ada wujudnya, 10 sampai 500 huruf."))
    return reason


def _move_date(commitment: Commitment, note: CommitmentNote, to_on: date | None) -> None:
    if to_on is None or to_on < clock.today():
        raise Invalid(_("Tenggat tidak boleh di masa lalu."))
    if to_on == commitment.due_on:
        raise Invalid(_("Pilih tanggal lain dari tenggat sekarang."))
    note.from_on, note.to_on = commitment.due_on, to_on
    commitment.due_on = to_on
    commitment.moves += 1
    commitment.told_late = False


def _unit_of(actor: Actor, commitment: Commitment, owner_unit_id: int | None) -> int:
    """In whose name: the unit that promised, where the person serves it; else that in charge."""
    served = actor.unit_ids(*policy.ANSWERING)
    if commitment.unit_id in served or owner_unit_id is None:
        return commitment.unit_id
    return owner_unit_id
