"""The pages: what everyone sees, the room, the console, and planning."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from forum.core import clock as forum_clock
from forum.core.db import db
from forum.core.outbox import deliver_due
from forum.meetings import queries
from forum.meetings.models import (
    Assignment,
    ItemPoll,
    ItemState,
    Meeting,
    MeetingState,
    OutcomeKind,
    SpeakerEntry,
    SpeakerState,
)
from forum.polls.models import Poll, PollState
from tests.accounts.factories import UserFactory
from tests.factories import UnitFactory
from tests.meetings.factories import (
    ItemFactory,
    MeetingFactory,
    SpeakerFactory,
    item_of,
    poll_at,
)
from tests.polls.factories import counted, seal_and_count

FRAGMENT = {"X-Fragment": "1"}


@pytest.fixture
def facilitator(signed_in):
    """A facilitator at the test client."""
    return signed_in(UserFactory(facilitator=True))


@pytest.fixture
def resident(signed_in):
    return signed_in(UserFactory(public_name="Rina Wati"))


def text_of(answer):
    return answer.get_data(as_text=True)


# --- the calendar


def test_the_calendar_shows_what_runs_comes_and_was(client):
    running = MeetingFactory(live=True, title="Yang sedang berjalan")
    coming = MeetingFactory(title="Yang akan datang")
    past = MeetingFactory(finished=True, title="Yang sudah lewat")
    MeetingFactory(draft=True, title="Masih rahasia")

    page = text_of(client.get("/forum"))

    assert f'href="/forum/{running.id}/langsung"' in page
    assert f'href="/forum/{coming.id}"' in page
    assert f'href="/forum/{past.id}/notulen"' in page
    assert "Masih rahasia" not in page
    assert "Rencanakan sesi" not in page


def test_a_facilitator_finds_the_drafts_they_lead(client, facilitator):
    mine = MeetingFactory(draft=True, lead=facilitator, title="Draf saya sendiri")
    MeetingFactory(draft=True, title="Draf orang lain")

    page = text_of(client.get("/forum"))

    assert mine.title in page
    assert "Draf orang lain" not in page
    assert "Rencanakan sesi" in page


def test_a_month_leads_to_its_sessions(client):
    day = forum_clock.today().replace(day=1) + timedelta(days=40)
    begins = forum_clock.now().replace(hour=12) + (day - forum_clock.today())
    single = MeetingFactory(starts_at=begins)
    month = begins.astimezone(forum_clock.LOCAL)
    other = [MeetingFactory(starts_at=begins + timedelta(days=1)) for _n in range(2)]

    page = text_of(client.get(f"/forum?b={month:%Y-%m}"))
    that_day = (month + timedelta(days=1)).date().isoformat()
    day_page = text_of(client.get(f"/forum?hari={that_day}"))

    assert f'<a href="/forum/{single.id}">' in page.replace("\n", "")
    if (month + timedelta(days=1)).month == month.month:
        assert f"/forum?hari={that_day}#hari" in page
    assert all(f'href="/forum/{meeting.id}"' in day_page for meeting in other)


@pytest.mark.parametrize("query", ["?b=2026-13", "?b=xx", "?hari=kemarin", "?lanjut=rusak"])
def test_nonsense_in_the_address_is_the_first_page(client, query):
    assert client.get(f"/forum{query}").status_code == 200


def test_the_past_goes_on_page_by_page(client):
    begin = forum_clock.now() - timedelta(days=100)
    rows = [
        MeetingFactory(finished=True, starts_at=begin - timedelta(days=n)) for n in range(23)
    ]

    first = text_of(client.get("/forum"))
    cursor = first.split("lanjut=")[1].split('"')[0]
    second = text_of(client.get(f"/forum?lanjut={cursor}"))

    assert all(f"/forum/{row.id}/notulen" in first for row in rows[:20])
    assert all(f"/forum/{row.id}/notulen" in second for row in rows[20:])
    assert f"/forum/{rows[0].id}/notulen" not in second


def test_the_calendar_asks_the_same_however_full_it_is(client, count_queries):
    MeetingFactory()
    client.get("/forum")
    with count_queries() as few:
        client.get("/forum")
    for _n in range(12):
        MeetingFactory()
        MeetingFactory(live=True)
        MeetingFactory(finished=True)
    with count_queries() as many:
        client.get("/forum")

    assert len(few) == len(many)


def test_the_feed_is_atom(client):
    meeting = MeetingFactory(title="Forum <penting> & terbuka")
    MeetingFactory(draft=True, title="Masih rahasia")

    answer = client.get("/forum/atom.xml")

    feed = ElementTree.fromstring(answer.data)  # noqa: S314 - our own
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert answer.content_type.startswith("application/atom+xml")
    assert [each.text for each in feed.findall("a:entry/a:title", names)] == [meeting.title]


# --- the announcement and the minutes


def test_an_announcement_says_when_where_who_and_what(client):
    lead = UserFactory(facilitator=True, public_name="Maria Lestari")
    meeting = MeetingFactory(lead=lead, summary="Ada **tebal**.", items=2)

    page = text_of(client.get(f"/forum/{meeting.id}"))

    assert meeting.place in page
    assert "Maria Lestari" in page
    assert "<strong>tebal</strong>" in page
    assert item_of(meeting, 2).title in page
    assert f"/forum/{meeting.id}/konsol" not in page


@pytest.mark.parametrize(
    "path", ["", "/langsung", "/langsung/keadaan", "/layar", "/state", ".ics"]
)
def test_a_draft_does_not_exist_for_residents(client, resident, path):
    meeting = MeetingFactory(draft=True)

    assert client.get(f"/forum/{meeting.id}{path}").status_code == 404
    assert client.get(f"/forum/987654{path}").status_code == 404


@pytest.mark.parametrize("state", ["draft", "live", "closing"])
def test_there_are_no_minutes_before_the_session_is_finished(client, facilitator, state):
    meeting = MeetingFactory(**{state: True}, lead=facilitator)

    assert client.get(f"/forum/{meeting.id}/notulen").status_code == 404


def test_draft_minutes_hold_what_happened(client, clock):
    meeting = MeetingFactory(finished=True, items=2)
    item = item_of(meeting)
    item.state, item.active_seconds, item.done_at = ItemState.DONE, 754, clock.now
    item.started_at = clock.now - timedelta(minutes=13)
    item.outcome_kind, item.outcome_text = OutcomeKind.ACTION, "Parit dibuka."
    item.outcome_owner, item.outcome_due = "Dinas PUPR", forum_clock.today()
    person = UserFactory(public_name="Darmawan")
    SpeakerFactory(item=item, person=person, state=SpeakerState.DONE, seconds=118)
    SpeakerFactory(item=item, person=UserFactory())
    SpeakerFactory(
        item=item,
        person=UserFactory(public_name="Si Pulan"),
        state=SpeakerState.REMOVED,
        reason="Tidak hadir saat dipanggil",
    )
    poll = counted(2, 1, labels=["Malam", "Siang"], question="Kapan dikerjakan?")
    db.session.add(ItemPoll(poll_id=poll.id, item_id=item.id))
    db.session.flush()

    page = text_of(client.get(f"/forum/{meeting.id}/notulen"))

    for words in (
        "Parit dibuka.",
        "Dinas PUPR",
        "12 menit 34 detik",
        "1 orang, 1 kali berbicara, seluruhnya 1 menit 58 detik",
        "Darmawan berbicara",
        "Si Pulan dikeluarkan dari antrean",
        "Tidak hadir saat dipanggil",
        "1 warga mengangkat tangan tetapi belum sempat berbicara",
        "Malam mendapat suara terbanyak: 2 dari 3 suara",
        "Belum dibahas.",
        "Draf, belum disahkan",
    ):
        assert words in page


def test_minutes_of_an_evening_without_anything_say_so(client):
    meeting = MeetingFactory(finished=True, items=0)

    page = text_of(client.get(f"/forum/{meeting.id}/notulen"))

    assert "Tidak ada hasil yang dicatat." in page
    assert "Tidak ada warga yang berbicara lewat antrean." in page


# --- the live room


def test_the_room_before_during_and_after(client):
    scheduled = MeetingFactory()
    live = MeetingFactory(live=True, items=2)
    active = MeetingFactory(active=True)
    closing, finished = MeetingFactory(closing=True), MeetingFactory(finished=True)
    expected = {
        scheduled.id: "Sesi belum dibuka",
        live.id: f"Berikutnya: {item_of(live).title}",
        active.id: "Acara 1 dari 1",
        closing.id: "Kata penutup",
        finished.id: "Sesi sudah selesai",
    }

    for meeting_id, words in expected.items():
        assert words in text_of(client.get(f"/forum/{meeting_id}/langsung"))


def test_one_knows_ones_own_place(client, resident, clock):
    meeting = MeetingFactory(active=True)
    item = item_of(meeting)
    SpeakerFactory(item=item)
    clock.tick()
    own = SpeakerFactory(item=item, person=resident)

    page = text_of(client.get(f"/forum/{meeting.id}/langsung"))

    assert "Anda nomor 2 dalam antrean." in page
    assert f'data-me="{own.id}"' in page


def test_the_room_asks_the_same_however_many_speak(client, resident, count_queries):
    meeting = MeetingFactory(active=True, items=3)
    poll_at(item_of(meeting), PollState.OPEN)
    for _n in range(3):
        SpeakerFactory(item=item_of(meeting))
    client.get(f"/forum/{meeting.id}/langsung")
    with count_queries() as few:
        client.get(f"/forum/{meeting.id}/langsung")
    for number in range(4, 61):
        SpeakerFactory(item=item_of(meeting))
        ItemFactory(meeting_id=meeting.id, position=number)
    with count_queries() as many:
        page = client.get(f"/forum/{meeting.id}/langsung")

    assert page.status_code == 200
    assert len(few) == len(many)


def test_a_hand_is_raised_and_lowered_by_plain_forms(client, resident):
    meeting = MeetingFactory(active=True)
    path = f"/forum/{meeting.id}/acara/{item_of(meeting).id}/tangan"

    up = client.post(path, data={"arah": "naik"})
    state = db.session.query(SpeakerEntry.state).scalar()
    down = client.post(path, data={"arah": "turun"})

    assert (up.status_code, up.location) == (303, f"/forum/{meeting.id}/langsung#tangan")
    assert state is SpeakerState.WAITING
    assert down.status_code == 303
    assert db.session.query(SpeakerEntry.state).scalar() is SpeakerState.WITHDRAWN


def test_a_script_gets_its_own_panel_back(client, resident):
    meeting = MeetingFactory(active=True)
    path = f"/forum/{meeting.id}/acara/{item_of(meeting).id}/tangan"

    answer = client.post(path, data={"arah": "naik"}, headers=FRAGMENT)

    entry_id = db.session.query(SpeakerEntry.id).scalar()
    assert answer.status_code == 200
    assert f'data-me="{entry_id}"' in text_of(answer)
    assert "Anda nomor 1 dalam antrean." in text_of(answer)


def test_neither_up_nor_down_is_nothing(client, resident):
    meeting = MeetingFactory(active=True)
    path = f"/forum/{meeting.id}/acara/{item_of(meeting).id}/tangan"

    assert client.post(path, data={"arah": "miring"}).status_code == 422


def test_a_visitor_is_sent_to_sign_in(client):
    meeting = MeetingFactory(active=True)

    answer = client.post(
        f"/forum/{meeting.id}/acara/{item_of(meeting).id}/tangan", data={"arah": "naik"}
    )

    assert answer.status_code == 303
    assert answer.location.startswith("/masuk")


def test_the_frame_loads_itself_anew_until_it_is_stopped(client):
    meeting = MeetingFactory(active=True)
    path = f"/forum/{meeting.id}/langsung/keadaan"

    running, stopped = client.get(path), client.get(f"{path}?henti=1")

    assert running.headers["Refresh"] == f"10; url={path}"
    assert f'href="{path}?henti=1"' in text_of(running)
    assert "Refresh" not in stopped.headers
    assert "<form" not in text_of(running)


def test_the_room_without_scripts_holds_frame_and_forms(client, resident):
    meeting = MeetingFactory(active=True)
    poll = poll_at(item_of(meeting), PollState.OPEN)

    page = text_of(client.get(f"/forum/{meeting.id}/langsung"))

    noscript = page.split("<noscript>")[1].split("</noscript>")[0]
    assert f'<iframe class="frame" src="/forum/{meeting.id}/langsung/keadaan"' in noscript
    assert f'action="/suara/{poll.id}"' in page.replace(noscript, "")
    assert 'name="arah" value="naik"' in page.replace(noscript, "")


def test_those_who_lead_find_the_console_and_no_hand(client, facilitator):
    meeting = MeetingFactory(active=True, lead=facilitator)

    page = text_of(client.get(f"/forum/{meeting.id}/langsung"))

    assert f'href="/forum/{meeting.id}/konsol"' in page
    assert 'value="naik"' not in page


def test_the_big_screen_shows_question_and_result_but_no_form_of_its_own(client):
    meeting = MeetingFactory(active=True)
    poll_at(item_of(meeting), question="Kapan gorong-gorong dikerjakan?")

    page = text_of(client.get(f"/forum/{meeting.id}/layar"))

    assert "Kapan gorong-gorong dikerjakan?" in page
    assert "data-hand-form" not in page
    assert 'id="aksi"' not in page


def test_the_state_is_asked_by_page(client, resident):
    meeting = MeetingFactory(active=True)

    answer = client.get(f"/forum/{meeting.id}/state")

    body = answer.get_json()
    assert body["room"] == f"session:{meeting.id}"
    assert body["snapshot"]["state"]["items"][0]["state"] == "active"
    assert client.get(f"/forum/{meeting.id}/state?room=staff").status_code == 404
    assert client.get(f"/forum/{meeting.id}/state?room=lain").status_code == 404


# --- the console


def test_the_console_is_for_those_who_run_it(client, resident):
    meeting = MeetingFactory(active=True)

    assert client.get(f"/forum/{meeting.id}/konsol").status_code == 403


@pytest.mark.parametrize("task", ["scribe", "observer"])
def test_scribe_and_observers_read_along(client, signed_in, task):
    person = signed_in(UserFactory(**{task: True}))
    meeting = MeetingFactory(active=True, scribe=person if task == "scribe" else None)

    page = text_of(client.get(f"/forum/{meeting.id}/konsol"))

    assert 'data-roles=""' in page
    assert "data-outcome" not in page.replace("data-outcome-idle", "")
    pressed = client.post(f"/forum/{meeting.id}/tutup", headers=FRAGMENT)
    assert pressed.status_code == 403


def test_an_evening_by_the_buttons_of_the_console(client, facilitator):
    meeting = MeetingFactory(lead=facilitator, items=2)
    first = item_of(meeting)
    base = f"/forum/{meeting.id}"

    def press(path, **data):
        answer = client.post(f"{base}/{path}", data=data, headers=FRAGMENT)
        assert answer.status_code == 204, text_of(answer)

    press("buka?v=1")
    press(f"acara/{first.id}/siap?v=1")
    press(f"acara/{first.id}/aktifkan?v=2")
    hand = SpeakerFactory(item=first)
    press(f"antrean/{hand.id}/panggil?v=1")
    press(f"antrean/{hand.id}/mulai?v=2")
    press(f"antrean/{hand.id}/selesai?v=3")
    late = SpeakerFactory(item=first)
    press(f"antrean/{late.id}/keluarkan?v=1", alasan="tidak-hadir")
    press(
        "pemungutan",
        for_item=first.id,
        question="Kapan gorong-gorong dikerjakan?",
        options="Malam\nSiang\n",
        minutes="",
    )
    poll = db.session.query(Poll).one()
    press(f"pemungutan/{poll.id}/buka")
    press(f"pemungutan/{poll.id}/tutup")
    seal_and_count(poll)
    deliver_due()
    press(f"pemungutan/{poll.id}/umumkan")
    db.session.refresh(first)
    press("hasil", item_id=first.id, version=first.version, kind="decided", text="Kerja malam.")
    press("tutup")
    press("selesaikan")

    for row in (meeting, first, hand, late, poll):
        db.session.refresh(row)
    assert meeting.state is MeetingState.MINUTES_DRAFT
    assert (first.state, first.outcome_text) == (ItemState.DONE, "Kerja malam.")
    assert (hand.state, late.reason) == (SpeakerState.DONE, "Tidak hadir saat dipanggil")
    assert poll.state is PollState.PUBLISHED


def test_the_console_page_shows_every_step(client, facilitator):
    meeting = MeetingFactory(active=True, lead=facilitator, items=2)
    item = item_of(meeting)
    SpeakerFactory(item=item, state=SpeakerState.SPEAKING)
    called = SpeakerFactory(item=item, state=SpeakerState.CALLED)
    waiting = SpeakerFactory(item=item)
    poll = poll_at(item)

    page = text_of(client.get(f"/forum/{meeting.id}/konsol"))

    assert f"/forum/{meeting.id}/tutup?v=1" in page
    assert f"/forum/{meeting.id}/antrean/{called.id}/mulai?v=1" in page
    assert f"/forum/{meeting.id}/antrean/{waiting.id}/panggil?v=1" in page
    assert f"/forum/{meeting.id}/pemungutan/{poll.id}/buka?v=1" in page
    assert f'name="item_id" value="{item.id}"' in page
    assert page.count('id="aksi"') == 1


def test_a_stale_button_changes_nothing_and_says_so(client, facilitator):
    meeting = MeetingFactory(lead=facilitator, version=3)

    page = client.post(f"/forum/{meeting.id}/buka?v=2")
    fragment = client.post(f"/forum/{meeting.id}/buka?v=2", headers=FRAGMENT)

    assert (page.status_code, fragment.status_code) == (409, 409)
    assert "Keadaan sudah berubah" in text_of(fragment)
    assert meeting.state is MeetingState.SCHEDULED


def test_an_outcome_that_is_not_complete_comes_back_as_typed(client, facilitator):
    meeting = MeetingFactory(active=True, lead=facilitator)
    item = item_of(meeting)
    typed = {"item_id": item.id, "version": item.version, "kind": "action", "text": "Parit."}

    answer = client.post(f"/forum/{meeting.id}/hasil", data=typed)

    assert answer.status_code == 422
    assert "memerlukan penanggung jawab dan tenggat" in text_of(answer)
    assert "Parit." in text_of(answer)
    assert "<title>Kesalahan:" in text_of(answer)


def test_a_question_sent_twice_is_put_once(client, facilitator):
    meeting = MeetingFactory(active=True, lead=facilitator)
    typed = {
        "cmd_id": "a" * 32,
        "for_item": item_of(meeting).id,
        "question": "Kapan gorong-gorong dikerjakan?",
        "options": "Malam\nSiang",
    }

    for _time in range(2):
        answer = client.post(f"/forum/{meeting.id}/pemungutan", data=typed)
        assert answer.status_code == 303

    assert db.session.query(Poll).count() == 1


def test_a_question_without_choices_comes_back(client, facilitator):
    meeting = MeetingFactory(active=True, lead=facilitator)
    typed = {"for_item": item_of(meeting).id, "question": "Kapan dikerjakan?", "options": "x"}

    answer = client.post(f"/forum/{meeting.id}/pemungutan", data=typed)

    assert answer.status_code == 422
    assert "sedikitnya dua pilihan" in text_of(answer)


def test_things_of_another_session_cannot_be_pressed_here(client, facilitator):
    mine = MeetingFactory(active=True, lead=facilitator)
    other = MeetingFactory(active=True)
    hand = SpeakerFactory(item=item_of(other))
    poll = poll_at(item_of(other))

    for path in (
        f"acara/{item_of(other).id}/siap",
        f"antrean/{hand.id}/panggil",
        f"pemungutan/{poll.id}/buka",
    ):
        assert client.post(f"/forum/{mine.id}/{path}").status_code == 404


def test_the_console_asks_the_same_however_much_there_is(client, facilitator, count_queries):
    meeting = MeetingFactory(active=True, lead=facilitator, items=3)
    poll_at(item_of(meeting), PollState.OPEN)
    client.get(f"/forum/{meeting.id}/konsol")
    with count_queries() as few:
        client.get(f"/forum/{meeting.id}/konsol")
    for number in range(4, 61):
        SpeakerFactory(item=item_of(meeting))
        ItemFactory(meeting_id=meeting.id, position=number)
    with count_queries() as many:
        client.get(f"/forum/{meeting.id}/konsol")

    assert len(few) == len(many)


# --- planning


def typed_plan(**more):
    return {
        "title": "Penanganan banjir G. Obos",
        "day": (forum_clock.today() + timedelta(days=3)).isoformat(),
        "hour": "19:00",
        "planned_minutes": "120",
        "place": "Aula Kelurahan Menteng",
        "promise": "involve",
        **more,
    }


def test_a_session_is_planned_from_draft_to_announcement(client, facilitator):
    unit = UnitFactory()
    made = client.post("/forum/baru", data=typed_plan(unit_id=unit.id, cmd_id="c" * 32))
    meeting = db.session.query(Meeting).one()
    assert made.location == f"/forum/{meeting.id}/ubah#acara"

    for title in ("Pembukaan", "Tanya jawab"):
        item = {"title": title, "planned_minutes": "20"}
        assert client.post(f"/forum/{meeting.id}/acara", data=item).status_code == 303
    second = item_of(meeting, 2)
    moved = client.post(f"/forum/{meeting.id}/acara/{second.id}/pindah", data={"arah": "naik"})
    assert moved.status_code == 303
    announced = client.post(f"/forum/{meeting.id}/umumkan")

    db.session.refresh(meeting)
    assert announced.location == f"/forum/{meeting.id}"
    assert meeting.state is MeetingState.SCHEDULED
    assert meeting.starts_at.astimezone(forum_clock.LOCAL).hour == 19
    assert [item.title for item in queries.items_of(meeting.id)] == ["Tanya jawab", "Pembukaan"]


def test_a_form_sent_twice_drafts_one_session(client, facilitator):
    for _time in range(2):
        client.post("/forum/baru", data=typed_plan(cmd_id="c" * 32))

    assert db.session.query(Meeting).count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Tulis judul sesi."),
        ({"day": "besok"}, "Tulis tanggal seperti 2026-11-24."),
        ({"day": ""}, "Pilih tanggal."),
        ({"hour": "malam"}, "Tulis jam seperti 19.00."),
        ({"planned_minutes": "dua jam"}, "Tulis angka bulat."),
        ({"promise": "semuanya"}, "Pilih apa yang dijanjikan"),
        ({"link": "rapat"}, "Tautan harus dimulai dengan https://"),
    ],
)
def test_a_plan_that_makes_no_sense_comes_back_as_typed(client, facilitator, wrong, words):
    answer = client.post("/forum/baru", data=typed_plan(place="Aula Bersama", **wrong))

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "Aula Bersama" in text_of(answer)
    assert db.session.query(Meeting).count() == 0


def test_residents_do_not_plan(client, resident):
    meeting = MeetingFactory()

    assert client.get("/forum/baru").status_code == 403
    assert client.post("/forum/baru", data=typed_plan()).status_code == 403
    assert client.get(f"/forum/{meeting.id}/ubah").status_code == 403


def test_what_is_not_complete_is_said_on_the_page(client, facilitator):
    meeting = MeetingFactory(draft=True, lead=facilitator, items=0)

    answer = client.post(f"/forum/{meeting.id}/umumkan?v=1")

    assert answer.status_code == 422
    assert "Tambahkan sedikitnya satu acara" in text_of(answer)
    assert meeting.title in text_of(answer)


def test_the_plan_is_changed_with_its_co_leads(client, facilitator):
    helper, lead = UserFactory(facilitator=True), facilitator.as_actor()
    meeting = MeetingFactory(draft=True, lead=facilitator)

    page = text_of(client.get(f"/forum/{meeting.id}/ubah"))
    changed = client.post(
        f"/forum/{meeting.id}/ubah?v=1", data=typed_plan(co_lead_ids=[helper.id])
    )

    assert meeting.title in page
    assert changed.status_code == 303
    db.session.expire_all()
    staff = queries.meeting_for(lead, meeting.id).staff
    assert (Assignment.CO_LEAD, helper.id) in {(row.assignment, row.user_id) for row in staff}


def test_an_item_is_changed_and_removed(client, facilitator):
    meeting = MeetingFactory(draft=True, lead=facilitator, items=2)
    item = item_of(meeting)
    base = f"/forum/{meeting.id}/acara/{item.id}"

    assert item.title in text_of(client.get(f"{base}/ubah"))
    wrong = client.post(f"{base}/ubah", data={"title": "x", "planned_minutes": "1"})
    client.post(f"{base}/ubah?v=1", data={"title": "Judul baru", "planned_minutes": "25"})
    db.session.refresh(item)
    title = item.title
    removed = client.post(f"{base}/hapus")

    assert wrong.status_code == 422
    assert title == "Judul baru"
    assert removed.status_code == 303
    assert len(queries.items_of(meeting.id)) == 1


@pytest.mark.parametrize("typed", ["bukan nomor", "12a", "/forum/3"])
def test_an_issue_number_that_is_none_is_refused(client, facilitator, typed):
    meeting = MeetingFactory(draft=True, lead=facilitator)
    item = {"title": "Acara", "planned_minutes": "20", "issue": typed}

    answer = client.post(f"/forum/{meeting.id}/acara", data=item)

    assert answer.status_code == 422
    assert "Tulis nomor isu seperti 12" in text_of(answer)


# --- nonsense

HUGE = 10**30


@pytest.mark.parametrize(
    "path",
    [
        f"/forum/{HUGE}",
        f"/forum/{HUGE}/langsung",
        f"/forum/{HUGE}/state",
        f"/forum/{HUGE}.ics",
        "/forum/0",
    ],
)
def test_numbers_that_no_row_can_have_are_not_there(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["?b=9999-12", "?hari=0001-01-01", "?hari=9999-12-31"])
def test_years_out_of_the_calendar_are_this_month(client, query):
    page = client.get(f"/forum{query}")

    assert page.status_code == 200
    assert (
        f"b={forum_clock.today() - timedelta(days=forum_clock.today().day):%Y-%m}"
        in text_of(page)
    )


def test_huge_numbers_in_forms_are_refused_in_words(client, facilitator):
    meeting = MeetingFactory(active=True, lead=facilitator)
    base = f"/forum/{meeting.id}"

    outcome = {"item_id": HUGE, "version": HUGE, "kind": "noted", "text": "Dicatat."}
    assert client.post(f"{base}/hasil", data=outcome).status_code == 404
    assert client.post(f"{base}/acara/{HUGE}/siap").status_code == 404
    assert client.post(f"{base}/antrean/{HUGE}/panggil").status_code == 404
    assert client.post(f"{base}/pemungutan/{HUGE}/buka").status_code == 404
    for wrong in (
        {"unit_id": HUGE},
        {"co_lead_ids": [HUGE]},
        {"day": "0001-01-01"},
        {"planned_minutes": str(HUGE)},
    ):
        assert client.post("/forum/baru", data=typed_plan(**wrong)).status_code == 422
