"""JSON: tables as arrays of objects, documents as one object."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from forum.export import Column, Document, Heading, Table, write_bytes
from tests.export.samples import FLOOD

pytestmark = pytest.mark.pure


def test_table_is_an_array_of_objects_named_by_key():
    columns = [
        Column("Kelurahan", lambda row: row[0], key="kelurahan"),
        Column("Dukungan", lambda row: row[1]),
    ]
    table = Table("t", columns, [("Menteng", 12), ("Langkai", Decimal("7.5"))])

    assert json.loads(write_bytes(table, "json")) == [
        {"kelurahan": "Menteng", "Dukungan": 12},
        {"kelurahan": "Langkai", "Dukungan": 7.5},
    ]


def test_text_stays_readable_in_utf_8():
    table = Table("t", [Column("a", lambda row: row)], ["Kahayan é 😀"])

    assert "Kahayan é 😀" in write_bytes(table, "json").decode()


def test_empty_table_is_an_empty_array():
    assert json.loads(write_bytes(Table("t", [Column("a", str)], []), "json")) == []


def test_two_columns_of_one_name_are_both_kept():
    columns = [Column("Ya", lambda row: 1), Column("Ya", lambda row: 2)]

    assert json.loads(write_bytes(Table("t", columns, [0]), "json")) == [{"Ya": 1, "Ya (2)": 2}]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (float("nan"), None),
        (Decimal("Infinity"), None),
        (Decimal("0.1"), 0.1),
        (Decimal("12345678901234567890.123"), "12345678901234567890.123"),
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), "2026-11-24T19:00:00+07:00"),
        (["a", 1], ["a", 1]),
        ({"a": {1}}, {"a": [1]}),
    ],
)
def test_values_keep_their_meaning(value, read):
    table = Table("t", [Column("a", lambda row: row)], [value])

    assert json.loads(write_bytes(table, "json")) == [{"a": read}]


def test_document_carries_the_facts_for_programs_and_all_its_content():
    content = json.loads(write_bytes(FLOOD, "json"))

    assert content["title"] == FLOOD.title
    assert content["language"] == "id"
    assert content["generated_at"] == "2026-11-24T19:00:00+07:00"
    assert content["data"] == {
        "issue": 1204,
        "supports": 312,
        "poll": {"id": 7, "ballots": 1298},
    }
    assert content["facts"][1] == {
        "label": "Wilayah",
        "value": "Kelurahan Menteng, Kecamatan Jekan Raya",
    }
    blocks = content["blocks"]
    assert [block["type"] for block in blocks].count("heading") == 5
    bars = next(block for block in blocks if block["type"] == "bars")
    assert bars["rows"][0] == {
        "label": "Buka dan perdalam parit",
        "count": 722,
        "percent": "55,6%",
        "fraction": 0.556,
    }
    table = next(block for block in blocks if block["type"] == "data_table")
    assert table["rows"][0][3:] == [185_000_000, "2026-12-12"]


def test_a_skipped_heading_level_is_put_right():
    document = Document(name="t", title="t", blocks=[Heading(3, "a"), Heading(3, "b")])
    content = json.loads(write_bytes(document, "json"))

    assert [block["level"] for block in content["blocks"]] == [1, 2]
