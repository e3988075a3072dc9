"""The whole story: from what a resident writes to what an official promises, and back again."""

import csv
import io
import json
import os
import re
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visitor, axe
from tests.servers import Forum
from tests.stories.evening import TODAY, connected, plan, press
from tests.stories.people import mail_to, one

pytestmark = [pytest.mark.browser, pytest.mark.alone]

TITLE = "Gorong-gorong Jl. Rajawali km 5 amblas, motor terperosok"
TEXT = "Sudah **dua minggu** amblas.\n\n- dua motor terperosok\n- anak sekolah memutar"
REPLY = "Saya lihat sendiri kemarin sore, lubangnya makin lebar."
RUDE = "Dasar lurah pemalas, rumahnya di Gang Mawar nomor 7."
WHY = "Butir 3: jangan menulis alamat rumah orang. Kirim lagi tanpa alamat itu."
ITEM = "Kapan gorong-gorong Rajawali dikerjakan"
QUESTION = "Kapan gorong-gorong Rajawali sebaiknya dikerjakan?"
OUTCOME = "Gorong-gorong diganti pada malam hari, mulai pekan depan."
OWNER = "Dinas PUPR, Bidang Drainase"
ANSWER = "Bahan sudah dipesan. Pekerjaan dimulai **Senin malam** dan selesai dalam tiga malam."
PROMISED = "Mengganti gorong-gorong Jl. Rajawali km 5"
IN_CHARGE = "Kepala Bidang Sumber Daya Air"
DUE = TODAY + timedelta(days=9)
PASSWORD = "kelapa sawit di tepi rawa"
PICTURES = os.environ.get("BETANG_PICTURES")  # a folder, for those who want to look

# Notes how long each piece of news took from the server's clock to this page.
LISTEN = """
window.stayed = true;
window.lags = [];
document.addEventListener("betang:event", ({ detail }) => {
  if (detail.kind === "event") window.lags.push([detail.type, Date.now() - Date.parse(detail.at)]);
});
"""


@dataclass
class Story:
    """Who takes part, and what they have brought about so far."""

    server: Forum
    resident: Page
    neighbour: Page
    facilitator: Visitor
    official: Visitor
    moderator: Visitor
    issue: int = 0
    forum: str = ""


@pytest.fixture
def story(server: Forum, phone: Any, on_phone: Any, at_desk: Any) -> Story:
    return Story(
        server,
        resident=phone().page,
        neighbour=on_phone("warga2").page,
        facilitator=at_desk("fasilitator"),
        official=at_desk("pejabat"),
        moderator=at_desk("moderator"),
    )


def test_from_what_a_resident_writes_to_what_an_official_promises(story: Story) -> None:
    she_signs_up(story)
    she_raises_an_issue(story)
    the_neighbour_joins_in_and_she_sees_it_at_once(story)
    a_rude_reply_is_hidden_with_a_reason(story)
    the_facilitator_takes_the_issue_up(story)
    the_hall_speaks(story)
    the_hall_votes(story)
    the_outcome_is_written_down(story)
    the_minutes_say_it_all(story)
    the_official_sees_the_chain(story)
    the_official_answers_and_takes_the_papers_along(story)


# --- 1: a voice


def she_signs_up(story: Story) -> None:
    page, address = story.resident, "ratna@contoh.id"
    page.goto("/daftar")
    page.get_by_label("Nama lengkap (sesuai KTP)").fill("Ratna Sari")
    page.get_by_label("Email atau nomor HP").fill(address)
    page.get_by_label("Kelurahan", exact=True).select_option(label="Menteng, Jekan Raya")
    page.get_by_label("Buat kata sandi").fill(PASSWORD)
    page.get_by_label("Saya berusia 17 tahun atau lebih").check()
    page.get_by_label("Saya menyetujui tata krama forum").check()
    assert axe(page) == []
    page.get_by_role("button", name="Daftar").click()
    page.get_by_role("heading", name="Periksa email Anda").wait_for()
    (link,) = re.findall(r"https?://\S+/akun/konfirmasi/\S+", mail_to(story.server, address))
    assert link.startswith(story.server.url)
    page.goto(link)
    page.get_by_role("button", name="Konfirmasi dan masuk").click()
    page.get_by_text("Alamat email Anda sudah dikonfirmasi").wait_for()

    page.get_by_role("button", name="Keluar").click()
    page.get_by_text("Anda sudah keluar").wait_for()
    page.goto("/masuk")
    page.get_by_label("Email atau nomor HP").fill(address)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(f"{story.server.url}/")


