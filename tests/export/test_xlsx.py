"""XLSX, read as what it is: a folder of XML files."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest

from forum.export import Column, Table, write_bytes
from tests.export.samples import FLOOD

pytestmark = pytest.mark.pure

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Book:
    def __init__(self, content: bytes) -> None:
        self.files = zipfile.ZipFile(io.BytesIO(content))
        strings = self._xml("xl/sharedStrings.xml")
        self._strings = ["".join(item.itertext()) for item in strings.iter(f"{MAIN}si")]

    def names(self) -> list[str]:
        return [
            sheet.get("name", "") for sheet in self._xml("xl/workbook.xml").iter(f"{MAIN}sheet")
        ]

    def cells(self, number: int = 1) -> dict[str, Any]:
        """Address to value; text as text, numbers as numbers."""
        found: dict[str, Any] = {}
        for cell in self._xml(f"xl/worksheets/sheet{number}.xml").iter(f"{MAIN}c"):
            value = cell.findtext(f"{MAIN}v")
            if value is not None:
                text = cell.get("t") == "s"
                found[cell.get("r", "")] = self._strings[int(value)] if text else float(value)
        return found

    def _xml(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.files.read(name))  # noqa: S314 (our own file)


def _book(*values: Any, name: str = "Daftar") -> Book:
    return Book(write_bytes(Table(name, [Column("Nilai", lambda row: row)], values), "xlsx"))


def test_each_value_keeps_its_kind():
    book = _book("Menteng", 12, 2.5, date(2026, 11, 24), datetime(2026, 11, 24, 12, tzinfo=UTC))

    assert book.cells() == {
        "A1": "Nilai",
        "A2": "Menteng",
        "A3": 12,
        "A4": 2.5,
        "A5": 46350,
        "A6": pytest.approx(46350 + 19 / 24),
    }


@pytest.mark.parametrize(
    "text", ["=1+1", "http://a.example", "{=1}", "mailto:a@b.example", "007"]
)
def test_text_is_never_a_formula_a_link_or_a_number(text):
    book = _book(text)
    sheet = book.files.read("xl/worksheets/sheet1.xml").decode()

    assert book.cells()["A2"] == text
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_what_xml_forbids_is_left_out():
    assert _book("a\x00b\x0bc\ud800d\uffff").cells()["A2"] == "abcd"


def test_long_text_is_cut_and_not_lost():
    assert _book("x" * 40_000).cells()["A2"] == "x" * 32_767
    assert len(_book("😀" * 20_000).cells()["A2"]) == 16_383


def test_long_number_stays_exact():
    assert _book(6271014107909999).cells()["A2"] == "6271014107909999"


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("Isu [2026]: a/b\\c?*", "Isu 2026 a b c"),
        ("x" * 40, "x" * 31),
        ("History", "History (2)"),
        ("''", "Data"),
        ("😀" * 31, "😀" * 15),
    ],
)
def test_name_of_a_sheet_is_one_that_spreadsheets_take(wanted, given):
    assert _book(1, name=wanted).names() == [given]


def test_document_has_a_sheet_of_facts_and_one_for_each_table():
    book = Book(write_bytes(FLOOD, "xlsx"))

    assert book.names() == [
        "Ringkasan",
        "Apa yang didahulukan",
        "Komitmen dan tenggat",
        "Keberatan yang belum dijawab",
        "Langkah",
        "Tanda tangan",
    ]
    assert book.cells(1)["A1"] == FLOOD.title
    assert book.cells(1)["B4"] == "31/FW/XI/2026"
    assert "Dibuat 24 November 2026, pukul 19.00 WIB" in book.cells(1).values()
    assert book.cells(2)["B4"] == 722
    assert book.cells(3)["D4"] == 185_000_000
    assert book.cells(3)["D5"] == 42_500_000.5


def test_head_stays_in_sight_and_comes_again_on_paper():
    files = _book(1).files

    assert re.search(r'<pane ySplit="1"', files.read("xl/worksheets/sheet1.xml").decode())
    assert "_xlnm.Print_Titles" in files.read("xl/workbook.xml").decode()
