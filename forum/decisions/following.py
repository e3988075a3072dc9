"""What those who follow an issue hear of its answers, promises and end; supporters follow it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from forum import notifications
from forum.core.db import db
from forum.core.events import subscribe
from forum.decisions import queries
from forum.decisions.events import (
    AnswerPublished,
    CommitmentNoted,
    ConfirmationAsked,
    ConfirmationGiven,
)
from forum.decisions.models import CommitmentNote, OfficialAnswer, Verdict
from forum.decisions.subscribers import note_text, word_words
from forum.discussions.models import Thread
from forum.notifications.models import Matter

Facts = Mapping[str, Any]
Texts = list[notifications.Text | None]


@subscribe(AnswerPublished)
def tell_of_an_answer(event: AnswerPublished) -> None:
    facts = {"issue_id": event.issue_id, "answer_id": event.answer_id}
    _tell(f"answer:{event.answer_id}", "followed_answer", facts)


@subscribe(CommitmentNoted)
def tell_of_a_note(event: CommitmentNoted) -> None:
    facts = {"issue_id": event.issue_id, "note_id": event.note_id}
    _tell(f"promise-note:{event.note_id}", "followed_promise", facts)


@subscribe(ConfirmationAsked)
def tell_of_the_end(event: ConfirmationAsked) -> None:
    _tell(f"closing:{event.closing_id}", "followed_finish", {"issue_id": event.issue_id})


@subscribe(ConfirmationGiven)
def tell_of_the_word(event: ConfirmationGiven) -> None:
    closing = queries.closing_by_id(event.closing_id)
    if closing is not None and closing.verdict is not Verdict.WITHDRAWN:
        facts = {"issue_id": event.issue_id, "closing_id": closing.id}
        _tell(f"closing-{closing.verdict.value}:{closing.id}", "followed_word", facts)


def _tell(key: str, kind: str, facts: dict[str, Any]) -> None:
    issue_id = facts["issue_id"]
    notifications.tell_followers(
        Matter.THREAD,
        issue_id,
        key=key,
        kind=kind,
        facts=facts,
        about=notifications.key_of(Matter.THREAD, issue_id),
    )


# --- who hears of it in other words, and how it reads


def who_raised(facts: Facts) -> list[int | None]:
    return [db.session.scalar(select(Thread.author_id).where(Thread.id == facts["issue_id"]))]


def who_answered(facts: Facts) -> list[int | None]:
    wrote = select(OfficialAnswer.author_id).where(OfficialAnswer.id == facts["answer_id"])
    return [*who_raised(facts), db.session.scalar(wrote)]


def who_noted(facts: Facts) -> list[int | None]:
    wrote = select(CommitmentNote.author_id).where(CommitmentNote.id == facts["note_id"])
    return [*who_raised(facts), db.session.scalar(wrote)]


@notifications.kind("followed_answer", besides=who_answered)
def answer_words(many: Sequence[Facts]) -> list[notifications.Text]:
    units = queries.units_that_answered(facts["answer_id"] for facts in many)
    return [
        notifications.Text(
            _("%(unit)s memberi jawaban resmi.", unit=units[facts["answer_id"]])
            if facts["answer_id"] in units
            else _("Ada jawaban resmi."),
            f"/isu/{facts['issue_id']}#jawaban-{facts['answer_id']}",
        )
        for facts in many
    ]


@notifications.kind("followed_promise", besides=who_noted)
def promise_words(many: Sequence[Facts]) -> Texts:
    notes = queries.notes_by_id(facts["note_id"] for facts in many)
    return [note_text(notes.get(facts["note_id"]), _("Tindak lanjut")) for facts in many]


@notifications.kind("followed_finish", besides=who_raised)
def finish_words(many: Sequence[Facts]) -> list[notifications.Text]:
    return [
        notifications.Text(_("Dinyatakan selesai."), f"/isu/{facts['issue_id']}#hasil-akhir")
        for facts in many
    ]


notifications.kind("followed_word", besides=who_raised)(word_words)
