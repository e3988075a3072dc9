"""Spreadsheets in which nothing that people wrote is a formula or a link.

A document becomes a first sheet with its facts, then a sheet for each of its tables. Running
text is left to the other formats.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from forum.export.cells import clock_time, day, local, plain
from forum.export.document import Document, content_grids
from forum.export.table import Table
from forum.export.text import clean, one_line
from forum.export.words import Words

_MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The format's own limits, in UTF-16 units. What is longer would be left out whole.
_CELL = 32_767
_SHEET_NAME = 31
_ROWS_IN_A_SHEET = 1_048_000
_EXACT_DIGITS = 15
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


class XlsxWriter:
    """A spreadsheet with one sheet; more rows than a sheet holds go on in the next."""

    extension = "xlsx"
    mimetype = _MIMETYPE

    def write(self, table: Table) -> Iterator[bytes]:
        book = _Book()
        lines = table.lines()
        book.add(table.name, table.titles(), islice(lines, _ROWS_IN_A_SHEET))
        while rest := list(islice(lines, _ROWS_IN_A_SHEET)):
            book.add(table.name, table.titles(), rest)
        yield book.finished()


class XlsxDocumentWriter:
    extension = "xlsx"
    mimetype = _MIMETYPE

    def write(self, document: Document, words: Words) -> bytes:
        book = _Book()
        book.describe(document)
        header = [words.item, words.content]
        above = [document.title, document.subtitle]
        book.add(words.summary, header, _about(document, words), above=above)
        for grid in content_grids(document, words):
            above = [grid.section, grid.caption]
            book.add(grid.caption or grid.section, grid.header, grid.rows, above=above)
        return book.finished()


def _about(document: Document, words: Words) -> list[list[Any]]:
    at = document.generated_at
    made = words.generated_on(day(at, words.language), clock_time(at, words.language))
    rows = [[words.reference, document.reference], *map(list, document.facts)]
    rows += [["", made], ["", document.issuer], ["", document.footer]]
    return [row for row in rows if row[1]]


class _Book:
    """A workbook in memory; each sheet is a table below the lines that say what it is."""

    def __init__(self) -> None:
        self._buffer = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = Workbook(self._buffer, options)
        top = {"valign": "top"}
        self._above = self._book.add_format({"bold": True, "font_size": 12})
        self._head = self._book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#14211B", "font_color": "#F4F1E4"}
            | top
        )
        self._number = self._book.add_format(top)
        self._text = self._book.add_format({"text_wrap": True} | top)
        self._day = self._book.add_format({"num_format": "dd/mm/yyyy"} | top)
        self._time = self._book.add_format({"num_format": "dd/mm/yyyy hh:mm"} | top)
        self._names: set[str] = {"history"}  # a name the format keeps for itself

    def describe(self, document: Document) -> None:
        self._book.set_properties(
            {
                "title": one_line(document.title)[:255],
                "subject": one_line(document.subtitle)[:255],
                "author": one_line(document.issuer)[:255],
                "created": local(document.generated_at).replace(tzinfo=None),
            }
        )

    def add(
        self,
        name: str,
        header: Sequence[str],
        lines: Iterable[Sequence[Any]],
        above: Sequence[str] = (),
    ) -> None:
        sheet = self._book.add_worksheet(self._free_name(name))
        row = 0
        for text in filter(None, dict.fromkeys(map(one_line, above))):
            sheet.write_string(row, 0, text[:_CELL], self._above)
            row += 1
        top = row
        for column, title in enumerate(map(one_line, header)):
            sheet.write_string(row, column, _cut(title, _CELL), self._head)
        widths = [len(one_line(title)) for title in header]
        for cells in lines:
            row += 1
            for column, cell in enumerate(cells):
                shown = self._put(sheet, row, column, cell)
                widths[column] = max(widths[column], shown)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width + 3, 10), 70))
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        if row > top and header:
            sheet.autofilter(top, 0, row, len(header) - 1)

    def finished(self) -> bytes:
        self._book.close()
        return self._buffer.getvalue()

    def _put(self, sheet: Worksheet, row: int, column: int, cell: Any) -> int:
        """Write one value in its own kind and say how wide it is."""
        if isinstance(cell, datetime) and cell.year >= 1900:
            sheet.write_datetime(row, column, local(cell).replace(tzinfo=None), self._time)
            return 16
        if isinstance(cell, date) and cell.year >= 1900:
            sheet.write_datetime(row, column, cell, self._day)
            return 10
        value = plain(cell)
        if value is None:
            return 0
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float) and _exact(value):
            sheet.write_number(row, column, value, self._number)
        else:
            sheet.write_string(row, column, _cut(clean(value), _CELL), self._text)
        return max(map(len, str(value).split("\n")))

    def _free_name(self, wanted: str) -> str:
        """A name the format takes, and that no sheet has yet."""
        wanted = one_line(one_line(wanted).translate(_FORBIDDEN_IN_NAMES)).strip("' ") or "Data"
        name, number = _cut(wanted, _SHEET_NAME).strip("' "), 1
        while name.lower() in self._names:
            number += 1
            ending = f" ({number})"
            name = _cut(wanted, _SHEET_NAME - len(ending)).strip("' ") + ending
        self._names.add(name.lower())
        return name


def _exact(value: float) -> bool:
    """Whether a cell can hold the number; longer ones (a number of a card) stay text."""
    return isinstance(value, float) or len(str(abs(value))) <= _EXACT_DIGITS


def _cut(text: str, units: int) -> str:
    """At most so many UTF-16 units, never half a character."""
    if len(text) * 2 <= units:
        return text
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")
