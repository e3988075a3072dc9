"""The polls of an item: item and poll go on together, and those who lead do not vote."""

import pytest

from forum.core.actor import SYSTEM, Grant, Role
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, Stale
from forum.core.outbox import deliver_due
from forum.meetings import actions, queries
from forum.meetings.models import ItemState, MeetingState
from forum.polls import actions as polls
from forum.polls import queries as poll_queries
from forum.polls.models import PollState
from tests.accounts.factories import UserFactory
from tests.factories import menteng
from tests.meetings.factories import MeetingFactory, item_of, lead_of, loaded, poll_at
from tests.polls.factories import seal_and_count

QUESTION = "Kapan gorong-gorong sebaiknya dikerjakan?"
OPTIONS = ["Malam", "Siang", "Menunggu libur sekolah"]


def attach(meeting, item, **more):
    facts = {"question": QUESTION, "options": OPTIONS, **more}
    return actions.attach_poll(lead_of(meeting), loaded(meeting), item, **facts)


def vote(voter, poll, choice=0):
    poll = poll_queries.poll_for(voter, poll.id)
    ballot_id = f"ballot-of-{voter.id}"
    return polls.cast_ballot(
        voter, poll, ballot_id=ballot_id, paper=str(poll.options[choice].id)
    )


def test_a_question_is_put_to_an_item_and_frozen():
    meeting = MeetingFactory()
    item = item_of(meeting)

    poll = attach(meeting, item, minutes=3, expected_version=1)

    assert (poll.state, poll.minutes, poll.unit_id) == (
        PollState.ARMED,
        3,
        meeting.unit_id,
    )
    assert queries.place_of_poll(poll.id) == (meeting.id, item.id)
    assert item.version == 2


def test_a_question_without_choices_is_refused_and_leaves_nothing():
    meeting = MeetingFactory()
    item = item_of(meeting)

    with pytest.raises(Invalid):
        attach(meeting, item, options=["Satu saja"])

    assert not queries.has_polls(item.id)


def test_a_facilitator_of_one_area_holds_the_polls_of_the_session_they_lead():
    lead = UserFactory(roles=[Grant(Role.FACILITATOR, area_id=menteng().id)])
    meeting = MeetingFactory(active=True, lead=lead)
    item = item_of(meeting)

    poll = attach(meeting, item)
    actions.open_item_poll(lead.as_actor(), loaded(meeting), item, poll)

    assert poll.state is PollState.OPEN


def test_nothing_is_put_to_a_finished_item_or_session():
    meeting = MeetingFactory(live=True)
    item = item_of(meeting)
    item.state = ItemState.DONE
    over = MeetingFactory(closing=True)

    with pytest.raises(actions.ItemNotReady):
        attach(meeting, item)
    with pytest.raises(actions.NotLive):
        attach(over, item_of(over))


def test_opening_moves_item_and_poll_together():
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    poll = poll_at(item)

    actions.open_item_poll(
        lead_of(meeting), loaded(meeting), item, poll, expected_version=poll.version
    )

    assert (item.state, poll.state) == (ItemState.DECIDING, PollState.OPEN)


def test_a_poll_that_cannot_be_opened_leaves_the_item_as_it_was():
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    poll = poll_at(item)

    with pytest.raises(Stale):
        actions.open_item_poll(
            lead_of(meeting), loaded(meeting), item, poll, expected_version=99
        )
    db.session.refresh(item)
    assert (item.state, item.version) == (ItemState.ACTIVE, 1)


def test_the_item_must_be_taken_up_before_its_poll_opens():
    meeting = MeetingFactory(live=True)
    item = item_of(meeting)
    poll = poll_at(item)

    with pytest.raises(actions.ItemNotReady, match="Mulai acara ini dulu"):
        actions.open_item_poll(lead_of(meeting), loaded(meeting), item, poll)


def test_one_poll_at_a_time():
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    first, second = poll_at(item), poll_at(item)
    actions.open_item_poll(lead_of(meeting), loaded(meeting), item, first)

    with pytest.raises(actions.ItemNotReady, match="belum diumumkan"):
        actions.open_item_poll(lead_of(meeting), loaded(meeting), item, second)


def test_an_evening_vote_from_question_to_result():
    voters = [UserFactory().as_actor() for _n in range(3)]
    meeting = MeetingFactory(active=True)
    item, lead = item_of(meeting), lead_of(meeting)
    poll = attach(meeting, item)

    actions.open_item_poll(lead, loaded(meeting), item, poll)
    for voter, choice in zip(voters, (0, 0, 1), strict=True):
        vote(voter, poll, choice)
    actions.close_item_poll(lead, loaded(meeting), item, poll)
    assert poll.state is PollState.GRACE
    seal_and_count(poll)
    deliver_due()
    db.session.refresh(poll)
    assert (poll.state, item.state) == (PollState.CLOSED, ItemState.DECIDING)
    actions.publish_item_poll(lead, loaded(meeting), item, poll, expected_version=poll.version)

    assert (poll.state, item.state) == (PollState.PUBLISHED, ItemState.ACTIVE)
    assert poll.result["winners"] == [str(poll.options[0].id)]


def test_publishing_twice_is_harmless():
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    poll = poll_at(item, PollState.PUBLISHED)

    actions.publish_item_poll(lead_of(meeting), loaded(meeting), item, poll)

    assert (item.state, item.version) == (ItemState.ACTIVE, 1)


def test_uncounted_ballots_have_no_result_to_publish():
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    poll = poll_at(item, PollState.COUNTING)

    with pytest.raises(polls.WrongMoment):
        actions.publish_item_poll(lead_of(meeting), loaded(meeting), item, poll)


def test_a_resident_opens_nothing():
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    poll = poll_at(item)

    with pytest.raises(Forbidden, match="can_run"):
        actions.open_item_poll(UserFactory().as_actor(), loaded(meeting), item, poll)


def test_lead_and_co_lead_do_not_vote_in_their_forum():
    helper = UserFactory(facilitator=True)
    another = UserFactory(facilitator=True).as_actor()
    meeting = MeetingFactory(active=True, co_lead=helper)
    poll = poll_at(item_of(meeting), PollState.OPEN)

    for leader in (helper.as_actor(), lead_of(meeting)):
        with pytest.raises(polls.NotEntitled, match="memimpin forum warga ini"):
            vote(leader, poll)

    assert vote(another, poll).number == 1


def test_an_item_follows_a_poll_that_was_moved_on_its_own_page():
    meeting = MeetingFactory(active=True)
    item, lead = item_of(meeting), lead_of(meeting)
    poll = poll_at(item)

    polls.open_poll(lead, poll)
    deliver_due()
    db.session.refresh(item)
    assert item.state is ItemState.DECIDING

    polls.close_poll(lead, poll)
    seal_and_count(poll)
    deliver_due()
    polls.publish_poll(lead, poll)
    deliver_due()
    db.session.refresh(item)
    assert item.state is ItemState.ACTIVE


def test_nobody_brings_items_in_step_by_hand():
    meeting = MeetingFactory(active=True)

    with pytest.raises(Forbidden):
        actions.follow_poll(lead_of(meeting), item_of(meeting))
    actions.follow_poll(SYSTEM, item_of(meeting))

    assert item_of(meeting).state is ItemState.ACTIVE
    assert meeting.state is MeetingState.LIVE
