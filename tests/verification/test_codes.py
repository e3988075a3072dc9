from collections import Counter

import pytest

from forum.verification import codes


def test_a_code_follows_from_batch_and_place_and_from_nothing_else():
    code = codes.printed_code(7, 3)

    assert code == codes.printed_code(7, 3)
    assert codes.as_printed(code) == code
    assert (
        len({codes.printed_code(batch, place) for batch in range(9) for place in range(50)})
        == 450
    )


def test_printed_codes_use_the_whole_alphabet():
    letters = Counter("".join(codes.printed_code(1, place) for place in range(500)))
    del letters["-"]

    assert set(letters) == set(codes.ALPHABET)
    assert max(letters.values()) < 2 * min(letters.values())


@pytest.mark.pure
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7K2M-9XQ4", "7K2M-9XQ4"),
        ("7k2m9xq4", "7K2M-9XQ4"),
        (" 7k2m 9xq4 ", "7K2M-9XQ4"),
        ("7K2M–9XQ4", "7K2M-9XQ4"),
        ("oiL0-1111", "0110-1111"),
        ("7K2M-9XQ", None),
        ("7K2M-9XQ44", None),
        ("7K2M-9XQU", None),
        ("", None),
    ],
)
def test_what_was_typed_is_read_as_the_slip_has_it(typed, code):
    assert codes.as_printed(typed) == code


def test_desk_codes_are_six_digits_and_change_with_the_nonce():
    made = [codes.desk_code(1, str(nonce)) for nonce in range(200)]

    assert all(len(code) == 6 and code.isdecimal() for code in made)
    assert len(set(made)) > 195


def test_the_hash_is_keyed_and_tells_nothing():
    assert codes.hash_of("7K2M-9XQ4") == codes.hash_of("7K2M-9XQ4")
    assert codes.hash_of("7K2M-9XQ4") != codes.hash_of("7K2M-9XQ5")
    assert len(codes.hash_of("7K2M-9XQ4")) == 64
