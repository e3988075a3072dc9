from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core.actor import SYSTEM
from forum.core.errors import Forbidden, Invalid, Stale
from forum.polls import actions, queries, rules
from forum.polls.models import Ballot, PollState
from tests.accounts.factories import UserFactory
from tests.polls.factories import BallotFactory, PollFactory, with_ballots

ORDER = list(PollState)


@pytest.fixture
def organiser():
    return UserFactory(facilitator=True).as_actor()


def test_opening_freezes_the_electorate(organiser, clock):
    poll = PollFactory(armed=True, entitled=0)
    UserFactory.create_batch(3)
    UserFactory(unverified=True)
    UserFactory(active=False)

    actions.open_poll(organiser, poll, expected_version=1)

    assert (poll.state, poll.opened_at, poll.closes_at) == (PollState.OPEN, clock.now, None)
    assert poll.entitled == 4  # three residents and the organiser, not the author
    assert poll.version == 2
    UserFactory()
    assert queries.turnout([poll.id])[poll.id].entitled == 4


@pytest.mark.parametrize(("set_before", "said_now", "minutes"), [(3, None, 3), (3, 10, 10)])
def test_a_duration_begins_at_the_opening(organiser, clock, set_before, said_now, minutes):
    poll = PollFactory(armed=True, minutes=set_before)
    clock.tick(3600)

    actions.open_poll(organiser, poll, minutes=said_now)

    assert poll.closes_at == clock.now + timedelta(minutes=minutes)


def test_a_poll_that_would_be_over_already_needs_a_duration(organiser, clock):
    poll = PollFactory(armed=True, closes_at=clock.now)

    with pytest.raises(Invalid, match="sudah lewat"):
        actions.open_poll(organiser, poll)
    actions.open_poll(organiser, poll, minutes=2)

    assert poll.closes_at == clock.now + timedelta(minutes=2)


def test_a_duration_has_limits(organiser):
    with pytest.raises(Invalid, match="antara 1 menit"):
        actions.open_poll(organiser, PollFactory(armed=True), minutes=0)


@pytest.mark.parametrize("state", [s for s in ORDER if s is not PollState.ARMED])
def test_only_an_armed_poll_is_opened(organiser, state):
    poll = PollFactory(state=state)

    with pytest.raises(actions.WrongMoment):
        actions.open_poll(organiser, poll)

    assert poll.state is state


def test_two_organisers_opening_at_once(organiser):
    poll = PollFactory(armed=True)
    actions.open_poll(organiser, poll, expected_version=1)

    with pytest.raises(Stale) as refused:
        actions.open_poll(UserFactory(admin=True).as_actor(), poll, expected_version=1)

    assert refused.value.current == {"version": 2, "state": PollState.OPEN}


@pytest.mark.parametrize(
    "step", [actions.open_poll, actions.close_poll, actions.publish_poll, actions.arm_poll]
)
def test_residents_run_no_polls(step):
    with pytest.raises(Forbidden, match="can_manage"):
        step(UserFactory().as_actor(), PollFactory())


def test_closing_takes_no_more_ballots_and_has_them_counted(session, organiser, clock):
    poll = with_ballots(PollFactory(), 2, 1)
    clock.tick(60)

    actions.close_poll(organiser, poll, expected_version=1)

    assert (poll.state, poll.closed_at) == (PollState.GRACE, clock.now)
    assert (poll.result, poll.seal) == (None, None)
    with pytest.raises(actions.PollNotOpen):
        actions.cast_ballot(
            UserFactory().as_actor(), poll, ballot_id="a", paper=str(poll.options[0].id)
        )
    clock.tick(actions.GRACE.seconds)
    assert actions.end_graces() == 1
    assert poll.state is PollState.COUNTING

    assert [actions.count_sealed_polls(), actions.count_sealed_polls()] == [1, 0]

    session.refresh(poll)
    first, second = queries.option_ids(poll.id)
    assert poll.state is PollState.CLOSED
    expected = {
        "method": "plurality",
        "winners": [str(first)],
        "tally": {str(first): 2, str(second): 1},
        "ties": [],
        "ballots": 3,
        "blank": 0,
        "invalid": 0,
    }
    assert {name: poll.result[name] for name in expected} == expected
    assert poll.version == 4


