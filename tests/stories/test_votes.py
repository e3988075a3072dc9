"""A vote counts once: from two tabs, through a power cut, and however often it is sent."""

import re
import secrets
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
import requests
from playwright.sync_api import expect

from tests.servers import Forum
from tests.stories.evening import Evening
from tests.stories.people import Caller, one, rows

pytestmark = pytest.mark.browser

OPTIONS = ("Malam hari", "Siang hari")
RECEIPT = re.compile(r"Suara Anda tercatat, (nomor (\d+), pukul \d\d\.\d\d\.\d\d WIB)")
VOTERS = 20


def test_the_second_tab_hears_that_the_vote_is_in(
    server: Forum, caller: Any, on_phone: Any
) -> None:
    evening = Evening(server, caller("fasilitator"), "Dua tab")
    poll = evening.ask("Apakah dua tab dihitung dua kali?", OPTIONS)
    voter = on_phone("warga5")
    voter.expects("status of 409")
    first, second = voter.page, voter.context.new_page()
    for page in (first, second):
        page.goto(f"/suara/{poll}")

    # The room tells the second tab nothing of a single vote: it still offers the paper.
    first.get_by_role("radio", name="Malam hari").check()
    first.get_by_role("button", name="Kirim suara").click()
    expect(first.locator("#suara-saya")).to_contain_text(RECEIPT)
    receipt = RECEIPT.search(first.locator("#suara-saya").inner_text())
    second.get_by_role("radio", name="Siang hari").check()
    second.get_by_role("button", name="Kirim suara").click()

    expect(second.locator("#suara-saya")).to_contain_text(receipt[1])
    expect(second.locator("#suara-saya")).to_contain_text("satu orang, satu suara")
    expect(second.get_by_role("button", name="Kirim suara")).to_have_count(0)
    assert [number for _voter, number in evening.ballots(poll)] == [1]
    malam = one(server, "SELECT min(id) FROM poll_option WHERE poll_id = ?", poll)
    paper = "SELECT paper FROM poll_ballot WHERE poll_id = ?"
    assert one(server, paper, poll) == str(malam)


def test_a_power_cut_loses_no_vote_that_was_acknowledged(server: Forum, caller: Any) -> None:
    """The server is killed while twenty people vote, and started again on the same data."""
    voters = [Caller(server, address) for address in twenty_more_verified(server)]
    evening = Evening(server, caller("fasilitator"), "Listrik padam")
    poll = evening.ask("Apakah suara bertahan saat listrik padam?", OPTIONS)
    option = one(server, "SELECT min(id) FROM poll_option WHERE poll_id = ?", poll)
    hall = Hall(poll, option, voters)

    with ThreadPoolExecutor(VOTERS) as pool:
        begun = [pool.submit(hall.vote, voter) for voter in voters]
        hall.some_are_in.wait(20)
        server.kill()
        hall.acknowledged.update(result for each in begun if (result := each.result()))
    server.start()

    assert 0 < len(hall.acknowledged) < VOTERS, "the cut came too early or too late"
    stored = dict(
        rows(server, "SELECT ballot_id, number FROM poll_ballot WHERE poll_id = ?", poll)
    )
    assert {each: stored.get(each) for each in hall.acknowledged} == hall.acknowledged

    with ThreadPoolExecutor(VOTERS) as pool:
        again = dict(filter(None, pool.map(hall.vote, voters)))

    assert again.keys() == set(hall.papers.values())
    assert {each: again[each] for each in hall.acknowledged} == hall.acknowledged
    assert sorted(again.values()) == list(range(1, VOTERS + 1))
    ballots = rows(server, "SELECT ballot_id, number FROM poll_ballot WHERE poll_id = ?", poll)
    assert len(ballots) == VOTERS
    assert dict(ballots) == again
    count = "SELECT ballot_count FROM poll WHERE id = ?"
    assert one(server, count, poll) == VOTERS


class Hall:
    """People with a ballot paper each, who send it again when no answer came."""

    def __init__(self, poll: int, option: int, voters: list[Caller]) -> None:
        self.poll, self.option = poll, option
        self.papers = {voter: secrets.token_hex(16) for voter in voters}
        self.acknowledged: dict[str, int] = {}
        self.some_are_in = threading.Event()
        self._start = threading.Barrier(VOTERS)
        self._turn = iter(range(VOTERS))
        self._lock = threading.Lock()

    def vote(self, voter: Caller) -> tuple[str, int] | None:
        """(ballot, number on the receipt), or None where no answer came."""
        self._start.wait()
        with self._lock:
            place = next(self._turn, 0)
        time.sleep(place * 0.05)  # not all in the same moment: the cut comes in between
        paper = self.papers[voter]
        try:
            answer = voter.send(
                f"/suara/{self.poll}", option_id=str(self.option), ballot_id=paper
            )
        except requests.RequestException:
            return None
        receipt = RECEIPT.search(answer.text)
        assert receipt, answer.text
        if place == VOTERS // 3:
            self.some_are_in.set()
        return paper, int(receipt[2])


def twenty_more_verified(server: Forum) -> list[str]:
    """Residents like `warga`, of long standing, with the password that all demo accounts have."""
    addresses = [f"pemilih{number}@betang.example" for number in range(VOTERS)]
    columns = ("name, public_name, password, active, confirmed_at, verification, verified_at, "
               "area_id, language, unread_count, is_demo, created_at")  # fmt: skip
    copy = (
        f"INSERT INTO account_user (email, fs_uniquifier, {columns}) "  # noqa: S608
        f"SELECT ?, ?, {columns} FROM account_user WHERE email = 'warga@betang.example'"
    )
    with closing(sqlite3.connect(server.var / "betang.db", timeout=20)) as database, database:
        database.executemany(copy, [(each, secrets.token_hex(32)) for each in addresses])
    return addresses
