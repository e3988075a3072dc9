"""The search as people use it: on a phone without scripts, with scripts, by the keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import axe

pytestmark = pytest.mark.browser


def test_on_a_phone_without_scripts(phone: Callable[..., Any]) -> None:
    page = phone(java_script_enabled=False).page
    page.goto("/")
    page.locator("header").get_by_role("link", name="Cari").click()
    page.get_by_label("Yang Anda cari").fill("genangan lutut")
    page.locator("main").get_by_role("button", name="Cari", exact=True).click()
    expect(page.locator("mark").first).to_be_visible()
    page.locator("summary").click()
    page.get_by_label("Jenis", exact=True).select_option("issue")
    page.get_by_role("button", name="Terapkan saringan").click()
    expect(page.get_by_role("list", name="Saringan aktif")).to_contain_text("Isu")
    page.locator("#hasil h3 a").first.click()
    expect(page.locator("h1")).to_contain_text("Genangan")


def test_with_scripts_a_choice_is_enough_and_the_page_stays(phone: Callable[..., Any]) -> None:
    page = phone().page
    page.goto("/cari?q=jalan")
    page.evaluate("window.stays = true")
    page.locator("summary").click()
    page.get_by_label("Jenis", exact=True).select_option("post")
    expect(page.get_by_role("list", name="Saringan aktif")).to_be_visible()
    assert "jenis=post" in page.url
    assert page.evaluate("window.stays") is True
    assert list(axe(page)) == []


def test_the_key_leads_to_the_field_until_it_is_turned_off(desktop: Callable[..., Any]) -> None:
    page = desktop().page
    page.goto("/isu/1")
    page.keyboard.press("/")
    expect(page.locator("header input[name=q]")).to_be_focused()
    page.keyboard.type("banjir/parit")
    expect(page.locator("header input[name=q]")).to_have_value("banjir/parit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cari?q=banjir%2Fparit")
    page.locator("[data-slash]").uncheck()
    page.goto("/isu/1")
    page.keyboard.press("/")
    expect(page.locator("header input[name=q]")).not_to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_supporting_what_is_there_instead(phone: Callable[..., Any], scripts: bool) -> None:
    person = phone(java_script_enabled=scripts)
    person.sign_in("warga6")
    page = person.page
    page.goto("/isu/baru")
    page.get_by_label("Aduan").check()
    page.get_by_label("Judul isu").fill("Kebanjiran di Jl. G. Obos ujung")
    page.get_by_label("Apa yang terjadi?").fill("Setiap hujan deras air setinggi lutut.")
    if not scripts:
        page.get_by_role("button", name="Kirim isu").click()
        expect(page.get_by_role("button", name="Tetap terbitkan")).to_be_visible()
    there = page.locator("#serupa")
    expect(there).to_contain_text("Genangan setinggi lutut di Jl. G. Obos")
    if scripts:
        assert list(axe(page)) == []
    there.get_by_role("button", name="Dukung ini saja").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anda mendukung isu ini")
    page.get_by_role("button", name="Batalkan dukungan").click()
    page.goto("/isu/draf")
    page.get_by_role("link", name="Kebanjiran di Jl. G. Obos ujung").first.click()
    expect(page.locator("main")).to_contain_text("Setiap hujan deras air setinggi lutut.")
