from datetime import timedelta

import pytest

from forum.audit.models import AuditEntry
from forum.core.actor import VISITOR
from forum.core.errors import Forbidden, Invalid, SignInFirst, Stale
from forum.polls import actions, queries
from forum.polls.models import PollState
from tests.accounts.factories import UserFactory
from tests.factories import UnitFactory
from tests.polls.factories import PollFactory

QUESTION = "Jam berapa layanan KTP-el sebaiknya dibuka?"


@pytest.fixture
def organiser():
    return UserFactory(facilitator=True).as_actor()


def labels(poll):
    return [option.label for option in queries.options_of(poll.id)]


def test_a_draft_keeps_what_was_written(organiser, clock):
    closes_at = clock.now + timedelta(days=3)

    poll = actions.draft_poll(
        organiser,
        question="  Jam berapa\nlayanan   dibuka? ",
        options=["Pagi ", "", "Sore"],
        hints=["Sebelum kerja", "tidak dipakai"],
        description=" Mulai **Januari**. ",
        closes_at=closes_at,
    )

    assert poll.question == "Jam berapa layanan dibuka?"
    assert [(o.label, o.hint) for o in queries.options_of(poll.id)] == [
        ("Pagi", "Sebelum kerja"),
        ("Sore", ""),
    ]
    assert poll.description == "Mulai **Januari**."
    assert (poll.state, poll.closes_at, poll.minutes) == (PollState.DRAFT, closes_at, None)
    assert (poll.author_id, poll.version) == (organiser.id, 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"question": "  "}, "Tulis pertanyaannya"),
        ({"question": "a" * 301}, "paling panjang 300"),
        ({"options": ["a" * 201]}, "paling panjang 200"),
        ({"hints": ["a" * 301]}, "300 huruf"),
        ({"minutes": 0}, "antara 1 menit"),
        ({"minutes": 60 * 24 * 93}, "antara 1 menit"),
    ],
)
def test_a_draft_that_makes_no_sense(organiser, changes, sentence):
    wanted = {"question": QUESTION, "options": ["A", "B"]} | changes

    with pytest.raises(Invalid, match=sentence):
        actions.draft_poll(organiser, **wanted)


def test_a_draft_has_one_way_to_close(organiser, clock):
    with pytest.raises(Invalid, match="jangan keduanya"):
        actions.draft_poll(
            organiser, question=QUESTION, options=[], minutes=3, closes_at=clock.now
        )


@pytest.mark.parametrize("role", [{}, {"moderator": True}, {"official": True}])
def test_others_put_no_questions(role):
    with pytest.raises(Forbidden, match="can_draft"):
        actions.draft_poll(UserFactory(**role).as_actor(), question=QUESTION, options=[])


def test_a_facilitator_of_a_unit_asks_for_that_unit():
    unit = UnitFactory()
    actor = UserFactory(facilitator=True, unit=unit).as_actor()

    assert actions.draft_poll(actor, question=QUESTION, options=[], unit_id=unit.id).id
    with pytest.raises(Forbidden):
        actions.draft_poll(actor, question=QUESTION, options=[])


def test_a_visitor_is_asked_to_sign_in():
    with pytest.raises(SignInFirst):
        actions.draft_poll(VISITOR, question=QUESTION, options=[])


def test_a_draft_can_be_rewritten(organiser):
    poll = PollFactory(draft=True)

    actions.edit_poll(
        organiser, poll, question=QUESTION + "?", options=["X", "Y", "Z"], minutes=5,
        expected_version=1,
    )  # fmt: skip

    assert labels(poll) == ["X", "Y", "Z"]
    assert [option.label for option in poll.options] == ["X", "Y", "Z"]
    assert (poll.question, poll.minutes, poll.version) == (QUESTION + "?", 5, 2)


def test_editing_an_older_version_is_refused(organiser):
    poll = PollFactory(draft=True)
    actions.edit_poll(organiser, poll, question=QUESTION, options=["X", "Y"])

    with pytest.raises(Stale):
        actions.edit_poll(
            organiser, poll, question="Lain sama sekali", options=[], expected_version=1
        )

    assert labels(poll) == ["X", "Y"]


@pytest.mark.parametrize("state", [s for s in PollState if s is not PollState.DRAFT])
def test_the_text_is_frozen_from_arming_on(organiser, state):
    poll = PollFactory(state=state)

    with pytest.raises(actions.WrongMoment, match="dikunci"):
        actions.edit_poll(organiser, poll, question="Lain sama sekali?", options=["X", "Y"])
    with pytest.raises(actions.WrongMoment):
        actions.arm_poll(organiser, poll)

    assert labels(poll) == ["Pilihan 1", "Pilihan 2"]


def test_arming(organiser, session):
    poll = PollFactory(draft=True)

    actions.arm_poll(organiser, poll, expected_version=1)

    assert (poll.state, poll.version) == (PollState.ARMED, 2)
    assert session.query(AuditEntry).filter_by(event="PollArmed").one().details == {
        "poll_id": poll.id,
        "actor_id": organiser.id,
    }


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"labels": ["Satu saja"]}, "sedikitnya dua pilihan"),
        ({"labels": ["Pagi", "pagi"]}, "sedikitnya dua pilihan"),
        ({"labels": ["Pagi", "Sore", "PAGI"]}, "dua pilihan yang sama"),
        ({"question": "Kapan ya?"}, "sedikitnya 10 huruf"),
    ],
)
def test_what_cannot_be_armed(organiser, given, sentence):
    poll = PollFactory(draft=True, **given)

    with pytest.raises(Invalid, match=sentence):
        actions.arm_poll(organiser, poll)

    session_state = queries.poll_for(organiser, poll.id).state
    assert session_state is PollState.DRAFT


def test_a_poll_that_would_be_over_already_cannot_be_armed(organiser, clock):
    poll = PollFactory(draft=True, closes_at=clock.now)

    with pytest.raises(Invalid, match="sudah lewat"):
        actions.arm_poll(organiser, poll)


def test_residents_arm_nothing():
    with pytest.raises(Forbidden, match="can_manage"):
        actions.arm_poll(UserFactory().as_actor(), PollFactory(draft=True))


def test_arming_an_older_version_is_refused(organiser):
    poll = PollFactory(draft=True, version=4)

    with pytest.raises(Stale) as refused:
        actions.arm_poll(organiser, poll, expected_version=3)

    assert refused.value.current == {"version": 4, "state": "draft"}
