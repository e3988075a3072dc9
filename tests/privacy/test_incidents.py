from datetime import timedelta

import pytest

from forum.core import clock as real_clock
from forum.core.errors import Forbidden, Invalid, Refused, Stale
from forum.core.outbox import deliver_due
from forum.privacy import actions, queries
from forum.privacy.actions import IncidentFacts
from forum.privacy.actions.incidents import ToldAlready
from tests.accounts.factories import UserFactory
from tests.privacy.factories import IncidentFactory


@pytest.fixture
def admin():
    return UserFactory(admin=True).as_actor()


def facts(**other):
    given = {
        "title": "Berkas cadangan tertinggal",
        "data": "Nama tampil dan email.",
        "story": "Tertinggal di komputer bersama.",
        "handling": "Dihapus.",
        "found_at": real_clock.now(),
    }
    return IncidentFacts(**given | other)


def test_the_clock_runs_from_the_discovery(clock, admin):
    found = real_clock.now() - timedelta(hours=10)
    incident = actions.note_incident(admin, facts(found_at=found))

    assert incident.due_at - found == timedelta(hours=72)
    clock.tick(62 * 3600 + 1)
    assert incident.overdue


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"data": " "},
        {"found_at": None},
        {"found_at": real_clock.now() + timedelta(days=1)},
        {"happened_at": real_clock.now() + timedelta(hours=1)},
        {"people": -1},
    ],
)
def test_what_makes_no_sense_is_refused(admin, wrong):
    with pytest.raises(Invalid):
        actions.note_incident(admin, facts(**wrong))


def test_those_concerned_are_told_once_each(admin, app):
    concerned, other = UserFactory(email="kena@contoh.id"), UserFactory(email="lepas@contoh.id")
    UserFactory(email=None)
    incident = IncidentFactory(affected=[concerned.id])

    assert actions.tell_affected(admin, incident) == 1
    with pytest.raises(ToldAlready):
        actions.tell_affected(admin, incident)

    deliver_due()
    mails = [path.read_text() for path in (app.config["VAR"] / "mail").glob("*.eml")]
    [mail] = [text for text in mails if "To: kena@contoh.id" in text]
    assert "Pasal 46 UU 27/2022" in mail.replace("=\n", "")
    assert not [text for text in mails if f"To: {other.email}" in text]


def test_without_a_list_everybody_is_told(admin):
    people = [UserFactory() for _number in range(3)]
    UserFactory(is_demo=True)

    told = actions.tell_affected(admin, IncidentFactory())

    assert told == len(people) + 1  # and the administrator


def test_it_is_closed_once_everyone_is_told(admin):
    incident = IncidentFactory()
    with pytest.raises(Refused, match="lembaga"):
        actions.close_incident(admin, incident)

    actions.tell_affected(admin, incident)
    actions.note_authority_told(admin, incident)
    actions.close_incident(admin, incident)

    assert incident.closed_at is not None
    assert queries.untold_incidents(admin) == 0


def test_after_the_notice_only_notes_are_added(admin):
    incident = IncidentFactory()
    actions.change_incident(admin, incident, facts(people=7), expected_version=1)
    assert incident.people == 7
    actions.tell_affected(admin, incident)

    with pytest.raises(ToldAlready):
        actions.change_incident(admin, incident, facts(), expected_version=None)
    actions.add_note(admin, incident, text="Log diperiksa sampai Maret.")

    assert [note.text for note in queries.incident_for(admin, incident.id).notes] == [
        "Log diperiksa sampai Maret."
    ]


def test_steps_on_an_older_state_are_refused(admin):
    with pytest.raises(Stale):
        actions.tell_affected(admin, IncidentFactory(), expected_version=9)


@pytest.mark.parametrize("roles", [{}, {"moderator": True}, {"observer": True}])
def test_others_keep_no_register(roles):
    actor = UserFactory(**roles).as_actor()

    with pytest.raises(Forbidden):
        actions.note_incident(actor, facts())
    with pytest.raises(Forbidden):
        queries.incidents(actor)


def test_public_ones_stand_on_the_privacy_page(client):
    IncidentFactory(title="Hanya di dalam")
    assert "Hanya di dalam" not in client.get("/privasi").get_data(as_text=True)

    IncidentFactory(title="Untuk semua orang", is_public=True)

    page = client.get("/privasi").get_data(as_text=True)
    assert "Untuk semua orang" in page
    assert "Hanya di dalam" not in page


def test_from_the_page_to_the_notice(client, signed_in):
    signed_in(UserFactory(admin=True))
    concerned = UserFactory()
    typed = {
        "title": "Daftar peserta tersebar",
        "what": "Nama tampil.",
        "story": "Terkirim ke grup lain.",
        "handling": "Ditarik kembali.",
        "found_at": real_clock.now().astimezone(real_clock.LOCAL).strftime("%Y-%m-%dT%H:%M"),
        "affected": f"{concerned.id}",
        "people": "1",
    }
    assert client.post("/kelola/insiden/baru", data=typed | {"what": ""}).status_code == 422
    made = client.post("/kelola/insiden/baru", data=typed)
    assert made.status_code == 303
    address = made.location
    assert "Naskah pemberitahuan" in client.get(address).get_data(as_text=True)
    for step in ("warga", "lembaga", "tutup"):
        assert client.post(f"{address}/langkah/{step}").status_code == 303
    assert client.post(f"{address}/langkah/lain").status_code == 404
    assert client.post(f"{address}/catatan", data={"text": "Selesai."}).status_code == 303

    page = client.get("/kelola/insiden").get_data(as_text=True)
    assert "Ditutup" in page