def she_raises_an_issue(story: Story) -> None:
    page = story.resident
    page.get_by_role("link", name="Sampaikan isu").first.click()
    page.get_by_role("radio", name=re.compile("^Aduan")).check()
    page.get_by_label("Judul isu").fill(TITLE)
    page.get_by_label("Apa yang terjadi?").fill(TEXT)
    page.get_by_label("Kelurahan", exact=True).select_option(label="Menteng")
    page.get_by_label("Patokan tempat").fill("depan bengkel Maju Jaya")
    page.get_by_role("button", name="Kirim isu").click()
    page.wait_for_url(re.compile(r"/isu/\d+$"))
    story.issue = int(page.url.rsplit("/", 1)[1])
    opening = page.get_by_role("article", name="Isi isu")
    expect(opening.get_by_role("listitem")).to_have_text(
        ["dua motor terperosok", "anak sekolah memutar"]
    )
    expect(opening.locator("strong")).to_have_text("dua minggu")
    expect(page.locator("#kepala")).to_contain_text("Aduan")
    expect(page.locator("#kepala")).to_contain_text(
        "Menteng, Jekan Raya: depan bengkel Maju Jaya"
    )


def the_neighbour_joins_in_and_she_sees_it_at_once(story: Story) -> None:
    hers, his = story.resident, story.neighbour
    listen(hers)
    his.goto(f"/isu/{story.issue}")
    write_reply(his, REPLY)
    at_once(hers.get_by_role("article", name="Tanggapan Hendra Saputra")).to_contain_text(REPLY)
    expect(hers.locator("#jumlah-tanggapan")).to_have_text("1")

    button = his.get_by_role(
        "button", name=re.compile("Dukung .* dukungan untuk tulisan Ratna")
    )
    shown = hers.get_by_role("article", name="Isi isu").locator(".num")
    for supporting, count in ((True, "1"), (False, "0")):
        button.click()
        at_once(shown).to_have_text(count)
        expect(button).to_have_attribute("aria-pressed", str(supporting).lower())
    button.click()  # and so the issue has one supporter in the end
    at_once(shown).to_have_text("1")
    heard_in_time(hers, ["PostPublished", "PostSupported", "SupportWithdrawn", "PostSupported"])


# --- 3: a limit


def a_rude_reply_is_hidden_with_a_reason(story: Story) -> None:
    hers, his = story.resident, story.neighbour
    write_reply(his, RUDE)
    reply = hers.get_by_role("article", name="Tanggapan Hendra Saputra").last
    at_once(reply).to_contain_text(RUDE)

    reader = hers.context.new_page()
    reader.goto(hers.url)
    reply = reader.get_by_role("article", name="Tanggapan Hendra Saputra").last
    reply.locator("summary").first.click()
    reply.get_by_role("link", name="Laporkan tulisan Hendra Saputra").click()
    reader.get_by_role("radio", name="Data pribadi orang lain").check()
    reader.get_by_label("Keterangan").fill("Ada alamat rumah orang.")
    reader.get_by_role("button", name="Kirim laporan").click()
    reader.get_by_text("Moderator akan memeriksa tulisan ini").wait_for()
    reader.close()

    queue = story.moderator.goto("/")
    queue.get_by_role("link", name="Moderasi").click()
    case = queue.get_by_role("article").filter(has_text=RUDE)
    expect(case).to_contain_text("Ada alamat rumah orang.")
    picture(queue, "moderation-queue")
    case.get_by_role("radio", name="Sembunyikan").check()
    expect(case.get_by_label("Alasan bila disembunyikan")).to_have_value("data_pribadi")
    case.get_by_label("Pesan untuk penulis").fill(WHY)
    case.get_by_role("button", name="Simpan keputusan").click()

    at_once(hers.get_by_text(RUDE)).to_have_count(0)
    expect(
        hers.get_by_text("disembunyikan moderator karena memuat data pribadi")
    ).to_be_visible()
    expect(his.get_by_text(RUDE)).to_have_count(0)
    his.reload()
    kept = his.locator(".post").filter(has_text="Hanya Anda yang melihat tulisan ini.")
    expect(kept).to_contain_text(WHY)
    expect(kept).to_contain_text(RUDE)
    hers.goto(hers.url)
    assert RUDE not in hers.content()


