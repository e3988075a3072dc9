import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core.actor import SYSTEM
from forum.polls import actions, bars_from_voting, electorate, queries
from forum.polls.models import Ballot, PollState
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory, UnitFactory
from tests.polls.factories import BallotFactory, PollFactory, counted, frozen

FRAGMENT = {"X-Fragment": "1"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def url(poll, rest=""):
    return f"/suara/{poll.id}{rest}"


def form(poll, choice=0, ballot_id="b1"):
    return {"option_id": queries.option_ids(poll.id)[choice], "ballot_id": ballot_id}


def ballots(session, poll):
    return session.scalars(select(Ballot).where(Ballot.poll_id == poll.id)).all()


# --- the list


def test_the_list_shows_what_is_open_and_what_came_out(client):
    for state in PollState:
        PollFactory(state=state, question=f"Bagaimana dengan {state.value}?")

    page = client.get("/suara").text

    shown = [state for state in PollState if f"Bagaimana dengan {state.value}?" in page]
    assert shown == [state for state in PollState if state is not PollState.DRAFT]
    assert (
        page.index("dengan open") < page.index("dengan armed") < page.index("dengan published")
    )
    assert 'href="/suara/atom.xml"' in page


@pytest.mark.parametrize(
    ("shown", "words", "not_words"),
    [
        ("terbuka", ["dengan open?", "dengan armed?"], ["dengan published?"]),
        ("hasil", ["dengan published?"], ["dengan open?", "dengan closed?"]),
        ("draf", ["dengan open?", "dengan published?"], ["dengan draft?"]),
        ("apa saja", ["dengan open?", "dengan published?"], ["dengan draft?"]),
    ],
)
def test_filters(client, shown, words, not_words):
    for state in PollState:
        PollFactory(state=state, question=f"Bagaimana dengan {state.value}?")

    page = client.get("/suara", query_string={"saring": shown}).text

    assert all(word in page for word in words)
    assert not any(word in page for word in not_words)


def test_organisers_find_their_drafts(client, signed_in):
    draft = PollFactory(draft=True)
    signed_in(UserFactory(facilitator=True))

    page = client.get("/suara?saring=draf").text

    assert url(draft, "/kelola") in page
    assert "/suara/baru" in page


@pytest.mark.parametrize("shown", ["", "terbuka", "hasil"])
def test_an_empty_list_offers_a_next_step(client, shown):
    page = client.get("/suara", query_string={"saring": shown})

    assert page.status_code == 200
    assert 'class="empty"' in page.text


def test_ones_own_votes_are_marked(client, signed_in):
    voter = UserFactory()
    BallotFactory(poll=PollFactory(), voter=voter)
    PollFactory()

    assert "Anda sudah memilih" not in client.get("/suara").text
    signed_in(voter)
    assert client.get("/suara").text.count("Anda sudah memilih") == 1


def test_a_long_list_is_cut_into_pages(client):
    polls = [PollFactory(question=f"Pertanyaan nomor-{n:02}?") for n in range(45)]

    pages, address = [], "/suara"
    while address:
        text = client.get(address).text
        pages.append([n for n in range(45) if f"nomor-{n:02}?" in text])
        marker = 'rel="next"'
        before = text[: text.index(marker)] if marker in text else ""
        address = (
            before.rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&") if before else ""
        )

    assert [len(page) for page in pages] == [20, 20, 5]
    assert sorted(n for page in pages for n in page) == list(range(len(polls)))


def test_the_list_asks_as_much_for_few_as_for_many(client, signed_in, session, count_queries):
    voter = signed_in(UserFactory())
    counted_queries = []
    for rows in (3, 57):
        for _row in range(rows):
            poll = PollFactory(area=AreaFactory(), unit=UnitFactory())
            BallotFactory(poll=poll, voter=voter)
        session.expire_all()
        with count_queries() as seen:
            assert client.get("/suara").status_code == 200
        counted_queries.append(len(seen))

    assert counted_queries[0] == counted_queries[1] <= 5


def test_the_feed(client):
    PollFactory(draft=True, question="Bagaimana dengan draf ini?")
    opened = PollFactory(question="Apakah <semua> setuju & mufakat?")
    published = counted(1, 3, labels=["Pagi", "Sore"])
    closed = counted(5, 0, state=PollState.CLOSED, labels=["Rahasia", "B"])

    answer = client.get("/suara/atom.xml")

    assert answer.content_type == "application/atom+xml; charset=utf-8"
    entries = ET.fromstring(answer.data).findall("a:entry", ATOM)  # noqa: S314 - our own
    titles = [entry.findtext("a:title", "", ATOM) for entry in entries]
    assert titles == [closed.question, published.question, opened.question]
    assert "Sore mendapat suara terbanyak" in answer.text
    assert "Rahasia" not in answer.text
    assert entries[0].findtext("a:id", "", ATOM).startswith("http")


def test_an_empty_feed_is_a_feed(client):
    assert ET.fromstring(client.get("/suara/atom.xml").data) is not None  # noqa: S314


# --- the ballot


def test_a_visitor_reads_and_is_asked_to_sign_in(client):
    poll = PollFactory(description="Mulai **Januari**.", area=AreaFactory(), unit=UnitFactory())

    page = client.get(url(poll)).text

    assert poll.question in page
    assert "<strong>Januari</strong>" in page
    assert "Pilihan 1" in page
    assert f"/masuk?next=/suara/{poll.id}" in page
    assert 'type="radio"' not in page


def test_a_voter_gets_a_ballot_of_their_own(client, signed_in):
    poll = PollFactory()
    signed_in(UserFactory())

    first, second = client.get(url(poll)).text, client.get(url(poll)).text

    assert first.count('type="radio"') == 2
    ids = [page.split('name="ballot_id" value="')[1].split('"')[0] for page in (first, second)]
    assert len(ids[0]) == 32
    assert ids[0] != ids[1]
    assert "pengelola sistem dapat melihatnya" in first
    assert "Suara tidak dapat diganti" in first


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        ({"unverified": True}, "diverifikasi dengan KTP"),
        ({"verified_at": "late"}, "Anda diverifikasi setelah pemungutan dibuka"),
    ],
)
def test_who_may_not_vote_is_told_why(client, signed_in, clock, person, reason):
    poll = frozen(PollFactory(opened_at=clock.now))
    if person.get("verified_at") == "late":
        person = {"verified_at": clock.now + timedelta(seconds=1)}
    signed_in(UserFactory(**person))

    page = client.get(url(poll)).text

    assert reason in page
    assert 'type="radio"' not in page


