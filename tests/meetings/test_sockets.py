"""The rooms of a session: who may follow, what is told, what is commanded."""

from uuid import uuid4

import pytest

from forum.core.db import db
from forum.core.outbox import deliver_due
from forum.live.models import LiveEvent
from forum.meetings import actions, queries
from forum.meetings.models import ItemState, MeetingState, SpeakerEntry, SpeakerState
from forum.polls import actions as polls
from forum.polls import queries as poll_queries
from forum.polls.models import Poll, PollState
from tests.accounts.factories import UserFactory
from tests.meetings.factories import (
    MeetingFactory,
    SpeakerFactory,
    item_of,
    lead_of,
    loaded,
    poll_at,
)
from tests.polls.factories import PollFactory, seal_and_count


def join(client, meeting, part="", since=0):
    room = f"session:{meeting.id}{part}"
    return client.emit("join", {"room": room, "since": since}, callback=True)


def heard(client, name="event"):
    return [m["args"][0] for m in client.get_received() if m["name"] == name]


def command(client, meeting, kind, data=None, *, cmd_id=None, version=None, part=""):
    message = {
        "cmd_id": cmd_id or uuid4().hex,
        "type": kind,
        "room": f"session:{meeting.id}{part}",
        "data": data or {},
    }
    if version is not None:
        message["expected_version"] = version
    return client.emit("command", message, callback=True)


@pytest.fixture
def facilitator():
    return UserFactory(facilitator=True)


@pytest.fixture
def console(socket, facilitator):
    """The socket of the facilitator's page."""
    return socket(facilitator)


@pytest.fixture
def resident(socket):
    return socket(UserFactory())


# --- who may follow


def test_everyone_follows_what_everyone_may_see(socket):
    meeting = MeetingFactory(active=True)
    visitor = socket()

    assert join(visitor, meeting)["ok"]

    (snapshot,) = heard(visitor, "snapshot")
    assert set(snapshot["state"]) == {"session", "items", "speakers", "polls"}
    assert set(snapshot["html"]) == {"strip-sesi", "kini", "suara-sesi", "antrean", "catatan"}


def test_a_draft_is_followed_by_those_who_plan(resident, console):
    meeting = MeetingFactory(draft=True)

    assert join(resident, meeting)["error"]["code"] == "NotFound"
    assert join(console, meeting)["ok"]


def test_residents_do_not_get_behind_the_scenes(socket, resident, console, facilitator):
    meeting = MeetingFactory(active=True, lead=facilitator)
    scribe = UserFactory()
    meeting_with_scribe = MeetingFactory(active=True, scribe=scribe)

    assert join(resident, meeting, ":staff")["error"]["code"] == "NotFound"
    assert join(socket(), meeting, ":staff")["error"]["code"] == "NotFound"
    assert join(socket(UserFactory(facilitator=True)), meeting, ":staff")["ok"] is False
    assert join(console, meeting, ":staff")["ok"]
    assert join(socket(UserFactory(observer=True)), meeting, ":staff")["ok"]
    assert join(socket(scribe), meeting_with_scribe, ":staff")["ok"]
    assert join(socket(scribe), meeting, ":staff")["ok"] is False


def test_staff_see_the_result_from_the_count_on(console, resident, facilitator):
    meeting = MeetingFactory(active=True, lead=facilitator)
    item = item_of(meeting)
    item.state = ItemState.DECIDING
    poll = poll_at(item, PollState.OPEN)
    for client, part in ((console, ":staff"), (resident, "")):
        join(client, meeting, part)
        heard(client)

    command(console, meeting, "poll.close", {"poll_id": poll.id})
    seal_and_count(db.session.get(Poll, poll.id))
    deliver_due()

    behind, public = heard(console)[-1], heard(resident)[-1]
    assert behind["type"] == public["type"] == "PollCounted"
    assert behind["data"]["poll"]["result"]["ballots"] == 0
    assert public["data"]["poll"]["result"] is None


# --- what is told


def test_both_rooms_hear_of_a_step_with_data_and_pieces(console, resident, facilitator):
    meeting = MeetingFactory(live=True, lead=facilitator)
    join(resident, meeting)
    join(console, meeting, ":staff")
    heard(resident), heard(console)

    answer = command(console, meeting, "item.activate", {"item_id": item_of(meeting).id})

    told = next(event for event in heard(resident) if event["type"] == "ItemActivated")
    behind = next(event for event in heard(console) if event["type"] == "ItemActivated")
    assert answer["ok"]
    assert told["data"]["item"]["state"] == "active"
    assert told["data"] == behind["data"]
    assert set(told["html"]) == {"kini", "antrean", "suara-sesi"}
    assert "Acara dimulai:" in told["html"]["kini"]
    assert set(behind["html"]) == {
        "konsol-atas", "konsol-acara", "konsol-antrean", "konsol-suara",
    }  # fmt: skip


