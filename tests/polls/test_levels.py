"""Who may vote is settled poll by poll: verified by a code at least, or by card."""

import re
from datetime import timedelta

import pytest

from forum.city import settings
from forum.core.actor import Verification
from forum.core.errors import Forbidden, Invalid
from forum.polls import actions, electorate, policy, queries
from forum.polls.models import Poll, PollState
from forum.polls.sockets import whole_state
from forum.verification import actions as verifying
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory
from tests.polls.factories import BallotFactory, PollFactory, frozen
from tests.verification.factories import acting, codes_for, officer, resident, verified

NONE, CODE, KTP = list(Verification)
QUESTION = "Jam berapa layanan KTP-el sebaiknya dibuka?"


@pytest.fixture
def organiser():
    return UserFactory(facilitator=True).as_actor()


def drafted(actor, **given):
    return actions.draft_poll(actor, question=QUESTION, options=["Pagi", "Sore"], **given)


@pytest.mark.parametrize("asked", [CODE, KTP])
@pytest.mark.parametrize("held", list(Verification))
def test_who_may_vote(asked, held):
    poll, person = PollFactory(level=asked), UserFactory(verification=held).as_actor()
    enough = held is KTP or held is asked

    assert policy.can_vote(person, poll) is enough
    assert (electorate.why_not(person, poll) is None) is enough
    if enough:
        actions.cast_ballot(person, poll, ballot_id="b", paper=str(poll.options[0].id))
    else:
        with pytest.raises(Forbidden):
            actions.cast_ballot(person, poll, ballot_id="b", paper=str(poll.options[0].id))
    assert poll.ballot_count == enough


def test_the_reason_names_the_level():
    somebody = UserFactory(unverified=True).as_actor()

    assert "kode RT/RW atau KTP" in electorate.why_not(somebody, PollFactory(level=CODE))
    assert "diverifikasi dengan KTP" in electorate.why_not(somebody, PollFactory(level=KTP))


def test_a_poll_that_decides_money_wants_cards(organiser):
    with pytest.raises(Invalid, match="memerlukan verifikasi KTP"):
        drafted(organiser, level=CODE, is_binding=True)

    poll = drafted(organiser, level=KTP, is_binding=True)
    with pytest.raises(Invalid, match="memerlukan verifikasi KTP"):
        actions.edit_poll(
            organiser, poll, question=QUESTION, options=["A", "B"], level=CODE, is_binding=True
        )
    assert (poll.level, poll.is_binding) == (KTP, True)


def test_nobody_votes_unverified(organiser):
    with pytest.raises(Invalid):
        drafted(organiser, level=NONE)


def test_the_level_is_frozen_with_the_text(organiser):
    poll = drafted(organiser, level=CODE)
    actions.arm_poll(organiser, poll)

    with pytest.raises(actions.WrongMoment):
        actions.edit_poll(organiser, poll, question=QUESTION, options=["A", "B"], level=KTP)
    assert poll.level is CODE


@pytest.mark.parametrize(("asked", "entitled"), [(CODE, 3), (KTP, 2)])
def test_those_entitled_are_counted_at_its_level(organiser, clock, asked, entitled):
    UserFactory(), UserFactory(), UserFactory(verification=CODE), UserFactory(unverified=True)
    UserFactory(verified_until=clock.now)  # over
    poll = PollFactory(armed=True, level=asked, author_id=organiser.id)

    actions.open_poll(organiser, poll)

    assert poll.entitled == entitled  # without the organiser


def test_a_card_during_a_poll_for_codes_keeps_the_vote(clock):
    here = AreaFactory()
    person = resident(here)
    verifying.redeem_code(acting(person), code=codes_for(here)[1][0])
    clock.tick(3600)
    for_codes, for_cards = (
        frozen(PollFactory(level=CODE, opened_at=clock.now)),
        frozen(PollFactory(level=KTP, opened_at=clock.now)),
    )
    clock.tick(3600)
    verified(person, officer(here).as_actor())

    assert electorate.why_not(acting(person), for_codes) is None
    assert "setelah pemungutan dibuka" in electorate.why_not(acting(person), for_cards)


