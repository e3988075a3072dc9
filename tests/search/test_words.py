"""Words without a database: folding, stems, one way to spell."""

from pathlib import Path

import pytest

from forum.search import excerpts, wishes, words
from forum.search.wishes import understand

pytestmark = pytest.mark.pure

CITY = Path("data/palangkaraya")


@pytest.fixture(autouse=True)
def synonyms_of_the_city():
    words.load(CITY)
    yield
    words.load(CITY)


# Roots as the Kamus Besar Bahasa Indonesia lists them.
@pytest.mark.parametrize(
    ("root", "inflected"),
    [
        ("banjir", "kebanjiran membanjiri banjirnya"),
        ("jalan", "jalanan berjalan perjalanan jalannya"),
        ("lubang", "berlubang lubangnya"),
        ("baik", "perbaikan diperbaiki memperbaiki kebaikan"),
        ("sampah", "persampahan sampahnya"),
        ("genang", "genangan tergenang menggenangi"),
        ("rusak", "kerusakan merusak dirusak"),
        ("angkut", "pengangkutan mengangkut diangkut angkutan"),
        ("bakar", "kebakaran terbakar membakar pembakaran"),
        ("terang", "penerangan menerangi diterangi"),
        ("mati", "mematikan dimatikan"),
    ],
)
def test_inflected_words_come_down_to_one_stem(root, inflected):
    stem = words.words_in(root)[0].stem
    assert {word.stem for word in words.words_in(inflected)} == {stem}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sabangau", "Sebangau"),
        ("Kereng Bangkirai", "Kereng  Bengkirai"),
        ("Palangka Raya", "Palangkaraya"),
        ("Jalan Rajawali", "Jl. Rajawali"),
        ("KTP-el", "kartu tanda penduduk"),
        ("Jum'at", "Jumat"),
        ("café", "CAFE"),
    ],
)
def test_spellings_that_are_one(one, other):
    assert [w.plain for w in words.words_in(one)] == [w.plain for w in words.words_in(other)]


def test_a_text_may_end_with_the_beginning_of_a_longer_spelling():
    """`penerangan` is a word of its own, and begins `penerangan jalan umum`."""
    longer_too = 0
    for given, kept in words._synonyms.kept.items():
        longer_too += any(
            other[: len(given)] == given for other in words._synonyms.kept if other != given
        )
        for length in range(1, len(given) + 1):
            assert words.words_in(" ".join(given[:length]))
        assert [word.plain for word in words.words_in(" ".join(given))] == list(kept)
    assert longer_too  # penerangan, for one


def test_tokens_are_ascii_letters_and_digits_only():
    text = "水 Ünïcödé \"'<b>x</b> 1.250.000 RT003/RW007 foo_bar ß ﬁ 2×3 'kata' " + "a" * 500
    tokens = words.folded(text)
    assert tokens
    assert all(token.isascii() and token.isalnum() and len(token) <= 60 for token in tokens)
    assert "rt003" in tokens
    assert "000" in tokens


def test_a_city_without_a_file_has_no_synonyms(tmp_path):
    before = words.mark()
    words.load(tmp_path)
    assert words.stems_in("Sebangau") == ["sebangau"]
    assert words.mark() != before  # what was made with the file is outdated now


# --- what was typed


def test_words_phrases_and_exclusions():
    wish = understand('banjir "jalan besar" -parit -"got mampet" di')
    assert wish.stems == ("banjir",)
    assert wish.phrases == (("jalan", "besar"),)
    assert wish.never == ("parit",)
    assert wish.never_phrases == (("parit", "mampet"),)


def test_a_word_of_little_meaning_counts_where_there_is_no_other():
    assert understand("lampu di jalan").stems == ("lampu", "jalan")
    assert understand("apa itu").stems == ("apa", "itu")


def test_the_last_word_is_a_beginning_while_typing():
    assert understand("lampu jal", typing=True).prefix == "jal"
    assert understand("lampu jal ", typing=True).prefix == ""
    assert understand("lampu jal").prefix == ""
    assert understand("seb", typing=True).prefix == "seb"
    assert words.begun_with("seb") == {"sabangau"}


@pytest.mark.parametrize(
    "typed",
    ["", " ", '"', '"""', "-", "--", '-"', "(((", "AND OR NOT", "a* b:c ^d {e}", "'; DROP", "\\", "“”",
     "NEAR(a b)", "🙂", "- -", '"-"', "%", "_", "x" * 5000, '"a" ' * 300],
)  # fmt: skip
def test_nothing_that_is_typed_is_an_error(typed):
    for typing in (False, True):
        wish = wishes.understand(typed, typing=typing)
        assert wish.parts <= 2 * wishes.MOST + 1


def test_names_of_several_words_are_one_also_between_others():
    assert understand("banjir palangka raya").stems == ("banjir", "palangkaraya")


# --- marks


def test_marks_stand_around_what_fits_and_everything_else_is_escaped():
    shown = excerpts.marked("<b>Kebanjiran</b> & jalanan", understand("banjir jalan"))
    assert shown == ("&lt;b&gt;<mark>Kebanjiran</mark>&lt;/b&gt; &amp; <mark>jalanan</mark>")


def test_other_spellings_are_marked_as_they_were_written():
    wish = understand("kereng bangkirai")
    assert excerpts.marked("di Kereng Bengkirai.", wish) == "di <mark>Kereng Bengkirai</mark>."


def test_a_phrase_is_marked_as_a_whole_only():
    shown = excerpts.marked("jalan besar dan jalan kecil", understand('"jalan besar"'))
    assert shown == "<mark>jalan</mark> <mark>besar</mark> dan jalan kecil"


def test_the_excerpt_is_cut_around_the_passage_that_answers():
    text = "Kata pembuka. " * 60 + "Di sini lampu jalan mati sejak Senin. " + "Penutup. " * 60
    shown = excerpts.excerpt(text, understand("lampu mati"))
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "<mark>lampu</mark> jalan <mark>mati</mark>" in shown
    assert len(shown.striptags()) < 260


def test_a_long_word_does_not_end_in_an_empty_excerpt():
    assert excerpts.excerpt("a" * 1000, understand("b"))
