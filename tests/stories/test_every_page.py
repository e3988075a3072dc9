"""Every page as each role meets it: nothing for axe to find, nothing wider than the screen."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visitor, axe
from tests.servers import Forum
from tests.stories.people import one

pytestmark = pytest.mark.browser

VISITOR = "visitor"
PAGES = {
    VISITOR: """
        / /isu /isu?q=drainase&jenis=aduan /isu?q=tidakada /isu/1 /isu/4 /isu/43
        /isu/peta /isu/peta?z=9 /isu/peta?wilayah=62.71.03.1002 /isu?dekat=-2.21,113.91
        /cari /cari?q=banjir+jalan&jenis=issue /cari?q=drainsae /cari?q=warga&urut=terbaru
        /suara /suara?saring=hasil /suara/1 /suara/1/hasil /suara/6 /suara/6/hasil /suara/7/hasil
        /forum /forum/1 /forum/1/langsung /forum/1/langsung/keadaan /forum/1/layar
        /forum/2 /forum/2/langsung /forum/3 /forum/3/notulen
        /masuk /daftar /akun/lupa-sandi /akun/konfirmasi /akun/periksa-email
        /akun/konfirmasi/lama /akun/sandi-baru/lama /bantuan /privasi /tata-krama /ketentuan
        /privasi/kegiatan-pemrosesan /lacak /warga/1 /undangan/lama /tidak-ada
    """,
    "warga": """
        / /cari?q=jalan&milik=1 /isu/1 /isu/1?balas=2 /isu/1/kiriman/4/lapor /isu/baru /isu/draf /suara /suara/1
        /forum/1 /forum/1/langsung /akun /pemberitahuan /keluar /moderasi
        /akun/verifikasi /akun/kontak /akun/keamanan /akun/keamanan/kode /akun/keamanan/kunci
        /akun/perangkat /akun/akses /akun/data /akun/hapus /akun/persetujuan
    """,
    "fasilitator": """
        /forum /forum/baru /forum/1/konsol /forum/1/langsung /forum/2/ubah
        /forum/2/acara/{item}/ubah /forum/2/konsol /forum/3/konsol
        /suara?saring=draf /suara/baru /suara/1/kelola /suara/4/kelola /suara/5/kelola
    """,
    "moderator": "/ /moderasi /moderasi/riwayat /isu/1",
    "pejabat": "/isu/1 /isu/2/jawaban /akun",
    "petugas": """
        /meja /meja/entri /meja/warga/baru /meja/entri/baru /meja/dukungan/baru /meja/kios
        /meja/verifikasi /meja/verifikasi/1 /kelola/kode /kelola/verifikasi /kelola/verifikasi/1
        /kelola/kasus-nik
    """,
    "admin": """
        / /moderasi /forum/1/konsol /suara/1/kelola /isu/1 /kelola /kelola/orang /kelola/orang/1
        /kelola/peran /kelola/peran/1/cabut /kelola/undangan /kelola/undangan/baru /kelola/libur
        /kelola/libur/impor /kelola/wilayah /kelola/unit /kelola/unit/1 /kelola/penduduk
        /kelola/kategori /kelola/tingkat /kelola/pemilihan /kelola/retensi /kelola/pengelola-data
        /kelola/teks /kelola/teks/privasi /kelola/permintaan-data /kelola/insiden
        /kelola/insiden/baru /kelola/pembersihan /kelola/catatan
    """,
}
ALSO_DARK = {
    "/", "/isu", "/isu/1", "/isu/peta", "/suara/1", "/suara/6/hasil", "/forum", "/forum/1/langsung",
    "/cari?q=banjir+jalan&jenis=issue",
    "/forum/3/notulen", "/forum/1/konsol", "/moderasi", "/isu/2/jawaban", "/masuk", "/tidak-ada",
}  # fmt: skip
# Colours change in a fade: what is looked at is what they change to.
SETTLED = """() => Promise.all(
  document.getAnimations().filter((each) => each instanceof CSSTransition)
    .map((each) => each.finished.catch(() => {})),
).then(() => true)"""
TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]:not([type=hidden])")].map(({ id }) => id);
  return [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))];
}"""
REFUSED = r"status of (401|403|404|410|422)"  # pages that are there to say so


