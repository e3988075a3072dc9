import csv
import io
from datetime import timedelta

import pytest

from forum.audit import actions, queries
from forum.core import clock as real_clock
from forum.core import hashlog, keys
from tests.accounts.factories import UserFactory

PAGE = "/kelola/catatan"


@pytest.fixture
def admin(signed_in):
    return signed_in(UserFactory(admin=True, public_name="Ibu Pengelola"))


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}.csv"])
def test_the_record_is_for_admins_of_the_city_and_observers(client, signed_in, address):
    assert client.get(address).status_code == 303
    for role, status in {
        "admin": 200,
        "observer": 200,
        "moderator": 403,
        "official": 403,
    }.items():
        signed_in(UserFactory(**{role: True}))
        assert client.get(address).status_code == status, role
    signed_in(UserFactory())
    assert client.get(address).status_code == 403


def test_entries_say_who_did_what_in_which_role_and_why(client, admin, ring):
    ring(actor_id=admin.id, role="admin", user_id=31, reason="Karena <b>perlu</b>")

    page = client.get(PAGE).text

    assert "Record rung" in page
    assert "Ibu Pengelola" in page
    assert "Pengelola" in page
    assert "akun" in page
    assert "Karena &lt;b&gt;perlu&lt;/b&gt;" in page


def test_the_clock_and_those_who_left_are_named_as_such(client, admin, ring):
    ring(reason="apa saja")
    ring(actor_id=987654)
    actions.erase_texts_of(987654)

    page = client.get(PAGE).text

    assert "Sistem" in page
    assert "Akun dihapus" in page


def test_an_erased_reason_is_shown_as_erased(client, admin, ring):
    ring(actor_id=admin.id, reason="Rahasia saya")
    actions.erase_texts_of(admin.id)

    page = client.get(PAGE).text

    assert "Rahasia saya" not in page
    assert "sudah dihapus atas permintaan orangnya" in page


def entries(page):
    return page.count('<li id="entri-')


def test_entries_are_found_by_kind_person_and_day(client, admin, ring, clock):
    clock.at(clock.now.astimezone(real_clock.LOCAL).replace(hour=0, minute=0, second=0))
    ring(actor_id=5)
    clock.tick(-1)
    ring(actor_id=6)
    today = clock.now + timedelta(seconds=1)
    day = today.astimezone(real_clock.LOCAL).date()
    before = day - timedelta(days=1)

    assert entries(client.get(f"{PAGE}?kejadian=RecordRung").text) == 2
    assert entries(client.get(f"{PAGE}?kejadian=PollOpened").text) == 0
    assert entries(client.get(f"{PAGE}?orang=6").text) == 1
    assert entries(client.get(f"{PAGE}?dari={day}&kejadian=RecordRung").text) == 1
    assert entries(client.get(f"{PAGE}?sampai={before}&kejadian=RecordRung").text) == 1
    assert (
        entries(client.get(f"{PAGE}?dari={before}&sampai={day}&kejadian=RecordRung").text) == 2
    )


@pytest.mark.parametrize(
    "query",
    ["kejadian=Apa", "orang=x", "orang=99999999999999", "dari=kemarin", "sampai=9999-99-99", "lanjut=x",
     "dari=0001-01-01", "sampai=9999-12-31", "orang=-1"],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_no_filter(client, admin, ring, query):
    ring()

    answer = client.get(f"{PAGE}?{query}")

    assert answer.status_code == 200
    assert entries(answer.text) >= 1


def test_the_list_goes_on_where_the_page_ends(client, admin, ring):
    ring(60)

    first = client.get(f"{PAGE}?kejadian=RecordRung").text
    onward = (
        first.split('rel="next"')[0].split('href="')[-1].split('"')[0].replace("&amp;", "&")
    )
    second = client.get(onward).text

    assert (entries(first), entries(second)) == (50, 10)
    assert "kejadian=RecordRung" in onward


def test_the_number_of_queries_does_not_grow_with_the_list(client, admin, ring, count_queries):
    client.get(PAGE)
    counts = []
    for more in (3, 57):
        ring(more, actor_id=admin.id, reason="alasan", user_id=admin.id)
        actions.checkpoint()
        with count_queries() as seen:
            client.get(PAGE)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_the_page_says_how_far_the_chain_is_whole(client, admin, sealed):
    assert "Rantai belum pernah diperiksa" in client.get(PAGE).text
    sealed(3)
    actions.checkpoint()
    actions.note_check(queries.verify())
    size = queries.standing().size

    page = client.get(PAGE).text

    assert f"Rantai utuh sampai entri ke-{size}" in page
    assert f"Titik periksa terakhir pada entri ke-{size}" in page


def test_a_broken_chain_is_said_plainly(client, admin, sealed):
    sealed(3)
    report = queries.verify()
    report.add("gone", "entry 2 is gone", entry_id=2, number=2)
    actions.note_check(report)

    page = client.get(PAGE).text

    assert "Rantai catatan tidak utuh" in page
    assert "Yang pertama pada entri 2: entri hilang." in page


def test_the_file_holds_what_the_filter_shows_without_what_people_wrote(client, admin, ring):
    ring(2, actor_id=admin.id, role="admin", reason="Rahasia")
    ring(1)

    answer = client.get(f"{PAGE}.csv?orang={admin.id}&kejadian=RecordRung")

    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 3
    assert [row[3] for row in rows[1:]] == ["RecordRung"] * 2
    assert rows[1][5:7] == ["Ibu Pengelola", "Pengelola"]
    assert "Rahasia" not in answer.text
    assert "sha256" not in answer.text


def test_the_whole_file_is_read_in_pieces(client, admin, ring):
    ring(5)

    assert len(list(queries.entries(queries.Filters(event="RecordRung"), 3))) == 3
    assert len(list(queries.entries(queries.Filters(event="RecordRung")))) == 5


def test_signed_states_are_for_everyone_with_the_key_to_them(client, sealed):
    sealed(2)
    actions.checkpoint()
    sealed(3)
    actions.checkpoint()

    answer = client.get("/catatan/titik-periksa")

    assert answer.content_type == "text/plain; charset=utf-8"
    line, rest = answer.text.split("\n", 1)
    name, key = hashlog.read_public_key(line)
    assert name == "localhost/catatan"
    assert key.public_bytes_raw() == keys.sign_key().public_key().public_bytes_raw()
    notes = [note.split("\n", 1)[1] for note in rest.split("\n= ")[1:]]
    sizes = [hashlog.verify(note.rstrip("\n") + "\n", key).size for note in notes]
    assert sizes == [5, 2]


def test_the_record_is_among_the_pages_of_the_administration(client, admin):
    assert 'href="/kelola/catatan"' in client.get("/kelola").text
