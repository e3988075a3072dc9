"""An evening in real browsers: a facilitator at a desk, residents with phones, a big screen."""

import re
from datetime import timedelta

import pytest

from forum.core import clock
from tests.browser import axe

pytestmark = pytest.mark.browser

ITEMS = ("Pembukaan dan tata tertib", "Kapan gorong-gorong diganti")
QUESTION = "Kapan gorong-gorong sebaiknya diganti?"


def press(page, name, *, sure=False):
    """Press a button of the console and, where it asks, say yes; it acts without a reload."""
    page.get_by_role("button", name=name).first.click()
    if sure:
        page.locator("dialog").get_by_role("button", name="Ya").click()


def plan(facilitator, title):
    """From the empty form to the announcement; returns the session's address."""
    page = facilitator.goto("/forum/baru")
    page.fill("#title", title)
    page.fill("#day", (clock.today() + timedelta(days=1)).isoformat())
    page.fill("#hour", "19:00")
    page.fill("#place", "Aula Kelurahan Menteng")
    page.select_option("#unit_id", index=1)
    page.get_by_role("button", name="Simpan draf dan susun acara").click()
    page.wait_for_url("**/ubah#acara")
    for item in ITEMS:
        page.locator("form[action$='/acara'] input[name=title]").fill(item)
        page.get_by_role("button", name="Tambahkan acara").click()
        page.wait_for_url("**/ubah#acara")
        page.locator("ol.agenda li", has_text=item).wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Umumkan sesi").click()
    page.wait_for_url(re.compile(r"/forum/\d+$"))
    return re.sub(r".*(/forum/\d+)$", r"\1", page.url)


def connected(page):
    page.locator("[data-conn][data-state=ok]").wait_for()


def test_an_evening_from_plan_to_minutes(desktop, phone):
    facilitator, resident, other, visitor = desktop(), phone(), phone(), phone()
    facilitator.sign_in("fasilitator")
    base = plan(facilitator, "Gorong-gorong simpang G. Obos")
    assert axe(visitor.goto("/forum")) == []
    assert axe(visitor.goto(base)) == []
    resident.sign_in("warga5")
    other.sign_in("warga6")
    rooms = [person.goto(f"{base}/langsung") for person in (resident, other, visitor)]
    screen = facilitator.context.new_page()
    screen.goto(f"{base}/layar")
    console = facilitator.goto(f"{base}/konsol")
    for page in (*rooms, screen, console):
        connected(page)
    assert "Sesi belum dibuka" in rooms[0].inner_text("#kini")
    assert axe(rooms[0]) == []

    press(console, "Buka sesi", sure=True)
    console.get_by_role("button", name=f"Mulai: {ITEMS[0]}").wait_for()
    press(console, f"Mulai: {ITEMS[0]}")
    for page in (*rooms, screen):
        page.locator("#kini h2", has_text=ITEMS[0]).wait_for()

    # Two hands; the first is called, speaks, and is heard.
    mine, theirs = rooms[0], rooms[1]
    mine.get_by_role("button", name="Angkat tangan").click()
    mine.locator("#tangan", has_text="Anda nomor 1").wait_for()
    theirs.get_by_role("button", name="Angkat tangan").click()
    theirs.locator("#tangan", has_text="Anda nomor 2").wait_for()
    assert mine.locator("#antrean li.is-you").count() == 1
    assert axe(mine) == []
    press(console, "Persilakan")
    mine.locator("#tangan", has_text="Anda dipersilakan").wait_for()
    mine.locator("#siaran", has_text="Anda dipersilakan").wait_for()
    theirs.locator("#tangan", has_text="Anda nomor 1").wait_for()
    press(console, "Mulai berbicara")
    mine.locator("#tangan", has_text="Giliran Anda berbicara").wait_for()
    assert mine.get_by_role("button", name="Turunkan tangan").is_hidden()
    console.locator("#konsol-antrean").get_by_role("button", name="Selesai").click()
    mine.locator("#tangan", has_text="Ingin berbicara?").wait_for()
    theirs.get_by_role("button", name="Turunkan tangan").click()
    theirs.locator("#tangan", has_text="Ingin berbicara?").wait_for()

    console.fill("form[data-outcome] [name=text]", "Tata tertib disepakati.")
    console.get_by_role("button", name="Catat hasil dan selesaikan acara").click()
    mine.locator("#catatan", has_text="Tata tertib disepakati.").wait_for()

    # A question, a vote, a result.
    connected(console)
    press(console, f"Mulai: {ITEMS[1]}")
    mine.locator("#kini h2", has_text=ITEMS[1]).wait_for()
    console.locator("summary", has_text="Tulis pertanyaan").click()
    console.fill("#question", QUESTION)
    console.fill("#options", "Malam hari\nSiang hari")
    console.get_by_role("button", name="Simpan pertanyaan").click()
    console.locator("#konsol-suara", has_text=QUESTION).wait_for()
    connected(console)
    assert axe(console) == []
    press(console, "Buka pemungutan", sure=True)
    for page in (*rooms, screen):
        page.locator("#suara-sesi", has_text=QUESTION).wait_for()
    mine.locator("#suara label", has_text="Malam hari").click()
    mine.get_by_role("button", name="Kirim suara").click()
    mine.locator("#suara-saya", has_text="Suara Anda tercatat").wait_for()
    console.locator("#konsol-suara", has_text="1 dari").wait_for()
    assert "1 dari" not in theirs.inner_text("#suara-sesi")
    press(console, "Tutup pemungutan", sure=True)
    console.get_by_role("button", name="Umumkan hasil").wait_for()
    assert "Malam hari mendapat" not in theirs.inner_text("main")
    press(console, "Umumkan hasil", sure=True)
    for page in (theirs, screen):
        page.locator("#suara-sesi", has_text="Malam hari mendapat suara terbanyak").wait_for()
    assert axe(screen) == []

    console.select_option("form[data-outcome] [name=kind]", "action")
    console.fill("form[data-outcome] [name=text]", "Diganti malam hari.")
    console.fill("form[data-outcome] [name=owner]", "Dinas PUPR")
    console.fill("form[data-outcome] [name=due]", (clock.today() + timedelta(9)).isoformat())
    console.get_by_role("button", name="Catat hasil dan selesaikan acara").click()
    console.locator("#catatan", has_text="Diganti malam hari.").wait_for()
    connected(console)
    press(console, "Tutup sesi", sure=True)
    mine.locator("#kini", has_text="Kata penutup").wait_for()
    console.get_by_role("button", name="Selesaikan dan susun notulen").wait_for()
    press(console, "Selesaikan dan susun notulen", sure=True)
    mine.locator("#kini a", has_text="Baca draf notulen").click()
    mine.wait_for_url("**/notulen")
    minutes = mine.inner_text("main")
    for words in ("Diganti malam hari.", "Dinas PUPR", "1 orang, 1 kali berbicara", QUESTION):
        assert words in minutes
    assert axe(mine) == []


