"""What is kept of what a person wrote for their unit, or as a reporter: to give, and to erase.

What was said in office stays, it is the unit's; only the name of whoever wrote it goes out. The
words of a reporter go with all their words. The rating stays: it is a figure without a name.
"""

from sqlalchemy import Select, select

from forum.accounts import traces
from forum.core import markdown
from forum.core.db import db
from forum.decisions.models import Closing, Commitment, CommitmentNote, OfficialAnswer
from forum.discussions.models import Thread
from forum.issues import actions as issues
from forum.privacy import queries as privacy
from forum.privacy.naming import MASK, Names, names_of


@traces.exports("jawaban resmi")
def export_answers(user_id: int) -> traces.Rows:
    return [
        {
            "isu": answer.issue_id,
            "hasil": answer.result and answer.result.value,
            "alasan": answer.reason,
            "isi": answer.source,
            "penanggung jawab": answer.owner,
            "tenggat": answer.due_on and answer.due_on.isoformat(),
            "ditulis": answer.created_at.isoformat(timespec="seconds"),
        }
        for answer in _answers_of(user_id)
    ]


@traces.exports("catatan tindak lanjut")
def export_notes(user_id: int) -> traces.Rows:
    return [
        {
            "janji": note.commitment_id,
            "jenis": note.kind.value,
            "isi": note.text,
            "tidak berwujud fisik": note.intangible,
            "ditulis": note.created_at.isoformat(timespec="seconds"),
        }
        for note in _notes_of(user_id)
    ]


@traces.exports("pernyataan selesai")
def export_closings(user_id: int) -> traces.Rows:
    return [
        {
            "isu": closing.issue_id,
            "isi": closing.done,
            "tidak berwujud fisik": closing.intangible,
            "ditulis": closing.created_at.isoformat(timespec="seconds"),
        }
        for closing in db.session.scalars(_closings().where(Closing.author_id == user_id))
    ]


@traces.exports("konfirmasi hasil")
def export_verdicts(user_id: int) -> traces.Rows:
    """What the person said of the results of their own issues."""
    return [
        {
            "isu": closing.issue_id,
            "kata": closing.verdict.value,
            "nilai": closing.rating,
            "keterangan": closing.words,
            "lewat slip": closing.by_slip,
            "waktu": closing.verdict_at and closing.verdict_at.isoformat(timespec="seconds"),
        }
        for closing in _asked_of(user_id)
    ]


@traces.erases
def take_the_name_out(user_id: int) -> None:
    names = names_of(user_id)
    touched = set()
    for answer in _answers_of(user_id):
        touched.add(answer.issue_id)
        if names.stand_in(answer.owner):
            answer.owner = names.mask(answer.owner)[:160] or MASK
        if names.stand_in(answer.source):
            answer.source = names.mask(answer.source)
            answer.html = markdown.render(answer.source)
        for commitment in _promised_in(answer.id):
            commitment.what = names.mask(commitment.what)[:300]
            commitment.owner = names.mask(commitment.owner)[:160] or MASK
    for note in _notes_of(user_id):
        note.text = names.mask(note.text)
        note.intangible = _masked(names, note.intangible)
    for closing in db.session.scalars(_closings().where(Closing.author_id == user_id)):
        closing.done = names.mask(closing.done)
        closing.intangible = _masked(names, closing.intangible)
        touched.add(closing.issue_id)
    for issue_id in sorted(touched):
        issues.chain_changed(issue_id)


@traces.erases
def erase_words_of_a_reporter(user_id: int) -> None:
    names, all_of_it = names_of(user_id), privacy.takes_words(user_id)
    for closing in _asked_of(user_id):
        if closing.words:
            closing.words = None if all_of_it else names.mask(closing.words)
            issues.chain_changed(closing.issue_id)
    db.session.flush()


def _masked(names: Names, text: str | None) -> str | None:
    return names.mask(text) if text is not None else None


def _answers_of(user_id: int) -> list[OfficialAnswer]:
    return list(
        db.session.scalars(
            select(OfficialAnswer)
            .where(OfficialAnswer.author_id == user_id)
            .order_by(OfficialAnswer.id)
        )
    )


def _promised_in(answer_id: int) -> list[Commitment]:
    return list(db.session.scalars(select(Commitment).where(Commitment.answer_id == answer_id)))


def _notes_of(user_id: int) -> list[CommitmentNote]:
    statement = select(CommitmentNote).where(CommitmentNote.author_id == user_id)
    return list(db.session.scalars(statement.order_by(CommitmentNote.id)))


def _closings() -> Select[*tuple[Closing]]:
    return select(Closing).order_by(Closing.id)


def _asked_of(user_id: int) -> list[Closing]:
    statement = _closings().join(Thread, Thread.id == Closing.issue_id)
    return list(db.session.scalars(statement.where(Thread.author_id == user_id)))
