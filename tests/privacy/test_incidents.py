from datetime import timedelta

import pytest

from forum.core import clock as real_clock
from forum.core.errors import Forbidden, Invalid, Refused, Stale
from forum.core.outbox import deliver_due
from forum.privacy import actions, queries
from forum.privacy.actions import IncidentFacts
from forum.privacy.actions.incidents import IncidentClosed, ToldAlready
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
    actions.note_authority_told(
        admin, incident, authority=" Komdigi ", letter_number="800/17/Diskominfo"
    )
    actions.close_incident(admin, incident)

    assert incident.closed_at is not None
    assert (incident.authority, incident.letter_number) == ("Komdigi", "800/17/Diskominfo")
    assert queries.untold_incidents(admin) == 0


def changes_of(admin, incident):
    return [change.what for change in queries.incident_for(admin, incident.id).changes]


def test_a_change_keeps_who_when_and_how_it_read_before(admin):
    incident = IncidentFactory(title="Berkas tertinggal", people=0)
    found = incident.found_at

    changed = actions.change_incident(
        admin,
        incident,
        facts(
            title="Berkas tertinggal di bus",
            data=incident.data,
            story=incident.story,
            handling=incident.handling,
            found_at=found,
            happened_at=found - timedelta(hours=2),
            people=7,
        ),
        expected_version=1,
    )

    assert changed
    [change] = queries.incident_for(admin, incident.id).changes
    assert change.author_id == admin.id
    assert [row[0] for row in change.what] == ["title", "happened_at", "people"]
    assert change.what[0] == ["title", "Berkas tertinggal", "Berkas tertinggal di bus"]
    assert change.what[2] == ["people", 0, 7]
    assert incident.version == 2


def test_saving_what_stands_there_already_is_no_change(admin):
    incident = IncidentFactory()
    same = IncidentFacts(
        **{
            name: getattr(incident, name)
            for name in ("title", "data", "story", "handling", "found_at", "people")
        }
    )

    assert not actions.change_incident(admin, incident, same, expected_version=1)

    assert changes_of(admin, incident) == []


def test_whoever_turns_out_to_be_concerned_later_is_told_then_and_nobody_twice(admin):
    first, second = UserFactory(), UserFactory()
    incident = IncidentFactory(affected=[first.id])
    assert actions.tell_affected(admin, incident) == 1
    with pytest.raises(ToldAlready):
        actions.tell_affected(admin, incident)
    told_at = incident.told_people_at

    actions.change_incident(
        admin, incident, facts(affected=[first.id, second.id]), expected_version=None
    )
    actions.note_authority_told(admin, incident, authority="Komdigi")
    with pytest.raises(Refused, match="warga"):
        actions.close_incident(admin, incident)

    assert queries.to_tell(incident) == [second.id]
    assert actions.tell_affected(admin, incident) == 1
    assert incident.told_people_at == told_at
    actions.close_incident(admin, incident)


def test_closed_it_is_not_changed_until_it_is_opened_again(admin):
    incident = IncidentFactory(affected=[UserFactory().id])
    actions.tell_affected(admin, incident)
    actions.note_authority_told(admin, incident, authority="Komdigi")
    actions.close_incident(admin, incident)
    with pytest.raises(IncidentClosed):
        actions.change_incident(admin, incident, facts(), expected_version=None)

    actions.reopen_incident(admin, incident)
    actions.reopen_incident(admin, incident)
    actions.change_incident(admin, incident, facts(people=2), expected_version=None)
    actions.add_note(admin, incident, text="Log diperiksa sampai Maret.")

    assert [[row[0] for row in what] for what in changes_of(admin, incident)][1:] == [
        ["closed"],
        ["closed"],
    ]
    assert [note.text for note in queries.incident_for(admin, incident.id).notes] == [
        "Log diperiksa sampai Maret."
    ]


