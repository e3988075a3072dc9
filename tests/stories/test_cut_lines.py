"""The line breaks, on the phone's side or the server's, while the evening goes on."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.servers import Forum
from tests.stories.evening import Evening, connected
from tests.stories.people import PATIENCE, Caller

pytestmark = pytest.mark.browser

QUESTION = "Pukul berapa gorong-gorong dikerjakan?"
OPTIONS = ("Malam hari", "Siang hari")
HALF = "Menurut saya, yang paling terganggu adalah"
PIECES = ("kini", "antrean", "catatan")
# A piece in words, but for its running clocks: they tell another second on every page.
WORDS = """(piece) => {
  const copy = piece.cloneNode(true);
  copy.querySelectorAll("[role=timer]").forEach((clock) => clock.remove());
  return copy.textContent.replace(/\\s+/g, " ").trim();
}"""
BACK = 40_000  # a phone that sleeps between its tries may take a while on a busy machine


@contextmanager
def cut_off(*pages: Page) -> Iterator[None]:
    """Without a line, until it is said to be back."""
    contexts = {page.context for page in pages}
    for context in contexts:
        context.set_offline(True)
    yield
    for context in contexts:
        context.set_offline(False)


def test_a_phone_without_signal_comes_to_the_same_state_by_itself(
    server: Forum, caller: Callable[[str], Caller], on_phone: Any
) -> None:
    evening = Evening(server, caller("fasilitator"), "Sinyal hilang")
    voter = on_phone("warga6")
    voter.expects(
        "ERR_INTERNET_DISCONNECTED", "WebSocket connection", "Failed to load resource"
    )
    room, thread = voter.page, voter.context.new_page()
    room.goto(f"{evening.base}/langsung")
    thread.goto("/isu/5")
    connected(room)
    poll = evening.ask(QUESTION, OPTIONS)
    room.get_by_role("radio", name="Malam hari").check()  # chosen, not sent
    thread.get_by_label("Tanggapan Anda").fill(HALF)  # begun, not sent
    room.evaluate("window.stayed = true")
    first = evening.raise_hand(caller("warga4"))
    expect(room.locator("#antrean")).to_contain_text("Yulius T.")
    expect(room.get_by_role("radio", name="Malam hari")).to_be_checked()

    with cut_off(room):
        expect(room.locator("[data-conn]")).to_have_attribute(
            "data-state", re.compile("wait|off")
        )
        evening.turn(first, "panggil")
        evening.turn(first, "mulai")
        evening.raise_hand(caller("warga3"))
        evening.turn(first, "selesai")
        reply(caller("warga4"), 5, "Kami di ujung gang juga terganggu.")
        room.wait_for_timeout(3000)
        expect(room.locator("#antrean")).to_contain_text("Yulius T.")

    connected_again(room)
    expect(room.locator("#antrean")).not_to_contain_text("Yulius T.", timeout=BACK)
    expect(room.locator("#antrean")).to_contain_text("Siti Norhayati")
    expect(thread.locator("#pembahasan")).to_contain_text("ujung gang", timeout=BACK)
    same_as_a_fresh_page(room)
    expect(room.get_by_role("radio", name="Malam hari")).to_be_checked()
    expect(thread.get_by_label("Tanggapan Anda")).to_have_value(HALF)

    with cut_off(room):
        room.get_by_role("button", name="Kirim suara").click()
        queued = room.get_by_text("Suara Anda tersimpan di perangkat ini dan kami kirim lagi")
        expect(queued).to_be_visible()
        assert evening.ballots(poll) == []

    expect(room.locator("#suara-saya")).to_contain_text(
        "Suara Anda tercatat, nomor 1", timeout=BACK
    )
    assert [number for _voter, number in evening.ballots(poll)] == [1]
    assert room.evaluate("window.stayed") is True
    expect(thread.get_by_label("Tanggapan Anda")).to_have_value(HALF)


def test_open_pages_find_the_server_again_after_it_was_started_anew(
    server: Forum, caller: Callable[[str], Caller], on_phone: Any, at_desk: Any
) -> None:
    evening = Evening(server, caller("fasilitator"), "Server dimulai ulang")
    people = on_phone("warga7"), on_phone("warga8"), at_desk("fasilitator")
    for person in people:
        person.expects(
            "ERR_CONNECTION_REFUSED", "WebSocket connection", "Failed to load resource"
        )
    voter, listener, facilitator = people
    voter.goto(f"{evening.base}/langsung")
    listener.goto("/isu/6")
    console = connected(facilitator.goto(f"{evening.base}/konsol"))
    room, thread = connected(voter.page), listener.page
    poll = evening.ask(QUESTION, OPTIONS)
    room.get_by_role("radio", name="Siang hari").check()
    evening.raise_hand(caller("warga4"))
    expect(room.locator("#antrean")).to_contain_text("Yulius T.")
    for page in (room, thread, console):
        page.evaluate("window.stayed = true")

    server.stop()
    expect(room.locator("[data-conn]")).to_have_attribute("data-state", re.compile("wait|off"))
    server.start()
    evening.raise_hand(caller("warga3"))
    reply(caller("warga4"), 6, "Sesudah server dimulai ulang.")

    for page in (room, console):
        connected_again(page)
    expect(room.locator("#antrean")).to_contain_text("Siti Norhayati", timeout=BACK)
    expect(console.locator("#konsol-antrean")).to_contain_text("Siti Norhayati", timeout=BACK)
    expect(thread.locator("#pembahasan")).to_contain_text("Sesudah server", timeout=BACK)
    same_as_a_fresh_page(room)
    expect(room.get_by_role("radio", name="Siang hari")).to_be_checked()
    room.get_by_role("button", name="Kirim suara").click()
    expect(room.locator("#suara-saya")).to_contain_text("Suara Anda tercatat, nomor 1")
    expect(console.locator("#konsol-suara")).to_contain_text("1 dari")
    assert [number for _voter, number in evening.ballots(poll)] == [1]
    for page in (room, thread, console):
        assert page.evaluate("window.stayed") is True


def connected_again(page: Page) -> None:
    page.locator("[data-conn][data-state=ok]").wait_for(timeout=BACK)


def reply(person: Caller, issue: int, text: str) -> None:
    answer = person.post(f"/isu/{issue}/balas", text=text, voice="warga")
    assert answer.status_code == 303, answer.text


def same_as_a_fresh_page(page: Page) -> None:
    """What the page has made of the news is what the server says to somebody who comes now."""
    fresh = page.context.new_page()
    fresh.goto(page.url)
    for piece in PIECES:
        said = fresh.locator(f"#{piece}").evaluate(WORDS)
        until(lambda: page.locator(f"#{piece}").evaluate(WORDS) == said)  # noqa: B023
        assert page.locator(f"#{piece}").evaluate(WORDS) == said
    fresh.close()


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
