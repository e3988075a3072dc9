"""One issue: for its page, for rooms, by its number, and those handled with it."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import NotFound
from forum.discussions.models import Post, Thread
from forum.issues.models import (
    Issue,
    Proposal,
    number_of,
)
from forum.issues.policy import public, visible_to
from forum.issues.queries.lists import LARGEST, Row, all_rows, row_of

MOST_MEMBERS = 50  # that a page lists of the issues handled with one


_NUMBER = re.compile(r"#?(?:([0-9]{4})-)?0*([0-9]{1,9})")


_VERSION = (
    select(Thread.version)
    .join(Issue, Issue.id == Thread.id)
    .where(Issue.id == bindparam("issue_id"), public())
)


_WHOLE = select(Issue).options(
    joinedload(Issue.thread),
    joinedload(Issue.area),
    joinedload(Issue.category),
    joinedload(Issue.owner_unit),
)


def issue_for(viewer: Actor, issue_id: int) -> Issue:
    """The issue with all that its page shows, if this viewer may see it."""
    if not 0 < issue_id <= LARGEST:
        raise NotFound("issue")
    issue = db.session.scalar(_WHOLE.where(Issue.id == issue_id, visible_to(viewer)))
    if issue is None:
        raise NotFound("issue")
    return issue


def public_version(issue_id: int) -> int:
    """The version of a public issue's page: all that has to be asked before a kept one."""
    version = db.session.scalar(_VERSION, {"issue_id": issue_id})
    if version is None:
        raise NotFound("issue")
    return version


def issue_by_id(issue_id: int) -> Issue:
    """The issue as it is now, whoever asks: for rooms and subscribers."""
    statement = _WHOLE.where(Issue.id == issue_id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def numbers_of(issue_ids: Iterable[int]) -> dict[int, str]:
    """The numbers that people quote, by id."""
    rows = db.session.execute(
        select(Thread.id, Thread.created_at).where(Thread.id.in_(set(issue_ids)))
    )
    return {issue_id: number_of(issue_id, at) for issue_id, at in rows}


def members_of(issue_id: int) -> Sequence[Row]:
    """The public issues that are handled with this one, oldest first."""
    statement = all_rows().where(
        Thread.merged_into_id == issue_id, public(), Thread.is_hidden.is_(False)
    )
    rows = db.session.execute(statement.order_by(Issue.id).limit(MOST_MEMBERS))
    return [row_of(row) for row in rows]


def issue_numbered(viewer: Actor, text: str) -> Issue | None:
    """By the number that people quote, `2026-0012`, or its last part; None for no such issue."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    year, number = found.groups()
    try:
        issue = issue_for(viewer, int(number))
    except NotFound:
        return None
    return issue if year is None or issue.number.startswith(year) else None


def head_id_of(issue_id: int) -> int | None:
    """The issue that it is handled with; None where it is not merged."""
    return db.session.scalar(select(Thread.merged_into_id).where(Thread.id == issue_id))


def authors_of_members(issue_id: int) -> Sequence[int]:
    statement = select(Thread.author_id).where(Thread.merged_into_id == issue_id).distinct()
    return db.session.scalars(statement.order_by(Thread.author_id)).all()


def is_unnamed(issue_id: int) -> bool:
    """Whether its opening is anonymous."""
    statement = select(Post.is_anonymous).where(Post.thread_id == issue_id, Post.is_opening)
    return bool(db.session.scalar(statement))


def issue_with_lapor(number: str) -> int | None:
    return db.session.scalar(select(Issue.id).where(Issue.lapor_number == number))


def proposal_of(issue_id: int) -> Proposal | None:
    return db.session.get(Proposal, issue_id)


def repeated_by(viewer: Actor, issue_id: int) -> Sequence[Issue]:
    """The proposals of later years that take this one up again."""
    statement = _WHOLE.where(Issue.repeats_id == issue_id, visible_to(viewer))
    return db.session.scalars(statement.order_by(Issue.id).limit(20)).all()


def public_issues(issue_ids: Iterable[int]) -> Sequence[Issue]:
    return db.session.scalars(_WHOLE.where(Issue.id.in_(set(issue_ids)), public())).all()