def test_the_authority_is_told_once_and_not_in_the_future(admin):
    incident = IncidentFactory()
    for wrong in (
        {"authority": "K"},
        {"authority": "Komdigi", "told_at": real_clock.now() + timedelta(days=1)},
        {"authority": "Komdigi", "told_at": incident.found_at - timedelta(minutes=1)},
    ):
        with pytest.raises(Invalid):
            actions.note_authority_told(admin, incident, **wrong)

    actions.note_authority_told(admin, incident, authority="Komdigi")
    with pytest.raises(ToldAlready):
        actions.note_authority_told(admin, incident, authority="Komdigi")


def test_a_number_that_is_no_account_is_refused_and_never_means_everybody(
    client, signed_in, admin
):
    with pytest.raises(Invalid, match="999999"):
        actions.note_incident(admin, facts(affected=[999999]))

    signed_in(UserFactory(admin=True))
    refused = client.post("/kelola/insiden/baru", data=typed(affected="12; semua"))

    assert refused.status_code == 422
    assert "Ini bukan nomor" in refused.get_data(as_text=True)
    assert "12; semua" in refused.get_data(as_text=True)


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


def local(at):
    return at.astimezone(real_clock.LOCAL).strftime("%Y-%m-%dT%H:%M")


def typed(**other):
    return {
        "title": "Daftar peserta tersebar",
        "what": "Nama tampil.",
        "story": "Terkirim ke grup lain.",
        "handling": "Ditarik kembali.",
        "found_at": local(real_clock.now()),
        "people": "1",
    } | other


def test_from_the_page_to_the_notice(client, signed_in):
    signed_in(UserFactory(admin=True))
    concerned = UserFactory()
    given = typed(affected=f"{concerned.id}", cmd_id="satu")
    assert client.post("/kelola/insiden/baru", data=given | {"what": ""}).status_code == 422
    made = client.post("/kelola/insiden/baru", data=given)
    assert made.status_code == 303
    address = made.location
    assert client.post("/kelola/insiden/baru", data=given).location == address
    asks = client.get(f"{address}/langkah/warga").get_data(as_text=True)
    assert "1 akun menerima naskah ini" in asks
    assert "Nama tampil." in asks
    edit = client.get(f"{address}/ubah").get_data(as_text=True)
    assert "Terkirim ke grup lain." in edit
    changed = client.post(f"{address}/ubah?v=1", data=given | {"people": "4"})
    assert changed.status_code == 303
    assert client.post(f"{address}/ubah?v=1", data=given | {"people": "5"}).status_code == 422
    assert "Riwayat perubahan" in client.get(address).get_data(as_text=True)
    assert client.post(f"{address}/langkah/warga").status_code == 303
    told = {"authority": "Komdigi", "told_at": local(real_clock.now()), "letter_number": "17"}
    wrong = client.post(f"{address}/langkah/lembaga", data=told | {"authority": ""})
    assert wrong.status_code == 422
    assert client.post(f"{address}/langkah/lembaga", data=told).status_code == 303
    assert client.post(f"{address}/langkah/tutup").status_code == 303
    assert client.post(f"{address}/langkah/lain").status_code == 404
    assert client.post(f"{address}/catatan", data={"text": "Selesai."}).status_code == 303

    page = client.get("/kelola/insiden").get_data(as_text=True)
    assert "Ditutup" in page
    assert client.post(f"{address}/langkah/buka").status_code == 303


def test_the_letter_to_the_authority_has_what_the_law_asks_for(client, signed_in):
    signed_in(UserFactory(admin=True))
    incident = IncidentFactory(people=12, affected=[UserFactory().id])

    letter = client.get(f"/kelola/insiden/{incident.id}/surat").get_data(as_text=True)

    # UU 27/2022, article 46 (2): what data, when and how, handling; and who writes it
    assert incident.data in letter
    assert incident.story in letter
    assert incident.handling in letter
    assert "Kementerian Komunikasi dan Digital" in letter
    assert "Pemerintah Kota Palangka Raya" in letter
    assert "Jumlah orang yang terdampak: 12" in letter
    assert "Pasal 46 UU 27/2022" in letter
