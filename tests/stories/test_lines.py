"""A ballot on its way when the line or the server fails: too late, sent twice, or long recorded."""

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Route, expect

from tests.servers import Forum
from tests.stories.evening import Evening, connected
from tests.stories.people import PATIENCE, Caller, one

pytestmark = pytest.mark.browser

OPTIONS = ("Malam hari", "Siang hari")
QUEUED = "Suara Anda tersimpan di perangkat ini dan kami kirim lagi"
TOO_LATE = "Pemungutan sudah ditutup. Suara ini tidak tercatat."
RECEIPT = re.compile(r"Suara Anda tercatat, (nomor \d+, pukul \d\d\.\d\d\.\d\d WIB)")
BACK = 40_000  # a phone that sleeps between its tries may take a while on a busy machine
CUT = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED", "WebSocket connection")
KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('ballot:'))"


def test_a_vote_after_the_close_is_refused_in_words(
    server: Forum, caller: Callable[[str], Caller], on_phone: Any
) -> None:
    """One was pressed in time without a line, one on a page that hears no news."""
    evening = Evening(server, caller("fasilitator"), "Terlambat")
    poll = evening.ask("Apakah suara yang terlambat dihitung?", OPTIONS)
    waiting, scriptless = on_phone("warga6"), on_phone("warga5", java_script_enabled=False)
    waiting.expects("status of 409", *CUT)
    scriptless.expects("status of 409")
    queue = connected(waiting.goto(f"{evening.base}/langsung"))
    paper = scriptless.goto(f"/suara/{poll}")
    for page in (queue, paper):
        page.get_by_role("radio", name="Malam hari").check()

    waiting.context.set_offline(True)
    send(queue)
    expect(queue.get_by_text(QUEUED)).to_be_visible()
    evening.press(f"pemungutan/{poll}/tutup", "poll", poll)
    send(paper)
    counted(server, poll)
    waiting.context.set_offline(False)

    for page in (paper, queue):
        expect(page.locator("#suara-saya")).to_contain_text(TOO_LATE, timeout=BACK)
        expect(page.locator("#suara")).to_contain_text("Pemungutan ditutup.")
        expect(page.get_by_role("button", name="Kirim suara")).to_have_count(0)
    assert queue.evaluate(KEPT) == [], "what was refused is not sent for ever"
    assert evening.ballots(poll) == []
    assert one(server, "SELECT ballot_count FROM poll WHERE id = ?", poll) == 0


def test_a_vote_pressed_in_time_is_taken_in_the_grace(
    server: Forum, caller: Callable[[str], Caller], on_phone: Any
) -> None:
    """The line was cut for a moment, and the poll was closed in that moment."""
    evening = Evening(server, caller("fasilitator"), "Tepat waktu")
    poll = evening.ask("Apakah suara yang terkirim tepat waktu dihitung?", OPTIONS)
    person = on_phone("warga6")
    person.expects(*CUT)
    page = person.goto(f"/suara/{poll}")
    page.get_by_role("radio", name="Malam hari").check()

    person.context.set_offline(True)
    send(page)
    expect(page.get_by_text(QUEUED)).to_be_visible()
    evening.press(f"pemungutan/{poll}/tutup", "poll", poll)
    person.context.set_offline(False)

    expect(page.locator("#suara-saya")).to_contain_text(RECEIPT, timeout=BACK)
    counted(server, poll)
    assert len(evening.ballots(poll)) == 1


def counted(server: Forum, poll: int) -> None:
    """The grace is over, and what came in is counted."""
    end = time.monotonic() + PATIENCE
    state = "SELECT state FROM poll WHERE id = ?"
    while one(server, state, poll) not in ("closed", "published"):
        assert time.monotonic() < end, "not counted yet"
        time.sleep(0.1)


def test_an_answer_lost_on_the_way_makes_no_second_vote(
    server: Forum, caller: Callable[[str], Caller], on_phone: Any
) -> None:
    evening = Evening(server, caller("fasilitator"), "Jawaban hilang")
    poll = evening.ask("Apakah satu suara dikirim dua kali?", OPTIONS)
    voter = on_phone("warga8")
    voter.expects("ERR_FAILED")
    room = connected(voter.goto(f"{evening.base}/langsung"))
    sent: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        sent.append(parse_qs(route.request.post_data)["ballot_id"][0])
        if len(sent) > 1:
            return route.continue_()
        assert RECEIPT.search(route.fetch().text())
        return route.abort()

    room.route(f"**/suara/{poll}", lose_the_first_answer)
    room.get_by_role("radio", name="Siang hari").check()
    send(room)

    expect(room.locator("#suara-saya")).to_contain_text(RECEIPT, timeout=BACK)
    expect(room.locator("#suara-saya")).not_to_contain_text("Kiriman kedua")
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert [number for _voter, number in evening.ballots(poll)] == [1]
    assert room.evaluate(KEPT) == []


def test_a_vote_cast_before_a_power_cut_is_still_shown(
    server: Forum, caller: Callable[[str], Caller], on_phone: Any
) -> None:
    evening = Evening(server, caller("fasilitator"), "Listrik kembali")
    poll = evening.ask("Apakah tanda terima bertahan?", OPTIONS)
    voter = on_phone("warga7")
    voter.expects(*CUT, "Failed to load resource")
    room, paper = voter.page, voter.context.new_page()
    room.goto(f"{evening.base}/langsung")
    connected(room).get_by_role("radio", name="Malam hari").check()
    send(room)
    expect(room.locator("#suara-saya")).to_contain_text(RECEIPT)
    receipt = receipt_on(room)
    paper.goto(f"/suara/{poll}")
    assert receipt_on(paper) == receipt
    for page in (room, paper):
        page.evaluate("window.stayed = true")

    server.kill()
    expect(room.locator("[data-conn]")).to_have_attribute("data-state", re.compile("wait|off"))
    server.start()
    hand = evening.raise_hand(caller("warga4"))
    evening.turn(hand, "panggil")
    evening.turn(hand, "mulai")

    room.locator("[data-conn][data-state=ok]").wait_for(timeout=BACK)
    expect(room.locator("#kini")).to_contain_text("sedang berbicara", timeout=BACK)
    assert receipt_on(room) == receipt
    expect(room.get_by_role("button", name="Kirim suara")).to_have_count(0)
    evening.press(f"pemungutan/{poll}/tutup", "poll", poll)
    for page in (room, paper):
        expect(page.locator("#suara")).to_contain_text("Pemungutan ditutup.", timeout=BACK)
        assert receipt_on(page) == receipt
        assert page.evaluate("window.stayed") is True
        page.reload()
        assert receipt_on(page) == receipt


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim suara").click()


def receipt_on(page: Page) -> str:
    found = RECEIPT.search(page.locator("#suara-saya").inner_text())
    assert found, page.locator("#suara-saya").inner_text()
    return found[1]
