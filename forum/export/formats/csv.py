"""Comma-separated values that a spreadsheet opens safely.

A document becomes its tables, one after another, in long form: a line for every cell, with
the columns section (the heading the table stands under), table (its caption), row (from 1),
column (its title) and value. Running text is left to the other formats.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from forum.export.cells import plain
from forum.export.document import Document, grids
from forum.export.table import Table
from forum.export.text import one_line
from forum.export.words import Words

_BLANK = r"[\s\u200b-\u200f\u2060\"']*"
_FORMULA = r"[=+\-@＝＋－＠]"
_AT_THE_START = re.compile(rf"[\t\r\n]|{_BLANK}{_FORMULA}")
# Where the system's list separator is the semicolon (as in Indonesia), a spreadsheet cuts the
# line at other places than we do: text behind such a cut must be as harmless.
_BEHIND_A_CUT = re.compile(rf"([;\t\r\n]{_BLANK})({_FORMULA})")
_MARK = "\ufeff".encode()  # spreadsheets need it to read UTF-8


class CsvWriter:
    extension = "csv"
    mimetype = "text/csv; charset=utf-8"

    def write(self, table: Table) -> Iterator[bytes]:
        yield _MARK
        yield _line(table.titles())
        for cells in table.lines():
            yield _line(cells)


class CsvDocumentWriter:
    extension = "csv"
    mimetype = "text/csv; charset=utf-8"

    def write(self, document: Document, words: Words) -> bytes:
        header = [words.section, words.table, words.row, words.column, words.value]
        return _MARK + b"".join(map(_line, [header, *_cells(document, words)]))


def _cells(document: Document, words: Words) -> Iterator[list[Any]]:
    for grid in grids(document, words):
        place = [one_line(grid.section), one_line(grid.caption)]
        for number, row in enumerate(grid.rows, 1):
            for title, cell in zip(grid.header, row, strict=True):
                yield [*place, number, one_line(title), cell]


def _line(cells: Iterable[Any]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([_harmless(plain(cell)) for cell in cells])
    return buffer.getvalue().encode()


def _harmless(cell: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets a quote in front."""
    if not isinstance(cell, str):
        return cell if not isinstance(cell, bool) else str(cell).lower()
    text = _BEHIND_A_CUT.sub(r"\1'\2", cell)
    return f"'{text}" if _AT_THE_START.match(cell) else text
