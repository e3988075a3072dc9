"""From an official answer to the reporter's word, on phones whose browsers run no scripts."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.servers import Forum
from tests.stories.evening import TODAY
from tests.stories.handling import confirmed, declared_done
from tests.stories.people import Caller, one

pytestmark = pytest.mark.browser

PROMISED = "Membuka parit 60 meter di Jl. Lele"
DUE = TODAY + timedelta(days=9)
CHECKED = "Diperiksa bersama ketua RT pada hari Jumat."
UNIT = """
SELECT max(unit_id) FROM account_role_grant JOIN account_user u ON u.id = user_id
WHERE email = 'pejabat@betang.example'
"""


@pytest.fixture
def raised(server: Forum, caller: Any) -> int:
    """Siti's complaint, verified and with the unit of the official."""
    siti: Caller = caller("warga3")
    area = one(server, "SELECT id FROM city_area WHERE name = 'Langkai'")
    siti.post(
        "/isu/baru", kind="aduan", title="Parit Jl. Lele tersumbat sejak Senin",
        text="Air masuk ke halaman setiap hujan.", area_id=area, voice="warga",
    )  # fmt: skip
    issue: int = one(server, "SELECT max(id) FROM issue")
    coordinator: Caller = caller("koordinator")
    step = f"/isu/{issue}/langkah"
    coordinator.post(f"{step}/verifikasi", classification="tidak_berkadar_pengawasan")
    coordinator.post(f"{step}/disposisi", unit_id=one(server, UNIT))
    assert one(server, "SELECT state FROM issue WHERE id = ?", issue) == "didisposisikan"
    return issue


def answered_kept_and_declared_done(page: Page, issue: int) -> None:
    page.goto(f"/isu/{issue}")
    page.get_by_role("link", name="Tulis jawaban resmi").click()
    page.get_by_role("radio", name=re.compile("^Diterima Semua")).check()
    page.get_by_label("Jawaban resmi").fill("Parit kami buka pekan ini.")
    page.locator("#owner").fill("Kepala Bidang Sumber Daya Air")
    page.get_by_label("Pekerjaan yang dijanjikan").fill(PROMISED)
    page.locator("#due_on").fill(DUE.isoformat())
    page.locator("#estimate").fill("1.250.000")
    page.get_by_role("button", name="Terbitkan jawaban").click()
    page.wait_for_url(re.compile(r"#jawaban-\d+$"))

    page.get_by_role("link", name="Nyatakan selesai").click()
    expect(page.get_by_role("main")).to_contain_text("Masih ada janji yang berjalan")
    page.get_by_role("main").get_by_role("link", name=PROMISED).click()
    expect(page.get_by_role("main")).to_contain_text("Rp1.250.000")
    page.get_by_role("link", name="Selesai dikerjakan").click()
    page.get_by_label("Keterangan").fill("Parit terbuka, air mengalir.")
    page.get_by_role("button", name="Nyatakan selesai dikerjakan").click()
    expect(page.get_by_role("region", name="perlu diperbaiki")).to_contain_text("bukti")
    page.get_by_label("Tidak berwujud fisik").fill(CHECKED)
    page.get_by_role("button", name="Nyatakan selesai dikerjakan").click()
    expect(page.get_by_role("region", name="Riwayat")).to_contain_text(CHECKED)

    declared_done(page, issue, "Parit dibuka 60 meter.", CHECKED)


@pytest.fixture
def official(on_phone: Any) -> Page:
    visitor = on_phone("pejabat", java_script_enabled=False)
    visitor.expects("status of 422")
    return visitor.page  # type: ignore[no-any-return]


@pytest.fixture
def reporter(on_phone: Any) -> Page:
    visitor = on_phone("warga3", java_script_enabled=False)
    visitor.expects("status of 422")
    return visitor.page  # type: ignore[no-any-return]


def test_from_the_answer_to_the_confirmed_result(
    official: Page, reporter: Page, raised: int
) -> None:
    answered_kept_and_declared_done(official, raised)

    confirmed(reporter, raised)

    result = reporter.locator("#hasil-akhir")
    expect(result).to_contain_text("Sangat baik (4/4)")
    reporter.goto("/tindak-lanjut")
    pair = reporter.get_by_role("article", name=PROMISED)
    expect(pair).to_contain_text("Parit Jl. Lele tersumbat")
    expect(pair).to_contain_text("Dikonfirmasi pelapor")
    wide = "document.documentElement.scrollWidth"
    assert reporter.evaluate(wide) <= 360


def test_from_the_answer_to_the_contested_result(
    server: Forum, official: Page, reporter: Page, raised: int
) -> None:
    answered_kept_and_declared_done(official, raised)

    reporter.goto(f"/isu/{raised}/konfirmasi")
    reporter.get_by_role("radio", name=re.compile("^Belum beres")).check()
    reporter.get_by_role("button", name="Kirim", exact=True).click()
    mistakes = reporter.get_by_role("region", name="perlu diperbaiki")
    expect(mistakes).to_contain_text("Tulis apa yang belum beres")
    reporter.get_by_label("Keterangan Anda").fill("Semalam air masuk lagi.")
    reporter.get_by_role("button", name="Kirim", exact=True).click()

    expect(reporter.locator("#hasil-akhir")).to_contain_text("Disanggah pelapor")
    expect(reporter.locator("#kepala")).to_contain_text("Dibuka kembali")
    assert one(server, "SELECT state FROM issue WHERE id = ?", raised) == "dibuka_kembali"


def test_its_pages_are_for_everyone(at_desk: Any) -> None:
    page = at_desk("pejabat").page
    number = page.request.get("/tindak-lanjut/ekspor.csv").text().splitlines()[1].split(",")[0]
    for path in (
        "/tindak-lanjut",
        f"/tindak-lanjut/{number}",
        f"/tindak-lanjut/{number}/selesai",
    ):
        page.goto(path)
        assert axe(page) == [], path
