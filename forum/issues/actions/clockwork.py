"""The clocks of issues: begun, rested, ended, and looked at when their time has come.

The issue's thread is locked by whoever calls, so that two changes never count at once.
"""

from datetime import date, timedelta

from forum.city import queries as city
from forum.city import settings
from forum.core import clock
from forum.core.db import atomic, db
from forum.core.outbox import record
from forum.discussions import actions as discussions
from forum.issues import clocks, queries
from forum.issues.actions.parts import hold
from forum.issues.clocks import Pause
from forum.issues.events import ClockEscalated, ClockOverdue, ClockReminded, ClocksChanged
from forum.issues.models import (
    Classification,
    ClockKind,
    Issue,
    IssueClock,
    IssueKind,
    IssuePause,
)

AT_ONCE = 100
HALF, LAST, OVER, ESCALATED = range(clocks.LOOKS)


def begin(issue: Issue) -> None:
    """The clocks that run from the moment something is public."""
    if issue.kind is IssueKind.DISCUSSION:
        return
    today = clock.today()
    start(issue, ClockKind.VERIFICATION, today)
    if issue.kind is IssueKind.QUESTION:
        start(issue, ClockKind.COMPLETION, today)
    refresh(issue)


def start(issue: Issue, kind: ClockKind, received: date) -> None:
    """Begin one, unless one of its kind runs already. `refresh` follows."""
    running = queries.running_clocks(issue.id)
    if any(each.kind is kind for each in running):
        return
    row = IssueClock(
        issue_id=issue.id, kind=kind, received_on=received, days=_days(issue, kind, received)
    )
    db.session.add(row)
    set_due(row, [])


def end(issue: Issue, *kinds: ClockKind, kept: bool = True) -> None:
    """What was promised was done today; or is not to be done any more (`kept=False`)."""
    today = clock.today()
    for row in queries.running_clocks(issue.id):
        if row.kind in kinds:
            row.ended_on, row.look_on = today, None
            row.was_kept = (row.due_on is None or today <= row.due_on) if kept else None


def end_by_merge(issue: Issue) -> None:
    """It is handled with another: its promises are given up, as long as that stays so."""
    today = clock.today()
    for row in queries.running_clocks(issue.id):
        row.ended_on, row.look_on, row.ended_by_merge = today, None, True
    refresh(issue)


def go_on(issue: Issue) -> None:
    """It is taken apart again: what was promised is due on the day it was promised for.

    Only `perlu_kelengkapan` stops a clock: what became overdue meanwhile is overdue, for its
    reporter waited all the time.
    """
    for row in queries.clocks_of(issue.id):
        if row.ended_by_merge:
            row.ended_on, row.ended_by_merge = None, False
    _recount(issue)


def pause(issue: Issue) -> None:
    """Something is missing: the clocks of the office rest."""
    db.session.add(IssuePause(issue_id=issue.id, since=clock.today()))
    _recount(issue)


def resume(issue: Issue) -> None:
    """What was missing came: they run again from the next working day."""
    for row in queries.pauses_of(issue.id):
        if row.until is None:
            row.until = clock.today()
    _recount(issue)


def extend(issue: Issue) -> None:
    """A formal request may be extended once, by the days of UU 14/2008, with reasons."""
    for row in queries.running_clocks(issue.id):
        if row.kind is ClockKind.COMPLETION:
            row.days += settings.promises(row.received_on)["formal_extension"]
    _recount(issue)


def set_class(issue: Issue, received: date) -> None:
    """A complaint was classified: how long it may take is known now, counted from receipt."""
    start(issue, ClockKind.COMPLETION, received)


def refresh(issue: Issue) -> None:
    """Keep with the issue which of its clocks ends first."""
    db.session.flush()
    running = queries.running_clocks(issue.id)
    first = min(
        (row for row in running if row.due_on is not None),
        key=lambda row: (row.due_on, row.id),
        default=None,
    )
    issue.due_on = first.due_on if first else None
    issue.due_for = first.kind if first else None
    issue.is_overdue = any(row.is_overdue for row in running)