def test_pieces_for_a_room_hold_nothing_personal(socket, resident, facilitator):
    meeting = MeetingFactory(active=True, lead=facilitator)
    SpeakerFactory(item=item_of(meeting))
    poll_at(item_of(meeting), PollState.OPEN)
    one, other = socket(), socket(facilitator)
    join(one, meeting)
    join(other, meeting)

    (anonymous,), (leading,) = heard(one, "snapshot"), heard(other, "snapshot")

    assert anonymous["html"] == leading["html"]
    for piece in anonymous["html"].values():
        assert "cmd_id" not in piece.replace('name="cmd_id" value=""', "")
        assert 'name="csrf_token" value=""' in piece or "csrf" not in piece


def test_the_log_holds_ids_and_no_names():
    meeting = MeetingFactory(active=True)
    person = UserFactory(public_name="Rahasia Sekali")
    actions.raise_hand(person.as_actor(), loaded(meeting), item_of(meeting))

    lines = db.session.query(LiveEvent).filter(LiveEvent.room.like("session:%")).all()

    assert {line.type for line in lines} == {"HandRaised"}
    for line in lines:
        assert set(line.facts) == {"meeting_id", "item_id", "entry_id"}
        assert all(type(value) is int for value in line.facts.values())


def test_a_hand_that_was_lowered_is_told_as_gone(socket, resident):
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    visitor = socket()
    join(visitor, meeting)
    heard(visitor)

    raised = command(resident, meeting, "hand.raise", {"item_id": item.id})
    lowered = command(resident, meeting, "hand.lower", {"item_id": item.id})

    up, down = heard(visitor)
    assert up["data"]["speaker"]["state"] == "waiting"
    assert down["data"] == {"gone": {"id": raised["entry_id"], "item_id": item.id}}
    assert lowered["entry_id"] == raised["entry_id"]


def test_who_was_away_hears_what_was_missed(socket):
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    for _n in range(3):
        actions.raise_hand(UserFactory().as_actor(), loaded(meeting), item)
    visitor = socket()

    answer = join(visitor, meeting, since=1)

    assert answer["seq"] == 3
    assert [event["seq"] for event in heard(visitor)] == [2, 3]


def test_turnout_is_for_staff_and_leaves_no_line(console, resident, facilitator):
    meeting = MeetingFactory(active=True, lead=facilitator)
    poll = poll_at(item_of(meeting), PollState.OPEN)
    voter = UserFactory().as_actor()
    join(console, meeting, ":staff")
    join(resident, meeting)
    heard(console), heard(resident)
    before = db.session.query(LiveEvent).count()

    option = poll_queries.poll_for(voter, poll.id).options[0]
    polls.cast_ballot(
        voter, poll_queries.poll_for(voter, poll.id), ballot_id="b1", paper=str(option.id)
    )

    received = console.get_received()
    (count,) = [m["args"][0] for m in received if m["name"] == "counts"]
    assert count["data"] == {"poll_id": poll.id, "ballots": 1, "entitled": 11}
    assert "1 dari 11" in count["html"][f"ikut-{poll.id}"]
    assert [m for m in resident.get_received() if m["name"] == "counts"] == []
    assert db.session.query(LiveEvent).count() == before


def test_a_vote_outside_any_session_is_told_to_no_session(console):
    poll, voter = PollFactory(), UserFactory().as_actor()
    option = poll_queries.poll_for(voter, poll.id).options[0]

    polls.cast_ballot(
        voter, poll_queries.poll_for(voter, poll.id), ballot_id="b1", paper=str(option.id)
    )

    assert console.get_received() == []


def test_presence_is_a_number(socket):
    meeting = MeetingFactory(live=True)
    first, second = socket(), socket()
    join(first, meeting)
    first.get_received()

    join(second, meeting)

    (count,) = [m["args"][0] for m in first.get_received() if m["name"] == "counts"]
    assert count["data"] == {"people": 2}
    assert "2 mengikuti" in count["html"]["hadir"]


# --- what is commanded


COMMANDS = [
    ("session.open", {}),
    ("session.end", {}),
    ("session.finish", {}),
    ("item.ready", {"item_id": 0}),
    ("item.activate", {"item_id": 0}),
    ("item.finish", {"item_id": 0, "outcome": "noted", "text": "Dicatat."}),
    ("speaker.call", {"entry_id": 0}),
    ("speaker.start", {"entry_id": 0}),
    ("speaker.finish", {"entry_id": 0}),
    ("speaker.remove", {"entry_id": 0, "reason": "Tidak hadir"}),
    ("poll.attach", {"item_id": 0, "question": "Apakah setuju?", "options": ["Ya", "Tidak"]}),
    ("poll.open", {"poll_id": 0}),
    ("poll.close", {"poll_id": 0}),
    ("poll.publish", {"poll_id": 0}),
]


