"""The point of an issue: where it is put, and how exactly everyone may see it."""

from sqlalchemy import select

from forum.city import outlines
from forum.city.coordinates import Point
from forum.core.db import db
from forum.issues import policy
from forum.issues.models import Issue, IssuePoint


def point_of(issue_id: int) -> IssuePoint | None:
    """The point of an issue that somebody may read, if it has one."""
    return db.session.scalar(select(IssuePoint).where(IssuePoint.issue_id == issue_id))


def put_point(issue: Issue, point: Point | None, *, anonymous: bool) -> None:
    """Set, move or take away the point; needs `area` to be loaded, and a transaction.

    Invalid for a point outside the city.
    """
    row = db.session.get(IssuePoint, issue.id)
    if point is None:
        if row is not None:
            db.session.delete(row)
        return
    outlines.code_in_city(point)
    exact = policy.shows_exact_point(issue, anonymous=anonymous)
    if row is None:
        row = IssuePoint(issue_id=issue.id)
        db.session.add(row)
    for name, value in IssuePoint.columns(point, None if exact else middle_of(issue)).items():
        setattr(row, name, value)
    db.session.flush()


def middle_of(issue: Issue) -> Point:
    """A point that says no more than the kelurahan, which everyone knows already."""
    drawn = outlines.drawing().by_code(issue.area.code)
    return drawn.label if drawn else outlines.drawing().core
