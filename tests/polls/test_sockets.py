import json

import pytest
from sqlalchemy import select

from forum.core.commands import Command
from forum.core.outbox import deliver_due
from forum.live import messages
from forum.live.models import LiveEvent
from forum.polls import actions, queries
from forum.polls.models import Ballot, PollState
from tests.accounts.factories import UserFactory
from tests.polls.factories import PollFactory, counted, seal_and_count

SECRETS = ("ballot_count", "tally", "winners", "turnout")


def follow(client, poll, since=0, **more):
    return client.emit(
        "join", {"room": f"poll:{poll.id}", "since": since, **more}, callback=True
    )


def heard(client, name="event"):
    return [m["args"][0] for m in client.get_received() if m["name"] == name]


def vote(client, poll, option_ids, *, cmd_id="c1", ballot_id="b1", **more):
    message = {
        "cmd_id": cmd_id,
        "type": "poll.vote",
        "room": f"poll:{poll.id}",
        "data": {"ballot_id": ballot_id, "option_ids": option_ids},
    }
    return client.emit("command", message | more, callback=True)


@pytest.fixture(autouse=True)
def nothing_kept():
    """Undone tests leave numbers of rooms behind that the next one gives anew."""
    messages.forget_everything()


@pytest.fixture
def organiser():
    return UserFactory(facilitator=True).as_actor()


@pytest.fixture
def follower(socket):
    """`follower(poll)`: a visitor in the poll's room, who has heard how it stands."""

    def enter(poll, **more):
        client = socket()
        assert follow(client, poll, **more)["ok"]
        heard(client)
        return client

    return enter


def test_a_visitor_hears_the_whole_life_of_a_poll(follower, organiser, session):
    """What the room is told is enough to follow with, and tells no result before its time."""
    poll = PollFactory(draft=True, minutes=3, labels=["Pagi", "Sore"])
    actions.arm_poll(organiser, poll)
    visitor = follower(poll)

    actions.open_poll(organiser, poll)
    first, second = queries.option_ids(poll.id)
    for choice in (first, first, second):
        actions.cast_ballot(
            UserFactory(verified_at=None).as_actor(), poll, ballot_id="x", paper=str(choice)
        )
    actions.close_poll(organiser, poll)
    seal_and_count(poll)
    deliver_due()
    session.refresh(poll)
    (opened, closed, _sealed, counted) = told = heard(visitor)

    names = ["PollOpened", "PollClosed", "PollSealed", "PollCounted"]
    assert [event["type"] for event in told] == names
    states = ["open", "grace", "counting", "closed"]
    assert [event["data"]["state"] for event in told] == states
    assert [event["version"] for event in told] == [3, 4, 5, 6]
    data = opened["data"]
    assert data["question"] == poll.question
    assert data["options"] == [
        {"id": first, "label": "Pagi", "hint": ""},
        {"id": second, "label": "Sore", "hint": ""},
    ]
    assert data["closes_at"] == poll.closes_at.isoformat()
    assert (data["poll_id"], data["entitled"], data["secrecy"]) == (
        poll.id,
        1,
        "hidden",
    )
    for event in told:
        assert event["data"]["result"] is None
        text = json.dumps(event)
        assert not any(secret in text for secret in SECRETS)
    assert "Suara yang terkirim tepat waktu" in closed["html"]["suara"]
    assert "<form" not in counted["html"]["suara"]

    actions.publish_poll(organiser, poll)

    (published,) = heard(visitor)
    assert published["data"]["result"]["tally"] == {str(first): 2, str(second): 1}
    assert published["data"]["result"]["winners"] == [str(first)]
    assert "Pagi mendapat suara terbanyak: 2 dari 3 suara" in published["html"]["suara"]


def test_what_a_room_is_told_proves_nobody(follower, organiser, socket):
    """The fragments are the same for everyone: no token, nobody's ballot, no name."""
    poll = PollFactory(armed=True)
    visitor = follower(poll)

    actions.open_poll(organiser, poll)

    (event,) = heard(visitor)
    paper = event["html"]["suara"]
    assert 'name="ballot_id" value=""' in paper
    assert 'name="csrf_token" value=""' in paper
    assert f'data-ballot="{poll.id}"' in paper
    assert f'action="/suara/{poll.id}"' in paper


def test_votes_are_not_told(follower):
    poll = PollFactory()
    visitor = follower(poll)

    actions.cast_ballot(
        UserFactory().as_actor(), poll, ballot_id="x", paper=str(poll.options[0].id)
    )

    assert visitor.get_received() == []


def test_who_comes_late_gets_the_state(socket):
    poll = counted(2, 1, state=PollState.CLOSED)
    visitor = socket()

    follow(visitor, poll)

    (snapshot,) = heard(visitor, "snapshot")
    assert snapshot["state"]["state"] == "closed"
    assert snapshot["state"]["result"] is None
    assert "menunggu" in snapshot["html"]["suara-keadaan"]


def test_in_english(follower, organiser):
    poll = PollFactory(armed=True)
    visitor = follower(poll, lang="en")

    actions.open_poll(organiser, poll)

    (event,) = heard(visitor)
    assert event["data"]["question"] == poll.question


def test_a_draft_has_no_room(socket):
    draft = PollFactory(draft=True)

    answer = follow(socket(UserFactory()), draft)

    assert (answer["ok"], answer["error"]["code"]) == (False, "NotFound")
    assert not follow(socket(UserFactory(facilitator=True)), draft)["ok"]


