"""The pages of the desk, asked from outside."""

import re

import pytest
from sqlalchemy import select

from forum.accounts import queries as accounts
from forum.city import actions as city
from forum.core.actor import Grant, Role
from forum.core.db import db
from forum.desk import actions, pins, queries
from forum.desk.models import Entry, EntryKind
from forum.discussions.models import Support
from forum.polls.models import Ballot
from tests.accounts.factories import UserFactory
from tests.desk.factories import Desk, officer_of
from tests.factories import AreaFactory, menteng
from tests.issues.factories import IssueFactory, opening_of
from tests.polls.factories import PollFactory

SPOKEN = {"consent": "spoken", "witness": "Ibu Saksi"}
ROLES = [
    None,
    "facilitator",
    "scribe",
    "moderator",
    "coordinator",
    "official",
    "head",
    "observer",
]


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def at_desk(desk, signed_in):
    signed_in(accounts.user_by_id(desk.officer.id))
    return desk


def person_fields(area, **changes):
    return {"name": "Damang Tuwan", "area_id": area.id, "adult": "y", **SPOKEN, **changes}


def issue_fields(desk, **changes):
    return {
        "orang": desk.person.id, "kind": "aduan", "title": "Jembatan papan di gang rusak",
        "text": "Papan ketiga patah.", "area_id": desk.area.id, "voice": "warga",
        **SPOKEN, **changes,
    }  # fmt: skip


PAGES = ["/meja", "/meja/entri", "/meja/warga/baru", "/meja/entri/baru", "/meja/dukungan/baru",
         "/meja/kios", "/meja/entri/1/slip"]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_the_desk_is_for_its_officers(client, signed_in, address, role):
    signed_in(UserFactory(**({role: True} if role else {})))

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", PAGES)
def test_visitors_are_asked_to_sign_in(client, address):
    assert client.get(address).location.startswith("/masuk")


def test_every_page_says_in_which_role_one_acts(client, at_desk):
    entry = at_desk.enter().entry
    for address in [*PAGES[:-1], f"/meja/entri/{entry.id}/slip",
                    f"/meja/entri/baru?orang={at_desk.person.id}"]:  # fmt: skip
        page = client.get(address).text
        assert "Anda bertindak sebagai Petugas Kelurahan Menteng" in page, address
        assert client.get(address).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("grants", "words"),
    [
        ([Grant(Role.DESK)], "Petugas Kelurahan, seluruh kota"),
        ([Grant(Role.ADMIN)], "Pengelola, di meja layanan"),
    ],
)
def test_city_wide_officers_are_called_so(client, signed_in, grants, words):
    menteng()
    signed_in(UserFactory(roles=grants))

    assert words in client.get("/meja").text


def test_a_person_is_registered_once_however_often_the_form_comes(client, at_desk):
    fields = person_fields(at_desk.area, cmd_id="abc")

    first = client.post("/meja/warga/baru", data=fields)
    second = client.post("/meja/warga/baru", data=fields)

    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    rows = db.session.scalars(select(Entry).where(Entry.kind == EntryKind.REGISTRATION)).all()
    assert len(rows) == 2  # the desk's own first, and this one


def test_those_of_the_same_name_are_shown_by_public_name_and_day_alone(client, at_desk):
    fields = person_fields(at_desk.area, name=at_desk.person.name)
    at_desk.person.public_name = "Bapak S."
    db.session.flush()

    page = client.post("/meja/warga/baru", data=fields)

    assert page.status_code == 409
    assert "Bapak S." in page.text
    assert page.text.count(at_desk.person.name) == 1  # as typed, in the form
    again = client.post("/meja/warga/baru", data={**fields, "is_new": "y"})
    assert again.status_code == 303


@pytest.mark.parametrize(
    "changes", [{"adult": ""}, {"consent": ""}, {"witness": ""}, {"name": ""}, {"rt": "x"},
                {"phone": "123"}, {"witness": "Petugas Satu"},
                {"consent": "paper", "form_number": "1", "form_date": "kemarin"}]
)  # fmt: skip
def test_mistakes_come_back_with_what_was_typed(client, at_desk, changes):
    page = client.post("/meja/warga/baru", data=person_fields(at_desk.area, **changes))

    assert page.status_code == 422
    assert 'id="galat"' in page.text


def test_an_officer_registers_nobody_elsewhere(client, at_desk):
    other = AreaFactory(name="Langkai")

    page = client.post("/meja/warga/baru", data=person_fields(other))

    assert page.status_code == 422
    assert db.session.scalars(select(Entry).where(Entry.area_id == other.id)).all() == []


