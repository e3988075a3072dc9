"""What stands in rows: facts, tables of data, bars, timelines, signatures."""

from collections.abc import Sequence

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Emu, Length, Pt
from docx.table import Table, _Cell

from forum.export.cells import shown
from forum.export.document import Bars, DataTable, Signatures, Timeline
from forum.export.formats.docx import ooxml
from forum.export.formats.docx.letterhead import FOREST, GROUND, LINE, MUTED, SUNKEN, WIDTH
from forum.export.formats.docx.pen import Pen, tint
from forum.export.formats.layout import filled, shares
from forum.export.text import clean, one_line
from forum.export.words import Words

_LEFT, _CENTER, _RIGHT = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
)
_ALIGNMENTS = {"left": _LEFT, "center": _CENTER, "right": _RIGHT}
_HAIR = (4, LINE)
_ROWS_KEPT_TOGETHER = 8  # a longer table may go on over the page


def write_facts(pen: Pen, facts: Sequence[tuple[str, str]], words: Words) -> None:
    table = _grid(pen, len(facts), [0.28, 0.72])
    ooxml.describe(table, words.facts)
    ooxml.lines(table, top=(8, GROUND), bottom=_HAIR, insideH=_HAIR)
    for row, (label, value) in zip(table.rows, facts, strict=True):
        pen.inside(row.cells[0]).line(one_line(label), "Label")
        pen.inside(row.cells[1]).plain(value, "Cell")
    pen.gap()


def write_table(pen: Pen, block: DataTable, words: Words) -> None:
    _caption(pen, block.caption)
    header = [one_line(title) for title in block.even_header()]
    rows = [[shown(cell, words.language) for cell in row] for row in block.even_rows()]
    alignments = [_ALIGNMENTS[alignment] for alignment in block.alignments()]
    _data(pen, [header, *rows], alignments, name=block.caption, nothing=words.nothing)


def write_timeline(pen: Pen, block: Timeline, words: Words) -> None:
    header = [words.step, words.state, words.detail]
    rows = [[step.title, words.states[step.state], step.detail] for step in block.steps]
    _data(pen, [header, *rows], [_LEFT] * 3, name=words.step, nothing=words.nothing)


def write_bars(pen: Pen, block: Bars, words: Words) -> None:
    """Each bar is the coloured ground of a low, empty line below its label."""
    _caption(pen, block.caption)
    if not block.rows:
        pen.line(words.nothing, "Small")
        return
    columns = [0.78, 0.22]
    table = _grid(pen, len(block.rows), columns)
    ooxml.describe(table, one_line(block.caption))
    ooxml.keep_rows_whole(table)
    ooxml.margins(table, above=50, beside=0)
    for row, bar in zip(table.rows, block.rows, strict=True):
        left, right = map(pen.inside, row.cells)
        left.line(one_line(bar.label), "Cell").paragraph_format.keep_with_next = True
        _strip(left, filled(bar.fraction), _part_of(WIDTH, columns[0] * 0.96))
        count = right.line(shown(bar.count, words.language), "Cell")
        count.runs[0].bold = True
        if bar.percent:
            tint(count.add_run(f" ({one_line(bar.percent)})"), MUTED)
        count.alignment = _RIGHT
    pen.gap()


def write_signatures(pen: Pen, block: Signatures, words: Words) -> None:
    if block.dated:
        dated = pen.line(one_line(block.dated), "Normal")
        dated.alignment = _RIGHT
        dated.paragraph_format.space_before = Pt(18)
        dated.paragraph_format.keep_with_next = True
    across = min(max(len(block.people), 2), 3)
    table = _grid(pen, -(-len(block.people) // across), [1 / across] * across)
    ooxml.describe(table, words.signatures)
    ooxml.keep_rows_whole(table)
    for index, (role, name) in enumerate(block.people):
        _sign(pen.inside(table.rows[index // across].cells[index % across]), role, name)
    pen.gap()


def field(pen: Pen, colour: str, ground: str) -> _Cell:
    """A tinted field over the whole width, with a coloured edge."""
    table = _grid(pen, 1, [1.0])
    ooxml.margins(table, above=120, beside=200)
    cell = table.rows[0].cells[0]
    ooxml.edge(cell, "left", 24, colour)
    ooxml.shade(cell, ground)
    return cell


def _data(
    pen: Pen,
    rows: Sequence[Sequence[str]],
    alignments: Sequence[WD_ALIGN_PARAGRAPH],
    *,
    name: str,
    nothing: str,
) -> None:
    """A table whose first row comes again on every page, or a sentence that there is none."""
    if len(rows) == 1:
        pen.line(nothing, "Small")
        return
    table = _grid(pen, len(rows), shares(rows[0], rows[1:]))
    ooxml.describe(table, one_line(name))
    ooxml.repeat_header(table)
    ooxml.keep_rows_whole(table)
    ooxml.lines(table, bottom=_HAIR, insideH=_HAIR)
    for cell in table.rows[0].cells:
        ooxml.edge(cell, "bottom", 8, GROUND)
        ooxml.shade(cell, SUNKEN)
    together = len(rows) - 1 <= _ROWS_KEPT_TOGETHER
    for number, (row, texts) in enumerate(zip(table._tbl.tr_lst, rows, strict=True)):
        style = "Cell" if number else "Head"
        for tc, text, alignment in zip(row.tc_lst, texts, alignments, strict=True):
            line = pen.inside(_Cell(tc, table)).line(clean(text).strip(), style)
            line.alignment = alignment
            if together and number < len(rows) - 1:
                line.paragraph_format.keep_with_next = True
    pen.gap()


def _strip(pen: Pen, fraction: float, width: Length) -> None:
    strip = pen.line("", "Gap")
    strip.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    strip.paragraph_format.line_spacing = Pt(7)
    if fraction > 0:
        strip.paragraph_format.right_indent = _part_of(width, 1 - fraction)
        ooxml.paint(strip, FOREST)


def _sign(pen: Pen, role: str, name: str) -> None:
    """The office, room for the hand, the name; further lines of the name stand below it."""
    first, _, below = clean(name).strip().partition("\n")
    office = pen.line(one_line(role), "Cell")
    office.paragraph_format.space_after = Pt(56)
    person = pen.line(one_line(first), "Cell")
    for run in person.runs:
        run.bold = run.underline = True
    last = pen.line(one_line(below), "Small") if below else person
    for line in (office, person, last):
        line.alignment = _CENTER
    last.paragraph_format.space_after = Pt(14)


def _caption(pen: Pen, text: str) -> None:
    if text:
        pen.line(one_line(text), "Caption")


def _grid(pen: Pen, rows: int, columns: Sequence[float]) -> Table:
    table: Table = pen.docx.add_table(max(rows, 1), len(columns))
    ooxml.set_widths(table, [_part_of(WIDTH, part) for part in columns])
    ooxml.lines(table)
    ooxml.margins(table, above=50, beside=80)
    return table


def _part_of(width: Length, part: float) -> Length:
    return Emu(int(width * part))
