"""Officials and facilitators are marked wherever their words or names appear.

An official opens one issue; in a resident's issue the facilitator answers and the official too.
Then every output is walked: pages, lists, feed, rooms, moderators, exports, meetings.
"""

import io
import json
from datetime import timedelta

import docx
import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.decisions.models import OfficialAnswer
from forum.discussions import actions
from forum.discussions.queries import post_by_id
from forum.meetings.models import AgendaItem, SpeakerState
from forum.notifications.kinds import texts
from tests.accounts.factories import UserFactory
from tests.factories import Factory, UnitFactory, menteng
from tests.issues.factories import IssueFactory
from tests.meetings.factories import MeetingFactory, SpeakerFactory
from tests.moderation.factories import CaseFactory

UNIT, FACILITATOR = "Dinas PUPR", "Fasilitator"


class AnswerFactory(Factory):
    class Meta:
        model = OfficialAnswer

    source = html = "Dikeruk pekan depan."
    owner = "Kepala Bidang"
    due_on = clock.today() + timedelta(days=7)


class Town:
    """The people, the two issues, and clients signed in as the people."""

    def __init__(self, app, signed_in):
        self.app, self.signed_in = app, signed_in
        self.unit = UnitFactory(short_name=UNIT)
        self.official = UserFactory(
            official=True, unit=self.unit, public_name="Rudi", area=menteng()
        )
        self.facilitator = UserFactory(facilitator=True, public_name="Nia")
        self.resident = UserFactory(public_name="Rina")
        self.voice = f"official:{self.unit.id}"
        self.issue = IssueFactory(author=self.resident, title="Parit tersumbat sejak Senin")

    def client(self, user=None):
        client = self.app.test_client()
        if user is not None:
            self.signed_in(user, on=client)
        return client

    def reply(self, user, voice, text="Sudah dicatat."):
        answer = self.client(user).post(
            f"/isu/{self.issue.id}/balas", data={"text": text, "voice": voice}
        )
        assert answer.status_code == 303
        return int(answer.location.rpartition("/")[2])

    def opened_by_the_official(self):
        answer = self.client(self.official).post(
            "/isu/baru",
            data={
                "kind": "diskusi", "title": "Rencana pengerukan parit Menteng",
                "text": "Bagaimana sebaiknya?", "area_id": menteng().id, "voice": self.voice,
            },
        )  # fmt: skip
        assert answer.status_code == 303
        return int(answer.location.rpartition("/")[2])


@pytest.fixture
def town(app, signed_in):
    return Town(app, signed_in)


def between(text, start, end):
    """The part of a page that begins with `start` and goes up to `end`."""
    return text.partition(start)[2].partition(end)[0]


# --- discussions


@pytest.mark.parametrize("who", ["official", "facilitator"])
def test_the_page_of_an_issue_and_its_room(town, socket, who):
    user = getattr(town, who)
    voice = town.voice if who == "official" else who
    badge, unit = (UNIT, UNIT) if who == "official" else (FACILITATOR, None)
    follower = socket()
    follower.emit("join", {"room": f"thread:{town.issue.id}"}, callback=True)
    follower.get_received()

    post_id = town.reply(user, voice)

    page = town.client().get(f"/isu/{town.issue.id}").text
    assert badge in between(page, f'id="kiriman-{post_id}"', "</div>\n<div")
    state = town.client().get(f"/isu/{town.issue.id}/state").get_json()
    (post,) = [post for post in state["snapshot"]["state"]["posts"] if post["id"] == post_id]
    assert (post["role"], post["unit"]) == (who, unit)
    events = [m["args"][0] for m in follower.get_received() if m["name"] == "event"]
    (news,) = [event for event in events if event["type"] == "PostPublished"]
    assert (news["data"]["post"]["role"], news["data"]["post"]["unit"]) == (who, unit)
    assert badge in news["html"][f"t-{post_id}"]
    report = town.client(town.resident).get(f"/isu/{town.issue.id}/kiriman/{post_id}/lapor")
    assert badge in between(report.text, "<blockquote", "</blockquote>")


def test_a_resident_is_not_marked(town):
    post_id = town.reply(town.official, "warga")

    page = town.client().get(f"/isu/{town.issue.id}").text

    assert UNIT not in between(page, f'id="kiriman-{post_id}"', "</div>\n<div")


