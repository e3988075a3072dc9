"""The desk and its kiosk in a real browser: slips, votes, and nothing left for the next person."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from forum.demo.desk import PIN
from tests.browser import axe
from tests.polls.test_browser import mine, put_down, step

pytestmark = pytest.mark.browser

BAR = "Anda memakai kios sebagai Dahlia, Menteng"
START = re.compile(r"/kios$")


@pytest.fixture
def poll(desktop):
    """The address of a poll that has just been opened."""
    organiser = desktop()
    organiser.sign_in("fasilitator")
    address = put_down(organiser, "Apakah loket dibuka pada hari Sabtu?")
    step(organiser.goto(f"{address}/kelola"), "Buka pemungutan", "Ya, buka sekarang")
    organiser.page.goto("about:blank")
    return address


def number_of(officer, name):
    """The number on the slip of this person's registration."""
    page = officer.goto("/meja/entri")
    row = page.locator("li", has_text="Pendaftaran warga").filter(has_text=name)
    return row.locator("b").inner_text()


def kiosk_of(officer):
    """Turn the officer's device into a kiosk of Menteng; returns Dahlia's number."""
    officer.sign_in("petugas")
    number = number_of(officer, "Dahlia, Menteng")
    page = officer.goto("/meja/kios")
    page.locator("select").select_option(label="Menteng, Jekan Raya")
    page.get_by_role("button", name="Mulai kios").click()
    page.wait_for_url(START)
    return number


def enter(page, number, pin=PIN):
    page.fill("#number", number)
    page.fill("#pin", pin)
    page.get_by_role("button", name="Mulai").click()


def back(page):
    """The button of the browser, also where the page before cannot be had again."""
    with suppress(Error):
        page.go_back()
    page.wait_for_load_state()


def kept_on(page):
    return page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")


def test_somebody_votes_at_the_kiosk_and_leaves_nothing(phone, poll):
    device = phone()
    number = kiosk_of(device)
    page = device.page
    assert axe(page) == []
    device.goto(poll)  # the officer has gone: nobody is here to vote
    assert mine(page) == "visitor"
    assert page.locator("[type=radio]").count() == 0
    assert START.search(device.goto("/meja").url)

    page.goto(f"/masuk?next={poll}")
    device.expects("422")
    enter(page, number, "000000")
    assert "Nomor atau PIN tidak cocok" in page.inner_text("#galat")
    enter(page, number)
    page.wait_for_url(f"**{poll}")
    assert BAR in page.inner_text("body")
    assert axe(page) == []
    page.locator("#suara label", has_text="Ya").click()
    page.get_by_role("button", name="Kirim suara").dblclick()
    page.wait_for_selector("[data-mine=voted]")
    assert "Suara Anda tercatat, nomor 1" in page.inner_text("#suara-saya")
    assert kept_on(page) == []

    page.get_by_role("button", name="Selesai").click()
    page.wait_for_url(START)
    device.expects("ERR_CACHE_MISS")  # the forms sent before are not there to go back to
    for _step in range(3):
        back(page)
        for words in ("Dahlia", "Suara Anda tercatat", number):
            expect(page.locator("html")).not_to_contain_text(words)
    device.goto("/kios")
    assert kept_on(page) == []
    assert {cookie["name"] for cookie in device.context.cookies()} <= {
        "session", "kios", "perangkat"
    }  # fmt: skip
    device.goto(poll)
    assert mine(page) == "visitor"

    page.goto(f"/kios?next={poll}")
    enter(page, number)
    page.wait_for_url(f"**{poll}")
    assert mine(page) == "voted"
    assert page.locator("[type=radio]").count() == 0


def test_whoever_walks_away_is_signed_out(phone, poll):
    device = phone()
    number = kiosk_of(device)
    page = device.page
    page.clock.install()
    page.goto(f"/kios?next={poll}")
    enter(page, number)
    page.wait_for_url(f"**{poll}")
    page.locator("#suara label", has_text="Tidak").click()

    page.clock.run_for(95_000)
    notice = page.get_by_role("dialog")
    assert "Masih di sini?" in notice.inner_text()
    assert axe(page) == []
    notice.get_by_role("button", name="Lanjut").click()
    page.clock.run_for(60_000)
    assert not notice.is_visible()
    assert page.locator("[type=radio]:checked").count() == 1

    page.clock.run_for(61_000)
    page.wait_for_url(START)
    assert kept_on(page) == []
    back(page)
    expect(page.locator("html")).not_to_contain_text("Dahlia")
    page.goto(f"/kios?next={poll}")
    enter(page, number)
    page.wait_for_url(f"**{poll}")
    assert page.locator("[type=radio]:checked").count() == 0  # not sent, not kept
    assert mine(page) != "voted"


def test_a_tab_left_behind_neither_shows_nor_disturbs_anybody(phone):
    device = phone()
    number = kiosk_of(device)
    enter(device.page, number)
    device.page.wait_for_url("**/suara")
    left = device.context.new_page()
    left.goto("/isu")
    assert BAR in left.inner_text("body")

    device.page.get_by_role("button", name="Selesai").click()

    device.page.wait_for_url(START)
    left.wait_for_url(START)
    assert "Dahlia" not in left.content()


