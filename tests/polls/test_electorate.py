from datetime import timedelta

import pytest

from forum.core.actor import VISITOR, Verification
from forum.polls import bars_from_voting, electorate
from tests.accounts.factories import UserFactory
from tests.polls.factories import PollFactory, frozen


@pytest.fixture
def bars(monkeypatch):
    """The register of reasons, empty for this test."""
    monkeypatch.setattr(electorate, "_BARS", [])


def test_a_resident_verified_in_time_may_vote():
    assert electorate.why_not(UserFactory().as_actor(), PollFactory()) is None


def test_a_visitor_is_asked_to_sign_in():
    assert electorate.why_not(VISITOR, PollFactory()) == "Masuk dulu untuk memilih."


@pytest.mark.parametrize("level", [Verification.NONE, Verification.CODE])
def test_a_weaker_verification_is_not_enough(level):
    person = UserFactory(verification=level).as_actor()

    assert "diverifikasi dengan KTP" in electorate.why_not(person, PollFactory())


def test_who_put_the_question_does_not_vote():
    author = UserFactory(facilitator=True)

    reason = electorate.why_not(author.as_actor(), PollFactory(author=author))

    assert "Anda menyelenggarakan pemungutan ini" in reason


@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (0, False), (1, True)])
def test_the_electorate_is_frozen_at_the_opening(clock, seconds, late):
    person = UserFactory(verified_at=clock.now + timedelta(seconds=seconds)).as_actor()
    poll = PollFactory(opened_at=clock.now, takes_latecomers=False)
    if not late:
        frozen(poll)

    reason = electorate.why_not(person, poll)

    assert ("Anda diverifikasi setelah pemungutan dibuka" in (reason or "")) is late


def test_nobody_is_late_before_the_opening():
    assert electorate.why_not(UserFactory().as_actor(), PollFactory(armed=True)) is None


def test_folders_above_add_their_reasons(bars, count_queries):
    poll, other = PollFactory(), PollFactory()
    person = UserFactory().as_actor()
    bars_from_voting(lambda actor, poll_id: "Anda memimpin." if poll_id == poll.id else None)

    assert electorate.why_not(person, poll) == "Anda memimpin."
    assert electorate.why_not(person, other) is None
