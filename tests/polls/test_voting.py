import json
import logging
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select

from forum.audit.models import AuditEntry
from forum.core import clock
from forum.core.actor import SYSTEM, VISITOR
from forum.core.errors import Forbidden, Invalid, SignInFirst
from forum.core.outbox import Delivery
from forum.live.models import LiveEvent
from forum.polls import actions, bars_from_voting, electorate, queries
from forum.polls.models import Ballot, PollState
from tests.accounts.factories import UserFactory
from tests.polls.factories import PollFactory, frozen, sealed


def nth(poll, choice):
    return queries.option_ids(poll.id)[choice]


def cast(voter, poll, choice=0, ballot_id="a", choices=None):
    paper = str(nth(poll, choice)) if choices is None else ",".join(map(str, choices))
    return actions.cast_ballot(voter.as_actor(), poll, ballot_id=ballot_id, paper=paper)


@pytest.fixture
def poll():
    return PollFactory(size=3)


def box(session, poll):
    statement = select(Ballot).where(Ballot.poll_id == poll.id).order_by(Ballot.number)
    return session.scalars(statement).all()


def test_a_ballot_is_taken_and_receipted(session, poll, clock):
    voter = UserFactory()
    clock.tick(10)

    receipt = cast(voter, poll, choice=1)

    assert receipt == actions.Receipt(number=1, cast_at=clock.now, repeated=False)
    (ballot,) = box(session, poll)
    assert (ballot.voter_id, ballot.paper, ballot.ballot_id) == (
        voter.id,
        str(nth(poll, 1)),
        "a",
    )
    assert queries.turnout([poll.id])[poll.id] == queries.Turnout(ballots=1, entitled=11)


def test_ballots_are_numbered_as_they_come(poll):
    receipts = [cast(UserFactory(), poll).number for _voter in range(3)]

    assert receipts == [1, 2, 3]


def test_the_same_ballot_again_gets_the_same_receipt(session, poll, clock):
    voter = UserFactory()
    first = cast(voter, poll)
    clock.tick(60)

    again = cast(voter, poll, choice=2)

    assert again == actions.Receipt(first.number, first.cast_at, repeated=True)
    assert [ballot.paper for ballot in box(session, poll)] == [str(nth(poll, 0))]
    assert queries.turnout([poll.id])[poll.id].ballots == 1


def test_the_same_ballot_after_the_close_still_gets_its_receipt(poll):
    voter = UserFactory()
    first = cast(voter, poll)
    actions.close_poll(SYSTEM, poll)

    assert cast(voter, poll).number == first.number


def test_another_ballot_of_the_same_person_is_refused(app, session, poll, clock):
    clock.at(clock.now.replace(hour=12, minute=42, second=10))
    voter = UserFactory(verified_at=None)
    poll.ballot_count = 46
    cast(voter, poll)

    with pytest.raises(actions.AlreadyRecorded) as refused:
        cast(voter, poll, ballot_id="b", choice=1)

    with app.test_request_context():
        sentence = str(refused.value)
    assert sentence == (
        "Suara Anda sudah tercatat, nomor 47, pukul 19.42.10 WIB. Suara tidak dapat diganti."
    )
    assert refused.value.status == 409
    assert refused.value.current == {"number": 47, "cast_at": clock.now.isoformat()}
    assert [ballot.paper for ballot in box(session, poll)] == [str(nth(poll, 0))]
    assert poll.ballot_count == 47


def test_the_id_of_anothers_ballot_gives_nothing_away(poll):
    first = cast(UserFactory(), poll, ballot_id="same")

    second = cast(UserFactory(), poll, ballot_id="same")

    assert (first.number, second.number, second.repeated) == (1, 2, False)


def test_two_polls_are_two_boxes(poll):
    voter, other = UserFactory(), PollFactory()
    cast(voter, poll)

    assert cast(voter, other).number == 1


@pytest.mark.parametrize(
    ("seconds", "taken"), [(-1, True), (0, False), (1, False), (3600, False)]
)
def test_the_close_is_sharp(clock, seconds, taken):
    voter = UserFactory()
    closes_at = clock.now + timedelta(minutes=3)
    poll = PollFactory(closes_at=closes_at)
    clock.at(closes_at + timedelta(seconds=seconds))

    if taken:
        assert cast(voter, poll).number == 1
        return
    with pytest.raises(actions.PollNotOpen, match="sudah ditutup"):
        cast(voter, poll)
    assert queries.turnout([poll.id])[poll.id].ballots == 0


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (PollState.DRAFT, "belum dibuka"),
        (PollState.ARMED, "belum dibuka"),
        (PollState.COUNTING, "sudah ditutup"),
        (PollState.CLOSED, "sudah ditutup"),
        (PollState.PUBLISHED, "sudah ditutup"),
    ],
)
def test_only_an_open_poll_takes_ballots(session, state, sentence):
    poll = PollFactory(state=state)

    with pytest.raises(actions.PollNotOpen, match=sentence) as refused:
        cast(UserFactory(), poll)

    assert refused.value.current == {"state": state.value}
    assert box(session, poll) == []


