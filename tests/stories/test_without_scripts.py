"""A phone whose browser runs no scripts: everything a resident does still works, page by page."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.servers import Forum
from tests.stories.people import Caller, one

pytestmark = pytest.mark.browser

TITLE = "Lampu penyeberangan Jl. Yos Sudarso padam sejak Senin"
TEXT = "Sudah tiga malam gelap. Anak-anak pulang mengaji menyeberang sendiri."
REPLY = "Semalam hampir ada yang tertabrak di sana."
RUNNING = "SELECT max(id) FROM meeting WHERE state = 'live' AND title LIKE '%banjir%'"
NOT_YET_SUPPORTED = """
SELECT min(thread_id) FROM discussion_post
WHERE is_opening AND thread_id IN (SELECT thread_id FROM discussion_post WHERE NOT is_opening)
  AND author_id != (SELECT id FROM account_user WHERE email = 'warga3@betang.example')
  AND id NOT IN (
    SELECT post_id FROM discussion_support JOIN account_user ON account_user.id = user_id
    WHERE email = 'warga3@betang.example')
"""


@pytest.fixture
def page(on_phone: Any) -> Page:
    """Siti's phone. What she sends that is wrong comes back as a page with status 422."""
    person = on_phone("warga3", java_script_enabled=False)
    person.expects("status of 422")
    return person.page  # type: ignore[no-any-return]


def test_reading(page: Page) -> None:
    for path in ("/", "/isu", "/isu/1", "/suara", "/forum", "/forum/1", "/forum.ics"):
        answer = page.request.get(path)
        assert answer.status == 200, path
    page.goto("/isu")
    page.get_by_label("Cari isu").fill("drainase")
    page.get_by_label("Cari isu").press("Enter")
    found = page.locator("#hasil").get_by_role(
        "link", name=re.compile("Drainase Jl. Seth Adji")
    )
    found.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("Drainase Jl. Seth Adji")
    )
    expect(page.get_by_role("region", name="Perjalanan isu")).to_be_visible()
    expect(page.get_by_role("region", name="Jawaban resmi")).to_be_visible()


def test_raising_an_issue_after_a_mistake(server: Forum, page: Page) -> None:
    before = one(server, "SELECT count(*) FROM issue")
    page.goto("/isu/baru")
    page.get_by_role("radio", name=re.compile("^Aduan")).check()
    page.get_by_label("Judul isu").fill("Lampu")
    page.get_by_label("Apa yang terjadi?").fill(TEXT)
    page.get_by_label("Kelurahan", exact=True).select_option(label="Langkai")
    with page.expect_response(lambda answer: answer.request.method == "POST") as refused:
        page.get_by_role("button", name="Kirim isu").click()

    assert refused.value.status == 422
    mistakes = page.get_by_role("region", name="Ada 1 hal yang perlu diperbaiki")
    mistakes.get_by_role("link").click()
    assert page.url.endswith("#title")
    expect(page).to_have_title(re.compile("^Kesalahan: "))
    expect(page.get_by_label("Apa yang terjadi?")).to_have_value(TEXT)
    expect(page.get_by_role("radio", name=re.compile("^Aduan"))).to_be_checked()
    expect(page.get_by_label("Kelurahan", exact=True).locator("option:checked")).to_have_text(
        "Langkai"
    )
    expect(page.get_by_label("Judul isu")).to_have_attribute("aria-invalid", "true")
    assert one(server, "SELECT count(*) FROM issue") == before

    page.get_by_label("Judul isu").fill(TITLE)
    page.get_by_role("button", name="Lihat pratinjau").click()
    preview = page.get_by_role("region", name="Beginilah isu Anda akan tampil")
    expect(preview.get_by_role("heading", name=TITLE)).to_be_visible()
    page.get_by_role("button", name="Kirim isu").click()

    page.wait_for_url(re.compile(r"/isu/\d+$"))
    expect(page.get_by_role("article", name="Isi isu")).to_contain_text(TEXT)
    assert one(server, "SELECT count(*) FROM issue") == before + 1


