"""Each kind of issue, from a resident's words to what came of it, over the weeks that takes.

The working days are those of domain.md: what is received on 2026-12-17 is to be verified within
three, by the 22nd; what is assigned on the 18th is to be answered within five, by the 29th, for
cuti bersama, Christmas and a weekend lie between; what is declared done on the 18th may be
contested for ten, until 2027-01-07.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from forum.core.clock import LOCAL
from tests.browser import DESKTOP, PHONE, Visitor
from tests.conftest import leave_all
from tests.servers import Forum
from tests.stories.handling import confirmed, declared_done
from tests.stories.people import one
from tests.stories.test_results import UNIT

pytestmark = [pytest.mark.browser, pytest.mark.proof]

RECEIVED = datetime(2026, 12, 17, 10, tzinfo=LOCAL)
NEXT_DAY = datetime(2026, 12, 18, 10, tzinfo=LOCAL)
LATE = datetime(2026, 12, 30, 10, tzinfo=LOCAL)
NEW_YEAR = datetime(2027, 1, 8, 10, tzinfo=LOCAL)
SLOW = {
    "offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 25_000,
}  # fmt: skip
DONE = "Sudah dikerjakan dan diuji."
SEEN = "Diperiksa bersama ketua RT."
STATE = "SELECT state FROM issue WHERE id = ?"


class Weeks:
    """Who takes part, what they raised, and the server whose clock moves."""

    def __init__(self, server: Forum, browser: Any) -> None:
        self.server, self._browser = server, browser
        self.people: dict[str, Visitor] = {}
        self.unit = str(one(server, UNIT))

    def at(self, moment: datetime) -> None:
        """It is later now. Whoever was signed in still is."""
        self.server.stop()
        self.server.start(at=moment)

    def person(self, name: str) -> Page:
        if name not in self.people:
            how = PHONE if name.startswith("warga") else DESKTOP
            visitor = self.people[name] = Visitor(self._browser, self.server, **how)
            visitor.expects(r"socket\.io|WebSocket|ERR_CONNECTION|ERR_INCOMPLETE|status of 0")
            visitor.sign_in(name)
            if how is PHONE:
                line = visitor.context.new_cdp_session(visitor.page)
                line.send("Network.emulateNetworkConditions", SLOW)
        return self.people[name].page

    def step(self, who: str, issue: int, step: str, fill: Callable[[Page], None]) -> None:
        """A step of the handling, by its page."""
        page = self.person(who)
        page.goto(f"/isu/{issue}/langkah/{step}")
        fill(page)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(re.compile(rf"/isu/{issue}(#|$)"))


@pytest.fixture
def weeks(serve: Callable[..., Forum], browser: Any) -> Iterator[Weeks]:
    weeks = Weeks(serve(), browser)
    weeks.at(RECEIVED)
    yield weeks
    leave_all(list(weeks.people.values()))


def test_from_words_to_result_over_christmas(weeks: Weeks) -> None:
    complaint = raised(weeks, "Aduan", "Sirene pos jaga Rakumpit bisu sejak Senin", drop=True)
    proposal = raised(weeks, "Usulan", "Halte beratap di depan SMP 3 Palangka Raya")
    question = raised(weeks, "Pertanyaan", "Syarat pindah antarkecamatan bagi pelajar")
    talk = raised(weeks, "Diskusi", "Kapan pasar malam sebaiknya dimulai?")
    due(weeks, complaint, "verifikasi", "22 Des 2026")
    due(weeks, question, "verifikasi", "22 Des 2026")

    weeks.at(NEXT_DAY)
    for issue in (complaint, question):
        verified_and_assigned(weeks, issue)
    due(weeks, complaint, "tanggapan pertama", "29 Des 2026")
    proposed_and_accepted(weeks, proposal)
    answered(weeks, question)
    declared_done(weeks.person("pejabat"), question, DONE, SEEN)
    weeks.step(
        "warga",
        talk,
        "tutup",
        lambda page: page.get_by_label("Keterangan").fill("Mulai pukul 19."),
    )
    expect(weeks.person("warga").locator("#kepala")).to_contain_text("Ditutup")

    weeks.at(LATE)  # the first answer to the complaint was due yesterday
    page = weeks.person("warga2")
    page.goto(f"/isu/{complaint}")
    expect(page.locator("#rantai")).to_contain_text("Lewat batas waktu")
    answered(weeks, complaint, promise="Mengganti motor pompa", by="2027-01-06")
    begun(weeks, proposal)

    weeks.at(NEW_YEAR)
    page.goto(f"/isu/{question}")
    expect(page.locator("#hasil-akhir")).to_contain_text("Tidak ditanggapi pelapor")
    page.goto("/tindak-lanjut?tenggat=terlambat")
    expect(page.get_by_role("article", name="Mengganti motor pompa")).to_contain_text(
        "Terlambat"
    )
    for issue, promise in ((complaint, "Mengganti motor pompa"), (proposal, "Membangun halte")):
        kept(weeks, promise)
        declared_done(weeks.person("pejabat"), issue, DONE, SEEN)
        confirmed(weeks.person("warga"), issue)

    states = [one(weeks.server, STATE, each) for each in (complaint, proposal, question, talk)]
    assert states == ["selesai", "selesai", "selesai", "ditutup"]


def raised(weeks: Weeks, kind: str, title: str, *, drop: bool = False) -> int:
    """Written on a phone with a slow line; `drop`: the line breaks before the answer is there."""
    page = weeks.person("warga")
    page.goto("/isu/baru")
    page.get_by_role("radio", name=re.compile(f"^{kind}")).check()
    page.get_by_label("Judul isu").fill(title)
    page.get_by_label("Apa yang terjadi?").fill(
        "Sudah kami sampaikan kepada ketua RT, belum ada kabar."
    )
    if drop:
        weeks.people["warga"].expects("ERR_CONNECTION_RESET")
        with_the_answer_lost(page)
        page.get_by_role("button", name="Kirim isu").click()
        while not page.url.startswith("chrome-error:"):
            page.wait_for_timeout(50)
        page.reload()  # "send again?" - yes
    else:
        page.get_by_role("button", name="Kirim isu").click()
    page.wait_for_url(re.compile(r"/isu/\d+$"))
    expect(page.locator("#kepala")).to_contain_text(title)
    count = "SELECT count(*) FROM discussion_thread WHERE title = ?"
    assert one(weeks.server, count, title) == 1
    return int(page.url.rsplit("/", 1)[1])


def with_the_answer_lost(page: Page) -> None:
    """The next form arrives, and its answer does not."""

    def lose(route: Route) -> None:
        assert route.fetch(max_redirects=0).status == 303
        route.abort("connectionreset")

    page.route("**/isu/baru", lose, times=1)


def due(weeks: Weeks, issue: int, what: str, day: str) -> None:
    page = weeks.person("warga")
    page.goto(f"/isu/{issue}")
    chain = page.locator("#rantai")
    expect(chain).to_contain_text(f"Batas {what}")
    expect(chain).to_contain_text(day)


def verified_and_assigned(weeks: Weeks, issue: int) -> None:
    def sort_in(page: Page) -> None:
        page.get_by_role("radio", name=re.compile("^Tidak berkadar")).check()

    is_complaint = one(weeks.server, "SELECT kind FROM issue WHERE id = ?", issue) == "aduan"
    weeks.step(
        "koordinator", issue, "verifikasi", sort_in if is_complaint else lambda _page: None
    )
    weeks.step("koordinator", issue, "disposisi", lambda page: to_the_unit(page, weeks.unit))


def to_the_unit(page: Page, unit: str) -> None:
    page.locator("select[name=unit_id]").select_option(unit)


def proposed_and_accepted(weeks: Weeks, issue: int) -> None:
    weeks.step("petugas", issue, "verifikasi", lambda _page: None)
    weeks.step("koordinator", issue, "disposisi", lambda page: to_the_unit(page, weeks.unit))
    answered(weeks, issue, promise="Membangun halte", by="2027-01-07")
    expect(weeks.person("pejabat").locator("#kepala")).to_contain_text("Usulan diterima")


def begun(weeks: Weeks, issue: int) -> None:
    weeks.step(
        "pejabat", issue, "laksanakan",
        lambda page: page.get_by_label("Keterangan").fill("Fondasi digali sejak Senin."),
    )  # fmt: skip


def answered(weeks: Weeks, issue: int, *, promise: str = "", by: str = "") -> None:
    page = weeks.person("pejabat")
    page.goto(f"/isu/{issue}/jawaban")
    page.get_by_role("radio", name=re.compile("^Diterima Semua")).check()
    page.get_by_label("Jawaban resmi").fill("Sudah kami periksa di tempat.")
    page.locator("#owner").fill("Kepala Bidang Sumber Daya Air")
    if promise:
        page.get_by_label("Pekerjaan yang dijanjikan").fill(promise)
        page.locator("#due_on").fill(by)
    page.get_by_role("button", name="Terbitkan jawaban").click()
    page.wait_for_url(re.compile(r"#jawaban-\d+$"))


def kept(weeks: Weeks, promise: str) -> None:
    page = weeks.person("pejabat")
    number = one(weeks.server, "SELECT id FROM decision_commitment WHERE what = ?", promise)
    page.goto(f"/tindak-lanjut/{number}/selesai")
    page.get_by_label("Keterangan").fill(DONE)
    page.get_by_label("Tidak berwujud fisik").fill(SEEN)
    page.get_by_role("button", name="Nyatakan selesai dikerjakan").click()
    expect(page.get_by_role("region", name="Riwayat")).to_contain_text(SEEN)