def test_closing_twice_is_harmless(session, organiser, clock):
    poll = PollFactory()
    actions.close_poll(organiser, poll, expected_version=1)
    closed_at = poll.closed_at
    clock.tick(5)

    actions.close_poll(organiser, poll, expected_version=1)

    assert (poll.closed_at, poll.version) == (closed_at, 2)
    clock.tick(actions.GRACE.seconds)
    assert [actions.end_graces(), actions.end_graces()] == [1, 0]
    assert poll.state is PollState.COUNTING


@pytest.mark.parametrize("state", [PollState.DRAFT, PollState.ARMED])
def test_what_was_never_open_is_not_closed(organiser, state):
    with pytest.raises(actions.WrongMoment, match="belum dibuka"):
        actions.close_poll(organiser, PollFactory(state=state))


def test_closing_an_older_version_is_refused(organiser):
    with pytest.raises(Stale):
        actions.close_poll(organiser, PollFactory(version=3), expected_version=2)


def test_the_clock_closes_what_is_over_and_nothing_else(session, clock):
    over = PollFactory(closes_at=clock.now)
    later = PollFactory(closes_at=clock.now + timedelta(seconds=1))
    endless, draft = PollFactory(), PollFactory(draft=True, closes_at=clock.now)

    assert actions.close_overdue_polls() == 1
    assert actions.close_overdue_polls() == 0

    states = [poll.state for poll in (over, later, endless, draft)]
    assert states == [PollState.GRACE, PollState.OPEN, PollState.OPEN, PollState.DRAFT]


def test_looking_for_what_is_over_is_one_query(clock, count_queries):
    PollFactory(closes_at=clock.now + timedelta(hours=1))

    with count_queries() as seen:
        actions.close_overdue_polls()

    assert len(seen) == 1


def test_counting_twice_is_harmless():
    poll = with_ballots(PollFactory(counting=True), 1)
    actions.count_poll(SYSTEM, poll)
    version = poll.version
    BallotFactory(poll=queries.poll_for(SYSTEM, poll.id))

    actions.count_poll(SYSTEM, poll)

    assert (poll.result["ballots"], poll.version) == (1, version)


def test_nobody_counts_by_hand(organiser):
    with pytest.raises(Forbidden, match="can_count"):
        actions.count_poll(organiser, PollFactory(counting=True))


def test_a_ballot_that_went_missing_stops_the_count(session):
    poll = with_ballots(PollFactory(counting=True), 2, 1)
    session.delete(session.scalars(select(Ballot).where(Ballot.poll_id == poll.id)).first())
    session.flush()

    with pytest.raises(actions.CountsDiffer, match="2 of 3"):
        actions.count_poll(SYSTEM, poll)

    session.refresh(poll)
    assert (poll.state, poll.result) == (PollState.COUNTING, None)


def test_a_tie_is_decided_by_the_lot():
    poll = with_ballots(PollFactory(size=3, counting=True), 2, 1, 2)

    actions.count_poll(SYSTEM, poll)

    first, _second, third = queries.option_ids(poll.id)
    luckier = min(str(first), str(third), key=rules.lot_of(poll).position)
    [tie] = poll.result["ties"]
    assert poll.result["winners"] == [luckier]
    assert (set(tie["options"]), tie["broken_by"]) == ({str(first), str(third)}, "lot")


def test_an_empty_box_is_counted():
    poll = PollFactory(counting=True)

    actions.count_poll(SYSTEM, poll)

    assert (poll.state, poll.result["ballots"]) == (PollState.CLOSED, 0)


def test_publishing(organiser, clock):
    poll = with_ballots(PollFactory(counting=True), 1)
    actions.count_poll(SYSTEM, poll)

    actions.publish_poll(organiser, poll, expected_version=2)
    actions.publish_poll(organiser, poll, expected_version=2)  # pressed twice

    assert (poll.state, poll.published_at) == (PollState.PUBLISHED, clock.now)
    assert poll.version == 3


@pytest.mark.parametrize("state", ORDER[: ORDER.index(PollState.CLOSED)])
def test_only_what_was_counted_is_published(organiser, state):
    with pytest.raises(actions.WrongMoment, match="belum dihitung"):
        actions.publish_poll(organiser, PollFactory(state=state))


def test_publishing_an_older_version_is_refused(organiser):
    poll = PollFactory(state=PollState.CLOSED, version=5)

    with pytest.raises(Stale):
        actions.publish_poll(organiser, poll, expected_version=4)
