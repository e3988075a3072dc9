"""Text made fit for files, and values as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from forum.export.cells import shown
from forum.export.formats.layout import filled, fitted, shares
from forum.export.text import breakable, clean, paragraphs, runs_right_to_left, shorten

pytestmark = pytest.mark.pure


def test_clean_removes_what_files_cannot_hold_and_keeps_the_rest():
    assert clean("a\x00\x08b\x1f\x7fc\ud800\ufffe\u202ed\u2066") == "abcd"
    assert clean("a\tb\nc\r\nd\re\u2028f") == "a\tb\nc\nd\ne\nf"
    assert clean("é 😀 👨‍👩‍👧 ا") == "é 😀 👨‍👩‍👧 ا"


def test_paragraphs_end_at_empty_lines():
    assert paragraphs("a\nb\n \n\nc\n") == [["a", "b"], ["c"]]
    assert paragraphs(" \n ") == []


def test_direction_is_that_of_the_first_letter():
    assert runs_right_to_left("12: السلام")
    assert runs_right_to_left("שלום a")
    assert not runs_right_to_left("a السلام")
    assert not runs_right_to_left("123")


def test_long_words_get_places_to_break_and_short_ones_none():
    assert breakable("pendek sekali", 8) == "pendek sekali"
    assert breakable("abcdefghij", 6) == "abcd\u200befgh\u200bij"
    assert "\u200b\u0301" not in breakable("e\u0301" * 20, 4)


def test_shorten_cuts_at_a_space():
    assert shorten("satu dua tiga", 13) == "satu dua tiga"
    assert shorten("satu dua tiga", 10) == "satu dua…"
    assert shorten("x" * 20, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (1234567, "1.234.567", "1,234,567"),
        (Decimal("1234.50"), "1.234,5", "1,234.5"),
        (date(2026, 11, 24), "24 November 2026", "24 November 2026"),
        (date(2026, 8, 1), "1 Agustus 2026", "1 August 2026"),
        (
            datetime(2026, 11, 24, 7, 30, tzinfo=UTC),
            "24 November 2026, 14.30 WIB",
            "24 November 2026, 14:30 WIB",
        ),
        (None, "", ""),
        (float("nan"), "", ""),
        ("2026", "2026", "2026"),
    ],
)
def test_values_are_shown_as_their_readers_write_them(value, indonesian, english):
    assert shown(value, "id") == indonesian
    assert shown(value, "en") == english


def test_columns_share_the_whole_width():
    parts = shares(["No.", "Usulan"], [["1", "Perbaikan saluran air di ujung jalan " * 5]])

    assert sum(parts) == pytest.approx(1)
    assert parts[0] < parts[1]
    assert shares([], []) == []


def test_more_columns_are_set_smaller():
    few, many = fitted(["a"] * 3, []), fitted(["a"] * 30, [])

    assert many.size < few.size
    assert min(many.letters) >= 1
    assert few.height(["satu\ndua", "", ""]) == 2


@pytest.mark.parametrize(
    ("fraction", "length"),
    [(0.25, 0.25), (-1, 0), (7, 1), (float("nan"), 0), (float("inf"), 1)],
)
def test_bars_stay_in_their_track(fraction, length):
    assert filled(fraction) == length
