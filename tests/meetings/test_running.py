"""Opening a session, taking up its items, ending and finishing it."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from forum.core import clock as forum_clock
from forum.core.actor import SYSTEM
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, Stale
from forum.meetings import actions, queries
from forum.meetings.models import ItemState, MeetingState, OutcomeKind, SpeakerState
from forum.polls.models import PollState
from tests.accounts.factories import UserFactory
from tests.meetings.factories import (
    MeetingFactory,
    SpeakerFactory,
    item_of,
    lead_of,
    loaded,
    poll_at,
)


def finish(meeting, item, **more):
    facts = {"kind": OutcomeKind.NOTED, "text": "Dicatat.", **more}
    actions.finish_item(lead_of(meeting), loaded(meeting), item, **facts)


def test_a_session_is_opened(clock):
    meeting = MeetingFactory()

    actions.open_meeting(lead_of(meeting), loaded(meeting), expected_version=1)

    assert (meeting.state, meeting.opened_at, meeting.version) == (
        MeetingState.LIVE,
        clock.now,
        2,
    )


def test_only_those_who_lead_it_open_it():
    meeting = MeetingFactory()
    stranger = UserFactory(facilitator=True).as_actor()

    with pytest.raises(Forbidden, match="can_run"):
        actions.open_meeting(stranger, loaded(meeting))


def test_a_draft_is_announced_first():
    meeting = MeetingFactory(draft=True)

    with pytest.raises(actions.NotScheduled, match="Umumkan"):
        actions.open_meeting(lead_of(meeting), loaded(meeting))


def test_opening_twice_is_refused():
    meeting = MeetingFactory(live=True)

    with pytest.raises(actions.NotScheduled, match="sudah dibuka"):
        actions.open_meeting(lead_of(meeting), loaded(meeting))


def test_of_two_who_press_together_one_is_told_the_new_state():
    helper = UserFactory(facilitator=True)
    meeting = MeetingFactory(live=True, items=2, co_lead=helper)
    first, second, other_lead = item_of(meeting, 1), item_of(meeting, 2), helper.as_actor()

    actions.activate_item(lead_of(meeting), loaded(meeting), first, expected_version=1)
    with pytest.raises(Stale) as stale:
        actions.activate_item(other_lead, loaded(meeting), first, expected_version=1)
    with pytest.raises(actions.AnotherItemActive) as other:
        actions.activate_item(other_lead, loaded(meeting), second, expected_version=1)

    assert stale.value.current == {"version": 3, "state": ItemState.ACTIVE}
    assert other.value.current["item_id"] == first.id
    assert second.state is ItemState.ACCEPTED


def test_an_item_is_marked_ready_before_or_during_the_session():
    for meeting in (MeetingFactory(), MeetingFactory(live=True)):
        item = item_of(meeting)
        actions.make_ready(lead_of(meeting), loaded(meeting), item, expected_version=1)
        assert (item.state, item.version) == (ItemState.READY, 2)
        with pytest.raises(actions.ItemNotReady):
            actions.make_ready(lead_of(meeting), loaded(meeting), item)


def test_an_accepted_item_becomes_ready_on_the_way_to_active(clock):
    meeting = MeetingFactory(live=True)
    item = item_of(meeting)

    actions.activate_item(lead_of(meeting), loaded(meeting), item)

    assert (item.state, item.active_since, item.started_at, item.version) == (
        ItemState.ACTIVE,
        clock.now,
        clock.now,
        3,
    )


def test_nothing_is_taken_up_outside_the_session():
    for meeting in (MeetingFactory(), MeetingFactory(closing=True)):
        with pytest.raises(actions.NotLive):
            actions.activate_item(lead_of(meeting), loaded(meeting), item_of(meeting))


def test_what_is_done_stays_done():
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    finish(meeting, item)

    with pytest.raises(actions.ItemNotReady, match="sudah selesai"):
        actions.activate_item(lead_of(meeting), loaded(meeting), item)


def test_an_item_ends_with_its_outcome_and_its_time(clock):
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    clock.tick(95)
    due = forum_clock.today() + timedelta(days=7)

    finish(
        meeting,
        item,
        kind=OutcomeKind.ACTION,
        text=" Parit dibuka. ",
        owner="Dinas  PUPR",
        due=due,
        expected_version=1,
    )

    assert (item.state, item.done_at, item.active_seconds, item.active_since) == (
        ItemState.DONE,
        clock.now,
        95,
        None,
    )
    assert (item.outcome_kind, item.outcome_text) == (OutcomeKind.ACTION, "Parit dibuka.")
    assert (item.outcome_owner, item.outcome_due, item.version) == ("Dinas PUPR", due, 2)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": "x"}, "Tulis hasilnya"),
        ({"text": "x" * 2001}, "Tulis hasilnya"),
        ({"kind": OutcomeKind.ACTION}, "penanggung jawab dan tenggat"),
        ({"kind": OutcomeKind.ACTION, "owner": "PUPR"}, "penanggung jawab dan tenggat"),
        ({"owner": "x" * 161}, "160 huruf"),
        ({"due": forum_clock.today() - timedelta(days=1)}, "masa lalu"),
    ],
)
def test_an_outcome_that_is_not_complete_is_refused(wrong, words):
    meeting = MeetingFactory(active=True)

    with pytest.raises(Invalid, match=words):
        finish(meeting, item_of(meeting), **wrong)

    assert item_of(meeting).state is ItemState.ACTIVE


def test_an_item_that_is_not_running_cannot_be_finished():
    meeting = MeetingFactory(live=True)

    with pytest.raises(actions.ItemNotReady):
        finish(meeting, item_of(meeting))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (PollState.OPEN, "masih dibuka"),
        (PollState.COUNTING, "sedang dihitung"),
        (PollState.CLOSED, "belum diumumkan"),
    ],
)
def test_an_undecided_poll_holds_the_item_and_the_session(state, words):
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    poll = poll_at(item, state, question="Kapan gorong-gorong dikerjakan?")

    with pytest.raises(actions.StillOpen, match=words) as item_refused:
        finish(meeting, item)
    with pytest.raises(actions.StillOpen, match=words):
        actions.end_meeting(lead_of(meeting), loaded(meeting))

    assert "Kapan gorong-gorong dikerjakan?" in str(item_refused.value)
    assert item_refused.value.current == {
        "polls": [{"id": poll.id, "state": state}],
        "speaking": False,
    }


def test_someone_speaking_holds_the_item_and_the_session():
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    person = UserFactory(public_name="Darmawan")
    SpeakerFactory(item=item, person=person, state=SpeakerState.SPEAKING)

    with pytest.raises(actions.StillOpen, match="Darmawan masih berbicara"):
        finish(meeting, item)
    with pytest.raises(actions.StillOpen, match="Darmawan masih berbicara"):
        actions.end_meeting(lead_of(meeting), loaded(meeting))


@pytest.mark.parametrize("state", [PollState.ARMED, PollState.PUBLISHED])
def test_polls_not_begun_or_settled_hold_nothing(state):
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    poll_at(item, state)

    finish(meeting, item)

    assert item.state is ItemState.DONE


def test_ending_stops_the_item_at_hand(clock):
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    clock.tick(61)

    actions.end_meeting(lead_of(meeting), loaded(meeting), expected_version=1)

    assert (meeting.state, meeting.ended_at) == (MeetingState.CLOSING, clock.now)
    assert (item.state, item.active_seconds, item.active_since) == (ItemState.READY, 61, None)


def test_only_a_running_session_ends():
    meeting = MeetingFactory()

    with pytest.raises(actions.NotLive):
        actions.end_meeting(lead_of(meeting), loaded(meeting))


def test_finishing_drafts_the_minutes(clock):
    meeting = MeetingFactory(closing=True)

    actions.finish_meeting(lead_of(meeting), loaded(meeting), expected_version=1)

    assert (meeting.state, meeting.finished_at) == (MeetingState.MINUTES_DRAFT, clock.now)


def test_a_running_session_is_ended_before_it_is_finished():
    meeting = MeetingFactory(live=True)

    with pytest.raises(actions.NotClosing):
        actions.finish_meeting(lead_of(meeting), loaded(meeting))


def test_the_clock_finishes_what_ended_a_quarter_of_an_hour_ago(clock):
    meeting = MeetingFactory(closing=True)

    clock.tick(15 * 60 - 1)
    assert actions.finish_those_that_ended() == 0
    clock.tick()
    assert actions.finish_those_that_ended() == 1
    assert actions.finish_those_that_ended() == 0

    db.session.refresh(meeting)
    assert meeting.state is MeetingState.MINUTES_DRAFT


def test_an_admin_and_the_clock_may_run_any_session():
    admin = UserFactory(admin=True).as_actor()
    for actor in (admin, SYSTEM):
        meeting = MeetingFactory()
        actions.open_meeting(actor, loaded(meeting))
        assert meeting.state is MeetingState.LIVE


def test_the_database_allows_one_item_at_a_time(session):
    meeting = MeetingFactory(active=True, items=2)
    second = item_of(meeting, 2)
    second.state = ItemState.DECIDING

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_agenda_and_current_item_are_found():
    meeting = MeetingFactory(active=True, items=2)

    current = queries.current_item(meeting.id)

    assert current is not None
    assert current.id == item_of(meeting, 1).id
