from datetime import date

import pytest

from forum.staff import nip

pytestmark = pytest.mark.pure

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        "199001012015032999",
        "19900101 201503 2 999",
        " 19900101-201503-2-999 ",
        "200002292019021001",  # born on a 29 February that there was
        "196012311980011001",
        "199001012026112001",  # appointed this month
    ],
)
def test_well_formed_numbers_are_taken(text):
    digits = nip.normalised(text, today=TODAY)

    assert digits == "".join(letter for letter in text if letter.isdigit())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("19900101201503299", "17 digits"),
        ("1990010120150329990", "19 digits"),
        ("19900101201503299a", "a letter"),
        ("١٩٩٠٠١٠١٢٠١٥٠٣٢٩٩٩", "digits of another script"),
        ("199013012015032999", "month 13"),
        ("199002302015032999", "30 February"),
        ("200102292020031999", "29 February of an ordinary year"),
        ("199001012015132999", "appointed in month 13"),
        ("199001012015002999", "appointed in month 0"),
        ("199001011989012999", "appointed before birth"),
        ("199001012000012999", "appointed at ten"),
        ("193501012015032999", "appointed at eighty"),
        ("190001011920011001", "born too long ago"),
        ("199001012026122001", "appointed next month"),
        ("199001012015033999", "neither 1 nor 2"),
        ("199001012015030999", "neither 1 nor 2"),
        ("199001012015032000", "serial number 000"),
    ],
)
def test_impossible_numbers_are_refused(text, why):
    assert nip.normalised(text, today=TODAY) is None, why


def test_it_is_shown_in_groups():
    assert nip.shown("199001012015032999") == "19900101 201503 2 999"
