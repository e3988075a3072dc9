"""What is kept of the issues a person raised: to give, and to erase."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts import traces
from forum.core.db import db
from forum.discussions import actions as discussions
from forum.discussions.models import Thread
from forum.issues.models import Issue, IssuePoint, IssueState, IssueStep
from forum.privacy import queries as privacy
from forum.privacy.naming import names_of


@traces.exports("isu")
def export_issues(user_id: int) -> traces.Rows:
    issues = _issues_of(user_id)
    points = _points_of(user_id)
    return [
        {
            "nomor": issue.number,
            "jenis": issue.kind.value,
            "judul": issue.thread.title,
            "tahap": issue.state.value,
            "kelurahan": issue.area.label,
            "patokan tempat": issue.place,
            "titik": points[issue.id].exact.text if issue.id in points else None,
            "rahasia": issue.is_secret,
            "nomor LAPOR!": issue.lapor_number,
        }
        for issue in issues
    ]


@traces.exports("langkah isu")
def export_steps(user_id: int) -> traces.Rows:
    """What the person did about issues, as a reporter or in a role."""
    return [
        {
            "isu": step.issue_id,
            "langkah": step.step.value,
            "peran": step.role,
            "keterangan": step.note,
            "waktu": step.created_at.isoformat(),
        }
        for step in _steps_of(user_id)
    ]


@traces.erases
def erase_notes(user_id: int) -> None:
    """What somebody wrote as a reporter goes with their words; what was done in office stays."""
    names, all_of_it = names_of(user_id), privacy.takes_words(user_id)
    own = select(Thread.id).where(Thread.author_id == user_id)
    statement = select(IssueStep).where(
        IssueStep.role.is_(None), IssueStep.issue_id.in_(own), IssueStep.note != ""
    )
    for step in db.session.scalars(statement):
        step.note = "" if all_of_it else names.mask(step.note)
    for step in _steps_of(user_id):
        step.note = names.mask(step.note)
    db.session.flush()


def _steps_of(user_id: int) -> list[IssueStep]:
    statement = select(IssueStep).where(IssueStep.actor_id == user_id)
    return list(db.session.scalars(statement.order_by(IssueStep.id)))


@traces.erases
def erase_places(user_id: int) -> None:
    """Drafts, which nobody else ever saw, go; the place and the point of an issue go with its words."""
    names, all_of_it = names_of(user_id), privacy.takes_words(user_id)
    for point in _points_of(user_id).values() if all_of_it else ():
        db.session.delete(point)
    db.session.flush()  # before a draft goes, which takes its point with it
    for issue in _issues_of(user_id):
        if issue.state is IssueState.DRAFT:
            discussions.remove_thread(issue.thread)
        elif issue.place is not None:
            issue.place = None if all_of_it else names.mask(issue.place)[:160]
    db.session.flush()


def _points_of(user_id: int) -> dict[int, IssuePoint]:
    statement = select(IssuePoint).join(Thread, Thread.id == IssuePoint.issue_id)
    found = db.session.scalars(statement.where(Thread.author_id == user_id))
    return {point.issue_id: point for point in found}


def _issues_of(user_id: int) -> list[Issue]:
    return list(
        db.session.scalars(
            select(Issue)
            .join(Thread, Thread.id == Issue.id)
            .where(Thread.author_id == user_id)
            .options(joinedload(Issue.thread), joinedload(Issue.area))
            .order_by(Issue.id)
        )
    )
