"""Steps, promises and who may see what, on real databases."""

from datetime import datetime

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.city import settings
from forum.city.actions import add_holiday, change_setting
from forum.city.models import HolidayKind
from forum.city.queries import unit_by_code
from forum.core import clock as now_clock
from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, NotFound, Refused, SignInFirst, Stale
from forum.core.outbox import deliver_due
from forum.issues import actions, queries
from forum.issues.actions import Choice
from forum.issues.models import (
    Classification,
    ClockKind,
    IssueKind,
    IssueState,
    IssueStep,
    Step,
)
from forum.notifications.models import Notification
from tests.accounts.factories import UserFactory
from tests.factories import UnitFactory
from tests.issues.test_actions import matter

ORDINARY = Choice(classification=Classification.ORDINARY)
NOTE = Choice("Kami periksa besok pagi.")


def at(clock, text):
    return clock.at(datetime.fromisoformat(text).replace(tzinfo=now_clock.LOCAL))


def coordinator():
    return UserFactory(coordinator=True).as_actor()


def official(unit, role=Role.OFFICIAL):
    return UserFactory(roles=[Grant(role, unit_id=unit.id)])


def raised(**changes):
    user = UserFactory()
    return user, actions.raise_issue(user.as_actor(), matter(**changes))


def again(issue):
    """The same issue after a refusal, which undid what was read."""
    return queries.issue_by_id(issue.id)


def due(issue):
    return (issue.due_for, issue.due_on.isoformat()) if issue.due_on else None


# --- the way of a complaint


def test_a_complaint_from_receipt_to_reopening(city, clock):
    at(clock, "2026-12-17T20:00")
    author, issue = raised()
    unit = UnitFactory()
    worker = official(unit).as_actor()
    assert due(issue) == ("verifikasi", "2026-12-22")

    actions.take_step(coordinator(), issue, Step.VERIFY, ORDINARY)
    assert (issue.state, due(issue)) == (
        IssueState.VERIFIED, ("penyelesaian", "2027-01-12"),
    )  # fmt: skip
    actions.take_step(coordinator(), issue, Step.ASSIGN, Choice(unit_id=unit.id))
    assert (issue.owner_unit_id, due(issue)) == (
        unit.id, ("tanggapan_pertama", "2026-12-28"),
    )  # fmt: skip
    at(clock, "2026-12-22T09:00")
    actions.take_step(worker, issue, Step.ASK, Choice("Di gang yang mana?"))
    assert (issue.state, issue.due_on) == (IssueState.NEEDS_COMPLETION, None)
    at(clock, "2026-12-30T09:00")
    actions.take_step(author.as_actor(), issue, Step.COMPLETE, Choice("Gang Mawar."))
    # three of five days were used: 18, 21, 22; two are left: 31 December and 4 January
    assert (issue.state, due(issue)) == (
        IssueState.ASSIGNED, ("tanggapan_pertama", "2027-01-04"),
    )  # fmt: skip
    actions.take_step(worker, issue, Step.BEGIN, NOTE)
    # three of fourteen were used as well
    assert (issue.state, due(issue)) == (
        IssueState.IN_PROGRESS, ("penyelesaian", "2027-01-18"),
    )  # fmt: skip
    actions.take_step(
        worker,
        issue,
        Step.FINISH,
        Choice("Parit sudah dikeruk."),
        standing=Grant(Role.OFFICIAL, unit_id=unit.id),
    )
    assert (issue.state, issue.due_on) == (IssueState.DONE, None)
    actions.take_step(author.as_actor(), issue, Step.REOPEN, Choice("Tersumbat lagi."))
    assert issue.state is IssueState.REOPENED

    kept = {row.kind: row.was_kept for row in queries.clocks_of(issue.id) if row.ended_on}
    assert kept == {
        ClockKind.VERIFICATION: True,
        ClockKind.FIRST_ANSWER: True,
        ClockKind.COMPLETION: True,
    }
    assert [step.step for step in queries.steps_of(issue.id)] == [
        Step.VERIFY, Step.ASSIGN, Step.ASK, Step.COMPLETE, Step.BEGIN, Step.FINISH, Step.REOPEN,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("done", "reopened", "allowed"),
    [
        # ten working days after Thursday 17 December 2026 end on Wednesday 6 January 2027
        ("2026-12-17T10:00", "2027-01-06T23:50", True),
        ("2026-12-17T10:00", "2027-01-07T00:10", False),
    ],
)
def test_the_reporter_reopens_within_ten_working_days(city, clock, done, reopened, allowed):
    at(clock, done)
    author, issue = raised()
    actions.take_step(SYSTEM, issue, Step.REJECT, Choice("Bukan jalan kota.", "tidak_jelas"))
    at(clock, reopened)

    if allowed:
        actions.take_step(author.as_actor(), issue, Step.REOPEN, NOTE)
    else:
        with pytest.raises(actions.TooLate):
            actions.take_step(author.as_actor(), issue, Step.REOPEN, NOTE)


