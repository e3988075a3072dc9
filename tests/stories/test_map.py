"""The map as people use it: by finger on a phone, by keyboard, by the device, and without scripts."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visitor, axe
from tests.servers import Forum
from tests.stories.people import one

pytestmark = pytest.mark.browser

Arrive = Callable[..., Visitor]
IN_LANGKAI = {"latitude": -2.24167, "longitude": 113.92482}
IN_JAKARTA = {"latitude": -6.2, "longitude": 106.8}
POINT = "SELECT latitude || ',' || longitude FROM issue_point ORDER BY issue_id DESC LIMIT 1"


def begin(page: Page) -> str:
    """An issue like no other, so that no similar one is shown before it is sent; its title."""
    title, text = (f"{uuid4().hex[:9]} {uuid4().hex[:9]} {uuid4().hex[:9]}" for _ in range(2))
    page.goto("/isu/baru")
    page.get_by_role("radio", name=re.compile("^Aduan")).check()
    page.get_by_label("Judul isu").fill(title)
    page.get_by_label("Apa yang terjadi?").fill(text)
    return title


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim isu").click()
    page.wait_for_url(re.compile(r"/isu/\d+$"))


def typed(page: Page) -> tuple[float, float]:
    latitude, longitude = page.get_by_label("Titik di peta").input_value().split(", ")
    return float(latitude), float(longitude)


def says(page: Page) -> Any:
    return page.locator("#titik-isian [data-says]")


def test_a_point_by_finger(server: Forum, on_phone: Arrive) -> None:
    page = on_phone("warga3").page
    begin(page)
    page.get_by_label("Kelurahan", exact=True).select_option("")
    page.get_by_role("button", name="Pilih di peta").click()
    where = page.locator("svg.map--choose")
    expect(where).to_be_focused()
    box = where.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 360

    where.tap(position={"x": box["width"] / 2, "y": box["height"] / 2})

    # The middle of the core of the city; the kelurahan follows the point.
    expect(says(page)).to_contain_text("Titik di Kelurahan")
    latitude, longitude = typed(page)
    assert latitude == pytest.approx(-2.213, abs=0.003)
    assert longitude == pytest.approx(113.918, abs=0.003)
    chosen = page.get_by_label("Kelurahan", exact=True).locator("option:checked")
    expect(says(page)).to_contain_text(chosen.inner_text())
    assert axe(page) == []
    send(page)
    assert one(server, POINT) == f"{latitude},{longitude}"
    expect(page.get_by_role("img", name=re.compile("Peta kecil"))).to_be_visible()


def test_a_point_by_keyboard_alone(server: Forum, at_desk: Arrive) -> None:
    page = at_desk("warga4").page
    begin(page)
    page.get_by_role("button", name="Pilih di peta").press("Enter")
    where = page.locator("svg.map--choose")
    expect(where).to_be_focused()
    page.keyboard.press("Enter")
    before = typed(page)
    for key in ("+", "+", "ArrowUp", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
    after = typed(page)

    assert after[0] > before[0]
    assert after[1] < before[1]
    # Two presses closer, an arrow is a quarter as far: 8 px at zoom z are 8 x 360 / 256 / 2^z deg.
    zoom = 14 - round(
        float(
            page.evaluate(
                "Math.log2(document.querySelector('svg.map--choose').viewBox.baseVal.width / 400)"
            )
        )
    )
    assert before[1] - after[1] == pytest.approx(8 * 360 / 256 / 2**zoom, abs=2e-5)
    expect(says(page)).to_contain_text("Titik di Kelurahan")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Perbesar")).to_be_focused()


def test_where_the_two_differ_the_person_is_asked(server: Forum, on_phone: Arrive) -> None:
    person = on_phone("warga3")
    person.expects("status of 422")
    page = person.page
    begin(page)
    areas = page.get_by_label("Kelurahan", exact=True)
    areas.select_option(label="Menteng")
    page.get_by_label("Titik di peta").fill("-2,24167; 113,92482")

    expect(says(page)).to_have_text("Titik di Kelurahan Langkai, tetapi Anda memilih Menteng.")
    page.get_by_role("button", name="Kirim isu").click()
    expect(page.get_by_role("heading", name=re.compile("perlu diperbaiki"))).to_be_visible()
    expect(page.get_by_label("Titik di peta")).to_have_value("-2,24167; 113,92482")
    page.get_by_role("button", name="Ganti ke Langkai").click()
    expect(page.get_by_label("Kelurahan", exact=True).locator("option:checked")).to_have_text(
        "Langkai"
    )
    send(page)
    assert one(server, POINT) == "-2.24167,113.92482"


def test_the_device_says_where_it_is(on_phone: Arrive) -> None:
    page = on_phone("warga3", geolocation=IN_LANGKAI, permissions=["geolocation"]).page
    page.goto("/isu/baru")
    page.get_by_label("Kelurahan", exact=True).select_option("")
    page.locator("#titik-isian").get_by_role("button", name="Gunakan lokasi saya").click()

    expect(says(page)).to_contain_text(
        "Titik di Kelurahan Langkai, Pahandut. Ketepatan sekitar"
    )
    assert typed(page) == (-2.24167, 113.92482)
    page.get_by_role("button", name="Hapus titik").click()
    expect(page.get_by_label("Titik di peta")).to_have_value("")


def test_a_device_elsewhere_or_unwilling_is_told_what_to_do(on_phone: Arrive) -> None:
    away = on_phone("warga3", geolocation=IN_JAKARTA, permissions=["geolocation"])
    away.expects("status of 422")
    page = away.page
    page.goto("/isu/baru")
    page.locator("#titik-isian").get_by_role("button", name="Gunakan lokasi saya").click()
    expect(says(page)).to_contain_text("di luar Kota Palangka Raya")

    page = on_phone("warga4", permissions=[]).page
    page.goto("/isu/baru")
    page.locator("#titik-isian").get_by_role("button", name="Gunakan lokasi saya").click()
    expect(says(page)).to_contain_text("Izin lokasi tidak diberikan")


def test_the_map_of_issues_by_finger_and_keys(phone: Arrive) -> None:
    page = phone().goto("/isu/peta")
    seen = page.locator("#hasil [role=status]")
    all_of_them = seen.inner_text()
    count = int(re.findall(r"\d+", all_of_them)[0])
    assert count > 5
    page.get_by_role("link", name="Perbesar").click()
    page.wait_for_url(re.compile("z=13"))
    expect(seen).not_to_have_text(all_of_them)
    expect(page.get_by_role("link", name="Perbesar")).to_be_focused()
    page.keyboard.press("-")
    page.wait_for_url(re.compile("z=12"))
    expect(seen).to_have_text(all_of_them)
    total = sum(
        int(text or 1)
        for text in page.locator("#titik .mark").evaluate_all(
            "marks => marks.map((mark) => mark.querySelector('text')?.textContent ?? '1')"
        )
    )
    assert total == count  # what the map shows and what the list counts is the same
    page.get_by_role("link", name="Seluruh kota").click()
    page.wait_for_url(re.compile("z=9"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("summary#saring").click()
    page.get_by_label("Wilayah").select_option(label="Menteng")
    page.wait_for_url(re.compile(r"wilayah=62\.71\.03\.1002"))
    expect(page.locator(".map__area.is-here")).to_have_count(1)
    assert "pusat" not in parse_qs(urlsplit(page.url).query)  # its own view, not the old one


def test_dragging_moves_the_map_and_presses_nothing(desktop: Arrive) -> None:
    page = desktop().goto("/isu/peta?z=14")
    box = page.locator("svg.map").bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] - 150, middle[1], steps=6)
    page.mouse.up()

    moved = 150 / box["width"] * 400 * 360 / (256 * 2**14)

    def is_there(url: str) -> bool:
        """Whether it stands where it was dragged: a slow hand has views on the way there."""
        for centre in parse_qs(urlsplit(url).query).get("pusat", []):
            return abs(float(centre.split(",")[1]) - 113.918 - moved) < 1e-4
        return False

    page.wait_for_url(is_there)


def test_near_me(phone: Arrive) -> None:
    person = phone(geolocation=IN_LANGKAI, permissions=["geolocation"])
    page = person.goto("/isu")
    page.get_by_text("Di dekat saya").click()
    page.get_by_role("button", name="Gunakan lokasi saya").click()
    page.wait_for_url(re.compile(r"dekat=-2\.242,113\.925"))  # no finer than 100 m

    far = page.locator("#hasil .far > p").all_inner_texts()
    assert len(far) > 5
    assert "dari titik awal" in far[0]
    metres = [
        float(number.replace(",", ".")) * (1000 if unit == "km" else 1)
        for number, unit in (re.findall(r"([\d,]+) (km|m)", text)[0] for text in far)
    ]
    assert metres == sorted(metres)


def test_without_scripts(server: Forum, on_phone: Arrive) -> None:
    person = on_phone("warga3", java_script_enabled=False)
    person.expects("status of 422")
    page = person.page
    page.goto("/isu/peta")
    page.get_by_role("link", name="Perbesar").click()
    page.wait_for_url(re.compile("z=13"))
    page.get_by_text("Pilih kelurahan").click()
    page.locator(".map__list").get_by_role("link", name="Menteng").click()
    expect(page.locator(".map__area.is-here")).to_have_count(1)
    page.goto("/isu")
    page.get_by_text("Di dekat saya").click()
    page.get_by_label("Mulai dari tengah kelurahan").select_option(label="Langkai")
    page.get_by_role("button", name="Tampilkan yang terdekat").click()
    expect(page.locator("#hasil")).to_contain_text("dari titik awal")

    title = begin(page)
    expect(page.get_by_role("button", name="Pilih di peta")).to_be_hidden()
    page.get_by_label("Kelurahan", exact=True).select_option(label="Menteng")
    page.get_by_label("Titik di peta").fill("-6.2, 106.8")
    page.get_by_role("button", name="Kirim isu").click()
    expect(page.locator("#galat")).to_contain_text("di luar Kota Palangka Raya")
    expect(page.get_by_label("Judul isu")).to_have_value(title)
    page.get_by_label("Titik di peta").fill("https://www.google.com/maps?q=-2.23761,113.89125")
    send(page)
    assert one(server, POINT) == "-2.23761,113.89125"