@pytest.mark.parametrize(("kind", "data"), COMMANDS, ids=[kind for kind, _data in COMMANDS])
def test_a_resident_commands_nothing_of_staff(resident, kind, data):
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    ids = {
        "item_id": item.id,
        "entry_id": SpeakerFactory(item=item).id,
        "poll_id": poll_at(item).id,
    }

    answer = command(resident, meeting, kind, {**data, **{k: ids[k] for k in data if k in ids}})

    assert answer["error"]["code"] == "Forbidden"


def test_an_evening_by_commands(console, resident, facilitator):
    meeting = MeetingFactory(lead=facilitator)
    item = item_of(meeting)

    def do(kind, **data):
        answer = command(console, meeting, kind, data, part=":staff")
        assert answer["ok"], answer
        return answer

    do("session.open")
    do("item.ready", item_id=item.id)
    do("item.activate", item_id=item.id)
    hand = command(resident, meeting, "hand.raise", {"item_id": item.id})["entry_id"]
    do("speaker.call", entry_id=hand)
    do("speaker.start", entry_id=hand)
    do("speaker.finish", entry_id=hand)
    other = SpeakerFactory(item=item).id
    do("speaker.remove", entry_id=other, reason="Tidak hadir")
    poll = do(
        "poll.attach", item_id=item.id, question="Apakah setuju?", options=["Ya", "Tidak"]
    )["poll_id"]
    do("poll.open", poll_id=poll, minutes=5)
    do("poll.close", poll_id=poll)
    seal_and_count(db.session.get(Poll, poll))
    deliver_due()
    do("poll.publish", poll_id=poll)
    do(
        "item.finish",
        item_id=item.id,
        outcome="action",
        text="Parit dibuka.",
        owner="PUPR",
        due="2099-01-31",
    )
    do("session.end")
    do("session.finish")

    db.session.expire_all()
    assert queries.meeting_for(lead_of(meeting), meeting.id).state is MeetingState.MINUTES_DRAFT
    assert item_of(meeting).outcome_owner == "PUPR"
    assert db.session.get(Poll, poll).state is PollState.PUBLISHED
    assert db.session.get(SpeakerEntry, hand).state is SpeakerState.DONE


def test_the_same_command_again_gets_the_same_answer(console, resident, facilitator):
    meeting = MeetingFactory(lead=facilitator)
    opened = [command(console, meeting, "session.open", cmd_id="x1") for _n in range(2)]
    item = item_of(meeting)
    command(console, meeting, "item.activate", {"item_id": item.id})
    hands = [
        command(resident, meeting, "hand.raise", {"item_id": item.id}, cmd_id="x2")
        for _n in range(2)
    ]

    assert opened[0]["ok"]
    assert opened[0] == opened[1]
    assert hands[0] == hands[1]
    assert db.session.query(SpeakerEntry).count() == 1


def test_a_command_decided_on_an_older_state_gets_the_present_one(console, facilitator):
    meeting = MeetingFactory(lead=facilitator, version=5)

    answer = command(console, meeting, "session.open", version=4)

    assert answer["error"]["code"] == "Stale"
    assert answer["error"]["current"] == {"version": 5, "state": "scheduled"}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("item.activate", {}),
        ("item.activate", {"item_id": "satu"}),
        ("hand.raise", {"item_id": 1, "more": 2}),
        ("item.finish", {"item_id": 1, "outcome": "lain", "text": "Dicatat."}),
        ("item.finish", {"item_id": 1, "outcome": "noted", "text": "Dicatat.", "due": "besok"}),
        ("poll.attach", {"item_id": 1, "question": "Apa?", "options": "Ya"}),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(console, facilitator, kind, data):
    meeting = MeetingFactory(active=True, lead=facilitator)
    data = {k: item_of(meeting).id if v == 1 else v for k, v in data.items()}

    answer = command(console, meeting, kind, data)

    assert answer["error"]["code"] == "Invalid"
    assert answer["error"]["message"]


def test_things_of_another_session_do_not_exist_here(console, facilitator):
    mine = MeetingFactory(active=True, lead=facilitator)
    other = item_of(MeetingFactory(active=True))

    answer = command(console, mine, "item.ready", {"item_id": other.id})

    assert answer["error"]["code"] == "NotFound"
