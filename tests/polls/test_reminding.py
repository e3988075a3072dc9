"""Who has not voted is told once that a long poll closes."""

from datetime import timedelta

from sqlalchemy import select

from forum.core.outbox import deliver_due
from forum.notifications.kinds import found
from forum.notifications.models import Notification
from forum.polls import reminding
from tests.accounts.factories import UserFactory
from tests.polls.factories import BallotFactory, PollFactory, frozen

DAY = 24 * 3600


def told(session):
    while deliver_due():
        pass
    rows = select(Notification.user_id).where(Notification.kind == "poll_closing")
    return sorted(session.scalars(rows))


def open_for(clock, hours):
    return frozen(PollFactory(closes_at=clock.now + timedelta(hours=hours)))


def test_only_those_who_have_not_voted_and_once(app, session, clock):
    quiet, voter = UserFactory(), UserFactory()
    poll = open_for(clock, 72)
    author = {poll.author_id}
    BallotFactory(poll=poll, voter=voter)
    reminding.remind()
    assert told(session) == []

    clock.tick(2 * DAY + 60)
    reminding.remind()
    reminding.remind()

    people = told(session)
    assert quiet.id in people
    assert not {voter.id, *author} & set(people)
    with app.test_request_context():
        [text] = found([("poll_closing", {"poll_id": poll.id})])
    assert text.sentence.startswith(f"Anda belum memilih: {poll.question}")
    assert text.url == f"/suara/{poll.id}"


def test_a_short_poll_reminds_nobody(session, clock):
    UserFactory()
    open_for(clock, 3)

    reminding.remind()

    assert told(session) == []


def test_in_batches(session, clock, monkeypatch):
    monkeypatch.setattr(reminding, "AT_ONCE", 2)
    people = [UserFactory().id for _n in range(5)]
    open_for(clock, 48)
    clock.tick(DAY + 60)

    reminding.remind()

    assert set(people) <= set(told(session))
