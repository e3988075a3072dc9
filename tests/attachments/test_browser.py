"""Photos from a telephone of 360 pixels: small before they travel, kept when the line is cut."""

import re
from pathlib import Path

import pytest

from tests.attachments import samples
from tests.browser import axe

pytestmark = pytest.mark.browser

REPLY = "#tulis textarea"
SEND = "#tulis button[type=submit]:not([name=aksi])"
CHOOSE = "#tulis [data-files-input]"
TAKEN = "#tulis [data-file]"


@pytest.fixture
def writer(phone):
    """Somebody with an issue open, and a reply begun."""

    def arrive(**options):
        person = phone(**options)
        page = person.sign_in("warga2")
        person.goto("/isu/1")
        page.locator(REPLY).fill("Ini keadaannya pagi ini.")
        return person, page

    return arrive


@pytest.fixture
def on_disk(tmp_path):
    """Paths of files with this content, as a person picks them."""

    def write(**contents: bytes) -> list[Path]:
        paths = [tmp_path / name.replace("__", ".") for name in contents]
        for path, content in zip(paths, contents.values(), strict=True):
            path.write_bytes(content)
        return paths

    return write


def test_a_large_photo_is_made_small_described_and_sent_with_the_reply(writer, on_disk):
    _person, page = writer()
    large = samples.saved(samples.grainy(4000, 3000), "JPEG", quality=93)
    assert len(large) > 3_000_000

    with page.expect_request("**/berkas") as asked:
        page.locator(CHOOSE).first.set_input_files(on_disk(IMG_1__jpg=large))
    page.locator(TAKEN).wait_for()

    assert int(asked.value.all_headers()["content-length"]) < len(large) / 4
    assert page.locator(CHOOSE).first.evaluate("input => input.files.length") == 0
    page.get_by_label("Keterangan foto").fill("Parit penuh sampah")
    assert axe(page) == []
    page.locator(SEND).click()
    picture = page.get_by_alt_text("Parit penuh sampah")
    picture.wait_for()
    picture.scroll_into_view_if_needed()
    frame = picture.bounding_box()
    assert frame["width"] <= 360 - 2 * 12
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert picture.get_attribute("width") == "800"
    assert picture.get_attribute("height") == "600"
    assert page.locator(TAKEN).count() == 0  # the composer has come back empty


def test_a_cut_line_holds_the_form_and_the_photo_can_be_sent_again(writer, on_disk):
    person, page = writer()
    person.expects("net::ERR_FAILED")
    page.route("**/berkas", lambda route: route.abort())

    page.locator(CHOOSE).first.set_input_files(on_disk(IMG_2__jpg=samples.jpeg()))
    page.locator("#berkas").get_by_text("Belum terunggah: sambungan putus.").wait_for()
    page.locator(SEND).click()

    page.locator("#berkas").get_by_text("Ada berkas yang belum terunggah.").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Coba lagi"
    assert page.locator(REPLY).input_value() == "Ini keadaannya pagi ini."
    assert axe(page) == []
    page.unroute("**/berkas")
    page.get_by_role("button", name="Coba lagi").click()
    page.locator(TAKEN).wait_for()
    page.locator(SEND).click()
    page.locator("#tulis .notice--ok").wait_for()


def test_the_form_waits_for_a_photo_that_is_on_its_way(writer, on_disk):
    _person, page = writer()
    held = []
    page.route("**/berkas", lambda route: held.append(route))

    page.locator(CHOOSE).first.set_input_files(on_disk(IMG_3__jpg=samples.jpeg()))
    page.locator("#berkas").get_by_text("Mengunggah…").wait_for()
    page.locator(SEND).click()
    page.locator("#berkas").get_by_text("Menunggu berkas selesai diunggah…").wait_for()
    assert page.locator("#tulis .notice--ok").count() == 0
    held[0].continue_()

    page.locator("#tulis .notice--ok").wait_for()
    page.locator(".gallery").last.wait_for()


def test_a_refused_file_says_why_and_is_removed(writer, on_disk):
    person, page = writer()
    person.expects("status of 422")

    page.locator(CHOOSE).first.set_input_files(on_disk(gambar__svg=samples.SVG))
    page.locator("#berkas").get_by_text(
        "Gambar SVG tidak diterima. Simpan sebagai PNG atau JPEG."
    ).wait_for()
    assert page.get_by_role("button", name="Coba lagi").count() == 0
    page.get_by_role("button", name=re.compile("Hapus")).click()

    page.locator(SEND).click()
    page.locator("#tulis .notice--ok").wait_for()


def test_a_picture_can_be_pasted(writer):
    _person, page = writer()
    page.locator(REPLY).evaluate(
        """async (area) => {
            const canvas = new OffscreenCanvas(40, 30);
            canvas.getContext("2d").fillRect(0, 0, 40, 30);
            const blob = await canvas.convertToBlob({type: "image/png"});
            const data = new DataTransfer();
            data.items.add(new File([blob], "tempel.png", {type: "image/png"}));
            const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true});
            area.dispatchEvent(paste);
        }"""
    )

    page.locator(TAKEN).wait_for()
    assert "tempel.png" in page.locator(TAKEN).inner_text()


def test_without_scripts_the_form_brings_its_files_itself(writer, on_disk):
    person, page = writer(java_script_enabled=False)
    good, bad = on_disk(baik__png=samples.png(), gambar__svg=samples.SVG)

    page.locator("#tulis input[name=berkas]").set_input_files([good, bad])
    person.expects("status of 422")
    page.locator(SEND).click()

    assert page.locator("#berkas").inner_text().count("gambar.svg: Gambar SVG tidak") == 1
    assert page.locator(REPLY).input_value() == "Ini keadaannya pagi ini."
    assert page.locator(TAKEN).count() == 1
    page.get_by_label("Keterangan foto").fill("Lampu yang mati")
    page.locator(SEND).click()
    assert page.get_by_alt_text("Lampu yang mati").count() == 1


def test_the_camera_has_a_button_of_its_own_on_a_telephone(writer, desktop):
    _person, page = writer()
    camera = page.locator("#tulis input[capture=environment]")
    assert page.locator("#tulis .files__camera").is_visible()
    assert camera.get_attribute("accept") == "image/*"

    desk = desktop()
    desk.sign_in("warga3")
    desk.goto("/isu/1")
    assert not desk.page.locator("#tulis .files__camera").is_visible()
