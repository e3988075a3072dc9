import json
import threading

import pytest
from sqlalchemy import select, update

from forum import live
from forum.core.db import atomic
from forum.live import log, sending
from forum.live.models import LiveEvent, Room
from tests.accounts.factories import UserFactory
from tests.live import bell

NONSENSE = "Pesan ini tidak dapat dipahami."


@pytest.fixture(autouse=True)
def quiet():
    bell.RINGS.clear()
    sending._sent.clear()


def join(client, room="bell:7", since=0, **more):
    return client.emit("join", {"room": room, "since": since, **more}, callback=True)


def command(room="bell:7", cmd_id="a", **data):
    return {"cmd_id": cmd_id, "type": "bell.ring", "room": room, "data": data or {"loud": 3}}


def heard(client, name="event"):
    return [m["args"][0] for m in client.get_received() if m["name"] == name]


def test_who_comes_first_gets_the_whole_state(socket):
    bell.ring(7)
    visitor = socket()

    answer = join(visitor)

    assert (answer["ok"], answer["seq"], answer["version"]) == (True, 1, 1)
    (snapshot,) = heard(visitor, "snapshot")
    assert (snapshot["room"], snapshot["seq"], snapshot["state"]) == ("bell:7", 1, {"rings": 1})


def test_followers_hear_at_once_in_their_language(socket):
    indonesian, english = socket(), socket()
    join(indonesian, lang="id")
    join(english, lang="en")

    bell.ring(7, loud=5)

    (one,), (other,) = heard(indonesian), heard(english)
    assert (one["seq"], one["type"], one["version"]) == (1, "BellRung", 5)
    assert one["data"] == other["data"] == {"loud": 5, "text": bell.SECRET}
    assert (one["html"], other["html"]) == ({"bell": "id: 5"}, {"bell": "en: 5"})


def test_who_was_away_hears_what_was_missed_in_order(socket):
    for loud in range(1, 31):
        bell.ring(7, loud=loud)
    visitor = socket()

    answer = join(visitor, since=4)

    assert answer["seq"] == 30
    assert [event["seq"] for event in heard(visitor)] == list(range(5, 31))


def test_who_is_too_far_behind_gets_the_whole_state(socket):
    for _ring in range(log.KEPT + 2):
        bell.ring(7)
    visitor = socket()

    join(visitor, since=1)

    assert [snapshot["seq"] for snapshot in heard(visitor, "snapshot")] == [log.KEPT + 2]


def test_a_number_from_the_future_gets_the_whole_state(socket):
    bell.ring(7)
    visitor = socket()

    join(visitor, since=99)

    assert len(heard(visitor, "snapshot")) == 1


def test_who_left_hears_nothing(socket):
    visitor = socket()
    join(visitor)
    visitor.emit("leave", {"room": "bell:7"}, callback=True)
    visitor.get_received()

    bell.ring(7)

    assert heard(visitor) == []


def test_the_log_holds_no_text(session):
    bell.ring(7)

    line = session.scalars(select(LiveEvent).where(LiveEvent.room == "bell:7")).one()

    assert line.facts == {"loud": 1}


def test_rolled_back_work_leaves_no_line_and_no_gap(session):
    bell.ring(7)
    with pytest.raises(ZeroDivisionError), atomic():
        bell.ring(7)
        1 / 0  # noqa: B018
    bell.ring(7)

    assert [line.seq for line in log.since("bell:7", 0)] == [1, 2]


def test_same_command_twice_is_one_deed_and_one_answer(socket):
    person = socket(UserFactory())

    answers = [person.emit("command", command(), callback=True) for _ in range(2)]

    assert answers == [{"ok": True, "seq": 1, "version": 3, "loud": 3}] * 2
    assert bell.RINGS[7] == 1


def test_a_command_belongs_to_its_kind_of_room(socket):
    """`poll.vote` in session:3 must not be a vote in poll 3."""
    person = socket(UserFactory(facilitator=True))

    answer = person.emit("command", command(room="bell:7:staff"), callback=True)

    assert answer["error"]["code"] == "NotFound"
    assert bell.RINGS == {}


def test_visitors_send_no_commands(socket):
    answer = socket().emit("command", command(), callback=True)

    assert answer["error"]["code"] == "SignInFirst"
    assert bell.RINGS == {}


