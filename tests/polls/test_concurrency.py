"""Two tabs, two phones, two servers: real transactions at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from forum.accounts import queries as accounts
from forum.core.actor import SYSTEM
from forum.core.db import db
from forum.core.errors import Refused
from forum.polls import actions, queries
from forum.polls.models import Ballot, Poll, PollState
from tests.accounts.factories import UserFactory
from tests.polls.factories import PollFactory, sealed, with_ballots

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


def committed(row):
    db.session.commit()
    return row.id


def voting(voter_id, poll_id, ballot_id, choice=0):
    def work():
        actor = accounts.user_by_id(voter_id).as_actor()
        poll = queries.poll_for(actor, poll_id)
        paper = str(poll.options[choice].id)
        return actions.cast_ballot(actor, poll, ballot_id=ballot_id, paper=paper)

    return work


def in_the_box(poll_id):
    db.session.expire_all()
    rows = select(func.count()).select_from(Ballot).where(Ballot.poll_id == poll_id)
    return db.session.scalar(rows), db.session.get(Poll, poll_id).ballot_count


def test_two_tabs_give_one_vote(at_once):
    voter_id, poll_id = committed(UserFactory()), committed(PollFactory())

    answers = at_once(
        voting(voter_id, poll_id, "first tab", 0), voting(voter_id, poll_id, "second tab", 1)
    )

    kinds = sorted(type(answer).__name__ for answer in answers)
    assert kinds == ["AlreadyRecorded", "Receipt"]
    assert in_the_box(poll_id) == (1, 1)


def test_one_ballot_sent_many_times_gives_one_receipt(at_once):
    voter_id, poll_id = committed(UserFactory()), committed(PollFactory())

    answers = at_once(*[voting(voter_id, poll_id, "the same")] * 4)

    assert [answer.number for answer in answers] == [1] * 4
    assert sorted(answer.repeated for answer in answers) == [False, True, True, True]
    assert len({answer.cast_at for answer in answers}) == 1
    assert in_the_box(poll_id) == (1, 1)


def test_every_voter_gets_a_number_of_their_own(at_once):
    voters = [committed(UserFactory()) for _voter in range(6)]
    poll_id = committed(PollFactory())

    answers = at_once(*[voting(voter_id, poll_id, "mine") for voter_id in voters])

    assert sorted(answer.number for answer in answers) == [1, 2, 3, 4, 5, 6]
    assert in_the_box(poll_id) == (6, 6)


def test_a_vote_and_the_close_at_once(at_once):
    """Either the ballot is in and counted, or it is refused; never anything between."""
    voter_id = committed(UserFactory())
    poll_id = committed(with_ballots(PollFactory(), 2, 1))

    def closing():
        actions.close_poll(SYSTEM, queries.poll_for(SYSTEM, poll_id))
        sealed(queries.poll_for(SYSTEM, poll_id))
        actions.count_poll(SYSTEM, queries.poll_for(SYSTEM, poll_id))

    answer, _closed = at_once(voting(voter_id, poll_id, "late"), closing)

    taken = isinstance(answer, actions.Receipt)
    assert taken or isinstance(answer, actions.PollNotOpen)
    assert in_the_box(poll_id) == (3 + taken, 3 + taken)
    assert db.session.get(Poll, poll_id).result["ballots"] == 3 + taken


def test_two_organisers_opening_at_once(at_once):
    organiser_id = committed(UserFactory(facilitator=True))
    poll_id = committed(PollFactory(armed=True))

    def opening():
        actor = accounts.user_by_id(organiser_id).as_actor()
        poll = queries.poll_for(actor, poll_id)
        actions.open_poll(actor, poll, expected_version=1)
        return "opened"

    answers = at_once(opening, opening)

    assert sorted(str(getattr(answer, "status", answer)) for answer in answers) == [
        "409",
        "opened",
    ]
    db.session.expire_all()
    poll = db.session.get(Poll, poll_id)
    assert (poll.state, poll.version) == (PollState.OPEN, 2)
