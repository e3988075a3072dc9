from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from forum.core import clock as forum_clock
from forum.polls import actions, queries
from forum.polls.models import Poll, PollState
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory, UnitFactory
from tests.polls.factories import PollFactory, counted, sealed, with_ballots

QUESTION = "Jam berapa layanan KTP-el sebaiknya dibuka?"


def url(poll, rest):
    return f"/suara/{poll.id}/{rest}"


def form(*labels, **more):
    rows = {f"options-{n}-label": label for n, label in enumerate(labels)}
    return {"question": QUESTION, "area_id": "", "unit_id": ""} | rows | more


@pytest.fixture
def organiser(signed_in):
    return signed_in(UserFactory(facilitator=True))


def the_poll(session):
    return session.scalars(select(Poll)).one()


def test_putting_a_question_down(client, organiser, session):
    area, unit = AreaFactory(), UnitFactory()
    page = client.get("/suara/baru").text
    assert area.label in page
    assert page.count('name="options-') == 12

    answer = client.post(
        "/suara/baru",
        data=form(
            "Pagi", "", "Sore", area_id=area.id, unit_id=unit.id, minutes="3", cmd_id="c1",
            **{"options-2-hint": "Setelah kerja"},
        ),
    )  # fmt: skip

    poll = the_poll(session)
    assert (answer.status_code, answer.location) == (303, url(poll, "kelola"))
    assert (poll.area_id, poll.unit_id, poll.minutes) == (area.id, unit.id, 3)
    assert [(o.label, o.hint) for o in queries.options_of(poll.id)] == [
        ("Pagi", ""),
        ("Sore", "Setelah kerja"),
    ]


def test_sent_twice_it_is_one_draft(client, organiser, session):
    locations = {
        client.post("/suara/baru", data=form("A", "B", cmd_id="c1")).location for _time in "ab"
    }

    assert locations == {url(the_poll(session), "kelola")}


def test_closing_time_is_that_of_palangka_raya(client, organiser, session):
    client.post("/suara/baru", data=form("A", "B", closes_at="2031-11-27T16:00"))

    closes_at = the_poll(session).closes_at
    assert closes_at == datetime(2031, 11, 27, 16, 0, tzinfo=forum_clock.LOCAL)
    assert 'value="2031-11-27T16:00"' in client.get(url(the_poll(session), "kelola")).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"question": ""}, "Tulis pertanyaannya."),
        ({"question": "a" * 301}, "paling panjang 300"),
        ({"minutes": "3", "closes_at": "2031-11-27T16:00"}, "jangan keduanya"),
        ({"minutes": "0"}, "Tulis angka mulai dari 1."),
        ({"options-0-label": "a" * 201}, "paling panjang 200"),
    ],
)
def test_mistakes_come_back_with_what_was_typed(client, organiser, session, changes, sentence):
    data = form("Pagi", "Sore", description="Untuk lima kecamatan.", **changes)

    answer = client.post("/suara/baru", data=data)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'id="galat"' in answer.text
    assert "Untuk lima kecamatan." in answer.text
    assert "Sore" in answer.text
    assert session.scalars(select(Poll)).all() == []


def test_more_rows_for_options(client, organiser, session):
    answer = client.post("/suara/baru", data=form("Pagi", "Sore", "x", "y", tambah="1"))

    assert answer.status_code == 200
    assert 'name="options-5-label"' in answer.text
    assert 'value="Pagi"' in answer.text
    assert session.scalars(select(Poll)).all() == []


def test_a_facilitator_of_a_unit_is_offered_that_unit(client, signed_in, session):
    unit, other = UnitFactory(), UnitFactory()
    signed_in(UserFactory(facilitator=True, unit=unit))

    page = client.get("/suara/baru").text
    assert unit.name in page
    assert other.name not in page
    assert client.post("/suara/baru", data=form("A", "B", unit_id=unit.id)).status_code == 303
    assert client.post("/suara/baru", data=form("A", "B", unit_id=other.id)).status_code == 422


def test_changing_a_draft(client, organiser, session):
    poll = PollFactory(draft=True)

    answer = client.post(url(poll, "kelola?v=1"), data=form("X", "Y", "Z"))

    session.expire_all()
    assert answer.status_code == 303
    assert [o.label for o in queries.options_of(poll.id)] == ["X", "Y", "Z"]
    assert client.post(url(poll, "kelola?v=1"), data=form("A", "B")).status_code == 409


def test_the_form_of_a_draft_is_filled_in(client, organiser):
    poll = PollFactory(draft=True, labels=["Pagi sekali", "Sore"], minutes=3)

    page = client.get(url(poll, "kelola")).text

    assert 'value="Pagi sekali"' in page
    assert 'value="3"' in page
    assert "v=1" in page