def test_lists_the_front_page_and_the_feed(town):
    issue_id = town.opened_by_the_official()
    AnswerFactory(issue_id=town.issue.id, unit_id=town.unit.id, author_id=town.official.id)

    for address in ("/isu", "/"):
        page = town.client().get(address).text
        assert f"Ditulis {UNIT}" in between(page, f'id="isu-{issue_id}"', "</article>")
        answered = between(page, f'id="isu-{town.issue.id}"', "</article>")
        assert f"Dijawab {UNIT}" in answered
        assert "Ditulis" not in answered
    feed = town.client().get("/isu/atom.xml").text
    assert f"<name>Rudi ({UNIT})</name>" in feed
    assert "<name>Rina</name>" in feed


def test_lists_ask_once_for_all_answers(town, count_queries):
    def asked(many):
        for _each in range(many):
            issue = IssueFactory()
            AnswerFactory(issue_id=issue.id, unit_id=town.unit.id, author_id=town.official.id)
        client = town.client(town.resident)
        client.get("/isu/draf")
        with count_queries() as seen:
            client.get("/isu?urut=aktif")
        return len(seen)

    assert asked(2) == asked(12)


def test_moderators_see_in_which_role_something_was_written(town):
    for user, voice in ((town.official, town.voice), (town.facilitator, "facilitator")):
        CaseFactory(post=_post(town.reply(user, voice)))
    moderator = town.client(UserFactory(moderator=True))

    page = moderator.get("/moderasi").text

    assert page.count(f"</svg>{UNIT}</span>") == 1
    assert page.count(f"</svg>{FACILITATOR}</span>") == 1
    assert "Anda bertindak sebagai Moderator" in page


def _post(post_id):
    return post_by_id(post_id)


def test_a_notification_says_which_unit_answered(town):
    answer = AnswerFactory(
        issue_id=town.issue.id, unit_id=town.unit.id, author_id=town.official.id
    )

    with town.app.test_request_context():
        facts = {"issue_id": town.issue.id, "answer_id": answer.id}
        (known, gone) = texts(
            [("issue_answered", facts), ("issue_answered", facts | {"answer_id": 999_999})]
        )

    assert known.sentence == f"{UNIT} menjawab isu Anda."
    assert gone.sentence == "Isu Anda mendapat jawaban resmi."


def test_the_choice_of_a_voice_is_remembered_in_its_thread_alone(town):
    other = IssueFactory()
    client = town.client(town.official)

    def checked(issue):
        page = client.get(f"/isu/{issue.id}").text
        composer = between(page, 'id="tulis"', "</form>")
        marks = [part.partition(">")[0] for part in composer.split("<input")[1:]]
        return [
            mark.split('value="')[1].partition('"')[0] for mark in marks if " checked" in mark
        ]

    assert checked(town.issue) == ["warga"]
    client.post(f"/isu/{town.issue.id}/balas", data={"text": "Satu", "voice": town.voice})
    assert checked(town.issue) == [town.voice]
    assert f"Anda menulis sebagai {UNIT}" in client.get(f"/isu/{town.issue.id}").text
    assert checked(other) == ["warga"]

    town.official.grants[0].ended_at = clock.now()
    db.session.flush()
    assert client.get(f"/isu/{town.issue.id}").text.count('name="voice"') == 0


def test_nobody_writes_in_a_role_that_is_not_theirs(town):
    for user, voice in ((town.resident, town.voice), (town.facilitator, town.voice)):
        answer = town.client(user).post(
            f"/isu/{town.issue.id}/balas", data={"text": "Palsu", "voice": voice}
        )
        assert answer.status_code == 422
    assert "Palsu" not in town.client().get(f"/isu/{town.issue.id}").text


# --- exports


@pytest.mark.parametrize("extension", ["json", "csv", "docx", "xlsx", "pdf"])
def test_the_exported_summary(town, extension):
    issue_id = town.opened_by_the_official()
    reader = town.client(UserFactory(coordinator=True))

    answer = reader.get(f"/isu/{issue_id}/ringkasan.{extension}")

    assert answer.status_code == 200
    if extension == "json":
        issue = json.loads(answer.data)["data"]["issue"]
        assert (issue["role"], issue["unit"]) == ("official", UNIT)
    elif extension == "docx":
        document = docx.Document(io.BytesIO(answer.data))
        cells = [
            cell.text for table in document.tables for row in table.rows for cell in row.cells
        ]
        said = "\n".join([p.text for p in document.paragraphs] + cells)
        assert f"oleh {UNIT}" in said
    elif extension == "csv":
        assert f"oleh {UNIT}" in answer.data.decode("utf-8-sig")
    else:
        assert len(answer.data) > 1000


