"""The structure of a NIK, by the vectors of domain.md, and what is kept of one."""

import hashlib
import hmac
from datetime import date

import pytest

from forum.core import keys
from forum.core.errors import Invalid
from forum.verification import nik

TODAY = date(2026, 11, 24)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("6271014107909999", True),  # a woman, 1 July 1990
        ("6271013112999999", True),  # a man, 31 December 1999
        ("6271012902009999", True),  # 29 February 2000
        ("6271012902019999", False),  # 29 February 2001, nor 1901
        ("6271013013999999", False),  # month 13
        ("6271017202909999", False),  # day 72
        ("6271010107900000", False),  # serial 0000
        ("627101010790999", False),  # 15 digits
        ("62710141079099999", False),
        ("6271010107909990", True),
        ("6271010107900001", True),
        ("1071010107909999", False),  # provinces begin at 11
        ("1171010107909999", True),
        ("9671010107909999", True),
        ("9771010107909999", False),
        ("6271017107909999", True),  # a woman, day 31
        ("6271014007909999", False),  # day 40, neither
        ("6271010007909999", False),
        ("6271010100909999", False),
        ("6271016902009999", True),  # a woman, 29 February 2000
        ("6271012411269999", True),  # born today
        ("6271012511269999", True),  # tomorrow, but a hundred years ago
        ("6271012902309999", False),  # 2030 has not been, 1930 had no such day
        ("٦٢٧١٠١٤١٠٧٩٠٩٩٩٩", False),
        ("627101410790999a", False),
        ("", False),
    ],
)
def test_the_structure(digits, valid):
    assert nik.is_well_formed(digits, TODAY) is valid


def test_what_is_kept_is_a_keyed_hash_and_four_digits(app):
    known = nik.read("6271014107909999")

    key = keys.nik_key(app)
    assert known.hash == hmac.new(key, b"6271014107909999", hashlib.sha256).hexdigest()
    assert (known.last4, known.masked) == ("9999", "••••••••••••9999")
    assert "62710141079" not in repr(known)


@pytest.mark.parametrize(
    "text", ["6271 0141 0790 9999", " 627101.410790.9999 ", "627101-410790-9999"]
)
def test_groups_of_digits_may_be_set_apart(text):
    assert nik.read(text) == nik.read("6271014107909999")


@pytest.mark.parametrize(
    "text", ["6271010107900000", "bukan NIK", "", "6271010107909999 dan lagi"]
)
def test_a_refusal_does_not_repeat_the_number(text):
    with pytest.raises(Invalid) as refusal:
        nik.read(text)

    assert str(refusal.value) == "NIK ini tidak sesuai bentuknya. Periksa 16 angkanya pada KTP."
