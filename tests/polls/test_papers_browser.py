"""Every kind of ballot paper in a browser: by finger at 360 px, by keys, and without scripts."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visitor
from tests.servers import Forum
from tests.stories.people import Caller, Passes, one

pytestmark = pytest.mark.browser

RECEIPT = "Suara Anda tercatat, nomor 1"
LABELS = ("Jl. G. Obos", "Jl. Rajawali", "Jl. Seth Adji")
SETTINGS: dict[str, dict[str, str]] = {
    "approval": {},
    "score": {},
    "majority-judgment": {},
    "dot": {"dots": "10"},
    "irv": {},
    "equal-shares": {"budget": "1.000.000.000"},
}


def approve(page: Page) -> str:
    page.get_by_role("checkbox", name=LABELS[0]).check()
    page.get_by_role("checkbox", name=LABELS[2]).check()
    return "{a},{c}"


def score(page: Page) -> str:
    page.get_by_role("radio", name=f"4 untuk {LABELS[1]}").check(force=True)
    page.get_by_role("radio", name=f"5 untuk {LABELS[2]}").check(force=True)
    return "{b}:4,{c}:5"


def judge(page: Page) -> str:
    page.get_by_label(f"Nilai untuk {LABELS[0]}").select_option(label="Baik")
    page.get_by_label(f"Nilai untuk {LABELS[1]}").select_option(label="Kurang")
    return "{a}:3,{b}:1"


def spread(page: Page) -> str:
    page.get_by_label(f"Titik untuk {LABELS[0]}").fill("3")
    page.get_by_label(f"Titik untuk {LABELS[1]}").fill("7")
    return "{a}:3,{b}:7"


def rank(page: Page) -> str:
    """With scripts the others make room; without them each move is a form sent."""
    page.get_by_label(f"Urutan {LABELS[2]}").select_option("1")
    page.get_by_role("button", name=f"Naikkan {LABELS[0]}").click()
    expect(page.get_by_label(f"Urutan {LABELS[0]}")).to_have_value("2")
    page.get_by_role("button", name=f"Naikkan {LABELS[0]}").click()
    expect(page.get_by_label(f"Urutan {LABELS[0]}")).to_have_value("1")
    return "{a}>{c}"


MARKING: dict[str, Callable[[Page], str]] = {
    "approval": approve,
    "score": score,
    "majority-judgment": judge,
    "dot": spread,
    "irv": rank,
    "equal-shares": approve,
}


@pytest.fixture(scope="module")
def passes(demo_server: Forum) -> Passes:
    return Passes(demo_server)


def opened(server: Forum, organiser: Caller, method: str, tag: str) -> int:
    """A poll of this kind, put down, armed and opened by its organiser."""
    fields = {
        "question": f"Titik mana didahulukan, {method} {tag}?",
        "method": method,
        "level": "ktp",
        "secrecy": "hidden",
        "disclosure": "nothing",
        "base": "valid",
        "share": "1/2",
        "area_id": "",
        "unit_id": "",
        **SETTINGS[method],
    }
    for place, label in enumerate(LABELS):
        fields |= {f"options-{place}-label": label, f"options-{place}-cost": "400.000.000"}
    answer = organiser.post("/suara/baru", **fields)
    assert answer.status_code == 303, answer.text
    poll: int = one(server, "SELECT max(id) FROM poll")
    for step in ("siapkan", "buka"):
        answer = organiser.post(f"/suara/{poll}/{step}", minutes="60")
        assert answer.status_code == 303, answer.text
    return poll


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("method", list(MARKING))
def test_marking_and_sending(
    server: Forum,
    passes: Passes,
    phone: Callable[..., Visitor],
    method: str,
    scripts: bool,
) -> None:
    poll = opened(server, passes.caller("fasilitator"), method, str(scripts))
    person = passes.let_in(phone(java_script_enabled=scripts), "warga2")
    page = person.goto(f"/suara/{poll}")
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= 360

    text = MARKING[method](page)
    page.get_by_role("button", name="Kirim suara").click()

    expect(page.locator("#suara-saya")).to_contain_text(RECEIPT)
    options = _options(server, poll)
    expected = text.format(**dict(zip("abc", options, strict=True)))
    assert one(server, "SELECT paper FROM poll_ballot WHERE poll_id = ?", poll) == expected
    if scripts:
        assert (
            page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('paper'))")
            == []
        )


def test_half_a_ranking_is_there_again_after_a_reload(
    server: Forum, passes: Passes, phone: Callable[..., Visitor]
) -> None:
    poll = opened(server, passes.caller("fasilitator"), "irv", "muat ulang")
    page = passes.let_in(phone(), "warga2").goto(f"/suara/{poll}")
    page.get_by_label(f"Urutan {LABELS[1]}").select_option("1")
    kept = page.evaluate("Object.entries(localStorage).find(([k]) => k.startsWith('paper'))")
    assert f"nilai-{_options(server, poll)[1]}=1" in json.loads(kept[1])

    page.reload()

    expect(page.get_by_label(f"Urutan {LABELS[1]}")).to_have_value("1")


def test_a_ranking_by_keys(
    server: Forum, passes: Passes, desktop: Callable[..., Visitor]
) -> None:
    poll = opened(server, passes.caller("fasilitator"), "irv", "tombol")
    page = passes.let_in(desktop(), "warga2").goto(f"/suara/{poll}")
    page.get_by_role("button", name=f"Naikkan {LABELS[2]}").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Naikkan {LABELS[2]}")).to_be_focused()
    page.get_by_role("button", name="Kirim suara").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#suara-saya")).to_contain_text(RECEIPT)
    [_a, _b, c] = _options(server, poll)
    assert one(server, "SELECT paper FROM poll_ballot WHERE poll_id = ?", poll) == c


def _options(server: Forum, poll: int) -> list[str]:
    ids: Any = one(
        server,
        "SELECT group_concat(id) FROM (SELECT id FROM poll_option WHERE poll_id = ? ORDER BY position)",
        poll,
    )
    return str(ids).split(",")
