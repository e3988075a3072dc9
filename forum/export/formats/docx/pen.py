"""The pen: writes lines of text into the page or into a cell of a table."""

from copy import copy
from typing import Any

from docx.document import Document as Docx
from docx.shared import RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line
from docx.text.run import Run

from forum.export.formats.docx import ooxml
from forum.export.formats.docx.letterhead import FOREST
from forum.export.richtext import ListOf, Part, Quoted, Span, Words
from forum.export.text import clean, paragraphs, runs_right_to_left

_DEEPEST = 3  # how many levels of lists the styles know


class Pen:
    def __init__(self, docx: Docx) -> None:
        self.docx = docx
        self.styles: dict[str, Any] = {style.name: style for style in docx.styles}
        self._into: Docx | _Cell = docx

    def inside(self, cell: _Cell) -> "Pen":
        """The same pen, writing into a cell."""
        pen = copy(self)
        pen._into = cell
        return pen

    def line(self, text: str, style: str) -> Line:
        """A new paragraph. The empty one that every cell is born with is used first."""
        line = self._paragraph(style)
        if text:
            line.add_run(text)
        if runs_right_to_left(text):
            ooxml.turn_right_to_left(line)
        return line

    def plain(self, text: str, style: str) -> None:
        for lines in paragraphs(text):
            self.line("\n".join(lines), style)

    def rich(self, parts: list[Part], style: str = "Normal") -> None:
        for part in parts:
            match part:
                case Words():
                    self._spans(self._paragraph(style), part)
                case ListOf():
                    self._list(part, 1)
                case Quoted():
                    self.rich(part.parts, "Quote")

    def gap(self) -> None:
        """Two tables that touch would become one."""
        self._paragraph("Gap")

    def _paragraph(self, style: str) -> Line:
        if isinstance(self._into, _Cell):
            first = self._into._tc.p_lst[0]
            if len(self._into._tc.p_lst) == 1 and len(first) == 0:
                line = Line(first, self._into)
                line.style = self.styles[style]
                return line
        return self._into.add_paragraph(style=self.styles[style])

    def _list(self, block: ListOf, level: int) -> None:
        depth = "" if level == 1 else f" {min(level, _DEEPEST)}"
        style = f"List {'Number' if block.ordered else 'Bullet'}{depth}"
        number = ooxml.begin_list(self.docx, style, block.start) if block.ordered else None
        for item in block.items:
            for index, part in enumerate(item):
                match part:
                    case Words() if index == 0:
                        line = self._paragraph(style)
                        if number is not None:
                            ooxml.join_list(line, number)
                        self._spans(line, part)
                    case ListOf():
                        self._list(part, level + 1)
                    case _:
                        self.rich([part], f"List Continue{depth}")

    def _spans(self, line: Line, words: Words) -> None:
        for index, spans in enumerate(words.lines):
            if index:
                line.add_run().add_break()
            for span in spans:
                _span(line, span)
        if runs_right_to_left(words.text()):
            ooxml.turn_right_to_left(line)


def tint(run: Run, colour: str) -> None:
    run.font.color.rgb = RGBColor.from_string(colour)


def _span(line: Line, span: Span) -> None:
    run = line.add_run(clean(span.text))
    run.bold = span.bold or None
    run.italic = span.italic or None
    run.font.strike = span.struck or None
    if span.code:
        run.font.name = "Consolas"
    if span.href:
        tint(run, FOREST)
        run.underline = True
        ooxml.link(line, run, span.href)
