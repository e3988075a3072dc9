"""Filling in the demo city. Deterministic but for the dates, which count from today.

Rows are written as they would stand after weeks of use, with their times in the past;
what happens from then on takes the ordinary actions.
"""

from sqlalchemy import func, select

from forum.accounts.models import User
from forum.core.db import atomic, db
from forum.core.errors import Refused
from forum.core.outbox import record
from forum.demo import city, small
from forum.demo.events import DemoFilled, DemoSessionBegun
from forum.demo.models import DemoRow
from forum.meetings.models import Meeting, MeetingState
from forum.search.actions import rebuild


def fill_in(size: str) -> str:
    """Fill an empty installation; returns what was made, in words.

    Refused where there are people already: a real city's forum must not be mixed with an
    invented one.
    """
    with atomic():
        people = db.session.scalars(select(func.count()).select_from(User)).one()
        if people:
            raise Refused(
                "there are people here already: the demo city fills an empty forum only"
            )
        made = small.fill_in()
        if size == "city":
            made += city.fill_in()
            rebuild()  # those rows went past the session
        record(DemoFilled(size=size))
    return ", ".join(made)


def is_filled_in() -> bool:
    return db.session.scalar(select(DemoRow.id).limit(1)) is not None


def begin_live_session() -> None:
    """Begin the demo's live forum anew when the last one has ended; else leave it alone."""
    if not is_filled_in():
        return
    known = select(DemoRow.row_id).where(DemoRow.kind == "session")
    statement = select(Meeting.id).where(
        Meeting.id.in_(known), Meeting.state == MeetingState.LIVE
    )
    if db.session.scalar(statement.limit(1)) is not None:
        return
    with atomic():
        meeting_id = small.begin_session_again()
        record(DemoSessionBegun(meeting_id=meeting_id))
