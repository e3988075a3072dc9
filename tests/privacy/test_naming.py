import pytest

from forum.privacy.naming import MASK, names

pytestmark = pytest.mark.pure

THEIRS = names(["Rina Wulandari", "Rina, Menteng", "rina@contoh.id", "+6281234567890"])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Saya Rina Wulandari, warga sini.", f"Saya {MASK}, warga sini."),
        ("saya RINA   WULANDARI", f"saya {MASK}"),
        ("**Rina** Wulandari", f"**{MASK}"),
        ("Rina, Menteng menulis ini", f"{MASK} menulis ini"),
        ("Tulis ke Rina@Contoh.id ya", f"Tulis ke {MASK} ya"),
        ("HP 0812-3456-7890", f"HP {MASK}"),
        ("HP +62 812 3456 7890.", f"HP {MASK}."),
        ("HP 6281234567890", f"HP {MASK}"),
        ("Rina Wulandarini bukan saya", "Rina Wulandarini bukan saya"),
        ("nomor 9081234567890 lain", "nomor 9081234567890 lain"),
        ("Jl. Rina tetap", "Jl. Rina tetap"),
    ],
)
def test_a_person_is_taken_out_of_a_text(text, masked):
    assert THEIRS.mask(text) == masked
    assert THEIRS.stand_in(text) is (text != masked)


def test_what_json_holds_is_masked_all_the_way_down():
    value = {"a": ["oleh Rina Wulandari", 3, None], "b": {"c": "rina@contoh.id"}}

    assert THEIRS.mask_all(value) == {"a": [f"oleh {MASK}", 3, None], "b": {"c": MASK}}


def test_nobody_is_found_by_nothing():
    nobody = names([None, "", None])

    assert nobody.mask("Rina Wulandari") == "Rina Wulandari"
    assert nobody.stand_in("") is False
