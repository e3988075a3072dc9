"""Hands and speakers: first come, first served."""

import pytest

from forum.core.actor import VISITOR
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, SignInFirst, Stale
from forum.meetings import actions
from forum.meetings.models import ItemState, SpeakerEntry, SpeakerState
from tests.accounts.factories import UserFactory
from tests.meetings.factories import (
    MeetingFactory,
    SpeakerFactory,
    item_of,
    lead_of,
    loaded,
)


@pytest.fixture
def meeting():
    return MeetingFactory(active=True)


def hands(item):
    rows = db.session.query(SpeakerEntry).filter_by(item_id=item.id)
    return rows.order_by(SpeakerEntry.raised_at, SpeakerEntry.id).all()


def test_a_hand_is_raised_once_however_often_it_is_pressed(meeting):
    person, item = UserFactory(unverified=True).as_actor(), item_of(meeting)

    first = actions.raise_hand(person, loaded(meeting), item)
    again = actions.raise_hand(person, loaded(meeting), item)

    assert again.id == first.id
    assert [hand.state for hand in hands(item)] == [SpeakerState.WAITING]


def test_a_visitor_is_asked_to_sign_in(meeting):
    with pytest.raises(SignInFirst):
        actions.raise_hand(VISITOR, loaded(meeting), item_of(meeting))


def test_those_who_lead_do_not_queue():
    helper = UserFactory(facilitator=True)
    meeting = MeetingFactory(active=True, co_lead=helper)

    for actor in (helper.as_actor(), lead_of(meeting)):
        with pytest.raises(Forbidden, match="can_speak"):
            actions.raise_hand(actor, loaded(meeting), item_of(meeting))


@pytest.mark.parametrize("state", [ItemState.ACCEPTED, ItemState.READY, ItemState.DONE])
def test_the_queue_is_open_while_the_item_is_dealt_with(state):
    meeting = MeetingFactory(live=True)
    item = item_of(meeting)
    item.state = state

    with pytest.raises(actions.QueueClosed):
        actions.raise_hand(UserFactory().as_actor(), loaded(meeting), item)


def test_hands_may_be_raised_while_the_item_decides(meeting):
    item = item_of(meeting)
    item.state = ItemState.DECIDING

    hand = actions.raise_hand(UserFactory().as_actor(), loaded(meeting), item)

    assert hand.state is SpeakerState.WAITING


def test_lowering_leaves_the_line_and_is_harmless_without_a_hand(meeting):
    person, item = UserFactory().as_actor(), item_of(meeting)
    actions.raise_hand(person, loaded(meeting), item)

    lowered = actions.lower_hand(person, loaded(meeting), item)
    again = actions.lower_hand(person, loaded(meeting), item)

    assert (lowered.state, again) == (SpeakerState.WITHDRAWN, None)


def test_who_lowered_the_hand_and_raises_it_again_is_last(meeting, clock):
    person, item = UserFactory(), item_of(meeting)
    actions.raise_hand(person.as_actor(), loaded(meeting), item)
    clock.tick()
    other = SpeakerFactory(item=item)
    clock.tick()

    actions.lower_hand(person.as_actor(), loaded(meeting), item)
    last = actions.raise_hand(person.as_actor(), loaded(meeting), item)

    waiting = [hand.id for hand in hands(item) if hand.state is SpeakerState.WAITING]
    assert waiting == [other.id, last.id]


def test_a_turn_from_hand_to_seconds(meeting, clock):
    item, lead = item_of(meeting), lead_of(meeting)
    hand = actions.raise_hand(UserFactory().as_actor(), loaded(meeting), item)

    actions.call_speaker(lead, loaded(meeting), item, hand, expected_version=1)
    assert hand.state is SpeakerState.CALLED
    actions.start_speaking(lead, loaded(meeting), item, hand, expected_version=2)
    assert (hand.state, hand.started_at) == (SpeakerState.SPEAKING, clock.now)
    clock.tick(118.9)
    actions.finish_speaking(lead, loaded(meeting), item, hand, expected_version=3)

    assert (hand.state, hand.seconds, hand.version) == (SpeakerState.DONE, 118, 4)


def test_nobody_is_called_before_those_who_came_earlier(meeting, clock):
    item, lead = item_of(meeting), lead_of(meeting)
    first = SpeakerFactory(item=item)
    clock.tick()
    second = SpeakerFactory(item=item)

    with pytest.raises(actions.NotTheirTurn) as caught:
        actions.call_speaker(lead, loaded(meeting), item, second)
    assert caught.value.current == {"entry_id": first.id}

    actions.call_speaker(lead, loaded(meeting), item, first)
    actions.call_speaker(lead, loaded(meeting), item, second)
    assert second.state is SpeakerState.CALLED


def test_one_person_speaks_at_a_time(meeting):
    item, lead = item_of(meeting), lead_of(meeting)
    SpeakerFactory(
        item=item, person=UserFactory(public_name="Ibu Murni"), state=SpeakerState.SPEAKING
    )
    hand = SpeakerFactory(item=item, state=SpeakerState.CALLED)

    with pytest.raises(actions.StillOpen, match="Ibu Murni masih berbicara"):
        actions.start_speaking(lead, loaded(meeting), item, hand)


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (actions.call_speaker, SpeakerState.CALLED),
        (actions.start_speaking, SpeakerState.WAITING),
        (actions.finish_speaking, SpeakerState.CALLED),
        (actions.call_speaker, SpeakerState.DONE),
    ],
)
def test_each_step_follows_the_one_before(meeting, step, state):
    item = item_of(meeting)
    hand = SpeakerFactory(item=item, state=state)

    with pytest.raises(actions.NotInLine):
        step(lead_of(meeting), loaded(meeting), item, hand)

    assert hand.state is state


def test_a_step_decided_on_an_older_state_is_refused(meeting):
    item, lead = item_of(meeting), lead_of(meeting)
    hand = SpeakerFactory(item=item)
    actions.call_speaker(lead, loaded(meeting), item, hand, expected_version=1)

    with pytest.raises(Stale):
        actions.start_speaking(lead, loaded(meeting), item, hand, expected_version=1)


def test_a_hand_is_taken_off_with_a_reason(meeting):
    item, lead = item_of(meeting), lead_of(meeting)
    hand = SpeakerFactory(item=item, state=SpeakerState.CALLED)

    with pytest.raises(Invalid, match="alasannya"):
        actions.remove_hand(lead, loaded(meeting), item, hand, reason=" ")
    actions.remove_hand(lead, loaded(meeting), item, hand, reason="Tidak hadir")

    assert (hand.state, hand.reason) == (SpeakerState.REMOVED, "Tidak hadir")


def test_who_speaks_is_neither_removed_nor_leaves(meeting):
    item, user = item_of(meeting), UserFactory()
    hand, person = (
        SpeakerFactory(item=item, person=user, state=SpeakerState.SPEAKING),
        user.as_actor(),
    )

    with pytest.raises(actions.NotInLine):
        actions.remove_hand(lead_of(meeting), loaded(meeting), item, hand, reason="Cukup")
    assert actions.lower_hand(person, loaded(meeting), item) is None
    assert hand.state is SpeakerState.SPEAKING


def test_a_resident_cannot_call_anyone(meeting):
    item = item_of(meeting)
    hand = SpeakerFactory(item=item)

    with pytest.raises(Forbidden, match="can_run"):
        actions.call_speaker(UserFactory().as_actor(), loaded(meeting), item, hand)