def test_who_leads_its_forum_is_told_why(client, signed_in, monkeypatch):
    monkeypatch.setattr(electorate, "_BARS", [])
    bars_from_voting(lambda actor, poll_id: "Anda memimpin forum ini.")
    signed_in(UserFactory())

    assert "Anda memimpin forum ini." in client.get(url(PollFactory())).text


def test_voting_without_a_script(client, signed_in, session, clock):
    clock.at(clock.now.replace(hour=12, minute=42, second=10))
    voter, poll = signed_in(UserFactory()), PollFactory()

    answer = client.post(url(poll), data=form(poll, choice=1))

    assert (answer.status_code, answer.location) == (303, url(poll, "#suara-saya"))
    (ballot,) = ballots(session, poll)
    assert (ballot.voter_id, ballot.paper) == (voter.id, str(queries.option_ids(poll.id)[1]))
    page = client.get(url(poll)).text
    assert "Suara Anda tercatat, nomor 1, pukul 19.42.10 WIB." in page
    assert 'type="radio"' not in page


def test_voting_with_a_script_gives_the_panel(client, signed_in):
    poll = PollFactory()
    signed_in(UserFactory())

    answer = client.post(url(poll), data=form(poll), headers=FRAGMENT)

    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "data-ballot-panel" in answer.text
    assert "Suara Anda tercatat, nomor 1" in answer.text


