"""Whoever follows a session by its messages alone knows what the whole state says.

Random evenings: facilitators and residents do whatever comes to their minds; what is not
allowed is refused and told to nobody. At the end the follower's state is the snapshot - of
those who heard every message at once, and of those who were away and heard them later.
"""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Refused
from forum.core.outbox import deliver_due
from forum.live import log, messages
from forum.meetings import actions, queries
from forum.meetings.models import OutcomeKind, SpeakerEntry
from forum.meetings.sockets import rooms
from forum.polls import actions as polls
from forum.polls import queries as poll_queries
from forum.polls.models import Poll, PollState
from tests.accounts.factories import UserFactory
from tests.meetings.factories import MeetingFactory, lead_of, loaded
from tests.meetings.reducer import State, reduce
from tests.polls.factories import seal_and_count

STEPS = [
    "open", "end", "finish", "ready", "activate", "activate", "done", "raise_", "raise_", "raise_",
    "lower", "call", "start", "stop", "remove", "turn", "turn", "turn", "attach", "poll_open",
    "vote", "vote", "poll_close", "poll_publish", "ballot", "ballot", "ballot", "count",
]  # fmt: skip
EVENING = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 7)), min_size=12, max_size=60
)


class Evening:
    """A session, those who lead it, and four residents."""

    def __init__(self, *, draft: bool = False) -> None:
        self.people = [UserFactory().as_actor() for _n in range(4)]
        self.meeting = MeetingFactory(draft=draft, items=3)
        self.lead = lead_of(self.meeting)

    def do(self, step: str, number: int) -> None:
        """Do this with the thing of that number; what is refused changes nothing."""
        with suppress(Refused):
            getattr(self, step)(number)

    def items(self, number: int) -> Any:
        rows = queries.items_of(self.meeting.id)
        return rows[number % len(rows)]

    def hand(self, number: int) -> Any:
        ids = [item.id for item in queries.items_of(self.meeting.id)]
        rows = db.session.query(SpeakerEntry).filter(SpeakerEntry.item_id.in_(ids)).all()
        if not rows:
            raise Refused
        return queries.entry_of(self.meeting, rows[number % len(rows)].id)

    def poll(self, number: int) -> Any:
        ids = [item.id for item in queries.items_of(self.meeting.id)]
        rows = queries.polls_of_items(ids)
        if not rows:
            raise Refused
        return queries.poll_of(self.meeting, rows[number % len(rows)][1].id)

    def open(self, _number: int) -> None:
        actions.open_meeting(self.lead, loaded(self.meeting))

    def end(self, number: int) -> None:
        if number == 0:  # seldom: after it little can happen
            actions.end_meeting(self.lead, loaded(self.meeting))

    def finish(self, _number: int) -> None:
        actions.finish_meeting(self.lead, loaded(self.meeting))

    def ready(self, number: int) -> None:
        actions.make_ready(self.lead, loaded(self.meeting), self.items(number))

    def activate(self, number: int) -> None:
        actions.activate_item(self.lead, loaded(self.meeting), self.items(number))

    def done(self, number: int) -> None:
        actions.finish_item(
            self.lead,
            loaded(self.meeting),
            queries.current_item(self.meeting.id) or self.items(number),
            kind=OutcomeKind.DECIDED,
            text="Disepakati bersama.",
        )

    def raise_(self, number: int) -> None:
        item = queries.current_item(self.meeting.id) or self.items(number)
        actions.raise_hand(self.people[number % 4], loaded(self.meeting), item)

    def lower(self, number: int) -> None:
        item = queries.current_item(self.meeting.id) or self.items(number)
        actions.lower_hand(self.people[number % 4], loaded(self.meeting), item)

    def call(self, number: int) -> None:
        item, hand = self.hand(number)
        actions.call_speaker(self.lead, loaded(self.meeting), item, hand)

    def start(self, number: int) -> None:
        item, hand = self.hand(number)
        actions.start_speaking(self.lead, loaded(self.meeting), item, hand)

    def stop(self, number: int) -> None:
        item, hand = self.hand(number)
        actions.finish_speaking(self.lead, loaded(self.meeting), item, hand)

    def remove(self, number: int) -> None:
        item, hand = self.hand(number)
        actions.remove_hand(self.lead, loaded(self.meeting), item, hand, reason="Tidak hadir")

    def attach(self, number: int) -> None:
        actions.attach_poll(
            self.lead,
            loaded(self.meeting),
            queries.current_item(self.meeting.id) or self.items(number),
            question=f"Apakah usul nomor {number} disetujui?",
            options=["Setuju", "Tidak setuju"],
        )

    def poll_open(self, number: int) -> None:
        item, poll = self.poll(number)
        actions.open_item_poll(self.lead, loaded(self.meeting), item, poll)

    def vote(self, number: int) -> None:
        _item, poll = self.poll(number)
        voter = self.people[number % 4]
        polls.cast_ballot(
            voter,
            poll_queries.poll_for(voter, poll.id),
            ballot_id=f"ballot-{voter.id}-{poll.id}",
            paper=str(poll.options[number % 2].id),
        )

    def poll_close(self, number: int) -> None:
        item, poll = self.poll(number)
        actions.close_item_poll(self.lead, loaded(self.meeting), item, poll)

    def poll_publish(self, number: int) -> None:
        item, poll = self.poll(number)
        actions.publish_item_poll(self.lead, loaded(self.meeting), item, poll)

    def turn(self, number: int) -> None:
        """Whatever comes next for a hand."""
        _item, hand = self.hand(number)
        nexts = {"waiting": self.call, "called": self.start, "speaking": self.stop}
        nexts.get(hand.state.value, self.raise_)(number)

    def ballot(self, number: int) -> None:
        """Whatever comes next for a poll."""
        _item, poll = self.poll(number)
        self.count(number)
        nexts = {"armed": self.poll_open, "open": self.poll_close, "closed": self.poll_publish}
        nexts.get(poll.state.value, self.attach)(number)

    def count(self, _number: int) -> None:
        for poll in db.session.scalars(select(Poll).where(Poll.state == PollState.GRACE)).all():
            seal_and_count(poll)
        deliver_due()