def test_the_reporter_reopens_once_and_a_coordinator_again(city):
    author, issue = raised()
    reject = Choice("Bukan jalan kota.", "tidak_jelas")
    actions.take_step(SYSTEM, issue, Step.REJECT, reject)
    actions.take_step(author.as_actor(), issue, Step.REOPEN, NOTE)
    actions.take_step(SYSTEM, issue, Step.REJECT, reject)

    with pytest.raises(actions.TooLate):
        actions.take_step(author.as_actor(), issue, Step.REOPEN, NOTE)
    issue = again(issue)
    actions.take_step(coordinator(), issue, Step.REOPEN, NOTE)

    assert issue.state is IssueState.REOPENED


def test_a_step_wants_its_reason_note_and_unit():
    _author, issue = raised()
    actor = coordinator()

    for step, choice in (
        (Step.REJECT, Choice("Bukan jalan kota.")),
        (Step.REJECT, Choice("Bukan jalan kota.", "karena")),
        (Step.REJECT, Choice("Bukan jalan kota.", "tidak_tersedia_anggaran")),  # of proposals
        (Step.REJECT, Choice("", "tidak_jelas")),
        (Step.ASK, Choice("x" * 2001)),
        (Step.VERIFY, Choice()),
    ):
        with pytest.raises(Invalid):
            actions.take_step(actor, again(issue), step, choice)
    issue = again(issue)
    assert issue.state is IssueState.RECEIVED
    assert queries.steps_of(issue.id) == []


def test_two_officers_do_not_overrun_each_other():
    _author, issue = raised()
    actions.take_step(coordinator(), issue, Step.VERIFY, ORDINARY)

    with pytest.raises(Stale) as refused:
        actions.take_step(
            coordinator(), issue, Step.REJECT, Choice("Bukan jalan kota.", "tidak_jelas"),
            before=IssueState.RECEIVED,
        )  # fmt: skip

    assert refused.value.current == {"state": "diverifikasi"}


def test_residents_and_visitors_take_no_step_of_the_offices():
    _author, issue = raised()

    with pytest.raises(Forbidden, match="can_ever_take"):
        actions.take_step(UserFactory().as_actor(), issue, Step.VERIFY, ORDINARY)
    with pytest.raises(SignInFirst):
        actions.take_step(VISITOR, again(issue), Step.VERIFY, ORDINARY)


def test_one_unit_answers_for_it_at_each_moment_and_forwarding_is_seen():
    _author, issue = raised()
    first, second = UnitFactory(), UnitFactory(short_name="Dishub")
    actions.take_step(coordinator(), issue, Step.VERIFY, ORDINARY)
    actions.take_step(coordinator(), issue, Step.ASSIGN, Choice(unit_id=first.id))

    actions.take_step(
        official(first).as_actor(), issue, Step.FORWARD,
        Choice("Lampu diurus Dishub.", "bukan_kewenangan_unit", unit_id=second.id),
    )  # fmt: skip

    assert issue.owner_unit_id == second.id
    with pytest.raises(Forbidden):
        actions.take_step(official(first).as_actor(), issue, Step.BEGIN, NOTE)
    step = queries.steps_of(issue.id)[-1]
    assert (step.unit_id, step.to_unit_id, step.note) == (
        first.id, second.id, "Lampu diurus Dishub.",
    )  # fmt: skip


def test_a_closed_unit_or_the_one_that_has_it_gets_nothing():
    _author, issue = raised()
    unit, closed = UnitFactory(), UnitFactory(closed_at=now_clock.now())
    actions.take_step(coordinator(), issue, Step.VERIFY, ORDINARY)

    with pytest.raises(Invalid):
        actions.take_step(coordinator(), issue, Step.ASSIGN, Choice(unit_id=closed.id))
    issue = again(issue)
    actions.take_step(coordinator(), issue, Step.ASSIGN, Choice(unit_id=unit.id))
    with pytest.raises(Invalid):
        actions.take_step(coordinator(), issue, Step.ASSIGN, Choice(unit_id=unit.id))