def test_the_whole_way(client, organiser, session):
    poll = PollFactory(draft=True, labels=["Pagi", "Sore"])

    assert client.post(url(poll, "siapkan?v=1")).status_code == 303
    assert "Ya, buka sekarang" in client.get(url(poll, "kelola")).text
    assert client.post(url(poll, "buka?v=2"), data={"minutes": "5"}).status_code == 303
    session.refresh(poll)
    assert poll.closes_at == poll.opened_at + timedelta(minutes=5)
    with_ballots(queries.poll_for(organiser.as_actor(), poll.id), 3, 1)
    session.flush()
    page = client.get(url(poll, "kelola")).text
    assert "Ya, tutup sekarang" in page
    assert "<dd>4</dd>" in page
    assert "Pagi" not in page
    assert client.post(url(poll, "tutup?v=3")).status_code == 303
    assert "masih diterima" in client.get(url(poll, "kelola")).text
    session.refresh(poll)
    sealed(poll)
    assert "sedang dihitung" in client.get(url(poll, "kelola")).text
    actions.count_sealed_polls()
    page = client.get(url(poll, "kelola")).text
    assert "Pagi mendapat suara terbanyak: 3 dari 4 suara" in page
    assert "mendapat suara terbanyak" not in client.get(url(poll, "hasil")).text
    assert client.post(url(poll, "terbitkan?v=6")).status_code == 303
    assert "mendapat suara terbanyak" in client.get(url(poll, "hasil")).text

    session.refresh(poll)
    assert (poll.state, poll.version) == (PollState.PUBLISHED, 7)


def test_what_cannot_be_armed_is_said_on_the_page(client, organiser, session):
    poll = PollFactory(draft=True, labels=["Satu saja"])

    answer = client.post(url(poll, "siapkan?v=1"))

    assert answer.status_code == 422
    assert "sedikitnya dua pilihan" in answer.text
    assert 'value="Satu saja"' in answer.text
    fragment = client.post(url(poll, "siapkan?v=1"), headers={"X-Fragment": "1"})
    assert fragment.status_code == 422
    assert "data-refusal" in fragment.text


@pytest.mark.parametrize("minutes", ["0", "x", "999999999"])
def test_a_duration_that_makes_no_sense(client, organiser, session, minutes):
    poll = PollFactory(armed=True)

    assert client.post(url(poll, "buka?v=1"), data={"minutes": minutes}).status_code == 422
    session.refresh(poll)
    assert poll.state is PollState.ARMED


def test_a_script_needs_no_page(client, organiser):
    poll = PollFactory(armed=True)

    answer = client.post(url(poll, "buka?v=1"), headers={"X-Fragment": "1"})

    assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (PollState.DRAFT, "siapkan"),
        (PollState.ARMED, "buka"),
        (PollState.OPEN, "tutup"),
        (PollState.CLOSED, "terbitkan"),
    ],
)
def test_every_step_is_checked_by_version(client, organiser, session, state, step):
    poll = counted(1, 1, state=state)

    answer = client.post(url(poll, f"{step}?v=9"), headers={"Accept": "application/json"})

    assert answer.status_code == 409
    assert answer.json["current"] == {"version": 1, "state": state.value}
    session.refresh(poll)
    assert poll.state is state


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (PollState.PUBLISHED, "siapkan"),
        (PollState.DRAFT, "buka"),
        (PollState.ARMED, "tutup"),
        (PollState.OPEN, "terbitkan"),
    ],
)
def test_steps_in_the_wrong_order(client, organiser, session, state, step):
    poll = PollFactory(state=state)

    assert client.post(url(poll, step)).status_code == 409
    session.refresh(poll)
    assert poll.state is state


STAFF = ["siapkan", "buka", "tutup", "terbitkan", "kelola"]


@pytest.mark.parametrize("step", STAFF)
@pytest.mark.parametrize("state", [PollState.ARMED, PollState.OPEN, PollState.CLOSED])
def test_residents_get_nowhere_here(client, signed_in, session, state, step):
    poll = PollFactory(state=state)
    signed_in(UserFactory(moderator=True))

    assert client.post(url(poll, f"{step}?v=1"), data=form("X", "Y")).status_code == 403

    session.refresh(poll)
    assert (poll.state, poll.version) == (state, 1)


@pytest.mark.parametrize("step", STAFF)
def test_a_draft_of_others_does_not_exist(client, signed_in, step):
    draft = PollFactory(draft=True)
    signed_in(UserFactory())

    assert client.post(url(draft, step)).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_organisers_put_questions(client, signed_in, session, method):
    signed_in(UserFactory())

    assert getattr(client, method)("/suara/baru").status_code == 403
    assert session.scalars(select(Poll)).all() == []


def test_visitors_are_asked_to_sign_in(client):
    poll = PollFactory()

    for address in ("/suara/baru", url(poll, "kelola")):
        assert client.get(address).location == f"/masuk?next={address}"
