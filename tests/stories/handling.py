"""The end of an issue by the pages: the office declares it done, its reporter says that it is."""

import re

from playwright.sync_api import Page, expect


def declared_done(page: Page, issue: int, done: str, seen: str) -> None:
    """By an official; `seen` is why there is nothing to photograph."""
    page.goto(f"/isu/{issue}/selesai")
    page.get_by_label("Apa yang sudah dilakukan").fill(done)
    page.get_by_label("Tidak berwujud fisik").fill(seen)
    page.get_by_role("button", name="Nyatakan selesai").click()
    page.wait_for_url(re.compile(r"#hasil-akhir$"))
    expect(page.locator("#hasil-akhir")).to_contain_text("Menunggu kata pelapor")


def confirmed(page: Page, issue: int) -> None:
    """By its reporter, with the best of marks."""
    page.goto(f"/isu/{issue}")
    page.get_by_role("link", name="Pastikan hasilnya").click()
    page.get_by_role("radio", name=re.compile("^Ya, sudah beres")).check()
    page.get_by_label("Nilai penanganan").select_option(label="Sangat baik")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator("#hasil-akhir")).to_contain_text("Dikonfirmasi pelapor")
