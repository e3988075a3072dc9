"""The pen: writes lines of text into the page or into a cell of a table."""

from copy import copy

from docx.document import Document as Docx
from docx.shared import RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line
from docx.text.run import Run

from forum.export.formats.docx import ooxml
from forum.export.formats.docx.letterhead import FOREST
from forum.export.richtext import ListOf, Part, Prose, Quoted, Span
from forum.export.text import clean, paragraphs, runs_right_to_left

_DEEPEST = 3  # how many levels of lists the styles know


class Pen:
    def __init__(self, docx: Docx) -> None:
        self.docx = docx
        self._style_ids = {style.name: style.style_id for style in docx.styles}
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
                case Prose():
                    self._spans(self._paragraph(style), part)
                case ListOf():
                    self._list(part, 1)
                case Quoted():
                    self.rich(part.parts, "Quote")

    def gap(self) -> None:
        """Two tables that touch would become one."""
        self._paragraph("Gap")

    def _paragraph(self, style: str) -> Line:
        line = self._unused() or self._into.add_paragraph()
        # By its id: looking up a style anew for every cell makes long tables slow.
        line._p.style = self._style_ids[style]
        return line

    def _unused(self) -> Line | None:
        if not isinstance(self._into, _Cell):
            return None
        written = self._into._tc.p_lst
        return (
            Line(written[0], self._into) if len(written) == 1 and not len(written[0]) else None
        )

    def _list(self, block: ListOf, level: int) -> None:
        depth = "" if level == 1 else f" {min(level, _DEEPEST)}"
        style = f"List {'Number' if block.ordered else 'Bullet'}{depth}"
        number = ooxml.begin_list(self.docx, style, block.start) if block.ordered else None
        for item in block.items:
            for index, part in enumerate(item):
                match part:
                    case Prose() if index == 0:
                        line = self._paragraph(style)
                        if number is not None:
                            ooxml.join_list(line, number)
                        self._spans(line, part)
                    case ListOf():
                        self._list(part, level + 1)
                    case _:
                        self.rich([part], f"List Continue{depth}")

    def _spans(self, line: Line, prose: Prose) -> None:
        for index, spans in enumerate(prose.lines):
            if index:
                line.add_run().add_break()
            for span in spans:
                _span(line, span)
        if runs_right_to_left(prose.text()):
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
