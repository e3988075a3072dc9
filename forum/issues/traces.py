"""What is kept of the issues a person raised: to give, and to erase."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts import traces
from forum.core.db import db
from forum.discussions import actions as discussions
from forum.discussions.models import Thread
from forum.issues.models import Issue, IssuePoint, IssueState
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
        }
        for issue in issues
    ]


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
