"""Polls in a real browser: put down, opened, voted in, closed, published - with and without script."""

import re

import pytest

from tests.browser import axe

pytestmark = pytest.mark.browser


def step(page, summary, button):
    page.locator("summary", has_text=summary).click()
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def put_down(organiser, question):
    """An armed poll with two answers; returns its address."""
    page = organiser.goto("/suara/baru")
    page.fill("#question", question)
    page.fill("#options-0-label", "Ya")
    page.fill("#options-1-label", "Tidak")
    page.get_by_role("button", name="Simpan draf").click()
    page.wait_for_url("**/kelola")
    step(page, "Siapkan pemungutan", "Ya, siapkan")
    return re.sub(r".*(/suara/\d+)/kelola$", r"\1", page.url)


def mine(page):
    return page.locator("#suara-saya").get_attribute("data-mine")


def test_a_poll_from_draft_to_result(phone, desktop):
    organiser, voter, undecided, stranger = desktop(), phone(), phone(), phone()
    organiser.sign_in("fasilitator")
    address = put_down(organiser, "Apakah taman dibuka sampai malam?")
    for person, name in ((voter, "warga5"), (undecided, "warga6"), (stranger, "warga9")):
        person.sign_in(name)
        person.goto(address)
        assert "Pemungutan belum dibuka" in person.page.inner_text("#suara")
    manage = organiser.goto(f"{address}/kelola")

    step(manage, "Buka pemungutan", "Ya, buka sekarang")

    paper = voter.page
    paper.locator("#suara label", has_text="Ya").click()
    assert axe(paper) == []
    paper.get_by_role("button", name="Kirim suara").click()
    paper.wait_for_selector("[data-mine=voted]")
    assert "Suara Anda tercatat, nomor 1, pukul" in paper.inner_text("#suara-saya")
    assert axe(paper) == []
    undecided.page.locator("#suara label", has_text="Tidak").click()
    stranger.page.wait_for_function("() => !document.querySelector('#suara [type=radio]')")
    assert mine(stranger.page) == "barred"
    voter.goto(address)
    assert mine(voter.page) == "voted"
    assert voter.page.locator("[type=radio]").count() == 0

    step(manage, "Tutup pemungutan", "Ya, tutup sekarang")
    manage.locator("summary", has_text="Umumkan hasil").wait_for()
    for person in (voter, undecided, stranger):
        person.page.wait_for_selector("#suara:not(:has([type=radio]))")
        assert "terbanyak" not in person.page.inner_text("#suara")
    step(manage, "Umumkan hasil", "Ya, umumkan")

    for person in (voter, undecided, stranger):
        person.page.wait_for_selector(
            "#suara:has-text('Ya mendapat suara terbanyak: 1 dari 1')"
        )
    assert "nomor 1" in voter.page.inner_text("#suara-saya")
    result = voter.goto(f"{address}/hasil")
    assert axe(result) == []
    assert axe(manage) == []


def test_without_a_script(phone, desktop):
    organiser = desktop(java_script_enabled=False)
    organiser.sign_in("fasilitator")
    address = put_down(organiser, "Apakah pasar dibuka pagi hari?")
    step(organiser.goto(f"{address}/kelola"), "Buka pemungutan", "Ya, buka sekarang")
    voter = phone(java_script_enabled=False)
    voter.sign_in("warga7")
    voter.expects(r"422")

    page = voter.goto(address)
    page.get_by_role("button", name="Kirim suara").click()
    assert "Pilih satu dulu, lalu kirim." in page.inner_text("#suara")
    page.locator("[type=radio]").nth(1).check()
    page.get_by_role("button", name="Kirim suara").click()

    assert page.url.endswith(f"{address}#suara-saya")
    assert "Suara Anda tercatat, nomor 1, pukul" in page.inner_text("#suara-saya")
    assert page.locator("[type=radio]").count() == 0


def test_a_ballot_sent_without_a_line_arrives_later(phone, desktop):
    organiser, voter = desktop(), phone()
    organiser.sign_in("fasilitator")
    address = put_down(organiser, "Apakah halte ini dipindahkan?")
    step(organiser.goto(f"{address}/kelola"), "Buka pemungutan", "Ya, buka sekarang")
    voter.sign_in("warga8")
    voter.expects(r"ERR_INTERNET_DISCONNECTED")
    page = voter.goto(address)
    page.locator("[type=radio]").first.check()

    voter.context.set_offline(True)
    page.get_by_role("button", name="Kirim suara").click()
    page.get_by_text("Suara Anda tersimpan di perangkat ini").wait_for()
    voter.context.set_offline(False)

    page.wait_for_selector("[data-mine=voted]")
    assert "nomor 1" in page.inner_text("#suara-saya")
