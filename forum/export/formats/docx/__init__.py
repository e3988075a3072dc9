"""A word processor's file that an office can go on working with: real styles, lists, tables.

`pen` writes text, `tables` draws what has rows, `letterhead` is the empty sheet, `ooxml` says
what the library cannot.
"""

import io

from docx.enum.text import WD_BREAK
from docx.shared import Pt

from forum.export.cells import clock_time, day
from forum.export.document import (
    Bars,
    Block,
    Bullets,
    Callout,
    DataTable,
    Document,
    Heading,
    Numbered,
    PageBreak,
    Paragraph,
    Quote,
    RichText,
    Signatures,
    Timeline,
    outline,
)
from forum.export.formats.docx import ooxml, tables
from forum.export.formats.docx.letterhead import FOREST, new_letter
from forum.export.formats.docx.pen import Pen, tint
from forum.export.richtext import parse
from forum.export.text import clean, one_line
from forum.export.words import Words

_PARAGRAPHS = {"body": "Normal", "lead": "Lead", "small": "Small"}
_KINDS = {
    "answer": (FOREST, "E8F2EC"),
    "decision": ("8A5C00", "FBF0D3"),
    "note": ("1F587A", "E3EEF5"),
    "warning": ("A32A1B", "FBE8E4"),
}


class DocxWriter:
    extension = "docx"
    mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def write(self, document: Document, words: Words) -> bytes:
        letter = new_letter(document, words)
        pen = Pen(letter)
        _begin(pen, document, words)
        for block in outline(document.blocks):
            _add(pen, block, words)
        buffer = io.BytesIO()
        letter.save(buffer)
        return buffer.getvalue()


def _begin(pen: Pen, document: Document, words: Words) -> None:
    pen.line(one_line(document.title), "Title")
    if document.subtitle:
        pen.line(one_line(document.subtitle), "Subtitle")
    at, language = document.generated_at, words.language
    pen.line(words.generated_on(day(at, language), clock_time(at, language)), "Label")
    if document.facts:
        tables.write_facts(pen, document.facts, words)


def _add(pen: Pen, block: Block, words: Words) -> None:
    match block:
        case Heading():
            pen.line(one_line(block.text), f"Heading {block.level}")
        case Paragraph():
            pen.plain(block.text, _PARAGRAPHS[block.style])
        case RichText():
            pen.rich(parse(block.markdown))
        case Bullets():
            for item in block.items:
                pen.line(clean(item).strip(), "List Bullet")
        case Numbered():
            number = ooxml.begin_list(pen.docx, "List Number", max(block.start, 0))
            for item in block.items:
                ooxml.join_list(pen.line(clean(item).strip(), "List Number"), number)
        case DataTable():
            tables.write_table(pen, block, words)
        case Bars():
            tables.write_bars(pen, block, words)
        case Timeline():
            tables.write_timeline(pen, block, words)
        case Quote():
            _quote(pen, block)
        case Callout():
            _callout(pen, block, words)
        case Signatures():
            tables.write_signatures(pen, block, words)
        case PageBreak():
            pen.line("", "Gap").add_run().add_break(WD_BREAK.PAGE)


def _quote(pen: Pen, block: Quote) -> None:
    pen.plain(block.text, "Quote")
    if block.attribution:
        line = pen.line(one_line(block.attribution), "Label").paragraph_format
        line.left_indent = pen.docx.styles["Quote"].paragraph_format.left_indent
        line.space_after = Pt(8)


def _callout(pen: Pen, block: Callout, words: Words) -> None:
    """A tinted field with a coloured edge: a table of one cell."""
    colour, ground = _KINDS[block.kind]
    cell = tables.field(pen, colour, ground)
    inside = pen.inside(cell)
    kind = inside.line(words.callouts[block.kind].upper(), "Head")
    kind.paragraph_format.keep_with_next = True
    tint(kind.runs[0], colour)
    if block.title:
        title = inside.line(one_line(block.title), "Caption")
        for run in title.runs:
            run.font.size = Pt(12)
        title.paragraph_format.space_before = Pt(0)
    if isinstance(block.text, RichText):
        inside.rich(parse(block.text.markdown))
    else:
        inside.plain(block.text, "Normal")
    if block.attribution:
        inside.line(one_line(block.attribution), "Label")
    pen.gap()