def test_voting_from_the_room(session, socket):
    poll, voter = PollFactory(), UserFactory()
    first, _second = queries.option_ids(poll.id)

    answer = vote(socket(voter), poll, [first])

    assert answer["ok"]
    assert (answer["number"], answer["repeated"]) == (1, False)
    ballot = session.scalars(select(Ballot).where(Ballot.poll_id == poll.id)).one()
    assert (ballot.voter_id, ballot.paper) == (voter.id, str(first))
    assert answer["cast_at"] == ballot.cast_at.isoformat()


def test_the_kept_answer_of_the_command_holds_no_choice(session, socket):
    poll, voter = PollFactory(), UserFactory()

    vote(socket(voter), poll, [queries.option_ids(poll.id)[1]])

    command = session.scalars(select(Command).where(Command.actor_id == voter.id)).one()
    assert set(command.answer) == {
        "seq",
        "version",
        "number",
        "cast_at",
        "repeated",
        "replaced",
    }


def test_sent_again_it_counts_once(session, socket):
    poll, voter = PollFactory(), UserFactory()
    first, second = queries.option_ids(poll.id)
    client = socket(voter)
    once = vote(client, poll, [first])

    assert vote(client, poll, [first]) == once  # the same command
    again = vote(client, poll, [second], cmd_id="c2")  # another command, the same ballot
    assert (again["ok"], again["number"], again["repeated"]) == (True, once["number"], True)

    assert session.scalars(select(Ballot.paper).where(Ballot.poll_id == poll.id)).all() == [
        str(first)
    ]


def test_a_second_ballot_is_refused_with_what_is_there(socket):
    poll, voter = PollFactory(), UserFactory()
    first, second = queries.option_ids(poll.id)
    once = vote(socket(voter), poll, [first])

    refused = vote(socket(voter), poll, [second], cmd_id="c2", ballot_id="b2")

    assert refused["error"]["code"] == "AlreadyRecorded"
    assert refused["error"]["current"] == {"number": 1, "cast_at": once["cast_at"]}
    assert "nomor 1, pukul" in refused["error"]["message"]


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ({"unverified": True}, "Forbidden"),
        (None, "SignInFirst"),
    ],
)
def test_who_cannot_vote(session, socket, person, code):
    poll = PollFactory()
    client = socket() if person is None else socket(UserFactory(**person))

    refused = vote(client, poll, [queries.option_ids(poll.id)[0]])

    assert refused["error"]["code"] == code
    assert session.scalars(select(Ballot).where(Ballot.poll_id == poll.id)).all() == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"ballot_id": "b", "option_ids": []}, "Invalid"),
        ({"ballot_id": "b", "option_ids": [10**6]}, "Invalid"),
        ({"ballot_id": "b", "option_ids": ["1"]}, "Invalid"),
        ({"ballot_id": "b", "option_ids": [True]}, "Invalid"),
        ({"ballot_id": "b"}, "Invalid"),
        ({"ballot_id": 7, "option_ids": [1]}, "Invalid"),
        ({"ballot_id": "b", "option_ids": [1], "voter_id": 2}, "Invalid"),
    ],
)
def test_what_is_no_ballot(session, socket, data, code):
    poll = PollFactory()

    refused = vote(socket(UserFactory()), poll, [], data=data)

    assert refused["error"]["code"] == code
    assert session.scalars(select(Ballot).where(Ballot.poll_id == poll.id)).all() == []


def test_both_options_at_once(socket):
    poll = PollFactory()

    refused = vote(socket(UserFactory()), poll, queries.option_ids(poll.id))

    assert refused["error"]["message"] == "Pilih satu saja."


def test_voting_after_the_close(socket, organiser):
    poll = PollFactory()
    actions.close_poll(organiser, poll)

    refused = vote(socket(UserFactory()), poll, [queries.option_ids(poll.id)[0]])

    assert refused["error"]["code"] == "PollNotOpen"
    assert refused["error"]["current"] == {"state": "grace"}


@pytest.mark.parametrize("room", ["poll:999999", "poll:x", "poll:", "session:1", "poll"])
def test_a_ballot_for_no_such_poll(session, socket, room):
    poll = PollFactory()
    client = socket(UserFactory())

    refused = vote(client, poll, [queries.option_ids(poll.id)[0]], room=room)

    assert refused["error"]["code"] == "NotFound"
    assert session.scalars(select(Ballot)).all() == []


def test_a_draft_takes_no_ballots_and_does_not_exist(socket):
    draft = PollFactory(draft=True)

    refused = vote(socket(UserFactory()), draft, [queries.option_ids(draft.id)[0]])

    assert refused["error"]["code"] == "NotFound"


def test_the_log_holds_ids_only(session, organiser):
    poll = PollFactory(draft=True)

    actions.arm_poll(organiser, poll)

    line = session.scalars(select(LiveEvent).where(LiveEvent.room == f"poll:{poll.id}")).one()
    assert (line.facts, line.version) == ({"poll_id": poll.id}, 2)


def test_over_plain_http(client, organiser):
    poll = PollFactory(armed=True)
    before = client.get(f"/suara/{poll.id}/state").json
    actions.open_poll(organiser, poll)

    after = client.get(f"/suara/{poll.id}/state", query_string={"since": before["seq"]}).json

    assert before["snapshot"]["state"]["state"] == "armed"
    assert (after["seq"], after["version"]) == (1, 2)
    assert client.get(f"/suara/{PollFactory(draft=True).id}/state").status_code == 404