# --- 2: an evening


def the_facilitator_takes_the_issue_up(story: Story) -> None:
    items = [("Pembukaan dan tata tertib", None), (ITEM, story.issue)]
    story.forum = plan(story.facilitator, "Gorong-gorong Jl. Rajawali", items)
    hers, his = story.resident, story.neighbour
    for page in (hers, his):
        page.goto(f"{story.forum}/langsung")
        connected(page)
        listen(page)
    expect(hers.locator("#kini")).to_contain_text("Sesi belum dibuka")
    console = story.facilitator.page
    console.get_by_role("link", name="Konsol").click()
    connected(console)
    press(console, "Buka sesi", sure=True)
    at_once(hers.get_by_label("Keadaan sesi")).to_contain_text("Langsung")
    press(console, "Mulai: Pembukaan dan tata tertib")
    at_once(hers.get_by_role("heading", name="Pembukaan dan tata tertib")).to_be_visible()
    write_outcome(console, "Dicatat", "Tata tertib disepakati.")
    at_once(hers.locator("#catatan")).to_contain_text("Tata tertib disepakati.")
    press(console, f"Mulai: {ITEM}")
    at_once(hers.get_by_role("heading", name=ITEM)).to_be_visible()
    expect(hers.get_by_role("link", name="Isu yang dibahas")).to_have_attribute(
        "href", f"/isu/{story.issue}"
    )


def the_hall_speaks(story: Story) -> None:
    hers, his, console = story.resident, story.neighbour, story.facilitator.page
    hers.get_by_role("button", name="Angkat tangan").click()
    expect(hers.get_by_text("Anda nomor 1 dalam antrean.")).to_be_visible()
    his.get_by_role("button", name="Angkat tangan").click()
    expect(his.get_by_text("Anda nomor 2 dalam antrean.")).to_be_visible()
    press(console, "Persilakan Ratna")
    at_once(hers.locator("#tangan")).to_contain_text("Anda dipersilakan.")
    at_once(his.locator("#tangan")).to_contain_text("Anda nomor 1 dalam antrean.")
    press(console, re.compile("Mulai berbicara.*Ratna"))
    at_once(hers.locator("#tangan")).to_contain_text("Giliran Anda berbicara.")
    at_once(his.locator("#kini")).to_contain_text(re.compile("Ratna.* sedang berbicara"))
    press(console, re.compile("Selesai.*Ratna"))
    at_once(hers.locator("#tangan")).to_contain_text("Ingin berbicara?")
    his.get_by_role("button", name="Turunkan tangan").click()
    expect(hers.locator("#antrean")).to_contain_text("Belum ada yang mengangkat tangan.")