def test_without_a_script(phone, poll):
    device = phone(java_script_enabled=False)
    number = kiosk_of(device)
    page = device.page
    page.goto(f"/kios?next={poll}")
    enter(page, number)
    assert page.url.endswith(poll)
    page.locator("[type=radio]").first.check()
    page.get_by_role("button", name="Kirim suara").click()
    assert "Suara Anda tercatat" in page.inner_text("#suara-saya")
    refresh = page.locator("noscript meta[http-equiv=refresh]").get_attribute("content")
    assert refresh == "120;url=/kios/selesai"

    page.get_by_role("button", name="Selesai").click()

    assert START.search(page.url)
    back(page)
    assert "Dahlia" not in page.content()


def test_a_restart_in_the_middle_of_a_vote(phone, poll, server):
    device = phone()
    number = kiosk_of(device)
    page = device.page
    page.goto(f"/kios?next={poll}")
    enter(page, number)
    page.wait_for_url(f"**{poll}")
    page.locator("#suara label", has_text="Ya").click()
    device.expects("ERR_CONNECTION", "WebSocket", "ERR_EMPTY_RESPONSE", "50[0-9]")

    server.stop()
    page.get_by_role("button", name="Kirim suara").click()
    page.get_by_text("Suara belum tercatat; kami kirim lagi selama halaman ini").wait_for()
    assert kept_on(page) == []
    server.start()

    page.wait_for_selector("[data-mine=voted]", timeout=40_000)
    assert "nomor 1" in page.inner_text("#suara-saya")
    assert BAR in page.inner_text("body")


def test_an_officer_gets_the_device_back(phone):
    device = phone()
    kiosk_of(device)
    page = device.page
    page.locator("summary", has_text="Petugas: akhiri kios").click()
    page.get_by_role("button", name="Akhiri kios").click()
    page.get_by_text("Hanya petugas kelurahan ini yang dapat mengakhiri kios").wait_for()
    page.locator("summary", has_text="Petugas: akhiri kios").click()
    page.fill("#login", "petugas@betang.example")
    page.fill("#password", "Betang-2026!")
    page.get_by_role("button", name="Akhiri kios").click()

    page.wait_for_url("**/masuk")
    device.expects("404")
    assert page.goto("/kios").status == 404


def test_a_person_is_registered_with_two_clicks_and_a_reload(desktop):
    """One person, one slip, and the PIN is still on it; then everything on the slip works."""
    officer = desktop()
    officer.sign_in("petugas")
    page = officer.goto("/meja/warga/baru")
    officer.expects("422")
    page.get_by_role("button", name="Daftarkan").click()
    page.wait_for_selector("#galat")
    assert axe(page) == []
    assert not page.locator("#form_number").is_visible()
    page.get_by_label("Lisan, dengan saksi").check()
    page.fill("#witness", "Ibu Rusnah")
    assert not page.locator("#form_number").is_visible()
    page.fill("#name", "Injas Tundan")
    page.locator("#area_id").select_option(label="Menteng, Jekan Raya")
    page.get_by_label("Saya sudah melihat bahwa orang ini berusia").check()
    page.get_by_role("button", name="Daftarkan").dblclick()
    page.wait_for_url("**/slip")
    number, pin = page.inner_text(".slip__number"), page.inner_text(".slip__pin")
    assert axe(page) == []
    page.reload()
    assert page.inner_text(".slip__pin") == pin
    officer.goto("/meja/entri")
    assert page.locator("li", has_text="Injas, Menteng").count() == 1

    officer.goto(f"/lacak?nomor={number}")
    page.fill("#pin", pin)
    page.get_by_role("button", name="Lihat").click()
    page.wait_for_url("**/lacak/hasil")
    assert axe(page) == []


@pytest.mark.parametrize("paper", ["48mm", "72mm", "148mm", "210mm"])
def test_a_slip_fits_rolls_and_sheets(desktop, paper):
    """Nothing is cut off at the side, and nothing of the site's frame is printed."""
    officer = desktop()
    officer.sign_in("petugas")
    officer.goto("/meja/entri")
    page = officer.page
    page.locator(".rows a").first.click()
    page.wait_for_url("**/slip")

    page.emulate_media(media="print")
    page.set_viewport_size({"width": round(float(paper[:-2]) / 25.4 * 96), "height": 900})

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".slip__code").is_visible()
    for frame in (".site-head", ".site-foot", ".demo-banner", ".page-head", ".acting", "form"):
        for part in page.locator(frame).all():
            assert not part.is_visible(), frame


def test_no_code_is_cut_by_the_end_of_a_page(desktop):
    officer = desktop()
    officer.sign_in("petugas")
    page = officer.goto("/kelola/kode")
    page.fill("#rt", "3")
    page.fill("#rw", "7")
    page.fill("#count", "30")
    page.get_by_role("button", name="Buat kode").click()
    page.get_by_role("button", name="Lembar cetak").first.click()
    page.wait_for_url("**/cetak")
    assert axe(page) == []

    page.emulate_media(media="print")
    millimetre = 96 / 25.4
    page.set_viewport_size({"width": round(190 * millimetre), "height": 900})

    assert page.locator(".sheet").count() == 2
    assert page.locator(".sheet__code").count() == 30
    for sheet in page.locator(".sheet").all():
        assert sheet.bounding_box()["height"] <= 277 * millimetre  # A4 between its margins
    for code in page.locator(".sheet__codes > li").all():
        assert code.evaluate("each => each.scrollHeight <= each.clientHeight")
        assert code.evaluate("each => each.scrollWidth <= each.clientWidth")
