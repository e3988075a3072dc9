"""Answering for the city, and what follows from it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.city.actions import close_unit
from forum.core import clock as forum_clock
from forum.core.errors import Forbidden, Invalid, Refused
from forum.core.outbox import deliver_due
from forum.decisions import actions, policy, queries
from forum.decisions.actions import Promise
from forum.decisions.models import Result, Standing
from forum.issues import queries as issues
from forum.issues.chain import links_of
from forum.issues.models import IssueKind, IssueState, Step
from forum.notifications.models import Notification
from tests.accounts.factories import UserFactory
from tests.factories import UnitFactory
from tests.issues.factories import IssueFactory


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def official(unit):
    return UserFactory(official=True, unit=unit).as_actor()


def answer(actor, issue, unit, **changes):
    due_on = forum_clock.today() + timedelta(days=7)
    given = {
        "result": Result.ACCEPTED,
        "text": "Parit **dibuka** kembali.",
        "owner": "Kepala Bidang Sumber Daya Air",
        "promises": [Promise("Membuka parit 180 meter", due_on, 45_000_000)],
    } | changes
    return actions.publish_answer(actor, issue, unit_id=unit.id, **given)


def refused(actor, issue, unit, **changes):
    given = {"result": Result.REFUSED, "reason": "bukan_kewenangan", "promises": []} | changes
    return answer(actor, issue, unit, **given)


def postponed(actor, issue, unit, **changes):
    review_on = forum_clock.today() + timedelta(days=90)
    given = {
        "result": Result.POSTPONED,
        "reason": "perlu_kajian",
        "promises": [],
        "review_on": review_on,
    } | changes
    return answer(actor, issue, unit, **given)


@pytest.mark.parametrize(
    ("kind", "before", "give", "after"),
    [
        (IssueKind.COMPLAINT, IssueState.RECEIVED, answer, IssueState.ANSWERED),
        (IssueKind.COMPLAINT, IssueState.REOPENED, refused, IssueState.ANSWERED),
        (IssueKind.QUESTION, IssueState.IN_PROGRESS, postponed, IssueState.ANSWERED),
        (IssueKind.PROPOSAL, IssueState.UNDER_REVIEW, answer, IssueState.ACCEPTED),
        (IssueKind.PROPOSAL, IssueState.UNDER_REVIEW, postponed, IssueState.POSTPONED),
        (IssueKind.PROPOSAL, IssueState.UNDER_REVIEW, refused, IssueState.REJECTED),
        (IssueKind.PROPOSAL, IssueState.ACCEPTED, postponed, IssueState.POSTPONED),
        (IssueKind.PROPOSAL, IssueState.ACCEPTED, refused, IssueState.REJECTED),
        (IssueKind.PROPOSAL, IssueState.ACCEPTED, answer, IssueState.ACCEPTED),
        (IssueKind.PROPOSAL, IssueState.CARRIED_OUT, answer, IssueState.CARRIED_OUT),
        (IssueKind.DISCUSSION, IssueState.OPEN, answer, IssueState.OPEN),
    ],
)
def test_an_answer_moves_the_issue_as_its_kind_does(official, unit, kind, before, give, after):
    issue = IssueFactory(kind=kind, state=before, owner_unit_id=unit.id)

    give(official, issue, unit)

    assert issue.state is after


@pytest.mark.parametrize("state", [IssueState.DONE, IssueState.REJECTED, IssueState.MERGED])
def test_what_has_ended_is_opened_again_before_it_is_answered(official, unit, state):
    issue = IssueFactory(state=state, owner_unit_id=unit.id)

    with pytest.raises(Forbidden):
        answer(official, issue, unit)


def test_what_is_carried_out_is_not_refused_any_more(official, unit):
    issue = IssueFactory(
        kind=IssueKind.PROPOSAL, state=IssueState.CARRIED_OUT, owner_unit_id=unit.id
    )

    with pytest.raises(Refused):
        refused(official, issue, unit)


def test_only_the_unit_in_charge_answers(official, unit):
    elsewhere = IssueFactory(owner_unit_id=UnitFactory().id)
    nowhere = IssueFactory(kind=IssueKind.PROPOSAL)

    assert not policy.can_answer(official, elsewhere)
    assert not policy.can_answer(official, nowhere)
    with pytest.raises(Forbidden):
        answer(official, elsewhere, unit)


def test_what_is_promised_stands_in_the_ledger(official, unit):
    issue = IssueFactory()
    soon, later = (forum_clock.today() + timedelta(days=n) for n in (3, 30))
    jobs = [
        Promise("Membuka parit 180 meter", soon, 45_000_000),
        Promise("Membeli pompa", later, owner="Bidang Peralatan"),
    ]

    written = answer(official, issue, unit, promises=jobs)

    first, second = queries.commitments_of(issue.id)
    assert (first.what, first.due_on, first.estimate, first.owner, first.standing) == (
        "Membuka parit 180 meter", soon, 45_000_000, "Kepala Bidang Sumber Daya Air",
        Standing.RUNNING,
    )  # fmt: skip
    assert (second.owner, second.estimate, second.unit_id) == (
        "Bidang Peralatan",
        None,
        unit.id,
    )
    assert written.due_on == later


def test_an_honest_no_stands_in_the_ledger_too(official, unit):
    issue = IssueFactory()

    refused(official, issue, unit, text="Jalan ini **jalan nasional**.")

    (entry,) = queries.commitments_of(issue.id)
    assert (entry.standing, entry.reason, entry.due_on) == (
        Standing.REFUSED, "bukan_kewenangan", None,
    )  # fmt: skip
    assert entry.what == "Jalan ini jalan nasional."


def test_a_later_answer_stands_beside_the_first_and_replaces_its_entries(official, unit):
    issue = IssueFactory()
    first = answer(official, issue, unit)
    second = postponed(official, issue, unit)

    assert [one.id for one in queries.answers_to(issue.id)] == [first.id, second.id]
    assert [one.standing for one in queries.commitments_of(issue.id)] == [
        Standing.REPLACED, Standing.POSTPONED,
    ]  # fmt: skip
    answer(official, issue, unit)
    answer(official, issue, unit)
    assert [one.standing for one in queries.commitments_of(issue.id)] == [
        Standing.REPLACED, Standing.REPLACED, Standing.RUNNING, Standing.RUNNING,
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [IssueKind.QUESTION, IssueKind.DISCUSSION])
def test_a_question_can_be_answered_without_a_promise(official, unit, kind):
    issue = IssueFactory(kind=kind)

    answer(official, issue, unit, promises=[])

    assert queries.commitments_of(issue.id) == []


def test_a_rejected_proposal_gives_the_reason_of_its_answer(official, unit):
    issue = IssueFactory(
        kind=IssueKind.PROPOSAL, state=IssueState.UNDER_REVIEW, owner_unit_id=unit.id
    )

    refused(official, issue, unit, reason="tidak_layak_teknis")

    step = issues.steps_of(issue.id)[-1]
    assert (step.step, step.reason, step.note) == (
        Step.REJECT, "tidak_layak_teknis", "Parit dibuka kembali.",
    )  # fmt: skip


def test_a_closed_unit_gives_no_new_answer(official, unit):
    admin = UserFactory(admin=True).as_actor()
    close_unit(admin, unit, reason="Digabung dengan dinas lain")

    with pytest.raises(Invalid, match="ditutup"):
        answer(official, IssueFactory(), unit)


def test_an_answer_is_rendered_when_it_is_written(official, unit):
    written = answer(official, IssueFactory(), unit, text="**Ya** <script>alert(1)</script>")

    assert written.html == "<p><strong>Ya</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_an_answer_is_a_link_of_the_chain(app, official, unit):
    issue = IssueFactory()

    written = answer(official, issue, unit)

    with app.test_request_context():
        link, promise = links_of(official, issue.id)
    assert (link.kind, link.id, link.title) == ("answer", written.id, unit.short_name)
    assert link.url == f"/isu/{issue.id}#jawaban-{written.id}"
    assert link.facts["owner"] == "Kepala Bidang Sumber Daya Air"
    (entry,) = queries.commitments_of(issue.id)
    assert (promise.kind, promise.title, promise.state, promise.url) == (
        "commitment", "Membuka parit 180 meter", "now", f"/tindak-lanjut/{entry.id}",
    )  # fmt: skip


def test_the_author_hears_of_it_once(official, unit, session):
    issue = IssueFactory()

    answer(official, issue, unit)
    while deliver_due():
        pass

    (told,) = session.scalars(
        select(Notification).where(Notification.user_id == issue.thread.author_id)
    )
    assert told.kind == "issue_answered"


def test_nobody_answers_for_another_unit(official):
    issue = IssueFactory()

    with pytest.raises(Forbidden):
        answer(official, issue, UnitFactory())

    assert queries.answers_to(issue.id) == []


def test_residents_do_not_answer(unit):
    with pytest.raises(Forbidden):
        answer(UserFactory().as_actor(), IssueFactory(), unit)


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "   "},
        {"text": "x" * 10_001},
        {"owner": " "},
        {"owner": "x" * 161},
        {"promises": []},
        {"promises": [Promise("Parit", forum_clock.today() - timedelta(days=2))]},
        {"promises": [Promise("x" * 301, forum_clock.today())]},
        {"promises": [Promise("Parit", forum_clock.today(), -1)]},
        {"result": Result.PARTLY},
        {"result": Result.PARTLY, "reason": "bukan_kewenangan"},
        {"result": Result.REFUSED, "reason": "dikecualikan"},  # of questions
        {
            "result": Result.POSTPONED,
            "reason": "perlu_kajian",
        },  # and when is it looked at again
    ],
)
def test_what_makes_no_answer_is_refused(official, unit, changes):
    issue = IssueFactory()

    with pytest.raises(Invalid):
        answer(official, issue, unit, **changes)

    assert queries.answers_to(issue.id) == []
