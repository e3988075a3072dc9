import pytest

from forum.core import markdown

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Tolong **didahulukan**, ya.", "Tolong didahulukan, ya."),
        ("- satu\n- dua\n\n1. tiga", "satu dua tiga"),
        ("> kata orang\n\n[peta](https://peta.example) `kode`", "kata orang peta kode"),
        ("nama_berkas dan _miring_", "nama_berkas dan miring"),
        ("3 * 4 = 12", "3 4 = 12"),
        ("-5 derajat", "-5 derajat"),
    ],
)
def test_the_words_alone(source, words):
    assert markdown.plain(source) == words


def test_an_excerpt_ends_at_a_word():
    assert (
        markdown.excerpt("Air naik sampai lutut, setiap hujan", 24) == "Air naik sampai lutut…"
    )
    assert markdown.excerpt("Pendek", 24) == "Pendek"


def test_what_people_need_survives():
    html = markdown.render("**Air** naik:\n\n- lutut\n- pinggang\n\nhttps://kota.example/peta")

    assert "<strong>Air</strong>" in html
    assert html.count("<li>") == 2
    assert 'href="https://kota.example/peta" rel="nofollow noopener ugc"' in html
