"""docs/live-protocol.md tells everything that the program says and takes."""

from pathlib import Path

import pytest

from forum.live import rooms
from forum.meetings.board import board_of
from forum.meetings.sockets import data
from forum.polls.models import PollState
from tests.meetings.factories import MeetingFactory, SpeakerFactory, item_of, poll_at

PAGE = Path(__file__).parents[2] / "docs" / "live-protocol.md"
OF_TESTS = ("bell", "parlour")


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


def test_every_command_stands_on_the_page(app, page):
    names = {name for kind, name in rooms.COMMANDS if kind not in OF_TESTS}

    assert {name for name in names if f"`{name}`" not in page} == set()


def test_every_event_stands_on_the_page(app, page):
    names = {name for kind, name in rooms.SHOWS if kind not in OF_TESTS}

    assert {name for name in names if f"`{name}`" not in page} == set()


def test_every_room_stands_on_the_page(app, page):
    for kind in rooms.GUARDS:
        key, _colon, part = kind.partition(":")
        if key not in OF_TESTS:
            assert f"{key}:<id>{':' + part if part else ''}" in page.replace("\\", "")


def test_every_field_of_a_session_stands_on_the_page(page):
    meeting = MeetingFactory(active=True)
    SpeakerFactory(item=item_of(meeting))
    poll_at(item_of(meeting), PollState.OPEN)

    state = data.state_of(board_of(meeting.id))

    session = page.split("## session")[1]
    fields = {
        key for rows in state.values() for key in (rows if type(rows) is dict else rows[0])
    }
    assert {name for name in (*state, *fields) if name not in session} == set()