# --- promises


def test_a_formal_request_has_ten_days_and_seven_more_once(city, clock):
    at(clock, "2026-11-24T10:00")
    _author, issue = raised(kind=IssueKind.QUESTION, formal=True)
    actions.take_step(SYSTEM, issue, Step.VERIFY)
    assert due(issue) == ("penyelesaian", "2026-12-08")

    actions.take_step(SYSTEM, issue, Step.EXTEND, Choice("Data perlu dikumpulkan."))

    assert due(issue) == ("penyelesaian", "2026-12-17")  # 17 working days
    with pytest.raises(Refused):
        actions.take_step(SYSTEM, issue, Step.EXTEND, NOTE)


def test_an_ordinary_question_is_not_extended(city, clock):
    at(clock, "2026-11-24T10:00")
    _author, issue = raised(kind=IssueKind.QUESTION)
    actions.take_step(SYSTEM, issue, Step.VERIFY)

    assert due(issue) == ("penyelesaian", "2026-12-01")
    with pytest.raises(Refused):
        actions.take_step(SYSTEM, issue, Step.EXTEND, NOTE)


def test_reminders_the_public_mark_and_escalation(city, clock):
    at(clock, "2026-11-24T10:00")
    _author, issue = raised()
    unit = UnitFactory()
    worker, head = official(unit), official(unit, Role.HEAD)
    setda = official(unit_by_code("setda"), Role.HEAD)
    chief = UserFactory(coordinator=True)
    actions.take_step(SYSTEM, issue, Step.VERIFY, ORDINARY)
    actions.take_step(SYSTEM, issue, Step.ASSIGN, Choice(unit_id=unit.id))  # due 1 December

    told = {}
    for moment in (
        "2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01", "2026-12-02", "2026-12-04",
    ):  # fmt: skip
        at(clock, f"{moment}T08:00")
        actions.look()
        actions.look()  # looking twice tells once
        deliver_due()
        told[moment] = issue.is_overdue

    assert told == {
        "2026-11-26": False, "2026-11-27": False, "2026-11-30": False, "2026-12-01": False,
        "2026-12-02": True, "2026-12-04": True,
    }  # fmt: skip
    kinds = [
        (kind, user_id)
        for kind, user_id in db.session.execute(
            select(Notification.kind, Notification.user_id)
            .where(Notification.kind.like("clock_%"))
            .order_by(Notification.id)
        )
    ]
    assert kinds == [
        ("clock_reminder", worker.id),
        ("clock_reminder", worker.id),
        ("clock_overdue", worker.id),
        ("clock_overdue", head.id),
        ("clock_reminder", worker.id),  # half of the fourteen days
        ("clock_escalated", setda.id),
        ("clock_escalated", chief.id),
    ]


def test_a_new_holiday_moves_what_is_open_and_leaves_what_has_ended(city, clock):
    at(clock, "2026-11-24T10:00")
    _author, done = raised()
    actions.take_step(SYSTEM, done, Step.VERIFY, ORDINARY)
    _author, open_ = raised()
    admin = UserFactory(admin=True).as_actor()

    add_holiday(
        admin, day=now_clock.today().replace(day=26), name="Libur daerah",
        kind=HolidayKind.PUBLIC,
    )  # fmt: skip
    deliver_due()

    db.session.expire_all()
    ended = next(
        row for row in queries.clocks_of(done.id) if row.kind is ClockKind.VERIFICATION
    )
    assert ended.due_on.isoformat() == "2026-11-27"
    assert queries.issue_by_id(open_.id).due_on.isoformat() == "2026-11-30"


def test_promises_hold_from_their_day_on(city, clock):
    at(clock, "2026-11-24T10:00")
    _author, before = raised()
    rows = settings.get("promises")
    change_setting(
        UserFactory(admin=True).as_actor(),
        "promises",
        [*rows, {**settings.PROMISES, "since": "2026-11-25", "verification": 1}],
        reason="SK Wali Kota",
    )
    settings.renew()
    at(clock, "2026-11-25T10:00")
    _author, after = raised()

    assert (due(before), due(after)) == (
        ("verifikasi", "2026-11-27"), ("verifikasi", "2026-11-26"),
    )  # fmt: skip


