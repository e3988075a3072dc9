"""Two facilitators and many residents pressing at the same moment: real transactions."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from forum.accounts import queries as accounts
from forum.core.db import db
from forum.core.errors import Refused, Stale
from forum.live.models import LiveEvent
from forum.meetings import actions, queries
from forum.meetings.models import ItemState, SpeakerEntry, SpeakerState
from forum.polls.models import PollState
from tests.accounts.factories import UserFactory
from tests.meetings.factories import MeetingFactory, SpeakerFactory, item_of, poll_at

pytestmark = pytest.mark.commits


@pytest.fixture
def at_once(app):
    """`at_once(work, work, …)`: do them in threads that start together; what came of each."""

    def run(*works):
        together = threading.Barrier(len(works))

        def one(work):
            with app.app_context():
                together.wait(10)
                try:
                    return work()
                except Refused as refusal:
                    return refusal
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(one, works))

    return run


@pytest.fixture
def evening():
    """A running session with two facilitators and two items; ids only."""
    lead, helper = UserFactory(facilitator=True), UserFactory(facilitator=True)
    meeting = MeetingFactory(live=True, lead=lead, co_lead=helper, items=2)
    items = [item.id for item in queries.items_of(meeting.id)]
    db.session.commit()
    return meeting.id, [lead.id, helper.id], items


def pressing(step, person_id, meeting_id, item_id, **more):
    def work():
        actor = accounts.user_by_id(person_id).as_actor()
        meeting = queries.meeting_for(actor, meeting_id)
        return step(actor, meeting, queries.item_of(meeting, item_id), **more)

    return work


def states(meeting_id):
    db.session.expire_all()
    return [item.state for item in queries.items_of(meeting_id)]


def test_next_item_pressed_together_moves_on_once(at_once, evening):
    meeting_id, people, (first, _second) = evening

    answers = at_once(
        *[
            pressing(actions.activate_item, each, meeting_id, first, expected_version=1)
            for each in people
        ]
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "Stale"]
    stale = next(answer for answer in answers if isinstance(answer, Stale))
    assert stale.current["state"] is ItemState.ACTIVE
    assert states(meeting_id) == [ItemState.ACTIVE, ItemState.ACCEPTED]
    told = db.session.query(LiveEvent).filter_by(
        room=f"session:{meeting_id}", type="ItemActivated"
    )
    assert told.count() == 1


def test_two_items_started_together_leave_one_active(at_once, evening):
    meeting_id, people, items = evening

    answers = at_once(
        *[
            pressing(actions.activate_item, person, meeting_id, item, expected_version=1)
            for person, item in zip(people, items, strict=True)
        ]
    )

    kinds = sorted(type(answer).__name__ for answer in answers)
    assert kinds == ["AnotherItemActive", "NoneType"]
    assert sorted(states(meeting_id)) == [ItemState.ACCEPTED, ItemState.ACTIVE]


def test_a_hand_pressed_on_two_phones_is_raised_once(at_once):
    meeting, person = MeetingFactory(active=True), UserFactory()
    item_id = item_of(meeting).id
    db.session.commit()

    answers = at_once(*[pressing(actions.raise_hand, person.id, meeting.id, item_id)] * 4)

    assert len({answer.id for answer in answers}) == 1
    assert db.session.query(SpeakerEntry).count() == 1


def test_many_hands_at_once_all_find_their_place(at_once):
    meeting = MeetingFactory(active=True)
    people = [UserFactory().id for _n in range(6)]
    item_id = item_of(meeting).id
    db.session.commit()

    at_once(*[pressing(actions.raise_hand, each, meeting.id, item_id) for each in people])

    lines = db.session.query(LiveEvent).filter_by(room=f"session:{meeting.id}")
    assert db.session.query(SpeakerEntry).count() == 6
    assert sorted(line.seq for line in lines) == [1, 2, 3, 4, 5, 6]


def test_a_poll_opened_while_the_session_is_ended_is_one_or_the_other(at_once):
    lead, helper = UserFactory(facilitator=True), UserFactory(facilitator=True)
    meeting = MeetingFactory(active=True, lead=lead, co_lead=helper)
    poll_id = poll_at(item_of(meeting)).id
    db.session.commit()

    def opening():
        actor = accounts.user_by_id(lead.id).as_actor()
        here = queries.meeting_for(actor, meeting.id)
        item, poll = queries.poll_of(here, poll_id)
        return actions.open_item_poll(actor, here, item, poll)

    def ending():
        actor = accounts.user_by_id(helper.id).as_actor()
        return actions.end_meeting(actor, queries.meeting_for(actor, meeting.id))

    answers = at_once(opening, ending)

    kinds = sorted(type(answer).__name__ for answer in answers)
    assert kinds in (["NoneType", "StillOpen"], ["NoneType", "NotLive"])
    db.session.expire_all()
    _item, poll = queries.poll_of(queries.meeting_for(_admin(), meeting.id), poll_id)
    opened = poll.state is PollState.OPEN
    assert states(meeting.id) == [ItemState.DECIDING if opened else ItemState.READY]


def test_two_start_different_speakers_and_one_speaks(at_once):
    lead, helper = UserFactory(facilitator=True), UserFactory(facilitator=True)
    meeting = MeetingFactory(active=True, lead=lead, co_lead=helper)
    item = item_of(meeting)
    hands = [SpeakerFactory(item=item, state=SpeakerState.CALLED).id for _n in range(2)]
    db.session.commit()

    def starting(person_id, entry_id):
        def work():
            actor = accounts.user_by_id(person_id).as_actor()
            here = queries.meeting_for(actor, meeting.id)
            return actions.start_speaking(actor, here, *queries.entry_of(here, entry_id))

        return work

    answers = at_once(starting(lead.id, hands[0]), starting(helper.id, hands[1]))

    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "StillOpen"]
    speaking = db.session.query(SpeakerEntry).filter_by(state=SpeakerState.SPEAKING)
    assert speaking.count() == 1


def _admin():
    return UserFactory(admin=True).as_actor()