def test_an_issue_is_entered_and_shown_so(client, at_desk):
    answer = client.post("/meja/entri/baru", data=issue_fields(at_desk))

    entry = queries.entries_of(at_desk.person.id)[-1]
    assert answer.location == f"/meja/entri/{entry.id}/slip"
    page = client.get(f"/isu/{entry.thread_id}").text
    assert "Salundik, Menteng" in page
    assert "Dientri oleh petugas kelurahan" in page
    assert at_desk.officer.name not in page.split("</header>")[1]


def test_a_guide_is_asked_for_where_children_speak(client, at_desk):
    fields = issue_fields(at_desk, guided="y")
    assert client.post("/meja/entri/baru", data=fields).status_code == 422

    client.post("/meja/entri/baru", data={**fields, "guide": "Ibu Guru Mardiana"})

    entry = queries.entries_of(at_desk.person.id)[-1]
    page = client.get(f"/isu/{entry.thread_id}").text
    assert "Disampaikan melalui pendamping" in page
    assert "Mardiana" not in page


@pytest.mark.parametrize("how", ["number", "address", "reply"])
def test_support_is_noted_for_somebody_who_is_present(client, at_desk, how):
    issue = IssueFactory()
    post = opening_of(issue)
    what = {
        "number": issue.number,
        "address": f"https://betang.example/isu/{issue.id}",
        "reply": f"/isu/{issue.id}/kiriman/{post.id}",
    }[how]
    fields = {"orang": at_desk.person.id, "what": what, "present": "y", **SPOKEN}

    answer = client.post("/meja/dukungan/baru", data=fields)

    assert answer.status_code == 303
    assert db.session.get(Support, (post.id, at_desk.person.id)).is_assisted
    assert "1 di antaranya lewat petugas" in client.get(f"/isu/{issue.id}").text
    assert "1 dukungan lewat petugas" in client.get("/isu").text
    assert '"assisted_count":1' in client.get(f"/isu/{issue.id}/state").text.replace(" ", "")
    again = client.post("/meja/dukungan/baru", data=fields)
    assert again.status_code == 422
    assert "sudah tercatat" in again.text


def test_documents_count_assisted_support_apart(client, signed_in, at_desk):
    issue = IssueFactory()
    what = {"orang": at_desk.person.id, "what": f"/isu/{issue.id}", "present": "y", **SPOKEN}
    client.post("/meja/dukungan/baru", data=what)
    signed_in(UserFactory(admin=True))

    brief = client.get(f"/isu/{issue.id}/ringkasan.json").json

    assert "1 warga, 1 di antaranya lewat petugas" in str(brief)
    assert "'assisted_supports': 1" in str(brief)


def test_the_pin_is_on_the_slip_while_it_is_handed_over(client, at_desk, clock):
    """A printer jams, a page is loaded again, a button is pressed twice: the slip stays whole."""
    fields = issue_fields(at_desk, cmd_id="abc")
    address = client.post("/meja/entri/baru", data=fields).location
    entry = queries.entries_of(at_desk.person.id)[-1]
    pin = pin_on(client.get(address))
    assert pins.opens(entry, pin)

    assert client.post("/meja/entri/baru", data=fields).location == address
    assert pin_on(client.get(address)) == pin

    clock.tick(600)
    assert pin_on(client.get(address)) == pin
    clock.tick(1)
    assert pin_on(client.get(address)) is None


def test_a_slip_says_what_was_entered(client, at_desk):
    address = client.post("/meja/entri/baru", data=issue_fields(at_desk)).location

    page = client.get(address).text

    entry = queries.entries_of(at_desk.person.id)[-1]
    assert "<svg" in page
    assert "style=" not in page
    for words in (
        entry.number, at_desk.person.name, at_desk.officer.name, "Jembatan papan", "Menteng",
        "localhost:8000/lacak",
    ):  # fmt: skip
        assert words in page, words


def test_only_the_device_on_which_it_was_made_shows_a_pin(app, client, signed_in, at_desk):
    address = client.post("/meja/entri/baru", data=issue_fields(at_desk)).location
    elsewhere = app.test_client()
    signed_in(accounts.user_by_id(at_desk.officer.id), on=elsewhere)

    assert pin_on(elsewhere.get(address)) is None
    assert pin_on(client.get(address))


