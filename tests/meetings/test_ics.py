"""The iCalendar feed, read back by the rules of RFC 5545."""

from datetime import UTC, datetime

import pytest

from forum.meetings import ics
from forum.meetings.models import Meeting
from tests.meetings.factories import MeetingFactory


def unfolded(body):
    """Lines as a reader sees them; each written line must keep to 75 bytes."""
    assert body.endswith("\r\n")
    assert "\n" not in body.replace("\r\n", "")
    written = body.split("\r\n")[:-1]
    assert all(len(line.encode()) <= 75 for line in written)
    return "\r\n".join(written).replace("\r\n ", "").split("\r\n")


def unescaped(value):
    out, escaped = [], False
    for letter in value:
        if escaped:
            out.append("\n" if letter in "nN" else letter)
            escaped = False
        elif letter == "\\":
            escaped = True
        else:
            out.append(letter)
    return "".join(out)


def meeting(**more):
    facts = {
        "id": 7,
        "title": "Forum",
        "summary": "",
        "place": "Aula",
        "link": "",
        "starts_at": datetime(2026, 11, 26, 12, 0, tzinfo=UTC),
        "planned_minutes": 90,
        "version": 3,
    }
    return Meeting(**{**facts, **more})


@pytest.mark.pure
def test_an_event_has_what_calendars_need():
    lines = unfolded(ics.calendar("Forum", [meeting()], base_url="https://betang.example:8000"))

    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    for line in (
        "UID:forum-7@betang.example",
        "SEQUENCE:3",
        "DTSTART:20261126T120000Z",
        "DTEND:20261126T133000Z",
        "SUMMARY:Forum",
        "LOCATION:Aula",
        "URL:https://betang.example:8000/forum/7",
    ):
        assert line in lines


@pytest.mark.pure
@pytest.mark.parametrize(
    "title",
    [
        "Koma, titik koma; dan garis \\ miring",
        "Panjang sekali " * 12,
        "Huruf é, tanda – dan 龍 " * 9,
        "x" * 66,
        "x" * 67,
        "x" * 68,
    ],
)
def test_any_title_comes_back_as_it_was(title):
    lines = unfolded(
        ics.calendar("Forum", [meeting(title=title)], base_url="https://b.example")
    )

    (summary,) = [line for line in lines if line.startswith("SUMMARY:")]
    assert unescaped(summary.removeprefix("SUMMARY:")) == title


@pytest.mark.pure
def test_line_ends_in_a_text_stay_inside_it():
    told = meeting(summary="Baris satu\r\nEND:VEVENT", link="https://rapat.example")

    lines = unfolded(ics.calendar("Forum", [told], base_url="https://b.example"))

    assert lines.count("END:VEVENT") == 1
    (description,) = [line for line in lines if line.startswith("DESCRIPTION:")]
    assert unescaped(description).splitlines()[1] == "https://rapat.example"


def test_the_feed_holds_running_and_coming_sessions(client):
    coming, running = MeetingFactory(), MeetingFactory(live=True)
    MeetingFactory(draft=True)
    MeetingFactory(finished=True)

    answer = client.get("/forum.ics")

    lines = unfolded(answer.get_data(as_text=True))
    uids = {line for line in lines if line.startswith("UID:")}
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert {uid.split("@")[0] for uid in uids} == {
        f"UID:forum-{coming.id}",
        f"UID:forum-{running.id}",
    }


def test_one_session_can_be_kept(client):
    meeting = MeetingFactory()

    lines = unfolded(client.get(f"/forum/{meeting.id}.ics").get_data(as_text=True))

    assert [line for line in lines if line.startswith("SUMMARY:")] == [
        f"SUMMARY:{meeting.title}"
    ]
