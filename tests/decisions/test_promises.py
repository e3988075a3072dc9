"""What becomes of a promise: told step by step, never unsaid."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.attachments.queries import files_of
from forum.core import clock as now_clock
from forum.core.actor import VISITOR
from forum.core.errors import Forbidden, Invalid, NotFound, Refused
from forum.core.outbox import deliver_due
from forum.decisions import actions, queries
from forum.decisions.actions import Promise, Told
from forum.decisions.models import NoteKind, Result, Standing
from forum.issues.models import IssueState
from forum.notifications.kinds import texts
from forum.notifications.models import Notification
from tests.accounts.factories import UserFactory
from tests.decisions.factories import SHOWN, Office, supported

DAY = 86_400


def told_to(user, session):
    while deliver_due():
        pass
    rows = session.scalars(
        select(Notification).where(Notification.user_id == user.id).order_by(Notification.id)
    )
    return [(row.kind, row.facts) for row in rows]


def sentences(rows):
    return [text.sentence for text in texts(rows)]


def test_progress_another_day_and_done_are_all_kept():
    office = Office()
    promise = office.promise()
    first = promise.due_on
    later = first + timedelta(days=14)

    actions.tell(office.official, promise, NoteKind.PROGRESS, Told("Alat berat sudah tiba."))
    actions.tell(office.official, promise, NoteKind.DATE, Told("Hujan sepekan.", to_on=later))
    photo = office.photo()
    done = office.keep(promise, Told("Selesai.", files=[photo], alts={photo: "Parit terbuka"}))

    notes = queries.notes_of(promise.id)
    assert [note.kind for note in notes] == [NoteKind.PROGRESS, NoteKind.DATE, NoteKind.DONE]
    assert (notes[1].from_on, notes[1].to_on) == (first, later)
    assert (promise.due_on, promise.moves) == (later, 1)
    assert (promise.standing, promise.closed_on) == (Standing.DONE, now_clock.today())
    (file,) = files_of("commitment_note", [done.id])[done.id]
    assert (file.alt, done.intangible) == ("Parit terbuka", None)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (NoteKind.PROGRESS, Told("  ")),
        (NoteKind.PROGRESS, Told("x" * 2001)),
        (NoteKind.DATE, Told("Hujan.")),
        (NoteKind.DATE, Told("Hujan.", to_on=now_clock.today() - timedelta(days=2))),
        (NoteKind.DONE, Told("Selesai.")),
        (NoteKind.DONE, Told("Selesai.", intangible="ya")),
        (NoteKind.CANCELLED, Told("Tidak jadi.")),
        (NoteKind.CANCELLED, Told("Tidak jadi.", reason="malas")),
    ],
)
def test_a_note_that_lacks_something_changes_nothing(kind, told):
    office = Office()
    promise_id = office.promise().id

    with pytest.raises(Invalid):
        actions.tell(office.official, queries.commitment_by_id(promise_id), kind, told)

    promise = queries.commitment_by_id(promise_id)
    assert (promise.standing, queries.notes_of(promise_id)) == (Standing.RUNNING, [])


def test_a_promise_that_has_ended_takes_no_more_notes():
    office = Office()
    promise = office.promise()
    actions.tell(
        office.official,
        promise,
        NoteKind.CANCELLED,
        Told("Sudah dikerjakan warga.", reason="dikerjakan_pihak_lain"),
    )
    assert (promise.standing, promise.reason) == (Standing.CANCELLED, "dikerjakan_pihak_lain")

    with pytest.raises(Refused):
        office.keep(promise)


@pytest.mark.parametrize("roles", [["resident"], ["admin"], ["coordinator"], ["moderator"]])
def test_only_the_unit_tells(roles):
    office = Office()
    promise = office.promise()

    with pytest.raises(Forbidden):
        actions.tell(UserFactory(roles=roles).as_actor(), promise, NoteKind.DONE, SHOWN)


def test_a_promise_is_late_the_day_after(clock, session):
    office = Office()
    promise = office.promise()
    assert not promise.is_late(promise.due_on)
    assert promise.is_late(promise.due_on + timedelta(days=1))
    assert actions.mark_late() == 0

    clock.tick(8 * DAY)
    assert actions.mark_late() == 1
    assert actions.mark_late() == 0

    kinds = [kind for kind, _facts in told_to(office.user, session)]
    assert kinds.count("promise_late") == 1


def test_author_and_supporters_hear_of_every_step(app, session):
    office = Office()
    neighbour = supported(office.issue)
    promise = office.promise()
    actions.tell(office.official, promise, NoteKind.PROGRESS, Told("Alat sudah tiba."))
    office.keep(promise)

    for user, kinds in (
        (office.author, ["issue_answered", "issue_promise", "issue_promise"]),
        (neighbour, ["followed_answer", "followed_promise", "followed_promise"]),
    ):
        rows = told_to(user, session)
        assert [kind for kind, _facts in rows] == kinds
        with app.test_request_context():
            said = sentences(rows)
        assert office.unit.short_name in said[0]
        assert "perkembangan, Membuka parit" in said[1]
        assert "selesai dikerjakan, Membuka parit" in said[2]


def test_supporters_hear_nothing_of_what_became_secret(client, signed_in, session):
    office = Office()
    neighbour = supported(office.issue)
    office.promise()
    rows = told_to(neighbour, session)
    signed_in(neighbour)
    assert "memberi jawaban resmi" in client.get("/pemberitahuan").text
    office.issue.is_secret = True
    session.flush()

    office.promise()

    assert len(told_to(neighbour, session)) == len(rows) == 1
    page = client.get("/pemberitahuan").text
    assert "memberi jawaban resmi" not in page
    assert office.issue.thread.title not in page


def test_the_promise_of_a_secret_issue_is_seen_as_the_issue_is(client, signed_in):
    office = Office(is_secret=True)
    promise = office.promise()
    path = f"/tindak-lanjut/{promise.id}"
    seeing = [office.author, office.user, UserFactory(coordinator=True)]
    others = [UserFactory(), UserFactory(admin=True), UserFactory(official=True)]

    with pytest.raises(NotFound):
        queries.commitment_for(VISITOR, promise.id)
    assert client.get(path).status_code == 404
    assert "Membuka parit" not in client.get("/tindak-lanjut").text
    assert "Membuka parit" not in client.get("/tindak-lanjut/atom.xml").text
    assert "Membuka parit" not in client.get("/tindak-lanjut/ekspor.csv").text
    for user in seeing:
        signed_in(user)
        assert client.get(path).status_code == 200
        assert "Membuka parit" in client.get("/tindak-lanjut").text
        assert "Membuka parit" not in client.get("/tindak-lanjut/atom.xml").text
        assert "Membuka parit" not in client.get("/tindak-lanjut/ekspor.csv").text
    for user in others:
        signed_in(user)
        assert client.get(path).status_code == 404
        assert "Membuka parit" not in client.get("/tindak-lanjut").text


def test_evidence_of_a_secret_issue_is_no_ones_else(client, signed_in):
    office = Office(is_secret=True)
    promise = office.promise()
    note = office.keep(promise, Told("Selesai.", files=[office.photo()]))
    (file,) = files_of("commitment_note", [note.id])[note.id]

    assert client.get(f"/berkas/{file.key}").status_code == 404
    signed_in(UserFactory())
    assert client.get(f"/berkas/{file.key}").status_code == 404
    signed_in(office.author)
    assert client.get(f"/berkas/{file.key}").status_code == 200


# --- doors


def note_form(**changes):
    return {"text": "Alat sudah tiba.", "cmd_id": "n1"} | changes


def test_the_history_of_a_promise_and_its_chain_stand_on_one_page(client, signed_in):
    office = Office()
    signed_in(office.user)
    promise = office.promise()
    path = f"/tindak-lanjut/{promise.id}"
    later = promise.due_on + timedelta(days=3)

    for _press in range(2):
        sent = client.post(f"{path}/perkembangan", data=note_form())
        assert sent.location.startswith(path)
    form = note_form(text="Hujan.", to_on=later.isoformat(), cmd_id="n2")
    assert client.post(f"{path}/tenggat", data=form).status_code == 303
    form = note_form(text="Selesai.", intangible="Diperiksa bersama RT.", cmd_id="n3")
    assert client.post(f"{path}/selesai", data=form).status_code == 303

    assert len(queries.notes_of(promise.id)) == 3
    page = client.get(path).text
    for words in ("Alat sudah tiba.", "Hujan.", "<del>", "Diperiksa bersama RT.", "Selesai"):
        assert words in page, words
    assert f'href="/isu/{office.issue.id}"' in page
    assert path in client.get(f"/isu/{office.issue.id}").text


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("perkembangan", {"text": ""}),
        ("tenggat", {"text": "Hujan.", "to_on": ""}),
        ("tenggat", {"text": "Hujan.", "to_on": "2020-01-01"}),
        ("selesai", {"text": "Selesai."}),
        ("dibatalkan", {"text": "Tidak jadi."}),
    ],
)
def test_mistakes_come_back(client, signed_in, kind, form):
    office = Office()
    signed_in(office.user)
    promise = office.promise()

    answer = client.post(f"/tindak-lanjut/{promise.id}/{kind}", data=form | {"cmd_id": "x"})

    assert answer.status_code == 422
    assert 'id="galat"' in answer.text
    assert form["text"] in answer.text
    assert queries.notes_of(promise.id) == []


def test_unknown_kinds_of_notes_do_not_exist(client, signed_in):
    office = Office()
    signed_in(office.user)
    promise = office.promise()

    for kind in ("digantikan", "apa-saja"):
        assert client.get(f"/tindak-lanjut/{promise.id}/{kind}").status_code == 404
    assert client.get("/tindak-lanjut/999999").status_code == 404


# --- the list


def test_the_list_filters_and_pages(client, clock):
    office, other = Office(), Office()
    late = office.promise(promises=[Promise("Menambal jalan", now_clock.today())])
    clock.tick(2 * DAY)
    other.promise(promises=[Promise("Mengangkut sampah", now_clock.today())])
    other.answer(result=Result.REFUSED, reason="bukan_kewenangan", promises=[],
                 text="Jalan ini milik provinsi.")  # fmt: skip

    def shown(query=""):
        page = client.get(f"/tindak-lanjut{query}").text
        words = ("Menambal jalan", "Mengangkut sampah", "Jalan ini milik provinsi")
        return [one for one in words if one in page]

    assert shown() == ["Menambal jalan", "Jalan ini milik provinsi"]
    assert shown("?status=digantikan") == ["Mengangkut sampah"]
    assert shown("?status=tidak_dapat_dipenuhi") == ["Jalan ini milik provinsi"]
    assert shown(f"?unit={office.unit.code}") == ["Menambal jalan"]
    assert shown(f"?wilayah={other.issue.area.code}") == ["Jalan ini milik provinsi"]
    assert shown("?tenggat=terlambat") == ["Menambal jalan"]
    assert shown("?tenggat=pekan") == []
    assert "Terlambat" in client.get(f"/tindak-lanjut/{late.id}").text


def test_pages_of_the_list_hang_together(client):
    office = Office(state=IssueState.ANSWERED)
    for n in range(25):
        office.answer(f"Pekerjaan nomor {n:02}")

    first = client.get("/tindak-lanjut").text
    onward = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = client.get(onward.replace("&amp;", "&")).text

    seen = [n for n in range(25) if f"Pekerjaan nomor {n:02}" in first]
    rest = [n for n in range(25) if f"Pekerjaan nomor {n:02}" in second]
    assert (len(seen), sorted(seen + rest)) == (20, list(range(25)))


def test_the_list_costs_as_many_queries_however_long_it_is(client, count_queries):
    Office().promise()
    client.get("/tindak-lanjut")  # what is kept is made
    with count_queries() as few:
        client.get("/tindak-lanjut")
    for _ in range(10):
        Office().finish()
    with count_queries() as many:
        client.get("/tindak-lanjut")

    assert len(many) == len(few) <= 8


def test_a_promise_costs_as_many_queries_however_much_is_told(client, count_queries):
    office = Office()
    promise = office.promise()
    path = f"/tindak-lanjut/{promise.id}"
    actions.tell(office.official, promise, NoteKind.PROGRESS, Told("Alat sudah tiba."))
    client.get(path)
    with count_queries() as few:
        client.get(path)
    for n in range(6):
        told = Told(f"Kemajuan {n}.", files=[office.photo()])
        actions.tell(office.official, promise, NoteKind.PROGRESS, told)
    with count_queries() as many:
        client.get(path)

    assert len(many) == len(few) <= 14


def test_the_feed_and_the_table_say_the_same(client):
    office = Office()
    promise = office.promise(promises=[Promise("Menambal jalan", now_clock.today(), 1_250_000)])

    feed = client.get("/tindak-lanjut/atom.xml")
    table = client.get("/tindak-lanjut/ekspor.csv")

    assert feed.mimetype == "application/atom+xml"
    assert "<title>Menambal jalan</title>" in feed.text
    assert f"/tindak-lanjut/{promise.id}" in feed.text
    assert "Menambal jalan" in table.text
    assert "1250000" in table.text
    assert now_clock.today().isoformat() in table.text