def test_pressing_twice_is_one_vote(client, signed_in, session):
    poll = PollFactory()
    signed_in(UserFactory())

    answers = [client.post(url(poll), data=form(poll), headers=FRAGMENT) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(ballots(session, poll)) == 1


def test_a_second_ballot_is_refused_and_the_first_is_shown(client, signed_in, session):
    poll = PollFactory()
    signed_in(UserFactory())
    client.post(url(poll), data=form(poll))

    for headers in (FRAGMENT, {}):
        answer = client.post(url(poll), data=form(poll, 1, "b2"), headers=headers)
        assert answer.status_code == 409
        assert "Suara Anda tercatat, nomor 1" in answer.text
        assert "Kiriman kedua ini tidak dihitung" in answer.text

    problem = client.post(
        url(poll), data=form(poll, 1, "b2"), headers={"Accept": "application/json"}
    )
    assert problem.status_code == 409
    assert problem.json["code"] == "AlreadyRecorded"
    assert problem.json["current"]["number"] == 1
    (ballot,) = ballots(session, poll)
    assert ballot.paper == str(queries.option_ids(poll.id)[0])


@pytest.mark.parametrize("headers", [FRAGMENT, {}])
@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        ([], "Pilih satu dulu, lalu kirim."),
        ([0, 1], "Pilih satu saja."),
        (["0000001"], "Pilihan itu tidak ada"),
        (["satu"], "Pilihan itu tidak ada"),
        (["-1"], "Pilihan itu tidak ada"),
    ],
)
def test_what_is_no_ballot_comes_back_with_the_paper(
    client, signed_in, session, headers, ids, sentence
):
    poll = PollFactory()
    signed_in(UserFactory())
    chosen = [queries.option_ids(poll.id)[n] if isinstance(n, int) else n for n in ids]
    chosen = [10**6 if n == "0000001" else n for n in chosen]

    answer = client.post(
        url(poll), data={"option_id": chosen, "ballot_id": "b1"}, headers=headers
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert answer.text.count('type="radio"') == 2
    assert ballots(session, poll) == []


def test_a_form_without_its_id_still_counts_once(client, signed_in, session):
    poll = PollFactory()
    signed_in(UserFactory())
    data = {"option_id": queries.option_ids(poll.id)[0]}

    assert client.post(url(poll), data=data).status_code == 303
    assert client.post(url(poll), data=data).status_code == 409
    assert len(ballots(session, poll)) == 1


def test_a_ballot_id_that_is_too_long(client, signed_in, session):
    poll = PollFactory()
    signed_in(UserFactory())

    assert client.post(url(poll), data=form(poll, ballot_id="x" * 65)).status_code == 422
    assert ballots(session, poll) == []


@pytest.mark.parametrize("headers", [FRAGMENT, {}])
def test_a_vote_after_the_close(client, signed_in, session, headers):
    poll = PollFactory()
    signed_in(UserFactory())
    data = form(poll)
    actions.close_poll(SYSTEM, poll)

    answer = client.post(url(poll), data=data, headers=headers)

    assert answer.status_code == 409
    assert "Pemungutan sudah ditutup. Suara ini tidak tercatat." in answer.text
    assert ballots(session, poll) == []


def test_at_the_very_moment_of_the_close(client, signed_in, session, clock):
    poll = PollFactory(closes_at=clock.now)
    signed_in(UserFactory())

    assert client.post(url(poll), data=form(poll)).status_code == 409
    assert "Waktu memilih sudah habis" in client.get(url(poll)).text
    assert ballots(session, poll) == []


@pytest.mark.parametrize("headers", [FRAGMENT, {}])
def test_an_unverified_person_cannot_vote(client, signed_in, session, headers):
    poll = PollFactory()
    signed_in(UserFactory(unverified=True))

    answer = client.post(url(poll), data=form(poll), headers=headers)

    assert answer.status_code == 403
    assert "diverifikasi dengan KTP" in answer.text
    assert ballots(session, poll) == []


def test_a_visitor_cannot_vote(client, session):
    poll = PollFactory()

    answer = client.post(url(poll), data=form(poll))

    assert answer.status_code == 303
    assert answer.location.startswith("/masuk?next=")
    assert client.post(url(poll), data=form(poll), headers=FRAGMENT).status_code == 401
    assert ballots(session, poll) == []


@pytest.mark.parametrize("rest", ["", "/panel", "/hasil", "/hasil.csv", "/kelola"])
def test_drafts_and_forged_addresses_do_not_exist(client, signed_in, rest):
    draft = PollFactory(draft=True)
    signed_in(UserFactory())

    assert client.get(url(draft, rest)).status_code == 404
    assert client.get(f"/suara/999999{rest}").status_code == 404
    if not rest:
        assert client.post(url(draft), data=form(draft)).status_code == 404
        assert client.post("/suara/999999", data=form(draft)).status_code == 404


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (PollState.ARMED, "Pemungutan belum dibuka"),
        (PollState.COUNTING, "Suara sedang dihitung."),
        (PollState.CLOSED, "Suara selesai dihitung."),
    ],
)
def test_before_and_after(client, signed_in, state, words):
    poll = PollFactory(state=state)
    signed_in(UserFactory())

    page = client.get(url(poll)).text

    assert words in page
    assert 'type="radio"' not in page


def test_the_receipt_stays_after_the_close(client, signed_in):
    voter = signed_in(UserFactory())
    poll = PollFactory(state=PollState.COUNTING)
    BallotFactory(poll=poll, voter=voter)

    assert "Suara Anda tercatat, nomor 1" in client.get(url(poll)).text


def test_the_panel_alone(client, signed_in):
    poll = PollFactory()
    signed_in(UserFactory())

    answer = client.get(url(poll, "/panel"))

    assert answer.status_code == 200
    assert answer.text.strip().startswith("<div")
    assert 'data-mine="free"' in answer.text
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_organisers_find_the_way_to_manage(client, signed_in):
    poll = PollFactory()
    signed_in(UserFactory())
    assert "/kelola" not in client.get(url(poll)).text
    signed_in(UserFactory(facilitator=True))
    assert url(poll, "/kelola") in client.get(url(poll)).text


