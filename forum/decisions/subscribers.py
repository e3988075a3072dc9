"""What follows from answers, promises and confirmation: who is told, and the terms that end."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from forum import notifications
from forum.city.events import HolidaysChanged
from forum.core.db import db
from forum.core.events import subscribe
from forum.core.worker import every
from forum.decisions import actions, queries
from forum.decisions.events import (
    AnswerPublished,
    CommitmentLate,
    CommitmentNoted,
    ConfirmationAsked,
    ConfirmationGiven,
)
from forum.decisions.models import Verdict
from forum.decisions.words import NOTES
from forum.discussions.models import Thread
from forum.issues import queries as issues
from forum.issues.events import StepTaken
from forum.issues.models import Step
from forum.web.filters import short_day

TEN_MINUTES = 600

every(TEN_MINUTES)(actions.close_windows)
every(TEN_MINUTES)(actions.mark_late)

Facts = Mapping[str, Any]
Texts = list[notifications.Text | None]


@subscribe(HolidaysChanged)
def recount_terms(_event: HolidaysChanged) -> None:
    """Terms that still run follow the table of holidays."""
    actions.recount_windows()


@subscribe(StepTaken, within=True)
def note_reopening(event: StepTaken) -> None:
    """Opened again by whichever door: the question to the reporter is answered by that."""
    if event.step == Step.REOPEN:
        actions.reopened(event.issue_id, by_reporter=not event.role)


@subscribe(AnswerPublished)
def tell_of_an_answer(event: AnswerPublished) -> None:
    """Who raised the issue hears that it was answered; those who follow it, in `following`."""
    facts = {"issue_id": event.issue_id, "answer_id": event.answer_id}
    _tell(event.issue_id, f"answer:{event.answer_id}", "answered", facts, event.actor_id)


@subscribe(CommitmentNoted)
def tell_of_a_note(event: CommitmentNoted) -> None:
    facts = {"issue_id": event.issue_id, "note_id": event.note_id}
    _tell(event.issue_id, f"promise-note:{event.note_id}", "promise", facts, event.actor_id)


@subscribe(CommitmentLate)
def tell_the_unit(event: CommitmentLate) -> None:
    """Those who promised hear that their day is over."""
    commitment = queries.commitment_by_id(event.commitment_id)
    if commitment is None or not commitment.told_late:
        return
    notifications.notify_all(
        queries.officials_of(commitment.unit_id),
        key=f"promise-late:{commitment.id}:{commitment.moves}",
        kind="promise_late",
        facts={"commitment_id": commitment.id},
    )


@subscribe(ConfirmationAsked)
def ask_the_reporter(event: ConfirmationAsked) -> None:
    facts = {"issue_id": event.issue_id, "closing_id": event.closing_id}
    _tell(event.issue_id, f"closing:{event.closing_id}", "finished", facts, None)


@subscribe(ConfirmationGiven)
def tell_of_the_word(event: ConfirmationGiven) -> None:
    """The unit hears what the reporter said; where the reporter contests what was opened again
    before, the coordinators, too."""
    closing = queries.closing_by_id(event.closing_id)
    if closing is None or closing.verdict is Verdict.WITHDRAWN:
        return
    key = f"closing-{closing.verdict.value}:{closing.id}"
    facts = {"issue_id": event.issue_id, "closing_id": closing.id}
    people = set(queries.officials_of(closing.unit_id))
    if closing.verdict is Verdict.CONTESTED:
        people |= set(queries.coordinators())
    people.discard(event.actor_id or 0)
    notifications.notify_all(
        people, key=key, kind="closing_answered", facts=facts, about=_about(event.issue_id)
    )


def _tell(
    issue_id: int, key: str, what: str, facts: dict[str, Any], actor_id: int | None
) -> None:
    """The author, in words of their own, unless it was they who did it."""
    thread = db.session.get(Thread, issue_id)
    if thread is not None and thread.author_id != actor_id:
        notifications.notify(
            thread.author_id,
            key=key,
            kind=f"issue_{what}",
            facts=facts,
            about=_about(issue_id),
        )


def _about(issue_id: int) -> str:
    return notifications.key_of(notifications.Matter.THREAD, issue_id)


# --- how it reads


@notifications.kind("issue_answered")
def issue_answered(many: Sequence[Facts]) -> Texts:
    units = queries.units_that_answered(facts["answer_id"] for facts in many)
    return [
        notifications.Text(
            _("%(unit)s menjawab isu Anda.", unit=units[facts["answer_id"]])
            if facts["answer_id"] in units
            else _("Isu Anda mendapat jawaban resmi."),
            _issue(facts, f"jawaban-{facts['answer_id']}"),
        )
        for facts in many
    ]


@notifications.kind("issue_promise")
def issue_promise(many: Sequence[Facts]) -> Texts:
    notes = queries.notes_by_id(facts["note_id"] for facts in many)
    return [note_text(notes.get(facts["note_id"]), _("Isu Anda")) for facts in many]


@notifications.kind("promise_late")
def promise_late(many: Sequence[Facts]) -> Texts:
    found = queries.commitments_by_id(facts["commitment_id"] for facts in many)
    return [
        notifications.Text(
            _("Janji unit Anda lewat tenggat: %(what)s", what=one.what),
            url_for("promises.detail", commitment_id=one.id),
        )
        if (one := found.get(facts["commitment_id"])) is not None
        else None
        for facts in many
    ]


@notifications.kind("issue_finished")
def issue_finished(many: Sequence[Facts]) -> Texts:
    closings = queries.closings_by_id(facts["closing_id"] for facts in many)
    return [
        notifications.Text(
            _(
                "Isu Anda dinyatakan selesai. Pastikan hasilnya paling lambat %(day)s.",
                day=short_day(closing.ends_on),
            ),
            url_for("decisions.confirm_form", issue_id=facts["issue_id"]),
        )
        if (closing := closings.get(facts["closing_id"])) is not None
        else None
        for facts in many
    ]


@notifications.kind("closing_answered")
def word_words(many: Sequence[Facts]) -> Texts:
    numbers = issues.numbers_of(facts["issue_id"] for facts in many)
    closings = queries.closings_by_id(facts["closing_id"] for facts in many)
    return [
        word_text(closings.get(facts["closing_id"]), facts, numbers.get(facts["issue_id"]))
        for facts in many
    ]


def note_text(note: Any, whose: str) -> notifications.Text | None:
    if note is None:
        return None
    return notifications.Text(
        _(
            "%(whose)s: %(kind)s, %(what)s",
            whose=whose,
            kind=str(NOTES[note.kind]).lower(),
            what=note.commitment.what,
        ),
        url_for(
            "promises.detail", commitment_id=note.commitment_id, _anchor=f"catatan-{note.id}"
        ),
    )


def word_text(closing: Any, facts: Facts, number: str | None) -> notifications.Text | None:
    if closing is None or number is None:
        return None
    if closing.verdict is Verdict.CONFIRMED:
        sentence = _("Hasil isu %(number)s dikonfirmasi pelapornya.", number=number)
    elif closing.verdict is Verdict.CONTESTED:
        sentence = _("Hasil isu %(number)s disanggah pelapornya.", number=number)
    else:
        sentence = _("Hasil isu %(number)s tidak ditanggapi pelapornya.", number=number)
    return notifications.Text(sentence, _issue(facts, "hasil-akhir"))


def _issue(facts: Facts, anchor: str) -> str:
    return url_for("issues.detail", issue_id=facts["issue_id"], _anchor=anchor)
