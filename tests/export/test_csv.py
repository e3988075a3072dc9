"""CSV: a spreadsheet opens it safely, a program reads it back."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from forum.export import Column, Document, Table, write_bytes
from tests.export.samples import FLOOD

pytestmark = pytest.mark.pure


def _table(*rows: Any) -> Table:
    return Table("t", [Column("Nama", lambda row: row)], rows)


def _read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _cell(value: Any) -> str:
    return _read(write_bytes(_table(value), "csv"))[1][0]


def test_file_begins_with_the_mark_that_spreadsheets_need():
    assert write_bytes(_table("Kahayan"), "csv") == "\ufeffNama\r\nKahayan\r\n".encode()


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\tkata", "\rkata", "  =1+1", "\n=1+1",
        "\u00a0=1", "\u200b=1", "＝1+1", "＋1", "'=1", '"=1"', "=cmd|' /C calc'!A0", "-",
    ],
)  # fmt: skip
def test_text_that_looks_like_a_formula_is_defused(text):
    assert _cell(text).startswith("'")
    assert _cell(text).removeprefix("'").replace("\n'", "\n").replace(
        "\t'", "\t"
    ) == text.replace("\r", "\n")


@pytest.mark.parametrize("text", ["a;=1+1", "a\n=1+1", 'a\t"=1', "a; @x"])
def test_formula_behind_a_separator_of_another_country_is_defused(text):
    behind = _cell(text)[2:].lstrip(" \"'")

    assert behind[0] in "=@"
    assert "'" in _cell(text)


@pytest.mark.parametrize("text", ["Jl. G. Obos", "a=b", "5-10", "a@b.example", "#1", ""])
def test_harmless_text_stays_as_it_is(text):
    assert _cell(text) == text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-5, "-5"),
        (1.5, "1.5"),
        (Decimal("82.40"), "82.4"),
        (Decimal("1E+3"), "1000"),
        (None, ""),
        (True, "true"),
        (date(2026, 11, 24), "2026-11-24"),
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), "2026-11-24T19:00:00+07:00"),
    ],
)
def test_values_are_written_for_programs(value, written):
    assert _cell(value) == written


def test_title_of_a_column_is_defused_too():
    table = Table("t", [Column("=1+1", lambda row: row)], [])

    assert _read(write_bytes(table, "csv")) == [["'=1+1"]]


def test_document_becomes_one_line_for_every_cell():
    lines = _read(write_bytes(FLOOD, "csv"))

    assert lines[0] == ["Bagian", "Tabel", "Baris", "Kolom", "Nilai"]
    assert [FLOOD.title, "Keterangan", "1", "Dukungan", FLOOD.facts[2][1]] in lines
    assert ["Pilihan warga", "Apa yang didahulukan?", "2", "Jumlah", "540"] in lines
    assert ["Jawaban resmi", "Komitmen dan tenggat", "1", "Tenggat", "2026-12-12"] in lines
    assert [
        "Jawaban resmi",
        "Komitmen dan tenggat",
        "2",
        "Anggaran (Rp)",
        "42500000.5",
    ] in lines
    assert ["Perjalanan isu", "Langkah", "2", "Keadaan", "Terlambat"] in lines
    assert ["Perjalanan isu", "Tanda tangan", "3", "Nama", "Agus Triyono"] in lines
    assert all(len(line) == 5 for line in lines)


def test_document_without_tables_is_its_header_alone():
    lines = _read(write_bytes(Document(name="kosong", title="Kosong"), "csv"))

    assert lines == [["Bagian", "Tabel", "Baris", "Kolom", "Nilai"]]