@pytest.mark.parametrize("state", [PollState.OPEN, PollState.PUBLISHED])
def test_a_poll_asks_as_much_for_few_as_for_many(
    client, signed_in, session, state, count_queries
):
    signed_in(UserFactory())
    numbers = []
    for size in (3, 60):
        poll = counted(1, 1, 1, state=state, size=size)
        session.expire_all()
        with count_queries() as seen:
            assert client.get(url(poll)).status_code == 200
        numbers.append(len(seen))

    assert numbers[0] == numbers[1] <= 12


# --- the result


def test_the_result(client):
    poll = counted(1, 3, labels=["Pagi", "Sore"], entitled=1204)

    page = client.get(url(poll, "/hasil")).text

    assert "Sore mendapat suara terbanyak: 3 dari 4 suara (75%)." in page
    assert "Selisihnya 2 suara." in page
    assert "1.204" in page
    assert page.index("Sore") < page.index("Pagi</th>")
    assert '<tr class="is-win"><th scope="row">Sore' in page
    assert url(poll, "/hasil.csv") in page


def test_what_the_lot_decided_is_said(client):
    poll = counted(2, 2, 1, size=3)

    page = client.get(url(poll, "/hasil")).text

    assert "sama kuat. Urutan undian yang diumumkan sebelum dibuka memilih Pilihan" in page
    assert page.count("is-win") == 1


@pytest.mark.parametrize("state", [PollState.OPEN, PollState.COUNTING, PollState.CLOSED])
@pytest.mark.parametrize("person", [None, {}, {"facilitator": True}])
def test_nothing_is_shown_before(client, signed_in, state, person):
    """Not the result, not how many have voted; the organisers' own page is another one."""
    if person is not None:
        signed_in(UserFactory(**person))
    poll = counted(31, 17, state=state, entitled=99)

    for rest in ("/hasil", "", "/panel"):
        page = client.get(url(poll, rest)).text
        words = re.sub(r"<[^>]*>", " ", page.partition("<main")[2] or page)
        assert not re.search(r"\b(31|17|48|64,6)\b", words)
    assert "tidak ada angka yang ditampilkan" in client.get(url(poll, "/hasil")).text


def test_the_result_says_when_it_comes(client, clock):
    poll = PollFactory(
        closes_at=clock.now.replace(year=2031, month=11, day=27, hour=9, minute=0)
    )

    assert (
        "Pemungutan ditutup 27 November 2031, 16.00 WIB."
        in client.get(url(poll, "/hasil")).text
    )


def test_downloads(client):
    poll = counted(1, 3, labels=["Pagi", "Sore"])

    as_csv = client.get(url(poll, "/hasil.csv"))
    as_json = client.get(url(poll, "/hasil.json"))

    header, first, _second = csv.reader(io.StringIO(as_csv.data.decode("utf-8-sig")))
    assert (header[0], first[:2]) == ("Pilihan", ["Sore", "3"])
    assert "attachment" in as_csv.headers["Content-Disposition"]
    assert '"votes": 3' in json.dumps(as_json.json)
    assert client.get(url(poll, "/hasil.exe")).status_code == 404


@pytest.mark.parametrize(
    ("state", "person", "status"),
    [
        (PollState.OPEN, {"facilitator": True}, 404),
        (PollState.COUNTING, {"facilitator": True}, 404),
        (PollState.CLOSED, {}, 404),
        (PollState.CLOSED, {"facilitator": True}, 200),
        (PollState.PUBLISHED, {}, 200),
    ],
)
def test_downloads_wait_for_the_result(client, signed_in, state, person, status):
    signed_in(UserFactory(**person))
    poll = counted(2, 1, state=state)

    assert client.get(url(poll, "/hasil.csv")).status_code == status


def test_a_vote_from_another_page_goes_back_there(client, signed_in):
    signed_in(UserFactory())
    poll = PollFactory()
    vote = {"option_id": poll.options[0].id, "ballot_id": "b1"}

    answer = client.post(
        f"/suara/{poll.id}", data=vote | {"next": "/forum/3/langsung#suara-saya"}
    )

    assert (answer.status_code, answer.location) == (303, "/forum/3/langsung#suara-saya")


def test_a_vote_is_led_to_no_other_site(client, signed_in):
    signed_in(UserFactory())
    poll = PollFactory()
    vote = {"option_id": poll.options[0].id, "ballot_id": "b1", "next": "https://evil.example/"}

    assert (
        client.post(f"/suara/{poll.id}", data=vote).location == f"/suara/{poll.id}#suara-saya"
    )
