"""What was done about an issue, and the clocks that run for it."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.city.workdays import calendar_day
from forum.core.db import db
from forum.issues.models import (
    Issue,
    IssueClock,
    IssuePause,
    IssueState,
    IssueStep,
    Step,
)


def steps_of(issue_id: int) -> Sequence[IssueStep]:
    """Everything that was done about it, oldest first, with the units."""
    statement = (
        select(IssueStep)
        .where(IssueStep.issue_id == issue_id)
        .options(joinedload(IssueStep.unit), joinedload(IssueStep.to_unit))
        .order_by(IssueStep.id)
    )
    return db.session.scalars(statement).all()


def steps_by_id(step_ids: Iterable[int]) -> dict[int, IssueStep]:
    statement = select(IssueStep).options(joinedload(IssueStep.to_unit))
    found = db.session.scalars(statement.where(IssueStep.id.in_(set(step_ids))))
    return {step.id: step for step in found}


def clocks_by_id(clock_ids: Iterable[int]) -> dict[int, IssueClock]:
    found = db.session.scalars(select(IssueClock).where(IssueClock.id.in_(set(clock_ids))))
    return {row.id: row for row in found}


def last_step(issue_id: int, *steps: Step) -> IssueStep | None:
    statement = select(IssueStep).where(IssueStep.issue_id == issue_id)
    statement = statement.where(IssueStep.step.in_(steps))
    return db.session.scalar(statement.order_by(IssueStep.id.desc()).limit(1))


def state_before_asking(issue_id: int) -> IssueState:
    """Where it stood when something was found missing."""
    asked = last_step(issue_id, Step.ASK)
    return asked.before if asked is not None else IssueState.RECEIVED


def settled_on(issue_id: int) -> date | None:
    """The day on which it came to its last end, in Palangka Raya."""
    statement = (
        select(IssueStep.created_at)
        .where(
            IssueStep.issue_id == issue_id,
            IssueStep.after.in_((IssueState.DONE, IssueState.REJECTED, IssueState.ANSWERED)),
            IssueStep.before != IssueStep.after,
        )
        .order_by(IssueStep.id.desc())
        .limit(1)
    )
    at = db.session.scalar(statement)
    return calendar_day(at) if at is not None else None


def was_extended(issue_id: int) -> bool:
    return last_step(issue_id, Step.EXTEND) is not None


def clocks_of(issue_id: int) -> Sequence[IssueClock]:
    statement = select(IssueClock).where(IssueClock.issue_id == issue_id)
    return db.session.scalars(statement.order_by(IssueClock.id)).all()


def running_clocks(issue_id: int) -> Sequence[IssueClock]:
    """Those that have not ended, also where they rest."""
    db.session.flush()
    statement = select(IssueClock).where(
        IssueClock.issue_id == issue_id, IssueClock.ended_on.is_(None)
    )
    return db.session.scalars(statement.order_by(IssueClock.id)).all()


def clock_by_id(clock_id: int) -> IssueClock | None:
    return db.session.get(IssueClock, clock_id)


def clocks_to_look_at(today: date, limit: int) -> Sequence[int]:
    statement = select(IssueClock.id).where(IssueClock.look_on <= today)
    return db.session.scalars(
        statement.order_by(IssueClock.look_on, IssueClock.id).limit(limit)
    ).all()


def issues_with_open_clocks(after: int, limit: int) -> Sequence[int]:
    statement = (
        select(IssueClock.issue_id)
        .where(IssueClock.ended_on.is_(None), IssueClock.issue_id > after)
        .distinct()
    )
    return db.session.scalars(statement.order_by(IssueClock.issue_id).limit(limit)).all()


def pauses_of(issue_id: int) -> Sequence[IssuePause]:
    statement = select(IssuePause).where(IssuePause.issue_id == issue_id)
    return db.session.scalars(statement.order_by(IssuePause.id)).all()


def asked_for_completion(limit: int) -> Sequence[tuple[int, date]]:
    """Issues that wait for their reporter, and since when; those that wait longest first."""
    statement = (
        select(IssuePause.issue_id, IssuePause.since)
        .join(Issue, Issue.id == IssuePause.issue_id)
        .where(
            IssuePause.until.is_(None),
            Issue.state == IssueState.NEEDS_COMPLETION,  # not while it is merged
        )
        .order_by(IssuePause.since, IssuePause.id)
        .limit(limit)
    )
    return [(issue_id, since) for issue_id, since in db.session.execute(statement)]