def test_the_state_is_read_after_the_lock(session, poll):
    """Someone else closed it since this page was made."""
    table = type(poll).__table__
    session.execute(
        table.update().where(table.c.id == poll.id).values(state=PollState.COUNTING)
    )

    with pytest.raises(actions.PollNotOpen):
        cast(UserFactory(), poll)


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [([], "Pilih satu dulu"), ([0, 1], "Pilih satu saja"), ([99], "tidak ada")],
)
def test_what_is_no_ballot_is_not_taken(session, poll, choices, sentence):
    ids = [nth(poll, n) if n < 3 else 10**6 for n in choices]

    with pytest.raises(Invalid, match=sentence):
        cast(UserFactory(), poll, choices=ids)

    assert box(session, poll) == []
    assert queries.turnout([poll.id])[poll.id].ballots == 0


def test_an_option_of_another_poll_is_refused(poll):
    other = PollFactory()

    with pytest.raises(Invalid, match="tidak ada pada surat suara"):
        cast(UserFactory(), poll, choices=[other.options[0].id])


@pytest.mark.parametrize("ballot_id", ["", "a" * 65])
def test_a_spoilt_ballot_id_is_refused(poll, ballot_id):
    with pytest.raises(Invalid, match="tidak lengkap"):
        cast(UserFactory(), poll, ballot_id=ballot_id)


def test_an_unverified_person_cannot_vote(session, poll):
    with pytest.raises(Forbidden, match="can_vote"):
        cast(UserFactory(unverified=True), poll)

    assert box(session, poll) == []


def test_a_visitor_is_asked_to_sign_in(poll):
    with pytest.raises(SignInFirst):
        actions.cast_ballot(VISITOR, poll, ballot_id="a", paper=str(poll.options[0].id))


def test_who_was_verified_after_the_opening_is_told_so(session, clock):
    poll = PollFactory(opened_at=clock.now)
    frozen(poll)
    clock.tick()
    late = UserFactory()

    with pytest.raises(actions.NotEntitled, match="diverifikasi setelah pemungutan dibuka"):
        cast(late, poll)

    assert box(session, poll) == []


def test_the_author_does_not_vote():
    author = UserFactory(facilitator=True)

    with pytest.raises(Forbidden):
        cast(author, PollFactory(author=author))


def test_who_leads_its_forum_does_not_vote(monkeypatch, session, poll):
    monkeypatch.setattr(electorate, "_BARS", [])
    lead = UserFactory(facilitator=True)
    bars_from_voting(
        lambda actor, poll_id: (
            "Anda memimpin." if (actor.id, poll_id) == (lead.id, poll.id) else None
        )
    )

    with pytest.raises(actions.NotEntitled, match="Anda memimpin") as refused:
        cast(lead, poll)

    assert refused.value.status == 403
    assert box(session, poll) == []


def test_a_ballot_cast_stays_when_verification_is_revoked(session, poll):
    voter = UserFactory()
    cast(voter, poll)
    voter.verification = "none"
    session.flush()
    actions.close_poll(SYSTEM, poll)
    sealed(poll)
    actions.count_poll(SYSTEM, poll)

    assert poll.result["ballots"] == 1


@pytest.mark.parametrize("ballot_id", ["a", "b"])
def test_the_database_has_the_last_word(session, poll, ballot_id):
    """A row that came in past our lock: the unique key says so, and we answer for it."""
    voter = UserFactory()
    other = {
        "poll_id": poll.id,
        "voter_id": voter.id,
        "ballot_id": "a",
        "paper": str(nth(poll, 2)),
        "number": 5,
        "cast_at": clock.now(),
    }

    @event.listens_for(session(), "after_transaction_create")
    def slip_in(_session, transaction):
        if transaction.nested:
            session.get_bind().execute(insert(Ballot.__table__).values(other))

    if ballot_id == "a":
        receipt = cast(voter, poll, ballot_id="a")
        assert (receipt.number, receipt.repeated) == (5, True)
    else:
        with pytest.raises(actions.AlreadyRecorded) as refused:
            cast(voter, poll, ballot_id="b")
        assert refused.value.number == 5


def test_nothing_but_the_box_knows_the_choice(session, poll, caplog):
    caplog.set_level(logging.DEBUG)
    voter = UserFactory()

    cast(voter, poll, choice=1, ballot_id="secret-ballot")

    entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "VoteCast")).one()
    assert entry.details == {"poll_id": poll.id, "actor_id": voter.id}
    waiting = session.scalars(select(Delivery).where(Delivery.event == "VoteCast")).all()
    told = session.scalars(select(LiveEvent).where(LiveEvent.room == f"poll:{poll.id}")).all()
    assert told == []
    written = json.dumps([row.payload for row in waiting]) + caplog.text
    assert "secret-ballot" not in written
    assert "choices" not in json.dumps([row.payload for row in waiting])


def test_votes_do_not_make_the_organisers_console_stale(poll):
    before = poll.version

    cast(UserFactory(), poll)

    assert poll.version == before
