"""What is typed and not sent: on this device, on another, and given up."""

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import Arrive

pytestmark = pytest.mark.browser

TITLE, TEXT = "Jembatan kayu di Gang Mufakat lapuk", "Papan ketiga dari ujung sudah patah."


def typed_into(page: Page) -> tuple[str, str]:
    return (
        page.get_by_label("Judul").input_value(),
        page.get_by_label("Apa yang terjadi").input_value(),
    )


def test_an_issue_begun_on_a_phone_is_finished_at_a_desk(
    on_phone: Arrive, at_desk: Arrive
) -> None:
    page = on_phone("warga7").goto("/isu/baru")
    with page.expect_response(lambda answer: "/tulisan/draf" in answer.url):
        page.get_by_label("Judul").fill(TITLE)
    with page.expect_response(lambda answer: "/tulisan/draf" in answer.url):
        page.get_by_label("Apa yang terjadi").fill(TEXT)
    page.reload()
    assert typed_into(page) == (TITLE, TEXT)

    desk = at_desk("warga7").goto("/isu/draf")
    desk.get_by_role("link", name=TITLE).click()
    assert typed_into(desk) == (TITLE, TEXT)
    desk.get_by_role("button", name="Buang, mulai lagi").click()
    desk.get_by_role("button", name="Batal").click()
    assert typed_into(desk) == (TITLE, TEXT)
    desk.get_by_role("button", name="Buang, mulai lagi").click()
    desk.get_by_role("button", name="Ya", exact=True).click()
    expect(desk.get_by_text("belum terkirim")).to_have_count(0)
    assert typed_into(desk) == ("", "")
