"""Tracking with number and PIN, and taking over what was entered."""

import pytest

from forum.accounts import actions as joining
from forum.accounts import queries as accounts
from forum.accounts import tokens
from forum.core.db import db
from forum.decisions.models import OfficialAnswer
from forum.desk import actions, numbers, queries
from forum.discussions import queries as threads
from tests.accounts.factories import UserFactory
from tests.desk.factories import SPOKEN, Desk
from tests.factories import UnitFactory
from tests.issues.factories import IssueFactory, opening_of

WRONG = "Nomor atau PIN tidak cocok"


@pytest.fixture
def desk():
    return Desk()


def wrong_pin(pin):
    return f"{(int(pin) + 1) % 10**6:06d}"


def track(client, made, *, pin=None, number=None, **how):
    fields = {"number": number or made.entry.number, "pin": pin or made.pin}
    return client.post("/lacak", data=fields, **how)


def test_number_and_pin_show_how_the_matter_stands(client, desk):
    made = desk.enter()
    unit = UnitFactory(short_name="Disba PUPR")
    answer = OfficialAnswer(
        issue_id=made.entry.thread_id, unit_id=unit.id, author_id=UserFactory().id,
        source="Papan diganti Jumat.", html="<p>Papan diganti Jumat.</p>", owner="Disba PUPR",
        due_on=made.entry.created_at.date(),
    )  # fmt: skip
    supported = opening_of(IssueFactory(title="Lampu jalan mati di Jl. Kecipir"))
    actions.enter_support(
        desk.acting, desk.person.id, supported, consent=SPOKEN, is_present=True
    )
    db.session.add(answer)
    db.session.flush()

    assert track(client, made).location == "/lacak/hasil"
    page = client.get("/lacak/hasil")

    for words in (
        made.entry.number, "Jembatan papan di gang rusak", "Diterima", "Papan diganti Jumat.",
        "Lampu jalan mati di Jl. Kecipir", "dientri oleh petugas kelurahan",
    ):  # fmt: skip
        assert words in page.text, words
    assert desk.person.name not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_the_code_on_the_slip_fills_in_the_number_and_no_more(client, desk):
    page = client.get(f"/lacak?nomor={desk.made.entry.number}").text

    assert desk.made.entry.number in page
    assert desk.made.pin not in page


def test_a_wrong_number_and_a_wrong_pin_are_answered_alike(client, desk):
    pages = [
        track(client, desk.made, pin=wrong_pin(desk.made.pin)),
        track(client, desk.made, number="BTG-2026-999999-F"),
        track(client, desk.made, number="apa saja"),
    ]

    assert {page.status_code for page in pages} == {422}
    assert all(WRONG in page.text for page in pages)
    assert client.get("/lacak/hasil").location == "/lacak"


@pytest.mark.parametrize("who", ["officer", "person"])
def test_those_whom_an_entry_names_track_it_while_signed_in(client, signed_in, desk, who):
    """Their row is in use already; reading the entry must leave it whole."""
    made = desk.enter()
    reader = accounts.user_by_id(getattr(desk, who).id)
    grants = reader.as_actor().grants

    queries.entry_numbered(made.entry.year, made.entry.id)

    assert reader.as_actor().grants == grants
    signed_in(reader)
    assert track(client, made).location == "/lacak/hasil"
    assert made.entry.number in client.get("/lacak/hasil").text


def test_nobody_sees_the_result_without_a_pin(client):
    assert client.get("/lacak/hasil").location == "/lacak"


def test_it_shuts_by_hand_and_with_a_new_pin(client, desk):
    track(client, desk.made)
    assert client.get("/lacak/hasil").status_code == 200
    client.post("/lacak/tutup")
    assert client.get("/lacak/hasil").location == "/lacak"

    track(client, desk.made)
    entry = queries.entry_for(desk.acting, desk.made.entry.id)
    actions.issue_pin(desk.acting, entry)
    assert client.get("/lacak/hasil").location == "/lacak"


def test_guesses_are_few_for_each_number_and_others_go_on(client, desk, limited):
    made = desk.enter()
    for _try in range(10):
        assert track(client, made, pin=wrong_pin(made.pin)).status_code == 422

    assert track(client, made).status_code == 429  # the right one, too: nothing is learnt
    assert track(client, desk.made).status_code == 303


def test_looking_often_is_not_guessing(client, desk, limited):
    assert {track(client, desk.made).status_code for _time in range(15)} == {303}


def test_guesses_are_few_for_each_address(client, desk, limited):
    for entry_id in range(1000, 1060):
        track(client, desk.made, number=numbers.number_of(2026, entry_id))

    assert track(client, desk.made).status_code == 429


# --- taking over


def test_an_account_of_ones_own_begins_when_the_address_is_confirmed(client, desk):
    made = desk.enter()
    track(client, made)
    fields = {"email": "salundik@contoh.id", "password": "di bawah pohon karet"}

    assert client.post("/lacak/ambil-alih", data=fields).status_code == 303

    db.session.expire_all()
    person = accounts.user_by_id(desk.person.id)
    assert person.is_assisted
    assert person.email == "salundik@contoh.id"
    assert person.confirmed_at is None
    joining.confirm(tokens.confirmation_token(person))
    person = accounts.user_by_id(desk.person.id)
    assert not person.is_assisted
    assert all(entry.claimed_at for entry in queries.entries_of(person.id))
    assert threads.opening_row(made.entry.thread_id).author_id == person.id


def test_an_address_that_is_taken_is_answered_like_any_other(client, desk):
    UserFactory(email="ada@contoh.id")
    track(client, desk.made)
    fields = {"password": "di bawah pohon karet"}

    taken = client.post("/lacak/ambil-alih", data={**fields, "email": "ada@contoh.id"})

    assert taken.status_code == 303
    assert accounts.user_by_id(desk.person.id).email is None
    track(client, desk.made)
    free = client.post("/lacak/ambil-alih", data={**fields, "email": "baru@contoh.id"})
    assert free.location == taken.location


@pytest.mark.parametrize(
    "fields", [{}, {"email": "x"}, {"email": "a@contoh.id", "password": "x"}]
)
def test_mistakes_on_the_way_to_an_account(client, desk, fields):
    track(client, desk.made)

    assert client.post("/lacak/ambil-alih", data=fields).status_code == 422


def test_everything_moves_to_the_account_that_is_signed_in(client, signed_in, desk):
    made = desk.enter()
    own = signed_in(UserFactory(public_name="Salundik T."))
    track(client, made)
    assert "Pindahkan ke akun saya" in client.get("/lacak/hasil").text

    assert client.post("/lacak/pindahkan").location == "/akun"

    assert "Salundik T." in client.get(f"/isu/{made.entry.thread_id}").text
    for one in (made, desk.made):
        page = track(client, one)
        assert page.status_code == 422
        assert "sudah dipindahkan ke akun" in page.text
        assert "sudah dipindahkan" not in track(client, one, pin=wrong_pin(one.pin)).text
    assert own.id == threads.opening_row(made.entry.thread_id).author_id


def test_visitors_move_nothing(client, desk):
    track(client, desk.made)

    assert client.post("/lacak/pindahkan").location.startswith("/masuk")
    assert not queries.entries_of(desk.person.id)[0].claimed_at