@pytest.fixture(autouse=True)
def page(app):
    """Messages are rendered as for a page."""
    with app.test_request_context():
        yield


def told(room: str, after: int) -> list[dict[str, Any]]:
    return [messages.event_message(line, "id") for line in log.since(room, after, limit=10_000)]


def followed(state: State, events: list[dict[str, Any]]) -> State:
    for event in events:
        state = reduce(state, event)
    return state


@pytest.mark.parametrize("part", ["", ":staff"])
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(evening=EVENING)
def test_messages_alone_are_enough(part, evening):
    scene = Evening()
    meeting_id = scene.meeting.id
    room = f"session:{meeting_id}{part}"
    whole = rooms.whole_staff_state if part else rooms.whole_state
    begin, seq = whole(meeting_id).data, log.last_seq(room)
    live_state, heard = begin, seq

    for step, number in [("open", 0), ("activate", 0), *evening]:
        scene.do(step, number)
        news = told(room, heard)
        heard += len(news)
        live_state = followed(live_state, news)

    end = whole(meeting_id).data
    end.pop("turnout", None)
    begin.pop("turnout", None)
    live_state.pop("turnout", None)
    assert live_state == end
    assert followed(begin, told(room, seq)) == end


def test_numbers_have_no_gaps_and_versions_never_fall():
    scene = Evening()
    for step in ("open", "activate", "raise_", "call", "start", "stop", "done"):
        scene.do(step, 0)

    lines = log.since(f"session:{scene.meeting.id}", 0)

    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert [line.version for line in lines] == sorted(line.version for line in lines)
    assert [line.type for line in lines] == [
        "MeetingOpened",
        "ItemReady",
        "ItemActivated",
        "HandRaised",
        "SpeakerCalled",
        "SpeakerStarted",
        "SpeakerFinished",
        "ItemDone",
    ]


def test_the_plan_is_followed_as_well():
    scene = Evening(draft=True)
    room = f"session:{scene.meeting.id}"
    begin = rooms.whole_state(scene.meeting.id).data

    item = actions.add_item(scene.lead, loaded(scene.meeting), title="Tambahan")
    actions.move_item(scene.lead, loaded(scene.meeting), item, by=-2)
    actions.remove_item(scene.lead, loaded(scene.meeting), scene.items(0))
    actions.edit_item(scene.lead, loaded(scene.meeting), item, title="Tambahan penting")
    actions.schedule_meeting(scene.lead, loaded(scene.meeting))

    assert followed(begin, told(room, 0)) == rooms.whole_state(scene.meeting.id).data


def test_an_event_told_late_does_not_bring_back_what_is_older():
    scene = Evening()
    scene.do("open", 0)
    state = rooms.whole_state(scene.meeting.id).data
    old = {"data": {"session": {**state["session"], "state": "scheduled", "version": 1}}}

    assert reduce(state, old)["session"]["state"] == "live"