def test_what_is_not_completed_in_thirty_days_counts_as_withdrawn(city, clock):
    at(clock, "2026-11-24T10:00")
    _author, issue = raised()
    actions.take_step(coordinator(), issue, Step.ASK, Choice("Di mana tempatnya?"))

    at(clock, "2026-12-24T23:00")
    assert actions.withdraw_incomplete() == 0
    at(clock, "2026-12-25T01:00")
    assert actions.withdraw_incomplete() == 1

    assert issue.state is IssueState.REJECTED
    assert queries.steps_of(issue.id)[-1].reason == "tidak_dilengkapi"


# --- what is secret


def test_supervision_goes_to_the_inspektorat_in_secret(city):
    author, issue = raised(title="Pungutan liar di loket kantor")
    unit = unit_by_code("disdukcapil")
    inspektorat = unit_by_code("inspektorat")
    actions.take_step(
        coordinator(), issue, Step.VERIFY,
        Choice(classification=Classification.SUPERVISION, reported_unit_id=unit.id),
    )  # fmt: skip

    assert (issue.is_secret, issue.owner_unit_id) == (True, inspektorat.id)
    assert issue.state is IssueState.ASSIGNED
    reads = {
        "author": author.as_actor(),
        "coordinator": coordinator(),
        "inspektorat": official(inspektorat).as_actor(),
    }
    both = UserFactory(roles=[Role.COORDINATOR, Grant(Role.OFFICIAL, unit_id=unit.id)])
    shut_out = [
        VISITOR,
        UserFactory().as_actor(),
        UserFactory(admin=True).as_actor(),
        UserFactory(moderator=True).as_actor(),
        official(unit).as_actor(),
        official(unit, Role.HEAD).as_actor(),
        official(UnitFactory()).as_actor(),
        both.as_actor(),
    ]
    for reader in reads.values():
        assert queries.issue_for(reader, issue.id).id == issue.id
    for stranger in shut_out:
        with pytest.raises(NotFound):
            queries.issue_for(stranger, issue.id)
    assert queries.issues_page(queries.Filters()).rows == []
    assert queries.count(queries.Filters()) == 0
    assert list(queries.rows_to_export()) == []
    with pytest.raises(NotFound):
        queries.public_version(issue.id)


def test_a_complaint_about_the_inspektorat_is_not_sent_there(city):
    _author, issue = raised()
    inspektorat = unit_by_code("inspektorat")

    with pytest.raises(Refused):
        actions.take_step(
            coordinator(), issue, Step.VERIFY,
            Choice(
                classification=Classification.SUPERVISION, reported_unit_id=inspektorat.id
            ),
        )  # fmt: skip
    issue = again(issue)
    assert (issue.is_secret, issue.state) == (False, IssueState.RECEIVED)


def test_proposals_and_discussions_are_never_secret():
    for kind in (IssueKind.PROPOSAL, IssueKind.DISCUSSION):
        with pytest.raises(Invalid):
            raised(kind=kind, secret=True)


def test_of_an_unnamed_reporter_a_step_keeps_no_id():
    author, issue = raised(anonymous=True)
    actions.take_step(SYSTEM, issue, Step.ASK, Choice("Di mana tempatnya?"))
    actions.take_step(author.as_actor(), issue, Step.COMPLETE, Choice("Gang Mawar."))

    assert queries.steps_of(issue.id)[-1].actor_id is None
    named = select(AuditEntry.actor_id).where(AuditEntry.event.in_(("StepTaken", "IssueMoved")))
    assert author.id not in db.session.scalars(named).all()


# --- LAPOR


def test_a_number_of_the_national_channel_is_noted_once():
    _author, one = raised()
    _author, other = raised()
    actor = coordinator()
    actions.note_lapor(actor, one, " 5512 345 ")
    assert one.lapor_number == "5512345"

    with pytest.raises(actions.LaporTaken):
        actions.note_lapor(actor, other, "5512345")
    with pytest.raises(Invalid):
        actions.note_lapor(actor, other, "LAPOR")
    with pytest.raises(Forbidden):
        actions.note_lapor(UserFactory(official=True).as_actor(), other, "5512346")
    actions.note_lapor(actor, one, "")
    actions.note_lapor(actor, other, "5512345")


def test_steps_are_added_and_never_changed():
    _author, issue = raised()
    actions.take_step(coordinator(), issue, Step.VERIFY, ORDINARY)

    assert [row.step for row in db.session.scalars(select(IssueStep))] == [Step.VERIFY]
    assert isinstance(coordinator(), Actor)
