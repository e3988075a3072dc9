"""What those who follow an issue hear of the forums that take it up."""

from sqlalchemy import select

from forum.core.outbox import deliver_due
from forum.discussions import actions as discussions
from forum.meetings import actions
from forum.meetings.models import OutcomeKind
from forum.notifications.kinds import found
from forum.notifications.models import Lane, MailDue, Notification
from tests.accounts.factories import UserFactory
from tests.discussions.factories import opening_of
from tests.issues.factories import IssueFactory
from tests.meetings.factories import ItemFactory, MeetingFactory, item_of, lead_of, loaded


def supporter(*issues):
    """Who supports an issue follows it."""
    person = UserFactory()
    for issue in issues:
        discussions.support(person.as_actor(), opening_of(issue))
    return person


def on_agenda(meeting, *issues):
    item = item_of(meeting)
    item.issue_id = issues[0].id
    for number, issue in enumerate(issues[1:], 2):
        ItemFactory(meeting_id=meeting.id, position=number, issue_id=issue.id)
    return item


def told_to(person, session):
    while deliver_due():
        pass
    rows = select(Notification).where(Notification.user_id == person.id)
    return list(session.scalars(rows.order_by(Notification.id)))


def said(rows):
    return [
        text and (text.sentence, text.url) for text in found([(r.kind, r.facts) for r in rows])
    ]


def test_a_forum_that_begins_is_urgent_and_told_once(app, session):
    issues = IssueFactory(), IssueFactory()
    person, stranger = supporter(*issues), supporter(IssueFactory())
    meeting = MeetingFactory(title="Forum Menteng")
    on_agenda(meeting, *issues)

    actions.open_meeting(lead_of(meeting), loaded(meeting))

    [row] = told_to(person, session)
    assert row.kind == "forum_live"
    assert session.get(MailDue, (person.id, Lane.URGENT)) is not None
    with app.test_request_context():
        url = f"/forum/{meeting.id}/langsung"
        assert said([row]) == [("Forum warga Forum Menteng sudah dimulai.", url)]
    assert told_to(stranger, session) == []


def test_a_forum_that_is_planned_waits_for_the_summary(app, session):
    issue = IssueFactory()
    person = supporter(issue)
    meeting = MeetingFactory(draft=True, title="Forum Menteng")
    on_agenda(meeting, issue)
    assert told_to(person, session) == []

    actions.schedule_meeting(lead_of(meeting), loaded(meeting))

    [row] = told_to(person, session)
    assert row.kind == "forum_planned"
    assert session.get(MailDue, (person.id, Lane.URGENT)) is None
    with app.test_request_context():
        [(sentence, url)] = said([row])
    assert sentence.startswith("Dibahas di forum warga Forum Menteng, ")
    assert url == f"/forum/{meeting.id}"


def test_the_lead_is_not_told_of_what_they_do(session):
    issue = IssueFactory()
    lead = UserFactory(facilitator=True)
    discussions.support(lead.as_actor(), opening_of(issue))
    meeting = MeetingFactory(lead=lead)
    on_agenda(meeting, issue)

    actions.open_meeting(lead_of(meeting), loaded(meeting))

    assert told_to(lead, session) == []


def test_the_outcome_of_an_item_is_told(app, session):
    issue = IssueFactory()
    meeting = MeetingFactory(active=True)
    item = on_agenda(meeting, issue)
    person = supporter(issue)

    actions.finish_item(
        lead_of(meeting), loaded(meeting), item, kind=OutcomeKind.NOTED, text="Dicatat dulu."
    )

    [row] = told_to(person, session)
    with app.test_request_context():
        assert said([row]) == [("Hasil forum warga: Dicatat.", f"/isu/{issue.id}")]


def test_a_draft_says_nothing(app, session):
    meeting = MeetingFactory(draft=True)
    item = on_agenda(meeting, IssueFactory())

    with app.test_request_context():
        assert found([("forum_planned", {"meeting_id": meeting.id})]) == [None]
        assert found([("forum_outcome", {"item_id": item.id})]) == [None]
