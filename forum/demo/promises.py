"""What came of the demo's official answers: promises with their notes, and the reporters' word."""

from datetime import date, datetime, timedelta

from forum.attachments import actions as attaching
from forum.core import clock, markdown
from forum.core.actor import Actor, Verification
from forum.core.db import db
from forum.decisions import queries
from forum.decisions.models import (
    Closing,
    Commitment,
    CommitmentNote,
    NoteKind,
    OfficialAnswer,
    Result,
    Standing,
    Verdict,
)
from forum.demo.content import Row
from forum.demo.known import Known
from forum.demo.photos import drawn
from forum.issues.actions import reopening_ends
from forum.issues.models import Issue

SHUT = {Result.POSTPONED: Standing.POSTPONED, Result.REFUSED: Standing.REFUSED}


def promise(known: Known, answer: OfficialAnswer, rows: list[Row]) -> None:
    """The entries of the ledger that this answer made, as they stand by now."""
    standing = SHUT.get(answer.result) if answer.result else None
    if standing is not None:
        db.session.add(
            Commitment(
                **_of(answer),
                what=markdown.excerpt(answer.source, 300),
                due_on=answer.due_on,
                standing=standing,
                reason=answer.reason,
                closed_on=None if answer.due_on else _day(answer.created_at),
            )
        )
    for row in rows:
        closed = row.get("closed_days_ago")
        notes = row.get("notes", [])
        one = Commitment(
            **_of(answer),
            what=row["what"],
            due_on=_day(known.now + timedelta(days=row["due_in_days"])),
            estimate=row.get("estimate"),
            standing=Standing(row.get("state", Standing.RUNNING)),
            moves=sum(note["kind"] == NoteKind.DATE for note in notes),
            closed_on=_day(known.now - timedelta(days=closed)) if closed else None,
        )
        db.session.add(one)
        db.session.flush()
        for note in notes:
            _note(known, answer, one, note)


def close(known: Known, issue: Issue, answer: OfficialAnswer, row: Row) -> None:
    """It was declared done, and its reporter spoke, kept silent, or is being asked."""
    at = known.now - timedelta(days=row["finished_days_ago"])
    ends_on = reopening_ends(_day(at))
    verdict, said = Verdict(row["verdict"]), row.get("verdict_days_ago")
    verdict_at = known.now - timedelta(days=said) if said else None
    if verdict is Verdict.SILENT:
        night = datetime.combine(ends_on, datetime.min.time(), clock.LOCAL)
        verdict_at = min(night + timedelta(days=1), known.now)
    db.session.add(
        Closing(
            issue_id=issue.id,
            unit_id=answer.unit_id,
            author_id=answer.author_id,
            done=row["done"],
            intangible=row.get("intangible"),
            finished_on=_day(at),
            ends_on=ends_on,
            verdict=verdict,
            verdict_at=verdict_at,
            rating=row.get("rating"),
            words=row.get("words"),
            created_at=at,
        )
    )


def _note(known: Known, answer: OfficialAnswer, one: Commitment, row: Row) -> None:
    at = known.now - timedelta(days=row["days_ago"])
    moved = row["kind"] == NoteKind.DATE
    note = CommitmentNote(
        commitment_id=one.id,
        kind=NoteKind(row["kind"]),
        text=row["text"],
        from_on=_day(known.now + timedelta(days=row["from_in_days"])) if moved else None,
        to_on=_day(known.now + timedelta(days=row["to_in_days"])) if moved else None,
        intangible=row.get("intangible"),
        author_id=answer.author_id,
        unit_id=answer.unit_id,
        created_at=at,
    )
    db.session.add(note)
    db.session.flush()
    if "scene" not in row:
        return
    author = Actor(id=answer.author_id, verification=Verification.IDENTITY_CARD)
    file = attaching.upload(author, drawn(row["scene"]), "gambar.png")
    attaching.attach(
        author,
        [file.id],
        holder=queries.NOTE_FILES,
        holder_id=note.id,
        alts={file.id: row["alt"]},
    )
    file.created_at = file.attached_at = at


def _of(answer: OfficialAnswer) -> Row:
    return {
        "issue_id": answer.issue_id,
        "answer_id": answer.id,
        "unit_id": answer.unit_id,
        "owner": answer.owner,
        "created_at": answer.created_at,
    }


def _day(at: datetime) -> date:
    return at.astimezone(clock.LOCAL).date()
