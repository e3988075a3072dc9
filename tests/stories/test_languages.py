"""In English by a switch: nothing of the interface stays behind in Indonesian, live news neither."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Page, expect

from tests.browser import Visitor
from tests.servers import ROOT, Forum
from tests.stories.evening import Evening, connected
from tests.stories.people import Caller, rows

pytestmark = pytest.mark.browser

PAGES = {
    "visitor": """
        / /isu /isu?q=tidakada /isu/1 /suara /suara/1 /suara/6/hasil /forum /forum/1
        /isu/peta /isu/peta?z=9 /isu?dekat=-2.21,113.91 /isu?dekat=0,0
        /forum/1/langsung /forum/2 /forum/3/notulen /masuk /daftar /akun/lupa-sandi
        /akun/periksa-email /bantuan /privasi /tata-krama /ketentuan /lacak
        /privasi/kegiatan-pemrosesan /tidak-ada
    """,
    "warga": """
        / /isu/1 /isu/baru /isu/draf /isu/1/kiriman/4/lapor /suara/1 /forum/1/langsung /akun
        /pemberitahuan /keluar /akun/kontak /akun/keamanan /akun/perangkat /akun/akses /akun/data
        /akun/hapus /akun/verifikasi /akun/keamanan/kode /akun/keamanan/kunci
    """,
    "fasilitator": "/forum/baru /forum/1/konsol /forum/2/ubah /suara/baru /suara/5/kelola",
    "moderator": "/moderasi /moderasi/riwayat",
    "pejabat": "/isu/1 /isu/2/jawaban",
    "petugas": """
        /meja /meja/warga/baru /meja/entri/baru /meja/verifikasi /meja/kios /kelola /kelola/kode
        /kelola/verifikasi /kelola/kasus-nik
    """,
    "admin": """
        /kelola /kelola/orang /kelola/peran /kelola/undangan /kelola/undangan/baru /kelola/tingkat
        /kelola/libur /kelola/retensi /kelola/teks /kelola/permintaan-data /kelola/insiden/baru
        /kelola/pemilihan /kelola/penduduk /kelola/pengelola-data /kelola/catatan
    """,
}
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
# Every piece of text that a person reads or hears, but what residents wrote themselves.
TEXTS = """() => {
  const written = ".prose, .post__by, a[lang=id], script, style, noscript, template, time";
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest(written)) found.push(walker.currentNode.data);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "data-announce", "data-confirm"]) {
    for (const each of document.querySelectorAll(`[${name}]`)) found.push(each.getAttribute(name));
  }
  return found.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""
# Titles, topics and answers to vote on, which are what the city's people called them.
WRITTEN = (
    "SELECT name FROM issue_category UNION SELECT title FROM meeting_item "
    "UNION SELECT name FROM city_unit UNION SELECT short_name FROM city_unit "
    "UNION SELECT name FROM city_area UNION SELECT label FROM poll_option"
)
# Words of buttons, links and short labels that stand on almost every page.
WORDS = set(
    "Beranda Masuk Daftar Akun Keluar Kirim Simpan Batal Kembali Dukung Laporkan Balas Saring Cari "
    "Tenggat Sebelumnya Berikutnya Pemberitahuan Bantuan Privasi Ditutup Diumumkan".split()
)


@pytest.fixture(scope="module")
def indonesian() -> re.Pattern[str]:
    """Whatever the interface can say in Indonesian that reads otherwise in English."""
    with (ROOT / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    pairs = [
        pair
        for message in catalogue
        if message.id
        for pair in zip(
            [message.id] if isinstance(message.id, str) else message.id,
            [message.string] if isinstance(message.id, str) else message.string,
            strict=False,
        )
    ]
    said = {ours for ours, theirs in pairs if ours != theirs and _tells(ours)}
    assert len(said) > 500
    return re.compile("|".join(sorted(map(_as_pattern, said), key=len, reverse=True)))


def _tells(text: str) -> bool:
    """Enough of it is fixed that nothing else looks like it."""
    return len(re.findall(r"[^\W\d]{2,}", PLACEHOLDER.sub(" ", text))) >= (
        2 if PLACEHOLDER.search(text) else 1
    )


def _as_pattern(text: str) -> str:
    return ".+".join(re.escape(part) for part in PLACEHOLDER.split(" ".join(text.split())))


@pytest.mark.parametrize("role", PAGES)
def test_nothing_stays_behind_in_indonesian(
    server: Forum, desktop: Any, at_desk: Any, indonesian: re.Pattern[str], role: str
) -> None:
    person: Visitor = desktop() if role == "visitor" else at_desk(role)
    person.expects("status of 404")
    in_english(person)

    theirs = {text for (text,) in rows(server, WRITTEN)}

    left = [
        f"{path}: {text}"
        for path in PAGES[role].split()
        for text in texts_of(person.goto(path))
        if text not in theirs
        if indonesian.fullmatch(text) or labelled_with_ours(text)
    ]

    assert left == [], "\n".join(left)


def test_the_switch_leads_back_to_the_page_and_is_remembered(desktop: Any) -> None:
    page = desktop().goto("/isu?q=drainase")
    page.get_by_role("link", name="English").click()

    page.wait_for_url("**/isu?q=drainase")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("navigation", name="Main")).to_contain_text("Issues")
    page.goto("/suara")
    expect(page.locator("html")).to_have_attribute("lang", "en")

    page.get_by_role("link", name="Bahasa Indonesia").click()
    page.wait_for_url("**/suara")
    expect(page.locator("html")).to_have_attribute("lang", "id")


def test_each_hears_of_the_evening_in_their_own_language(
    server: Forum, caller: Callable[[str], Caller], on_phone: Any
) -> None:
    evening = Evening(server, caller("fasilitator2"), "Dua bahasa")
    english, ours = on_phone("warga5"), on_phone("warga6")
    in_english(english)
    pages = [connected(each.goto(f"{evening.base}/langsung")) for each in (english, ours)]

    entry = evening.raise_hand(caller("warga4"))
    evening.turn(entry, "panggil")
    poll = evening.ask("Dalam bahasa apa kita bermusyawarah?", ("Indonesia", "Inggris"))

    for page, invited, heading in zip(
        pages, ("called", "dipersilakan"), ("Speaking queue", "Antrean bicara"), strict=True
    ):
        expect(page.locator("#antrean")).to_contain_text(invited)
        expect(page.locator("#antrean")).to_contain_text(heading)
    voter = pages[0]
    voter.get_by_role("radio", name="Inggris").check()
    voter.get_by_role("button", name="Submit vote").click()
    expect(voter.locator("#suara-saya")).to_contain_text(
        re.compile(r"Your vote is recorded, number 1, at \d\d:\d\d:\d\d WIB")
    )
    assert len(evening.ballots(poll)) == 1


def labelled_with_ours(text: str) -> bool:
    words = re.findall(r"\w+", text)
    return len(words) <= 4 and not WORDS.isdisjoint(words)


def in_english(person: Visitor) -> None:
    person.context.add_cookies([{"name": "lang", "value": "en", "url": person.server.url}])


def texts_of(page: Page) -> list[str]:
    expect(page.locator("html")).to_have_attribute("lang", "en")
    found: list[str] = page.evaluate(TEXTS)
    return found