def test_renewed_during_a_poll_one_still_votes(clock):
    here = AreaFactory()
    person, by = resident(here), officer(here).as_actor()
    verified(person, by)
    clock.tick(3600)
    poll = frozen(PollFactory(opened_at=clock.now))
    clock.tick(3600)
    verified(person, by)

    assert electorate.why_not(acting(person), poll) is None


def test_how_long_a_vote_keeps_the_number(clock):
    person = UserFactory()
    assert queries.voted_in_until(person.id, clock.now) is None
    for days, state in ((3, PollState.OPEN), (9, PollState.PUBLISHED), (5, PollState.OPEN)):
        poll = PollFactory(state=state, closes_at=clock.now + timedelta(days=days))
        BallotFactory(poll=poll, voter=person)
    BallotFactory(poll=PollFactory(closes_at=clock.now + timedelta(days=30)))

    assert queries.voted_in_until(person.id, clock.now) == clock.now + timedelta(days=5)
    BallotFactory(poll=PollFactory(), voter=person)  # closed by hand, nobody knows when
    clock.tick(5 * 24 * 3600)
    assert queries.voted_in_until(person.id, clock.now) == clock.now + timedelta(days=1)


# --- on pages


@pytest.fixture
def signed_organiser(signed_in):
    return signed_in(UserFactory(facilitator=True))


def form(**more):
    labels = {"options-0-label": "Pagi", "options-1-label": "Sore"}
    return {"question": QUESTION, "area_id": "", "unit_id": ""} | labels | more


def poll_of(session):
    return session.query(Poll).one()


@pytest.mark.parametrize(("vote", "level"), [("none", CODE), ("kode", CODE), ("ktp", KTP)])
def test_the_form_begins_with_what_the_city_has_set(
    client, signed_organiser, session, vote, level
):
    settings._rows.hold({"levels": settings.LEVELS | {"vote": vote}})

    page = client.get("/suara/baru").text
    client.post("/suara/baru", data=form())

    assert re.findall(r'name="level" value="(\w+)"[^>]*checked', page) == [level.value]
    assert poll_of(session).level is level


def test_the_form_says_what_does_not_go_together(client, signed_organiser, session):
    answer = client.post("/suara/baru", data=form(level="kode", is_binding="y"))

    assert answer.status_code == 422
    assert "memerlukan verifikasi KTP" in answer.text
    assert session.query(Poll).all() == []


@pytest.mark.parametrize("level", ["none", "x"])
def test_a_level_that_is_not_offered(client, signed_organiser, level):
    assert client.post("/suara/baru", data=form(level=level)).status_code == 422


def test_the_pages_of_a_poll_say_who_may_vote(client):
    for_codes, for_cards = PollFactory(level=CODE), PollFactory(level=KTP, is_binding=True)

    first, second = (client.get(f"/suara/{poll.id}").text for poll in (for_codes, for_cards))

    assert "Warga yang diverifikasi dengan kode RT/RW atau KTP sebelum" in first
    assert "Warga yang diverifikasi dengan KTP sebelum" in second
    assert "mengikat" in second
    assert "mengikat" not in first
    assert client.get(f"/suara/{for_codes.id}/state").status_code == 200


def test_who_may_not_vote_is_led_to_the_way(client, signed_in):
    signed_in(UserFactory(unverified=True))

    page = client.get(f"/suara/{PollFactory().id}").text

    assert 'href="/akun/verifikasi"' in page


def test_the_room_is_told_the_level(app):
    poll_id = PollFactory(level=CODE).id

    with app.test_request_context():
        data = whole_state(poll_id).data

    assert (data["level"], data["is_binding"]) == ("kode", False)
