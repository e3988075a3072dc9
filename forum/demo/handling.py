"""What was done about the issues of the demo city: steps, the unit in charge, the clocks.

Written as it would stand after weeks of use, like everything of the demo.
"""

from datetime import datetime, timedelta

from forum.city.workdays import calendar_day
from forum.core.actor import Role
from forum.core.db import db
from forum.demo.content import Row
from forum.demo.known import Known
from forum.issues.actions.clockwork import refresh, set_due, start
from forum.issues.models import (
    Classification,
    ClockKind,
    Issue,
    IssueKind,
    IssueState,
    IssueStep,
    Proposal,
    Step,
)
from forum.issues.models import Field as Bidang
from forum.issues.queries import running_clocks

S = IssueState
COORDINATOR = "koordinator"
# The way to each state; what comes from an answer is dated by the answer itself.
WAYS: dict[IssueState, list[tuple[Step, IssueState]]] = {
    S.VERIFIED: [(Step.VERIFY, S.VERIFIED)],
    S.ASSIGNED: [(Step.VERIFY, S.VERIFIED), (Step.ASSIGN, S.ASSIGNED)],
    S.UNDER_REVIEW: [(Step.VERIFY, S.VERIFIED_VILLAGE), (Step.ASSIGN, S.UNDER_REVIEW)],
    S.REJECTED: [(Step.REJECT, S.REJECTED)],
    S.CLOSED: [(Step.CLOSE, S.CLOSED)],
}
WAYS[S.IN_PROGRESS] = [*WAYS[S.ASSIGNED], (Step.BEGIN, S.IN_PROGRESS)]
WAYS[S.ANSWERED] = [*WAYS[S.ASSIGNED], (Step.ANSWER, S.ANSWERED)]
WAYS[S.ACCEPTED] = [*WAYS[S.UNDER_REVIEW], (Step.ACCEPT, S.ACCEPTED)]
WAYS[S.POSTPONED] = [*WAYS[S.UNDER_REVIEW], (Step.POSTPONE, S.POSTPONED)]
WAYS[S.CARRIED_OUT] = [*WAYS[S.ACCEPTED], (Step.CARRY_OUT, S.CARRIED_OUT)]
UNITS = {  # who takes care of a topic where no answer names the unit; else the city's secretariat
    "Banjir dan drainase": "pupr",
    "Jalan dan lampu jalan": "pupr",
    "Lalu lintas dan angkutan": "dishub",
    "Sampah dan lingkungan": "dlh",
    "Taman dan ruang publik": "dlh",
    "Kesehatan": "dinkes",
    "Pendidikan": "disdik",
    "Kependudukan": "disdukcapil",
    "Bantuan sosial": "dinsos",
    "Permukiman": "perkimtan",
    "Ketertiban": "satpolpp",
    "Kabut asap": "bpbd",
}
NOTES = {
    Step.BEGIN: "Tim sudah meninjau lokasi. Pekerjaan dimulai pekan ini.",
    Step.CARRY_OUT: "Kegiatan sudah masuk pelaksanaan tahun ini.",
    Step.FINISH: "Pekerjaan selesai dan sudah diperiksa bersama warga.",
    Step.REJECT: "Mohon maaf, hal ini di luar kewenangan pemerintah kota.",
    Step.CLOSE: "Pembahasan sudah menghasilkan kesepakatan. Terima kasih.",
}


def handle(known: Known, issue: Issue, row: Row, raised: datetime) -> None:
    """Add the steps that led to where the issue stands, and the clocks that still run."""
    way = list(WAYS.get(issue.state, []))
    if issue.state is S.DONE:
        proposal = issue.kind is IssueKind.PROPOSAL
        way = [*WAYS[S.CARRIED_OUT if proposal else S.ANSWERED], (Step.FINISH, S.DONE)]
    answer = row["official_answer"] or {}
    unit = answer.get("unit") or UNITS.get(row["category"], "setda")
    unit_id = known.units[unit].id
    answered = raised + timedelta(hours=answer.get("hours_after", 96))
    at, before = raised, _first(issue.kind)
    for step, after in way:
        at = min(_time_of(step, at, answered), known.now)
        if step is Step.FINISH and "closing" in row:
            at = known.now - timedelta(days=row["closing"]["finished_days_ago"])
        _step(known, issue, step, (before, after), at, unit_id)
        before = after
    if any(step is Step.ASSIGN for step, _after in way):
        issue.owner_unit_id = unit_id
    if issue.kind is IssueKind.COMPLAINT and way and issue.state is not S.REJECTED:
        issue.classification = Classification.ORDINARY
    if issue.kind is IssueKind.PROPOSAL:
        _proposal(issue)
    _clocks(issue, raised)


def _first(kind: IssueKind) -> IssueState:
    if kind is IssueKind.DISCUSSION:
        return S.OPEN
    return S.SUBMITTED if kind is IssueKind.PROPOSAL else S.RECEIVED


def _time_of(step: Step, last: datetime, answered: datetime) -> datetime:
    """Verified after a day, assigned four hours later, answered when the answer was written."""
    if step in (Step.ANSWER, Step.ACCEPT, Step.POSTPONE):
        return max(answered, last)
    return last + timedelta(hours=4 if step is Step.ASSIGN else 22)


def _step(
    known: Known,
    issue: Issue,
    step: Step,
    states: tuple[IssueState, IssueState],
    at: datetime,
    unit_id: int,
) -> None:
    by_coordinator = step in (Step.VERIFY, Step.ASSIGN, Step.REJECT, Step.CLOSE)
    role = Role.COORDINATOR if by_coordinator else Role.OFFICIAL
    db.session.add(
        IssueStep(
            issue_id=issue.id,
            step=step,
            before=states[0],
            after=states[1],
            reason="bukan_kewenangan" if step is Step.REJECT else None,
            note=NOTES.get(step, ""),
            actor_id=known.person(COORDINATOR).id if by_coordinator else None,
            role=role.value,
            unit_id=None if by_coordinator else unit_id,
            to_unit_id=unit_id if step is Step.ASSIGN else None,
            created_at=at,
        )
    )


def _proposal(issue: Issue) -> None:
    """Some figures, so that the page of a proposal shows them; the same at each filling."""
    number = issue.id % 7 + 1
    db.session.add(
        Proposal(
            issue_id=issue.id,
            field=Bidang.INFRASTRUCTURE,
            volume=120 * number,
            volume_unit="meter",
            estimate=45_000_000 * number,
            male=80 * number,
            female=85 * number,
            vulnerable=12 * number,
        )
    )


def _clocks(issue: Issue, raised: datetime) -> None:
    """The promise that runs for what nobody has finished, counted from its day."""
    received = calendar_day(raised)
    waiting = (S.RECEIVED, S.SUBMITTED)
    if issue.state in waiting:
        start(issue, ClockKind.VERIFICATION, received)
    elif issue.state in (S.VERIFIED, S.ASSIGNED, S.IN_PROGRESS):
        start(issue, ClockKind.COMPLETION, received)
    db.session.flush()
    for clock in running_clocks(issue.id):
        set_due(clock, [])
    refresh(issue)
