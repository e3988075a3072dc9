"""The front page, for those who come and for those who stay."""

import re
from datetime import timedelta

import pytest

from forum.core import clock
from forum.core.actor import SYSTEM
from forum.decisions import actions as decisions
from forum.decisions.actions import Promise
from forum.decisions.models import Result
from forum.issues import actions
from forum.issues.actions import Choice
from forum.issues.models import Step
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory, UnitFactory
from tests.issues.factories import IssueFactory
from tests.meetings.factories import MeetingFactory
from tests.notifications.factories import NotificationFactory
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
    area = AreaFactory()
    if who == "resident":
        signed_in(UserFactory(area=area))
    IssueFactory(area=area)
    client.get("/")
    numbers = []
    for _round in range(2):
        IssueFactory.create_batch(8, area=area)
        PollFactory.create_batch(8)
        session.expire_all()
        with count_queries() as seen:
            client.get("/")
        numbers.append(len(seen))

    assert numbers[0] == numbers[1]


def section(page: str, name: str) -> str:
    """What stands in the part under this heading."""
    return page.split(f'aria-labelledby="{name}"')[1].split("</section>")[0]


def test_news_and_what_was_raised_nearby_are_for_who_lives_there(client, signed_in):
    here = AreaFactory(name="Langkai")
    me = signed_in(UserFactory(area=here))
    near = IssueFactory(area=here, title="Parit di Langkai")
    read, unread = (
        NotificationFactory(user_id=me.id, read_at=clock.now()),
        NotificationFactory(user_id=me.id),
    )

    page = client.get("/").text

    nearby, news = section(page, "dekat"), section(page, "kabar")
    assert "Terbaru di Langkai" in nearby
    assert f'href="/isu/{near.id}"' in nearby
    assert f'href="/pemberitahuan/{unread.id}"' in news
    assert f'href="/pemberitahuan/{read.id}"' not in news


def test_the_month_in_figures(client):
    issue = IssueFactory()
    IssueFactory(is_secret=True)
    IssueFactory(created_at=clock.now() - timedelta(days=40))
    unit = UnitFactory()
    decisions.publish_answer(
        UserFactory(official=True, unit=unit).as_actor(), issue, unit_id=unit.id,
        text="Parit dikeruk.", owner="Kepala Bidang", result=Result.ACCEPTED,
        promises=[Promise("Mengeruk", clock.today() + timedelta(days=9))],
    )  # fmt: skip

    month = section(client.get("/").text, "bulan")
    figures = dict(re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", month))

    assert figures == {
        "isu disampaikan": "1", "isu dijawab resmi": "1", "janji dibuat": "1",
        "di antaranya sudah selesai": "0", "hasil dikonfirmasi pelapor": "0",
    }  # fmt: skip