def the_hall_votes(story: Story) -> None:
    hers, his, console = story.resident, story.neighbour, story.facilitator.page
    connected(console)
    console.get_by_text("Tulis pertanyaan").click()
    console.get_by_label("Pertanyaan", exact=True).fill(QUESTION)
    console.get_by_label("Pilihan jawaban").fill("Malam hari\nSiang hari")
    with console.expect_navigation():
        console.get_by_role("button", name="Simpan pertanyaan").click()
    connected(console)
    press(console, "Buka pemungutan", sure=True)
    for page in (hers, his):
        at_once(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    # She is new here and not verified: told so, by the page itself.
    expect(hers.locator("#suara-saya")).to_contain_text("Anda tidak dapat memilih")
    picture(his, "live-ballot", of="#suara-sesi")
    assert axe(his) == []
    his.get_by_role("radio", name="Malam hari").check()
    his.get_by_role("button", name="Kirim suara").click()
    receipt = his.locator("#suara-saya")
    expect(receipt).to_contain_text(
        re.compile(r"Suara Anda tercatat, nomor 1, pukul \d\d\.\d\d\.\d\d WIB")
    )
    at_once(console.locator("#konsol-suara")).to_contain_text("1 dari")
    picture(console, "console")
    assert "1 dari" not in hers.inner_text("main")
    press(console, "Tutup pemungutan", sure=True)
    at_once(hers.locator("#suara")).to_contain_text("Pemungutan ditutup.")
    console.get_by_role("button", name="Umumkan hasil").wait_for()
    assert "suara terbanyak" not in hers.inner_text("main")
    press(console, "Umumkan hasil", sure=True)
    for page in (hers, his):
        at_once(page.locator("#suara")).to_contain_text("Malam hari mendapat suara terbanyak")


def the_outcome_is_written_down(story: Story) -> None:
    hers, console = story.resident, story.facilitator.page
    write_outcome(console, "Tindak lanjut", OUTCOME, owner=OWNER, due=DUE.isoformat())
    at_once(hers.locator("#catatan")).to_contain_text(OUTCOME)
    expect(hers.locator("#catatan")).to_contain_text(f"Penanggung jawab: {OWNER}.")
    connected(console)
    press(console, "Tutup sesi", sure=True)
    at_once(hers.get_by_role("heading", name="Kata penutup")).to_be_visible()
    press(console, "Selesaikan dan susun notulen", sure=True)
    at_once(hers.get_by_role("heading", name="Sesi sudah selesai")).to_be_visible()
    heard_in_time(hers)


def the_minutes_say_it_all(story: Story) -> None:
    page = story.resident
    page.get_by_role("link", name="Baca draf notulen").click()
    paper = page.get_by_role("article")
    result = paper.get_by_role("row").filter(has_text=OUTCOME)
    expect(result).to_contain_text(OWNER)
    expect(result).to_contain_text(short_day(DUE))
    for words in (
        "Maria Lestari",
        "1 orang, 1 kali berbicara",
        "Tata tertib disepakati.",
        QUESTION,
        "Malam hari mendapat suara terbanyak",
        "Ratna",
    ):
        expect(paper).to_contain_text(words)
    picture(page, "minutes")
    assert axe(page) == []


# --- 4: an answer


def the_official_sees_the_chain(story: Story) -> None:
    page = story.official.goto(f"/isu/{story.issue}")
    chain = page.get_by_role("region", name="Perjalanan isu")
    picture(page, "chain", of="#rantai")
    ways = {ITEM: f"{story.forum}/notulen", OUTCOME: f"{story.forum}/notulen"}
    poll = one(story.server, "SELECT max(id) FROM poll")
    ways[QUESTION] = f"/suara/{poll}"
    expect(chain).to_contain_text("Malam hari mendapat suara terbanyak")
    expect(chain).to_contain_text(f"{OWNER}, tenggat {short_day(DUE)}")
    for title, address in ways.items():
        chain.get_by_role("link", name=title, exact=True).click()
        page.wait_for_url(f"**{address}")
        expect(page.get_by_role("main")).to_contain_text(title)
        back = page.get_by_role("main").locator(f"a[href='/isu/{story.issue}']")
        back.first.click()
        page.wait_for_url(f"**/isu/{story.issue}")


def the_official_answers_and_takes_the_papers_along(story: Story) -> None:
    page, hers = story.official.page, story.resident
    hers.goto(f"/isu/{story.issue}")
    listen(hers)
    page.get_by_role("link", name="Tulis jawaban resmi").click()
    page.get_by_role("radio", name=re.compile("^Diterima Semua")).check()
    page.get_by_label("Jawaban resmi").fill(ANSWER)
    page.locator("#owner").fill(IN_CHARGE)
    page.get_by_label("Pekerjaan yang dijanjikan").fill(PROMISED)
    page.locator("#due_on").fill(DUE.isoformat())
    assert axe(page) == []
    page.get_by_role("button", name="Terbitkan jawaban").click()
    page.wait_for_url(re.compile(r"/isu/\d+#jawaban-\d+$"))
    for reader in (page, hers):
        answer = reader.get_by_role("region", name="Jawaban resmi")
        at_once(answer).to_contain_text("Bahan sudah dipesan.")
        expect(answer).to_contain_text(IN_CHARGE)
        expect(answer).to_contain_text("Ir. Yansen Dalie")
        expect(answer.get_by_role("link", name=PROMISED)).to_be_visible()
    heard_in_time(hers)
    picture(page, "official-answer")
    picture(hers, "official-answer-phone", of=".official")
    said = re.sub(r"\*\*", "", ANSWER)
    files = {kind: download(page, kind) for kind in ("PDF", "DOCX", "CSV", "JSON")}
    for kind, words in readers(files).items():
        missing = [text for text in (OUTCOME, OWNER, PROMISED) if text not in words]
        assert missing == [], kind
        if kind != "CSV":  # running text is left to the others
            assert (ANSWER if kind == "JSON" else said) in words, kind  # as it was typed
        assert "Ratna" not in words, "residents are not named"


# --- what the steps share


def listen(page: Page) -> None:
    if page.locator("[data-conn]").count():
        connected(page)
    else:
        page.wait_for_function("() => window.betang?.socket?.connected")
    page.evaluate(LISTEN)


def at_once(locator: Any) -> Any:
    """What another person has just done is here without a reload."""
    return expect(locator)


def heard_in_time(page: Page, kinds: list[str] | None = None) -> None:
    """All news came within a second, to the very page that was opened at first."""
    assert page.evaluate("window.stayed") is True
    lags = page.evaluate("window.lags")
    assert [lag for lag in lags if lag[1] >= 1000] == []
    if kinds is not None:
        told = [
            kind for kind, _lag in lags if kind != "Notified"
        ]  # to the person, by the worker
        assert told == kinds


def write_reply(page: Page, text: str) -> None:
    """Nobody types so fast that the press could be taken for the second of a double click."""
    page.get_by_label("Tanggapan Anda").fill(text)
    page.locator("#tulis:not([data-busy])").wait_for()
    page.get_by_role("button", name="Kirim tanggapan").click()
    page.locator("#tulis").get_by_text("Tanggapan Anda terkirim.").wait_for()


def write_outcome(console: Page, kind: str, text: str, owner: str = "", due: str = "") -> None:
    console.get_by_label("Jenis hasil").select_option(label=kind)
    console.get_by_label("Hasil", exact=True).fill(text)
    console.get_by_label("Penanggung jawab").fill(owner)
    console.get_by_label("Tenggat").fill(due)
    console.get_by_role("button", name="Catat hasil dan selesaikan acara").click()
    console.locator("#catatan").get_by_text(text).wait_for()
    connected(console)


def download(page: Page, kind: str) -> Path:
    with page.expect_download() as loading:
        page.get_by_role("link", name=kind, exact=True).click()
    assert re.fullmatch(
        rf"ringkasan-isu-[\d-]+\.{kind.lower()}", loading.value.suggested_filename
    )
    return Path(loading.value.path())


def readers(files: dict[str, Path]) -> dict[str, str]:
    """The words in each file, in one line, as the programs read them that people have."""
    pdf = subprocess.run(
        ["pdftotext", "-raw", files["PDF"], "-"], capture_output=True, text=True, check=True
    ).stdout
    paper = docx.Document(str(files["DOCX"]))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    table = csv.reader(io.StringIO(files["CSV"].read_text(encoding="utf-8-sig")))
    texts = {
        "PDF": pdf,
        "DOCX": " ".join([paragraph.text for paragraph in paper.paragraphs] + cells),
        "CSV": " ".join(cell for row in table for cell in row),
        "JSON": json.dumps(json.loads(files["JSON"].read_text()), ensure_ascii=False),
    }
    return {kind: " ".join(text.split()) for kind, text in texts.items()}


def short_day(day: Any) -> str:
    months = "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split()
    return f"{day.day} {months[day.month - 1]} {day.year}"


def picture(page: Page, name: str, of: str | None = None) -> None:
    """For whoever wants to look at how it went."""
    if PICTURES:
        target = page.locator(of).first if of else page
        path = Path(PICTURES) / f"{name}.png"
        target.screenshot(path=path, **({} if of else {"full_page": True}))