def test_a_pin_that_was_replaced_is_not_shown_again(client, at_desk, clock):
    address = client.post("/meja/entri/baru", data=issue_fields(at_desk)).location
    first = pin_on(client.get(address))
    clock.tick()

    client.post(address.replace("/slip", "/pin"), data={"dilihat": "y"})

    entry = queries.entries_of(at_desk.person.id)[-1]
    second = pin_on(client.get(address))
    assert second != first
    assert pins.opens(entry, second)


def test_of_a_slip_that_was_taken_over_no_pin_is_shown(client, at_desk):
    address = client.post("/meja/entri/baru", data=issue_fields(at_desk)).location
    entry = queries.entries_of(at_desk.person.id)[-1]

    actions.claim_into(UserFactory().as_actor(), entry)

    assert pin_on(client.get(address)) is None


def pin_on(page):
    found = re.search(r'slip__pin num">(\d{6})<', page.text)
    return found[1] if found else None


def test_a_new_pin_only_after_the_person_was_seen(client, at_desk):
    entry = at_desk.made.entry
    before = entry.pin_hash
    client.post(f"/meja/entri/{entry.id}/pin")
    db.session.refresh(entry)
    assert entry.pin_hash == before

    page = client.post(
        f"/meja/entri/{entry.id}/pin", data={"dilihat": "y"}, follow_redirects=True
    )

    assert "slip__pin" in page.text
    db.session.refresh(entry)
    assert entry.pin_hash != before


def test_no_officer_votes_for_anybody(app, client, at_desk):
    """No address of the desk casts a ballot, and a ballot is always one's own."""
    poll = PollFactory()
    fields = {"orang": at_desk.person.id, "voter_id": at_desk.person.id,
              "person_id": at_desk.person.id, "option_id": "1", "ballot_id": "x"}  # fmt: skip
    desks = [rule.rule for rule in app.url_map.iter_rules()
             if rule.endpoint.startswith(("desk.", "tracks.", "kiosk."))]  # fmt: skip
    assert not [rule for rule in desks if "suara" in rule or "pilih" in rule]
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("polls.") and "POST" in rule.methods:
            client.post(rule.rule.replace("<int:poll_id>", str(poll.id)), data=fields)

    ballots = db.session.scalars(select(Ballot)).all()
    assert at_desk.person.id not in [ballot.voter_id for ballot in ballots]


def test_lists_ask_as_much_for_many_as_for_few(client, at_desk, count_queries):
    def asked():
        with count_queries() as seen:
            assert client.get("/meja/entri").status_code == 200
            assert client.get("/meja").status_code == 200
        return len(seen)

    client.get("/meja")
    few = asked()
    for number in range(18):
        at_desk.enter(title=f"Jembatan papan nomor {number} rusak")

    assert asked() == few


def test_officers_of_other_places_see_nothing(client, signed_in, desk):
    signed_in(officer_of(AreaFactory(name="Langkai")))

    assert client.get(f"/meja/entri/{desk.made.entry.id}/slip").status_code == 404
    assert client.get(f"/meja/entri/baru?orang={desk.person.id}").status_code == 404
    page = client.get(f"/meja/entri/baru?nomor={desk.made.entry.number}").text
    assert "bukan milik orang yang dapat Anda layani" in page
    assert desk.made.entry.number not in client.get("/meja/entri").text


def test_somebody_is_found_by_the_number_of_their_slip(client, at_desk):
    page = client.get(f"/meja/entri/baru?nomor={at_desk.made.entry.number.lower()}").text

    assert "Tulis isu untuk Salundik, Menteng" in page


def test_a_slip_leads_to_verifying_its_person(client, at_desk):
    page = client.get(f"/meja/entri/{at_desk.made.entry.id}/slip").text
    found = client.post("/meja/verifikasi", data={"who": at_desk.made.entry.number.lower()})

    assert f'href="/meja/verifikasi/{at_desk.person.id}"' in page
    assert found.location == f"/meja/verifikasi/{at_desk.person.id}"


def test_a_slip_of_another_place_leads_nowhere(client, signed_in, desk):
    signed_in(officer_of(AreaFactory(name="Langkai")))

    found = client.post("/meja/verifikasi", data={"who": desk.made.entry.number})

    assert found.status_code == 422


def test_the_notice_of_an_election_stands_where_officers_write(client, at_desk):
    address = f"/meja/entri/baru?orang={at_desk.person.id}"
    words = "Jangan kampanye di sini."
    assert words not in client.get(address).text

    city.change_setting(
        UserFactory(admin=True).as_actor(),
        "election_mode",
        {"on": True, "from": None, "to": None, "text": {"id": words, "en": words}},
        reason="Masa tenang",
    )

    assert words in client.get(address).text
