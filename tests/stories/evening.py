"""A citizen forum as the facilitator runs it: by the buttons of the console, or by plain forms."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from tests.browser import Visitor
from tests.servers import Forum
from tests.stories.people import Caller, one, rows

TODAY = datetime.now(ZoneInfo("Asia/Pontianak")).date()
TOMORROW = TODAY + timedelta(days=1)
ORGANISER = "Kecamatan Jekan Raya"


# --- by the pages, as a person does it


def press(page: Page, name: str | re.Pattern[str], *, sure: bool = False) -> None:
    """Press a button and, where it asks, say yes; nothing is loaded anew."""
    page.get_by_role("button", name=name).first.click()
    if sure:
        page.get_by_role("dialog").get_by_role("button", name="Ya", exact=True).click()


def connected(page: Page) -> Page:
    """Once its line to the server stands."""
    page.locator("[data-conn][data-state=ok]").wait_for()
    return page


def plan(facilitator: Visitor, title: str, items: Sequence[tuple[str, int | None]]) -> str:
    """From the empty form to the announcement; items are (title, issue). Gives `/forum/7`."""
    page = facilitator.goto("/forum")
    page.get_by_role("link", name="Rencanakan sesi").click()
    page.get_by_label("Judul", exact=True).fill(title)
    page.get_by_label("Tanggal").fill(TOMORROW.isoformat())
    page.get_by_label("Jam mulai").fill("19:00")
    page.get_by_label(re.compile("^Tempat")).fill("Aula Kelurahan Menteng, ramah kursi roda")
    page.get_by_label("Perangkat daerah yang mengadakan").select_option(label=ORGANISER)
    page.get_by_role("button", name="Simpan draf dan susun acara").click()
    for item, issue_id in items:
        page.wait_for_url("**/ubah#acara")
        page.get_by_label("Judul acara").fill(item)
        if issue_id is not None:
            page.get_by_label("Nomor isu yang dibahas").fill(str(issue_id))
        with page.expect_navigation():
            page.get_by_role("button", name="Tambahkan acara").click()
    page.get_by_role("button", name="Umumkan sesi").click()
    page.wait_for_url(re.compile(r"/forum/\d+$"))
    return re.sub(r".*(/forum/\d+)$", r"\1", page.url)


# --- by plain forms, where the facilitator is not what the story is about


class Evening:
    """A session with one item, announced, opened, and that item under way."""

    def __init__(self, server: Forum, facilitator: Caller, title: str) -> None:
        self.server, self.facilitator = server, facilitator
        self._send("/forum/baru", title=title, day=TOMORROW.isoformat(), hour="19:00",
                   planned_minutes="60", place="Aula Kelurahan Menteng", promise="involve",
                   unit_id=one(server, "SELECT min(id) FROM city_unit"))  # fmt: skip
        self.id: int = one(server, "SELECT max(id) FROM meeting")
        self.item: int
        self.add_item("Kapan gorong-gorong diganti")
        self.press("umumkan", "meeting", self.id)
        self.press("buka", "meeting", self.id)
        self.press(f"acara/{self.item}/aktifkan", "meeting_item", self.item)

    @property
    def base(self) -> str:
        return f"/forum/{self.id}"

    def add_item(self, title: str) -> int:
        self._send(f"{self.base}/acara", title=title, planned_minutes="20")
        self.item = one(self.server, "SELECT max(id) FROM meeting_item")
        return self.item

    def press(self, what: str, table: str, key: int, **fields: str) -> None:
        """A button of the console, with the version of the thing as it stands."""
        version = one(self.server, f"SELECT version FROM {table} WHERE id = ?", key)  # noqa: S608
        self._send(f"{self.base}/{what}?v={version}", **fields)

    def ask(self, question: str, options: Sequence[str]) -> int:
        """Put a question down and open it; gives the poll."""
        self._send(
            f"{self.base}/pemungutan", for_item=str(self.item), question=question,
            options="\n".join(options), minutes="",
        )  # fmt: skip
        poll: int = one(self.server, "SELECT max(id) FROM poll")
        self.press(f"pemungutan/{poll}/buka", "poll", poll)
        return poll

    def raise_hand(self, person: Caller) -> int:
        """Gives the entry in the line."""
        answer = person.post(f"{self.base}/acara/{self.item}/tangan", arah="naik")
        assert answer.status_code == 303, answer.text
        entry: int = one(self.server, "SELECT max(id) FROM meeting_speaker")
        return entry

    def turn(self, entry: int, step: str) -> None:
        """`panggil`, `mulai` or `selesai`: what becomes of a raised hand."""
        self.press(f"antrean/{entry}/{step}", "meeting_speaker", entry)

    def note(self, text: str) -> None:
        """Finish the item at hand with an outcome."""
        version = one(self.server, "SELECT version FROM meeting_item WHERE id = ?", self.item)
        self._send(f"{self.base}/hasil", item_id=str(self.item), version=str(version),
                   kind="noted", text=text)  # fmt: skip

    def ballots(self, poll: int) -> list[tuple[int, int]]:
        """(voter, number on the receipt) of every ballot."""
        return rows(
            self.server, "SELECT voter_id, number FROM poll_ballot WHERE poll_id = ?", poll
        )

    def _send(self, path: str, **fields: str) -> None:
        answer = self.facilitator.post(path, **fields)
        assert answer.status_code == 303, f"{path}: {answer.status_code}\n{answer.text}"