def test_answering_and_supporting(server: Forum, page: Page) -> None:
    page.goto(f"/isu/{one(server, NOT_YET_SUPPORTED)}")
    opening = page.get_by_role("article", name="Isi isu")
    count = int(opening.locator(".num").first.inner_text())
    button = opening.get_by_role("button", name="Dukung")
    expect(button).to_have_attribute("aria-pressed", "false")

    for pressed, shown in (("true", count + 1), ("false", count)):
        button.click()
        expect(opening.locator(".num")).to_have_text(str(shown))
        expect(button).to_have_attribute("aria-pressed", pressed)

    answered = page.get_by_role("article", name=re.compile("^Tanggapan ")).first
    answered.get_by_role("link", name=re.compile("^Balas")).first.click()
    expect(page.locator("#tulis")).to_contain_text("Membalas")
    page.get_by_label("Tanggapan Anda").fill("   ")
    page.get_by_role("button", name="Kirim tanggapan").click()
    expect(page.get_by_role("region", name="perlu diperbaiki")).to_contain_text(
        "Tulis dulu isinya"
    )
    expect(page.locator("#tulis")).to_contain_text("Membalas")
    page.get_by_label("Tanggapan Anda").fill(REPLY)
    page.get_by_role("button", name="Kirim tanggapan").click()

    page.wait_for_url(re.compile(r"#t-\d+$"))
    expect(page.locator(page.url[page.url.index("#") :])).to_contain_text(REPLY)
    posts = "SELECT count(*) FROM discussion_post WHERE source = ? AND parent_id IS NOT NULL"
    assert one(server, posts, REPLY) == 1


def test_following_speaking_and_voting_in_the_running_forum(
    server: Forum, page: Page, caller: Any
) -> None:
    forum = one(server, RUNNING)
    page.goto("/forum")
    page.get_by_role("link", name=re.compile("Penanganan banjir G. Obos")).first.click()
    page.wait_for_url(f"**/forum/{forum}/langsung")
    the_frame_loads_itself_anew(page, caller("warga3"), forum)
    page.get_by_role("button", name="Angkat tangan").click()
    page.wait_for_url("**/langsung#tangan")
    expect(page.get_by_text(re.compile(r"Anda nomor \d+ dalam antrean\."))).to_be_visible()
    page.get_by_role("button", name="Turunkan tangan").click()
    expect(page.get_by_text("Ingin berbicara?")).to_be_visible()

    with page.expect_response(lambda answer: answer.request.method == "POST") as refused:
        page.get_by_role("button", name="Kirim suara").click()
    assert refused.value.status == 422
    page.get_by_role("radio", name="Malam, pukul 21.00–05.00").check()
    page.get_by_role("button", name="Kirim suara").click()
    expect(page.locator("#suara-saya")).to_contain_text(
        re.compile(r"Suara Anda tercatat, nomor \d+, pukul \d\d\.\d\d\.\d\d WIB")
    )
    page.goto(f"/forum/{forum}/langsung")
    expect(page.locator("#suara-saya")).to_contain_text("Suara Anda tercatat, nomor")
    expect(page.get_by_role("button", name="Kirim suara")).to_have_count(0)


def the_frame_loads_itself_anew(page: Page, person: Caller, forum: int) -> None:
    """Every ten seconds, until one has had enough of it."""
    state = f"/forum/{forum}/langsung/keadaan"
    assert person.get(state).headers["Refresh"] == f"10; url={state}"
    frame = page.frame_locator("iframe[title='Keadaan terbaru sesi ini']")
    expect(
        frame.get_by_role("heading", name=re.compile("Gorong-gorong simpang"))
    ).to_be_visible()
    frame.get_by_role("link", name="Hentikan pembaruan").click()
    expect(frame.get_by_role("link", name="Perbarui lagi dengan sendirinya")).to_be_visible()
    assert "Refresh" not in person.get(f"{state}?henti=1").headers
