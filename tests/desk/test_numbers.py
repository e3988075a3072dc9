from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.desk import numbers

pytestmark = pytest.mark.pure

ids = st.integers(1, 9_999_999)
years = st.integers(2020, 2099)


def test_a_number_as_it_stands_on_a_slip():
    # 2026000123 = 23 * 88086961 + 20, and the 21st letter of the alphabet without I, O, Q is X
    assert numbers.number_of(2026, 123) == "BTG-2026-000123-X"


@given(years, ids)
def test_numbers_are_read_back(year, entry_id):
    number = numbers.number_of(year, entry_id)

    assert numbers.entry_in(number) == (year, entry_id)
    assert numbers.entry_in(f" {number.lower().replace('-', ' ')} ") == (year, entry_id)
    assert numbers.entry_in(number.removeprefix("BTG-").replace("-", "")) == (year, entry_id)


@given(years, st.integers(1, 999_999), st.data())
def test_a_wrong_digit_and_two_changed_round_are_noticed(year, entry_id, data):
    number = numbers.number_of(year, entry_id)
    digits = [place for place, character in enumerate(number) if character.isdigit()]
    place = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert numbers.entry_in(number[:place] + other + number[place + 1 :]) is None

    at = data.draw(st.integers(0, len(digits) - 2))
    one, two = digits[at], digits[at + 1]
    turned = list(number)
    turned[one], turned[two] = turned[two], turned[one]
    if turned != list(number):
        assert numbers.entry_in("".join(turned)) is None


@pytest.mark.parametrize(
    "text", ["", "BTG", "BTG-2026-123-X", "BTG-2026-000123-I", "BTG-1926-000123-X", "x" * 500,
             "BTG-2026-٠٠٠١٢٣-X", "BTG-2026-9999999999-A"]
)  # fmt: skip
def test_what_is_no_number(text):
    assert numbers.entry_in(text) is None


AT = datetime(2026, 11, 24, 3, 4, 5, 678, tzinfo=UTC)


def test_a_pin_follows_from_key_entry_and_moment_and_from_nothing_else():
    in_palangka_raya = AT.astimezone(timezone(timedelta(hours=7)))
    assert numbers.pin_of("key", 7, AT) == numbers.pin_of("key", 7, in_palangka_raya)
    later = AT + timedelta(microseconds=1)
    others = {
        numbers.pin_of("key", 7, AT),
        numbers.pin_of("other", 7, AT),
        numbers.pin_of("key", 8, AT),
        numbers.pin_of("key", 7, later),
    }
    assert len(others) == 4


def test_pins_use_every_digit_in_every_place():
    made = [numbers.pin_of("key", entry_id, AT) for entry_id in range(1000)]
    assert all({pin[place] for pin in made} == set("0123456789") for place in range(6))


def test_pins_have_six_digits_and_are_kept_as_a_keyed_hash():
    pin = numbers.pin_of("key", 7, AT)
    assert len(pin) == 6
    assert pin.isdecimal()
    hashed = numbers.pin_hash("key", 7, pin)
    assert pin not in hashed
    assert numbers.pin_fits("key", 7, f"{pin[:3]} {pin[3:]}", hashed)
    for key, entry_id, typed, kept in [
        ("other", 7, pin, hashed),
        ("key", 8, pin, hashed),
        ("key", 7, "x", hashed),
        ("key", 7, "none", None),
        ("key", 7, pin, None),
    ]:
        assert not numbers.pin_fits(key, entry_id, typed, kept)