def test_words_in_a_role_are_not_quoted_as_those_of_residents(town):
    for user, voice in ((town.official, town.voice), (town.facilitator, "facilitator")):
        post = _post(town.reply(user, voice, text=f"Kata {voice}"))
        actions.support(town.resident.as_actor(), post)
    mine = _post(town.reply(town.official, "warga", text="Kata warga biasa"))
    actions.support(town.resident.as_actor(), mine)

    answer = town.client(UserFactory(coordinator=True)).get(
        f"/isu/{town.issue.id}/ringkasan.json"
    )

    quoted = [row["text"] for row in json.loads(answer.data)["data"]["most_supported"]]
    assert quoted == ["Kata warga biasa"]


# --- meetings


def test_speakers_in_the_line_the_console_and_the_room(town):
    lead = UserFactory(facilitator=True)
    meeting = MeetingFactory(active=True, lead=lead)
    item = _first_item(meeting)
    for person in (town.official, town.facilitator, town.resident):
        SpeakerFactory(item=item, person=person)

    room = town.client().get(f"/forum/{meeting.id}/langsung").text
    console = town.client(lead).get(f"/forum/{meeting.id}/konsol").text
    state = town.client().get(f"/forum/{meeting.id}/state").get_json()["snapshot"]["state"]

    for page, start in ((room, 'id="antrean"'), (console, 'id="konsol-antrean"')):
        line = between(page, start, "</section>")
        for name, badge in (("Rudi", UNIT), ("Nia", FACILITATOR)):
            assert f"{badge}</span>" in between(line, f"<span>{name} ", "</li>")
        assert "status--go" not in between(line, "<span>Rina", "</li>")
    assert "Anda bertindak sebagai Fasilitator" in console
    marked = {each["name"]: (each["role"], each["unit"]) for each in state["speakers"]}
    assert marked == {
        "Rudi": ("official", UNIT), "Nia": ("facilitator", None), "Rina": (None, None),
    }  # fmt: skip


def test_the_minutes_say_in_which_role_somebody_spoke(town):
    meeting = MeetingFactory(finished=True)
    item = _first_item(meeting)
    at = meeting.opened_at
    for user in (town.official, town.facilitator):
        user.grants[0].created_at = at - timedelta(days=30)
    for person in (town.official, town.facilitator, town.resident):
        SpeakerFactory(
            item=item, person=person, state=SpeakerState.DONE, raised_at=at, started_at=at,
            ended_at=at + timedelta(minutes=2), seconds=120,
        )  # fmt: skip
    # Who holds the role no more spoke in it all the same; who got it later did not.
    town.official.grants[0].ended_at = clock.now()
    later = UserFactory(official=True, unit=town.unit, public_name="Baru Diangkat")
    SpeakerFactory(
        item=item, person=later, state=SpeakerState.DONE, raised_at=at, started_at=at,
        ended_at=at + timedelta(minutes=2), seconds=120,
    )  # fmt: skip

    page = town.client().get(f"/forum/{meeting.id}/notulen").text

    assert f"Rudi ({UNIT}) berbicara" in page
    assert f"Nia ({FACILITATOR}) berbicara" in page
    assert "Rina berbicara" in page
    assert "Baru Diangkat berbicara" in page


def _first_item(meeting):
    return db.session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).limit(1)
    ).one()


# --- in which role one acts


def test_pages_of_staff_say_in_which_role_one_acts(town):
    admin = UserFactory(admin=True)

    for user, address, words in (
        (admin, "/kelola", "Pengelola kota"),
        (admin, "/moderasi/riwayat", "Pengelola kota"),
        (town.facilitator, "/forum/baru", FACILITATOR),
        (town.facilitator, "/suara/baru", FACILITATOR),
        (town.official, f"/isu/{town.issue.id}/jawaban", f"Pejabat {UNIT}"),
    ):
        page = town.client(user).get(address)
        assert page.status_code == 200, address
        assert f"Anda bertindak sebagai {words}" in page.text, address
    assert "Anda bertindak" not in town.client(town.resident).get("/isu").text