@pytest.mark.parametrize("role", PAGES)
def test_pages(server: Forum, desktop: Any, at_desk: Any, role: str) -> None:
    person: Visitor = desktop() if role == VISITOR else at_desk(role)
    person.expects(REFUSED)
    item = one(server, "SELECT min(id) FROM meeting_item WHERE meeting_id = 2")

    wrong = [
        line for path in PAGES[role].format(item=item).split() for line in seen(person, path)
    ]

    wrong += person.unexpected()

    assert wrong == [], "\n".join(wrong)


def seen(person: Visitor, path: str) -> Iterator[str]:
    """What is wrong with this page, at a desk, on a phone, in the dark, with large text."""
    page = person.page
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    page.goto(path)
    yield from looked_at(page, f"{path} at 1280")
    page.set_viewport_size({"width": 360, "height": 740})
    yield from looked_at(page, f"{path} at 360")
    if path in ALSO_DARK:
        page.emulate_media(color_scheme="dark")
        page.evaluate(SETTLED)
        yield from looked_at(page, f"{path} in the dark")
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate("document.documentElement.dataset.text = 'besar'")
    yield from as_wide_as_the_screen(page, f"{path} at 320 with large text")


def looked_at(page: Page, where: str) -> Iterator[str]:
    yield from as_wide_as_the_screen(page, where)
    yield from (f"{where}: {line}" for line in axe(page))
    yield from (f"{where}: two elements are called {name}" for name in page.evaluate(TWICE))


def as_wide_as_the_screen(page: Page, where: str) -> Iterator[str]:
    has, may = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    if has > may:
        yield f"{where}: {has} px wide"


# --- forms that came back


FORMS: dict[str, tuple[str, str, str]] = {
    "signing in": (VISITOR, "/masuk", "Masuk"),
    "registering": (VISITOR, "/daftar", "Daftar"),
    "an issue": ("warga", "/isu/baru", "Kirim isu"),
    "a report": ("warga", "/isu/1/kiriman/4/lapor", "Kirim laporan"),
    "a name": ("warga", "/akun", "Simpan nama"),
    "a session": ("fasilitator", "/forum/baru", "Simpan draf dan susun acara"),
    "an item": ("fasilitator", "/forum/2/ubah", "Tambahkan acara"),
    "a poll": ("fasilitator", "/suara/baru", "Simpan draf"),
    "a decision": ("moderator", "/moderasi", "Simpan keputusan"),
    "an answer": ("pejabat", "/isu/2/jawaban", "Terbitkan jawaban"),
}


@pytest.mark.parametrize("what", FORMS)
def test_a_form_that_came_back_says_what_is_wrong_where_it_is_wrong(
    server: Forum, phone: Callable[..., Visitor], on_phone: Callable[..., Visitor], what: str
) -> None:
    role, path, button = FORMS[what]
    person = phone() if role == VISITOR else on_phone(role)
    person.expects(REFUSED)
    page = person.goto(path)
    if what == "a name":
        page.get_by_label("Nama tampil").fill("")

    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=button).first.click()

    summary = page.get_by_role("region", name="perlu diperbaiki")
    expect(summary).to_be_focused()
    assert axe(page) == []
    links = summary.get_by_role("link")
    assert links.count() > 0
    for target in links.evaluate_all("links => links.map((link) => link.getAttribute('href'))"):
        field = page.locator(target)
        expect(field).to_be_visible()
        said = page.evaluate(
            "(field) => (field.closest('[aria-describedby]')?.getAttribute('aria-describedby') "
            "?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ')",
            field.element_handle(),
        )
        assert "Kesalahan:" in said, target
