"""Answering for the city, and what follows from it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.city.actions import close_unit
from forum.core import clock as forum_clock
from forum.core.errors import Forbidden, Invalid
from forum.core.outbox import deliver_due
from forum.decisions import actions, queries
from forum.issues.chain import links_of
from forum.issues.models import IssueKind, IssueState
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
    given = {
        "text": "Parit **dibuka** kembali.",
        "owner": "Kepala Bidang Sumber Daya Air",
        "due_on": forum_clock.today() + timedelta(days=7),
    } | changes
    return actions.publish_answer(actor, issue, unit_id=unit.id, **given)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (IssueKind.COMPLAINT, IssueState.RECEIVED, IssueState.ANSWERED),
        (IssueKind.QUESTION, IssueState.IN_PROGRESS, IssueState.ANSWERED),
        (IssueKind.COMPLAINT, IssueState.DONE, IssueState.DONE),
        (IssueKind.PROPOSAL, IssueState.SUBMITTED, IssueState.SUBMITTED),
        (IssueKind.DISCUSSION, IssueState.OPEN, IssueState.OPEN),
    ],
)
def test_an_answer_moves_what_waited_for_it(official, unit, kind, before, after):
    issue = IssueFactory(kind=kind, state=before)

    answer(official, issue, unit)

    assert issue.state is after


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
        (link,) = links_of(official, issue.id)
    assert (link.kind, link.id, link.title) == ("answer", written.id, unit.short_name)
    assert link.url == f"/isu/{issue.id}#jawaban-{written.id}"
    assert link.facts["owner"] == "Kepala Bidang Sumber Daya Air"


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
        {"due_on": forum_clock.today() - timedelta(days=2)},
    ],
)
def test_what_makes_no_answer_is_refused(official, unit, changes):
    issue = IssueFactory()

    with pytest.raises(Invalid):
        answer(official, issue, unit, **changes)

    assert queries.answers_to(issue.id) == []
