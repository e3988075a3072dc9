"""Mobile numbers and mail addresses: one field takes either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts import addresses, phones
from forum.accounts.addresses import MAIL, TEXT, Contact

pytestmark = pytest.mark.pure

NUMBER = "+6281234567890"


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "6281234567890",
        "+6281234567890",
        "0812 3456 7890",
        "0812-3456-7890",
        "+62 812-3456-7890",
        " (0812) 3456.7890 ",
        "0812\u201034567890",  # a hyphen of a word processor
        "\uff10\uff18\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff10",
    ],
)
def test_all_ways_of_writing_a_number_are_one(typed: str) -> None:
    assert phones.normalised(typed) == NUMBER


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("08123456789", "+628123456789"),
        ("0811234567", "+62811234567"),  # the shortest: +628 and eight digits
        ("0899123456789", "+62899123456789"),  # the longest: +628 and eleven
    ],
)
def test_numbers_are_eight_to_eleven_digits_after_the_eight(typed: str, stored: str) -> None:
    assert phones.normalised(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0812",
        "081123456",  # one digit too few
        "08991234567890",  # one too many
        "0801234567890",  # none begins 080
        "0536 3221234",  # a landline of the city
        "+60123456789",
        "0812345678x0",
        "٠٨١٢٣٤٥٦٧٨٩٠",  # digits of another script
        "+6281234567890\n+6281234567891",
    ],
)
def test_what_is_no_indonesian_mobile_number(typed: str) -> None:
    assert phones.normalised(typed) is None


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_number_in_its_one_form_or_none(typed: str) -> None:
    number = phones.normalised(typed)
    if number is not None:
        assert phones.normalised(number) == number
        assert number.startswith("+628")


@pytest.mark.parametrize(
    ("typed", "contact"),
    [
        ("Rina@Contoh.ID", Contact(MAIL, "rina@contoh.id")),
        ("0812 3456 7890", Contact(TEXT, NUMBER)),
        ("rina@", None),
        ("rina", None),
        ("", None),
    ],
)
def test_one_field_takes_either(typed: str, contact: Contact | None) -> None:
    assert addresses.read(typed) == contact


def test_over_a_shoulder_neither_can_be_read() -> None:
    assert addresses.veiled("rina@contoh.id") == "r…@contoh.id"
    assert addresses.veiled(NUMBER) == "+62812••••890"
