"""The front page, for those who come and for those who stay."""

import pytest

from forum.core.actor import SYSTEM
from forum.issues import actions
from forum.issues.actions import Choice
from forum.issues.models import Step
from tests.accounts.factories import UserFactory
from tests.issues.factories import IssueFactory
from tests.meetings.factories import MeetingFactory
from tests.polls.factories import BallotFactory, PollFactory


def test_an_empty_city_has_a_front_page(client):
    page = client.get("/")

    assert page.status_code == 200
    assert "Belum ada isu" in page.text
    assert "Belum ada forum yang dijadwalkan." in page.text


def test_it_shows_what_is_going_on(client):
    issue = IssueFactory()
    running, coming = MeetingFactory(live=True), MeetingFactory()
    poll = PollFactory()

    page = client.get("/").text

    assert f'href="/isu/{issue.id}"' in page
    assert f'href="/forum/{running.id}/langsung"' in page
    assert f'href="/forum/{coming.id}"' in page
    assert f'href="/suara/{poll.id}"' in page


def test_a_poll_waits_only_for_those_who_have_not_voted(client, signed_in):
    voter = signed_in(UserFactory())
    done, waiting = PollFactory(), PollFactory()
    BallotFactory(poll=done, voter=voter)

    page = client.get("/").text

    assert f'href="/suara/{waiting.id}"' in page
    assert f'href="/suara/{done.id}"' not in page


def test_what_the_city_asks_of_a_reporter_waits_for_them_alone(client, app, signed_in):
    author = signed_in(UserFactory())
    issue = IssueFactory(author=author)
    actions.take_step(SYSTEM, issue, Step.ASK, Choice("Di gang yang mana?"))
    stranger = app.test_client()
    signed_in(UserFactory(), on=stranger)

    assert "Perlu kelengkapan dari Anda" in client.get("/").text
    assert "Perlu kelengkapan dari Anda" not in stranger.get("/").text


def test_officers_are_led_to_their_work(client, signed_in):
    signed_in(UserFactory(coordinator=True))

    assert 'href="/isu/tugas"' in client.get("/").text


def test_what_is_not_public_is_not_there(client):
    draft = MeetingFactory(draft=True)

    assert f"/forum/{draft.id}" not in client.get("/").text


@pytest.mark.parametrize("who", ["visitor", "resident"])
def test_it_asks_as_much_for_few_as_for_many(client, signed_in, count_queries, session, who):
    if who == "resident":
        signed_in(UserFactory())
    numbers = []
    for _round in range(2):
        IssueFactory.create_batch(8)
        PollFactory.create_batch(8)
        session.expire_all()
        with count_queries() as seen:
            client.get("/")
        numbers.append(len(seen))

    assert numbers[0] == numbers[1]