@pytest.mark.parametrize(
    "data",
    [{"loud": "1"}, {"loud": True}, {"loud": [1]}, {"loud": 1, "more": 1}, {"quiet": 1}],
)
def test_command_of_another_shape_is_refused(socket, data):
    person = socket(UserFactory())

    answer = person.emit("command", command(**data), callback=True)

    assert answer["error"] == {"code": "Invalid", "message": NONSENSE, "current": None}


@pytest.mark.parametrize(
    "message", [None, "text", 7, [], {}, {"room": 7}, {"room": "bell:7", "since": "x"}]
)
def test_message_of_another_shape_is_refused(socket, message):
    answer = socket().emit("join", message, callback=True)

    assert answer["ok"] is False
    assert answer["error"]["code"] == "Invalid"


@pytest.mark.parametrize(
    "room",
    [
        "bell:404",
        "bell:x",
        "bell:",
        "bell",
        "nobody:1",
        "bell:7:cellar",
        "bell:²",
        ":",
        "bell:-1",
    ],
)
def test_what_is_no_room_of_yours_is_no_room(socket, room):
    answer = join(socket(UserFactory()), room)

    assert answer["error"]["code"] == "NotFound"


def test_the_staff_room_is_for_staff(socket):
    resident, facilitator = socket(UserFactory()), socket(UserFactory(facilitator=True))

    assert join(resident, "bell:7:staff")["error"]["code"] == "NotFound"
    assert join(facilitator, "bell:7:staff")["ok"] is True

    bell.ring(7)

    assert heard(resident) == []
    assert [event["room"] for event in heard(facilitator)] == ["bell:7:staff"]


def test_rights_are_asked_anew_at_every_message(socket, session):
    user = UserFactory()
    person = socket(user)
    assert person.emit("command", command(cmd_id="a"), callback=True)["ok"]

    user.active = False
    session.flush()

    answer = person.emit("command", command(cmd_id="b"), callback=True)
    assert answer["error"]["code"] == "SignInFirst"


def test_a_cookie_alone_is_a_visitor(app, socket, monkeypatch):
    """A page of another site may carry the cookie; it cannot carry the token."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    for auth in (None, {}, {"csrf": "forged"}, {"csrf": 7}):
        person = socket(UserFactory(), auth=auth)
        answer = person.emit("command", command(), callback=True)
        assert answer["error"]["code"] == "SignInFirst"


def test_lines_left_unsent_by_a_crash_are_sent_by_the_worker(app, socket, session, clock):
    bell.ring(7)
    bell.ring(7)
    session.execute(update(Room).where(Room.name == "bell:7").values(sent_seq=1))
    sending._sent.clear()  # the process that sent them is gone
    visitor = socket()
    join(visitor, since=2)
    clock.tick(60)

    with app.app_context():
        sending.send_what_was_left()

    assert [event["seq"] for event in heard(visitor)] == [2]


def test_what_was_sent_is_noted_lazily(app, session):
    bell.ring(7)
    with app.app_context():
        sending.note_what_was_sent()

    assert session.scalar(select(Room.sent_seq).where(Room.name == "bell:7")) == 1


def test_counts_carry_no_number(socket):
    visitor = socket()
    join(visitor)

    live.count_changed("bell:7", "Rings", lambda: live.View({"rings": 4}))

    (count,) = heard(visitor, "counts")
    assert (count["type"], count["data"]) == ("Rings", {"rings": 4})
    assert "seq" not in count


@pytest.mark.commits
def test_numbers_have_no_gaps_whoever_rings(app):
    def ring_five_times():
        with app.app_context():
            for _ring in range(5):
                bell.ring(9)

    ringers = [threading.Thread(target=ring_five_times) for _ in range(6)]
    for ringer in ringers:
        ringer.start()
    for ringer in ringers:
        ringer.join()

    with app.app_context():
        assert [line.seq for line in log.since("bell:9", 0)] == list(range(1, 31))
        assert [line.seq for line in log.since("bell:9:staff", 0)] == list(range(1, 31))


def test_wire_messages_are_plain_json(socket):
    visitor = socket()
    join(visitor)
    bell.ring(7)

    assert json.loads(json.dumps(heard(visitor))) is not None