@atomic()
def recount(issue_id: int) -> None:
    """The table of holidays changed: open promises are due on another day; ended ones stay."""
    issue = queries.issue_by_id(issue_id)
    thread = hold(issue)
    before = [(row.due_on, row.is_overdue) for row in queries.running_clocks(issue.id)]
    _recount(issue)
    if before != [(row.due_on, row.is_overdue) for row in queries.running_clocks(issue.id)]:
        discussions.touch(thread)
        record(ClocksChanged(issue_id=issue.id))


def look() -> int:
    """Remind, mark as overdue, escalate: each clock whose day has come, in its own transaction."""
    return sum(
        _look(clock_id) for clock_id in queries.clocks_to_look_at(clock.today(), AT_ONCE)
    )


@atomic()
def _look(clock_id: int) -> int:
    row = db.session.get(IssueClock, clock_id)
    if row is None:
        return 0
    issue = queries.issue_by_id(row.issue_id)
    thread = hold(issue)
    db.session.refresh(row)
    today = clock.today()
    if row.look_on is None or row.look_on > today or row.due_on is None:
        return 0  # somebody else looked, or it ended meanwhile
    if today > row.due_on:
        row.looks = max(row.looks, OVER)  # reminders that were missed are no use now
    if row.looks < OVER:
        record(ClockReminded(issue_id=issue.id, clock_id=row.id, is_last=row.looks == LAST))
    elif row.looks == OVER:
        row.is_overdue = True
        refresh(issue)
        discussions.touch(thread)
        record(ClockOverdue(issue_id=issue.id, clock_id=row.id))
    else:
        record(ClockEscalated(issue_id=issue.id, clock_id=row.id))
    row.looks += 1
    _next_look(row)
    return 1


def _recount(issue: Issue) -> None:
    db.session.flush()
    pauses = [Pause(row.since, row.until) for row in queries.pauses_of(issue.id)]
    for row in queries.running_clocks(issue.id):
        set_due(row, pauses)
    refresh(issue)


def set_due(row: IssueClock, pauses: list[Pause]) -> None:
    """Its due day by the pauses since it was received, and what was overdue by the old one."""
    since = [pause for pause in pauses if pause.until is None or pause.until > row.received_on]
    row.due_on = clocks.due(row.received_on, row.days, city.closed_days.get(), since)
    if row.due_on is None:
        row.look_on = None
        return
    row.is_overdue = row.is_overdue and clock.today() > row.due_on
    if not row.is_overdue:
        row.looks = min(row.looks or 0, OVER)
    _next_look(row)


def _next_look(row: IssueClock) -> None:
    if row.due_on is None or (row.looks or 0) >= clocks.LOOKS:
        row.look_on = None
        return
    escalation = settings.promises(row.received_on)["escalation"]
    days = clocks.look_days(
        row.received_on, row.days, row.due_on, city.closed_days.get(), escalation
    )
    row.look_on = days[row.looks or 0]


def _days(issue: Issue, kind: ClockKind, received: date) -> int:
    promised = settings.promises(received)
    if kind is not ClockKind.COMPLETION:
        return promised[kind_key(kind)]
    if issue.kind is IssueKind.QUESTION:
        return promised["formal" if issue.is_formal else "question"]
    supervision = issue.classification is Classification.SUPERVISION
    return promised["supervision" if supervision else "complaint"]


def kind_key(kind: ClockKind) -> str:
    return "verification" if kind is ClockKind.VERIFICATION else "first_answer"


def reopening_ends(done_on: date) -> date:
    """The last day on which the reporter may reopen it."""
    return city.due_date(done_on, settings.promises(done_on)["reporter"])


def withdrawn_after(asked_on: date) -> date:
    """The day after which a complaint that was not completed counts as withdrawn: days of the
    calendar (UU 25/2009)."""
    return asked_on + timedelta(days=settings.promises(asked_on)["completion_wait"])
