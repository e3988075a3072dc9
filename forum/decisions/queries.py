"""What a page may ask about answers, promises and confirmations.

Whoever may see the issue may see these; only `visible…` and `…_for` ask for whom.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.attachments.models import Attachment
from forum.city.models import Unit
from forum.core import clock
from forum.core.actor import Actor, Role
from forum.core.db import db
from forum.core.errors import NotFound
from forum.decisions import policy
from forum.decisions.models import (
    Closing,
    Commitment,
    CommitmentNote,
    NoteKind,
    OfficialAnswer,
    Standing,
    Verdict,
)
from forum.discussions.models import Post, PostState, Thread
from forum.issues.models import Issue
from forum.issues.policy import visible_to as issues_visible_to
from forum.issues.queries import people_serving
from forum.meetings.models import AgendaItem, Meeting
from forum.meetings.policy import visible_to as meetings_visible_to
from forum.polls.models import Poll

NOTE_FILES = "commitment_note"  # as their holder is named
CLOSING_FILES = "closing"
LARGEST = 2**31 - 1  # of the ids there can be


def answers_to(issue_id: int) -> Sequence[OfficialAnswer]:
    """All answers to an issue, oldest first, with unit and author."""
    statement = (
        select(OfficialAnswer)
        .where(OfficialAnswer.issue_id == issue_id)
        .options(joinedload(OfficialAnswer.unit), joinedload(OfficialAnswer.author))
        .order_by(OfficialAnswer.id)
    )
    return db.session.scalars(statement).all()


def last_answers(issue_ids: Collection[int]) -> dict[int, str]:
    """The unit that answered last, by its short name; issues without an answer are left out."""
    last = (
        select(func.max(OfficialAnswer.id))
        .where(OfficialAnswer.issue_id.in_(issue_ids))
        .group_by(OfficialAnswer.issue_id)
    )
    rows = db.session.execute(
        select(OfficialAnswer.issue_id, Unit.short_name)
        .join(Unit, Unit.id == OfficialAnswer.unit_id)
        .where(OfficialAnswer.id.in_(last))
    )
    return dict(rows.all())


def units_that_answered(answer_ids: Iterable[int]) -> dict[int, str]:
    """The short names of the units, by answer."""
    rows = db.session.execute(
        select(OfficialAnswer.id, Unit.short_name)
        .join(Unit, Unit.id == OfficialAnswer.unit_id)
        .where(OfficialAnswer.id.in_(set(answer_ids)))
    )
    return dict(rows.all())


def units_for(actor: Actor, issue: Issue) -> Sequence[Unit]:
    """The units in whose name this actor answers this issue."""
    ids = policy.units_in_charge(actor, issue)
    if not ids:
        return ()
    return db.session.scalars(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.name)).all()


# --- promises


def commitments_of(issue_id: int) -> Sequence[Commitment]:
    """All entries of the ledger about an issue, oldest first, with the units."""
    statement = (
        select(Commitment)
        .where(Commitment.issue_id == issue_id)
        .options(joinedload(Commitment.unit))
        .order_by(Commitment.id)
    )
    return db.session.scalars(statement).all()


def commitment_for(viewer: Actor, commitment_id: int) -> Commitment:
    """One entry with its unit and answer, if this viewer may see its issue."""
    if not 0 < commitment_id <= LARGEST:
        raise NotFound("commitment")
    statement = (
        select(Commitment)
        .join(Issue, Issue.id == Commitment.issue_id)
        .where(Commitment.id == commitment_id, issues_visible_to(viewer))
        .options(joinedload(Commitment.unit), joinedload(Commitment.answer))
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound("commitment")
    return found


def commitment_by_id(commitment_id: int) -> Commitment | None:
    return db.session.get(Commitment, commitment_id)


def notes_of(commitment_id: int) -> Sequence[CommitmentNote]:
    """Everything told about a promise, oldest first, with the units."""
    statement = (
        select(CommitmentNote)
        .where(CommitmentNote.commitment_id == commitment_id)
        .options(joinedload(CommitmentNote.unit))
        .order_by(CommitmentNote.id)
    )
    return db.session.scalars(statement).all()


def notes_by_id(note_ids: Iterable[int]) -> dict[int, CommitmentNote]:
    """With their promises."""
    statement = select(CommitmentNote).options(joinedload(CommitmentNote.commitment))
    found = db.session.scalars(statement.where(CommitmentNote.id.in_(set(note_ids))))
    return {note.id: note for note in found}


def commitments_by_id(commitment_ids: Iterable[int]) -> dict[int, Commitment]:
    found = db.session.scalars(select(Commitment).where(Commitment.id.in_(set(commitment_ids))))
    return {row.id: row for row in found}


def has_evidence(issue_id: int) -> bool:
    """Whether a promise of this issue was kept with photos or documents to show."""
    statement = (
        select(Attachment.id)
        .join(CommitmentNote, CommitmentNote.id == Attachment.holder_id)
        .join(Commitment, Commitment.id == CommitmentNote.commitment_id)
        .where(
            Attachment.holder == NOTE_FILES,
            Commitment.issue_id == issue_id,
            CommitmentNote.kind == NoteKind.DONE,
        )
        .limit(1)
    )
    return db.session.scalar(statement) is not None


def newly_late(today: date, limit: int) -> Sequence[int]:
    """Running promises whose day is over and of which nobody was told yet."""
    statement = select(Commitment.id).where(
        Commitment.standing == Standing.RUNNING,
        Commitment.due_on < today,
        Commitment.told_late.is_(False),
    )
    return db.session.scalars(statement.order_by(Commitment.id).limit(limit)).all()


# --- the reporter's word


def asked_of(reporter_id: int | None, issue: Issue) -> Closing | None:
    """The question that waits for the word of this reporter, while its term runs."""
    closing = last_closing(issue.id) if issue.thread.author_id == reporter_id else None
    return closing if closing is not None and closing.waits(clock.today()) else None


def last_closing(issue_id: int) -> Closing | None:
    """The latest time that an issue was declared done, with the unit."""
    statement = (
        select(Closing)
        .where(Closing.issue_id == issue_id)
        .options(joinedload(Closing.unit))
        .order_by(Closing.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def closings_of(issue_id: int) -> Sequence[Closing]:
    """Each time that an issue was declared done, oldest first, with the units."""
    statement = select(Closing).where(Closing.issue_id == issue_id)
    statement = statement.options(joinedload(Closing.unit)).order_by(Closing.id)
    return db.session.scalars(statement).all()


def closing_by_id(closing_id: int) -> Closing | None:
    return db.session.get(Closing, closing_id)


def closings_by_id(closing_ids: Iterable[int]) -> dict[int, Closing]:
    found = db.session.scalars(select(Closing).where(Closing.id.in_(set(closing_ids))))
    return {row.id: row for row in found}


def windows_over(today: date, limit: int) -> Sequence[int]:
    """Those whose reporter did not speak within the term."""
    statement = select(Closing.id).where(
        Closing.verdict == Verdict.WAITING, Closing.ends_on < today
    )
    return db.session.scalars(statement.order_by(Closing.id).limit(limit)).all()


def open_closings() -> Sequence[Closing]:
    statement = select(Closing).where(Closing.verdict == Verdict.WAITING)
    return db.session.scalars(statement.order_by(Closing.id)).all()


# --- who is told


def officials_of(unit_id: int) -> Sequence[int]:
    """Who serves a unit now."""
    return people_serving(Role.OFFICIAL, unit_id=unit_id)


def coordinators() -> Sequence[int]:
    return people_serving(Role.COORDINATOR)


# --- for the brief


def items_about(viewer: Actor, issue_id: int) -> Sequence[AgendaItem]:
    """The agenda items that took up an issue, with their forum and polls, oldest first."""
    statement = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(AgendaItem.issue_id == issue_id, meetings_visible_to(viewer))
        .options(
            contains_eager(AgendaItem.meeting),
            selectinload(AgendaItem.polls).selectinload(Poll.options),
        )
        .order_by(Meeting.starts_at, AgendaItem.position)
    )
    return db.session.scalars(statement).all()


def most_supported_replies(issue_id: int, *, limit: int = 5) -> Sequence[Post]:
    """What residents said and found support for; nothing hidden, nothing in an official voice."""
    statement = (
        select(Post)
        .where(
            Post.thread_id == issue_id,
            Post.is_opening.is_(False),
            Post.state == PostState.VISIBLE,
            Post.voice.is_(None),
            Post.support_count > 0,
        )
        .order_by(Post.support_count.desc(), Post.id)
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def opening_of(issue_id: int) -> Post | None:
    statement = select(Post).where(Post.thread_id == issue_id, Post.is_opening)
    statement = statement.options(joinedload(Post.unit))
    return db.session.scalar(statement)


def people_taking_part(issue_id: int) -> int:
    """How many different people wrote in the discussion of an issue."""
    statement = select(func.count(Post.author_id.distinct())).where(Post.thread_id == issue_id)
    return db.session.scalars(statement).one()


def waiting_for_word_of(viewer: Actor) -> Sequence[tuple[int, str, date]]:
    """Issues of the viewer that were declared done and wait for their word, and until when."""
    if viewer.id is None:
        return []
    rows = db.session.execute(
        select(Closing.issue_id, Thread.title, Closing.ends_on)
        .join(Thread, Thread.id == Closing.issue_id)
        .where(
            Closing.verdict == Verdict.WAITING,
            Closing.ends_on >= clock.today(),
            Thread.author_id == viewer.id,
        )
        .order_by(Closing.ends_on, Closing.id)
        .limit(5)
    )
    return [(issue_id, title, ends_on) for issue_id, title, ends_on in rows]
