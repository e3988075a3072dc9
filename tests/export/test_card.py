"""The drawn card: whatever the title is, it stays within its frame."""

import io

import pytest
from PIL import Image, ImageChops

from forum.export import card
from forum.export.card import Card

pytestmark = pytest.mark.pure

TITLES = {
    "short": "Lampu mati",
    "long": "Usulan parit dan jalan lingkungan sepanjang Jl. Tjilik Riwut " * 4,
    "one word": "parit" * 40,
    "signs": "😀 سلام 中文 <b>&amp;</b> “kutip” – 100 %",
    "lacking": "中文中文",
    "empty": "",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_nothing_is_drawn_outside_the_frame(title):
    made = Card(
        title, "Aduan 2026-0001", "Tidak dapat dipenuhi", "no", "Tumbang " * 30, "9 dukungan"
    )
    image = Image.open(io.BytesIO(card.draw(made))).convert("RGB")

    assert image.size == (1200, 630)
    body = image.crop((0, 60, 1200, 630 - card.FOOT))
    paper = Image.new("RGB", body.size, body.getpixel((2, 2)))
    left, _top, right, _bottom = ImageChops.difference(body, paper).point(
        lambda value: 255 if value > 24 else 0
    ).getbbox()  # fmt: skip
    assert left >= card.SIDE - 4
    assert right <= 1200 - card.SIDE + 4


def test_a_long_title_ends_in_an_ellipsis():
    lines = card._lines(TITLES["long"] * 2, card.TITLE_SIZES[-1], 1056)
    assert len(lines) > card.TITLE_HEIGHT // round(card.TITLE_SIZES[-1] * 1.22)

    cut = card._cut(" ".join(lines), card._BOLD, 43, 1056)

    assert cut.endswith("…")
    assert card._width(cut, card._BOLD, 43) <= 1056


def test_letters_come_from_the_typeface_that_has_them():
    names = {letter: card._typeface_of(letter, card._BOLD) for letter in "Aé😀س中"}

    assert names == {
        "A": "PlusJakartaSans-Bold.ttf",
        "é": "PlusJakartaSans-Bold.ttf",
        "😀": "NotoEmoji-Regular.ttf",
        "س": "NotoNaskhArabic-Regular.ttf",
        "中": None,
    }
