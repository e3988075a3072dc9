"""Tracking with number and PIN, and taking over what was entered."""

from datetime import datetime, time, timedelta

import pytest

from forum.accounts import actions as joining
from forum.accounts import queries as accounts
from forum.accounts import tokens
from forum.core import clock as clock_of
from forum.core.db import db
from forum.decisions import queries as promises
from forum.decisions.models import OfficialAnswer, Verdict
from forum.desk import actions, numbers, queries
from forum.discussions import queries as threads
from forum.issues import queries as issues
from forum.issues.models import IssueState
from tests.accounts.factories import UserFactory
from tests.decisions.factories import Office
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


# --- the reporter's word, by the slip


def finished(made):
    """What was entered, answered and declared done, as its office knows it."""
    office = Office()
    office.issue = issues.issue_by_id(made.entry.thread_id)
    office.issue.owner_unit_id = office.unit.id
    office.issue.state = IssueState.IN_PROGRESS
    db.session.flush()
    office.finish()
    return office


def test_who_has_no_account_confirms_by_the_slip_once(client, desk):
    made = desk.enter()
    office = finished(made)
    track(client, made)
    page = client.get("/lacak/hasil").text
    assert "Apakah sudah beres?" in page
    assert "Parit dibuka sepanjang 180 meter." in page

    fields = {"verdict": "ya", "rating": "4", "words": "Bagus.", "cmd_id": "kata-1"}
    assert client.post("/lacak/hasil", data=fields).location == "/lacak/hasil"
    assert client.post("/lacak/hasil", data=fields).location == "/lacak/hasil"

    closing = promises.last_closing(office.issue.id)
    assert (closing.verdict, closing.rating, closing.by_slip) == (Verdict.CONFIRMED, 4, True)
    page = client.get("/lacak/hasil").text
    assert "Konfirmasi Anda tercatat" in page
    assert "lewat slip" in page
    assert 'name="verdict"' not in page
    fields["cmd_id"] = "kata-2"
    assert client.post("/lacak/hasil", data=fields).status_code == 409


def test_not_done_needs_words_which_are_kept(client, desk):
    made = desk.enter()
    office = finished(made)
    track(client, made)

    fields = {"verdict": "belum", "rating": "1", "words": "x", "cmd_id": "kata-1"}
    answer = client.post("/lacak/hasil", data=fields)
    assert answer.status_code == 422
    assert "Tulis apa yang belum beres" in answer.text
    assert 'value="kata-1"' in answer.text

    fields["words"] = "Papan ketiga masih goyang."
    assert client.post("/lacak/hasil", data=fields).status_code == 303
    closing = promises.last_closing(office.issue.id)
    assert (closing.verdict, closing.words) == (Verdict.CONTESTED, "Papan ketiga masih goyang.")
    assert issues.issue_by_id(office.issue.id).reopened_at is not None


def test_neither_without_a_slip_nor_by_who_typed_it_nor_with_anothers(client, desk, signed_in):
    made = desk.enter()
    office = finished(made)
    fields = {"verdict": "ya"}
    assert client.post("/lacak/hasil", data=fields).location == "/lacak"

    track(client, desk.made)  # the slip of the registration
    assert client.post("/lacak/hasil", data=fields).status_code == 409
    signed_in(desk.officer)
    track(client, made)
    assert 'name="verdict"' not in client.get("/lacak/hasil").text
    assert client.post("/lacak/hasil", data=fields).status_code == 409

    assert promises.last_closing(office.issue.id).verdict is Verdict.WAITING


def test_after_the_term_nobody_asks(client, desk, clock):
    made = desk.enter()
    office = finished(made)
    clock.at(
        datetime.combine(
            promises.last_closing(office.issue.id).ends_on, time(12), clock_of.LOCAL
        )
        + timedelta(days=1)
    )
    track(client, made)

    assert 'name="verdict"' not in client.get("/lacak/hasil").text
    assert client.post("/lacak/hasil", data={"verdict": "ya"}).status_code == 409


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
