"""What an issue's page learns of citizen forums."""

from itertools import pairwise

import pytest

from forum.core import clock as forum_clock
from forum.core.actor import VISITOR
from forum.core.db import db
from forum.core.outbox import deliver_due
from forum.discussions.models import Thread
from forum.issues.chain import links_of
from forum.meetings import actions
from forum.meetings.chain import forums
from forum.meetings.models import ItemPoll, ItemState, OutcomeKind
from forum.polls.belonging import places_of
from forum.polls.models import PollState
from tests.accounts.factories import UserFactory
from tests.issues.factories import IssueFactory
from tests.meetings.factories import MeetingFactory, item_of, lead_of, loaded, poll_at
from tests.polls.factories import PollFactory, counted, seal_and_count


@pytest.fixture(autouse=True)
def page(app):
    with app.test_request_context():
        yield


def taken_up(issue, **more):
    meeting = MeetingFactory(**more)
    item = item_of(meeting)
    item.issue_id = issue.id
    db.session.flush()
    return meeting, item


def links(issue, viewer=VISITOR):
    kinds = ("agenda_item", "poll", "outcome")
    return [link for link in links_of(viewer, issue.id) if link.kind in kinds]


def test_an_issue_on_no_agenda_has_no_links():
    MeetingFactory()

    assert links(IssueFactory()) == []


def test_a_draft_agenda_is_nobodys_news():
    issue = IssueFactory()
    taken_up(issue, draft=True)
    planner = UserFactory(facilitator=True).as_actor()

    assert links(issue) == []
    assert links(issue, planner) == []


@pytest.mark.parametrize(
    ("more", "state", "page_of"),
    [
        ({}, "next", ""),
        ({"live": True}, "next", "/langsung"),
        ({"active": True}, "now", "/langsung"),
        ({"finished": True}, "done", "/notulen"),
    ],
)
def test_an_agenda_item_says_when_and_where_it_stands(more, state, page_of):
    issue = IssueFactory()
    meeting, item = taken_up(issue, **more)

    (link,) = links(issue)

    assert (link.kind, link.id, link.title, link.state) == (
        "agenda_item",
        item.id,
        item.title,
        state,
    )
    assert link.url == f"/forum/{meeting.id}{page_of}"
    assert meeting.title in link.detail
    assert link.facts["session_id"] == meeting.id


@pytest.mark.parametrize(
    ("poll_state", "state", "words"),
    [
        (PollState.ARMED, "next", "belum dibuka"),
        (PollState.OPEN, "now", "Sedang dibuka"),
        (PollState.COUNTING, "now", "belum diumumkan"),
    ],
)
def test_a_poll_says_how_it_stands(poll_state, state, words):
    issue = IssueFactory()
    _meeting, item = taken_up(issue, active=True)
    poll = poll_at(item, poll_state)

    link = links(issue)[-1]

    assert (link.kind, link.url, link.state) == ("poll", f"/suara/{poll.id}", state)
    assert words in link.detail


def test_the_result_is_told_once_it_is_public():
    issue = IssueFactory()
    _meeting, item = taken_up(issue, active=True)
    for state in (PollState.CLOSED, PollState.PUBLISHED):
        poll = counted(2, 1, labels=["Malam", "Siang"], state=state)
        db.session.add(ItemPoll(poll_id=poll.id, item_id=item.id))
    db.session.flush()

    closed, published = links(issue)[-2:]

    assert "Malam" not in closed.detail
    assert closed.facts["winners"] is None
    assert "Malam mendapat suara terbanyak: 2 dari 3 suara" in published.detail


def test_an_outcome_names_who_does_it_and_by_when(clock):
    issue = IssueFactory()
    _meeting, item = taken_up(issue, live=True)
    item.state, item.done_at = ItemState.DONE, clock.now
    item.outcome_kind, item.outcome_text = OutcomeKind.ACTION, "Parit dibuka."
    item.outcome_owner, item.outcome_due = "Dinas PUPR", forum_clock.today()

    link = next(each for each in links(issue) if each.kind == "outcome")

    assert (link.label, link.title) == ("Tindak lanjut", "Parit dibuka.")
    assert "Dinas PUPR, tenggat" in link.detail
    assert link.facts["due"] == forum_clock.today().isoformat()


def test_the_finder_asks_three_queries_at_most(count_queries):
    issue = IssueFactory()
    for _n in range(4):
        _meeting, item = taken_up(issue, active=True)
        for _m in range(3):
            poll_at(item)

    issue_id = issue.id
    db.session.expire_all()
    with count_queries() as seen:
        found = forums(VISITOR, issue_id)

    assert len(found) == 16
    assert len(seen) == 3


def test_every_link_that_changes_touches_the_issue():
    issue = IssueFactory()
    meeting, item = taken_up(issue, draft=True)
    lead = lead_of(meeting)
    versions = [version(issue)]

    def did(step, *things, **more):
        step(lead, loaded(meeting), *things, **more)
        versions.append(version(issue))

    did(actions.schedule_meeting)
    actions.open_meeting(lead, loaded(meeting))
    did(actions.activate_item, item)
    poll = actions.attach_poll(
        lead, loaded(meeting), item, question="Apakah setuju?", options=["Ya", "Tidak"]
    )
    did(actions.open_item_poll, item, poll)
    actions.close_item_poll(lead, loaded(meeting), item, poll)
    seal_and_count(poll)
    deliver_due()
    db.session.refresh(poll)
    did(actions.publish_item_poll, item, poll)
    did(actions.finish_item, item, kind=OutcomeKind.DECIDED, text="Setuju.")

    assert all(later > earlier for earlier, later in pairwise(versions))


def version(issue):
    return db.session.scalar(db.select(Thread.version).where(Thread.id == issue.id))


def test_a_poll_leads_back_to_its_forum_and_issue():
    issue = IssueFactory()
    meeting, item = taken_up(issue, active=True)
    poll = poll_at(item)

    places = places_of(VISITOR, poll.id)

    assert [(place.title, place.url) for place in places] == [
        (meeting.title, f"/forum/{meeting.id}/langsung"),
        (issue.thread.title, f"/isu/{issue.id}"),
    ]


def test_a_poll_of_no_forum_leads_nowhere():
    assert places_of(VISITOR, PollFactory().id) == []


def test_a_draft_forum_is_no_place_to_lead_to():
    _meeting, item = taken_up(IssueFactory(), draft=True)

    assert places_of(VISITOR, poll_at(item).id) == []
