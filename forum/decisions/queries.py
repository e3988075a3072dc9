"""What a page may ask about answers. Whoever may see the issue may see its answers."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.city.models import Unit
from forum.core.actor import Actor
from forum.core.db import db
from forum.decisions.models import OfficialAnswer
from forum.decisions.policy import ANSWERING
from forum.discussions.models import Post, PostState
from forum.meetings.models import AgendaItem, Meeting
from forum.meetings.policy import visible_to as meetings_visible_to
from forum.polls.models import Poll


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


def answer_by_id(answer_id: int) -> OfficialAnswer | None:
    return db.session.get(OfficialAnswer, answer_id)


def units_of(actor: Actor) -> Sequence[Unit]:
    """The units in whose name this actor may answer."""
    ids = actor.unit_ids(*ANSWERING)
    if not ids:
        return ()
    return db.session.scalars(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.name)).all()


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