def test_the_console_goes_by_keyboard(desktop, phone):
    facilitator, resident = desktop(), phone()
    facilitator.sign_in("fasilitator")
    base = plan(facilitator, "Jadwal angkut sampah di Pahandut")
    console = facilitator.goto(f"{base}/konsol")
    connected(console)
    console.locator("#buka-sesi").focus()
    console.keyboard.press("Enter")
    console.locator("dialog[open]").wait_for()
    console.keyboard.press("Tab")  # the safe answer comes first
    console.keyboard.press("Enter")
    console.locator("#acara-berikutnya").focus()
    console.keyboard.press("Enter")
    resident.sign_in("warga4")
    resident.goto(f"{base}/langsung").get_by_role("button", name="Angkat tangan").click()

    for label in ("Persilakan", "Mulai berbicara", "Selesai"):
        button = console.locator("#konsol-antrean button.btn", has_text=label).first
        button.focus()
        console.keyboard.press("Enter")
        # What was pressed is replaced; the keyboard stays where it was.
        console.wait_for_function(
            "label => !document.querySelector('#konsol-antrean ol')"
            " || (document.activeElement.id.startsWith('bicara-')"
            " && !document.activeElement.textContent.includes(label))",
            arg=label,
        )
    console.locator("#konsol-antrean", has_text="Belum ada yang mengangkat tangan.").wait_for()


def test_what_is_refused_is_said_and_nothing_moves(desktop, phone):
    facilitator = desktop()
    facilitator.expects("status of 409")
    facilitator.sign_in("fasilitator")
    base = plan(facilitator, "Sampah di saluran Temanggung")
    console = facilitator.goto(f"{base}/konsol")
    connected(console)
    press(console, "Buka sesi", sure=True)
    press(console, f"Mulai: {ITEMS[0]}")
    resident = phone()
    resident.sign_in("warga7")
    room = resident.goto(f"{base}/langsung")
    room.get_by_role("button", name="Angkat tangan").click()
    press(console, "Persilakan")
    press(console, "Mulai berbicara")
    console.locator("#konsol-antrean").get_by_role("button", name="Selesai").wait_for()

    press(console, "Tutup sesi", sure=True)

    console.locator("#pesan", has_text="masih berbicara").wait_for()
    assert "Langsung" in console.inner_text("#strip-sesi")


def test_without_scripts_one_follows_and_speaks(desktop, phone):
    facilitator = desktop()
    facilitator.sign_in("fasilitator")
    base = plan(facilitator, "Lampu jalan di Kalampangan")
    console = facilitator.goto(f"{base}/konsol")
    connected(console)
    press(console, "Buka sesi", sure=True)
    press(console, f"Mulai: {ITEMS[0]}")
    console.locator("form[data-outcome]").wait_for()
    resident = phone(java_script_enabled=False)
    resident.sign_in("warga8")

    room = resident.goto(f"{base}/langsung")
    frame = room.frame_locator("iframe")
    frame.locator("#kini h2", has_text=ITEMS[0]).wait_for()
    assert room.locator("#ruang #kini").is_hidden()
    room.get_by_role("button", name="Angkat tangan").click()
    room.wait_for_url("**/langsung#tangan")
    assert "Anda nomor 1 dalam antrean." in room.inner_text("#tangan")
    press(console, "Persilakan")
    # The frame loads itself anew; nobody touches it.
    frame.locator("#antrean", has_text="dipersilakan").wait_for()
    room.get_by_role("button", name="Turunkan tangan").click()
    room.wait_for_url("**/langsung#tangan")

    assert "Ingin berbicara?" in room.inner_text("#tangan")
    frame.get_by_role("link", name="Hentikan pembaruan").click()
    frame.get_by_role("link", name="Perbarui lagi dengan sendirinya").wait_for()
