"""What a word processor's file can say and python-docx has no words for.

The schema of the format prescribes the order of everything, so each piece is put in its place.
"""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"

# The parts of a paragraph's and of a table's properties that come after those set here.
_AFTER_BIDI = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
    "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
    "w:pPrChange",
)  # fmt: skip
_AFTER_SHADING = (
    "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
    "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", *_AFTER_BIDI,
)  # fmt: skip
_TABLE_ORDER = (
    "w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption",
)  # fmt: skip


def element(name: str, **attributes: object) -> Any:
    """`element("w:shd", fill="EFF1EA")`; attributes are of the same namespace."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def set_language(docx: Docx, language: str) -> None:
    """The language of the whole document, for spelling and for screen readers."""
    path = f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
    properties: Any = docx.styles.element.find(path)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("w:lang", val=language, eastAsia=language, bidi="ar-SA"))


def set_font(style: Any, name: str) -> None:
    """The face for every script; the theme's own choice is taken away."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)


def plain_style(style: Any) -> None:
    """Take away what the template gives a style: lines around it, tabs, spaced-out letters."""
    for properties, name in (
        (style.element.get_or_add_pPr(), "w:pBdr"),
        (style.element.get_or_add_pPr(), "w:tabs"),
        (style.element.get_or_add_rPr(), "w:spacing"),
    ):
        for old in properties.findall(qn(name)):
            properties.remove(old)


def field(paragraph: Paragraph, instruction: str) -> None:
    """A value the reader's program fills in, such as PAGE. The 1 stands until it does."""
    _field_mark(paragraph, "begin")
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {instruction} "
    paragraph.add_run()._r.append(text)
    _field_mark(paragraph, "separate")
    paragraph.add_run("1")
    _field_mark(paragraph, "end")


def _field_mark(paragraph: Paragraph, kind: str) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType=kind))


def link(paragraph: Paragraph, run: Run, address: str) -> None:
    """Make the run, the last of its paragraph, lead to the address."""
    anchor = OxmlElement("w:hyperlink")
    anchor.set(qn("r:id"), paragraph.part.relate_to(address, _LINK, is_external=True))
    paragraph._p.append(anchor)
    anchor.append(run._r)


def shade(cell: _Cell, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=colour))


def edge(cell: _Cell, side: str, eighths: int, colour: str) -> None:
    """A line on one side of a cell; it goes before the shading."""
    lines = OxmlElement("w:tcBorders")
    lines.append(element(f"w:{side}", val="single", sz=eighths, space=0, color=colour))
    properties = cell._tc.get_or_add_tcPr()
    shading = properties.find(qn("w:shd"))
    if shading is None:
        properties.append(lines)
    else:
        shading.addprevious(lines)


def paint(paragraph: Paragraph, colour: str, *, below: str = "") -> None:
    """A coloured ground behind the paragraph; with a line below it, it becomes a band."""
    properties: Any = paragraph._p.get_or_add_pPr()
    ground = element("w:shd", val="clear", color="auto", fill=colour)
    properties.insert_element_before(ground, *_AFTER_SHADING)
    if below:
        lines = OxmlElement("w:pBdr")
        lines.append(element("w:top", val="single", sz=24, space=4, color=colour))
        lines.append(element("w:bottom", val="single", sz=12, space=5, color=below))
        properties.insert_element_before(lines, "w:shd", *_AFTER_SHADING)


def turn_right_to_left(paragraph: Paragraph) -> None:
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
    for run in paragraph.runs:
        run.font.rtl = True


def lines(table: Table, **sides: tuple[int, str]) -> None:
    """`lines(table, top=(8, "14211B"))`: eighths of a point and a colour; else no line."""
    frame = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        size, colour = sides.get(side, (0, "auto"))
        kind = "single" if size else "nil"
        frame.append(element(f"w:{side}", val=kind, sz=size, space=0, color=colour))
    _place(table, frame)


def margins(table: Table, *, above: int, beside: int) -> None:
    """The air around the text of every cell, in twentieths of a point.

    Programs move a table out by that air; it is moved in again, to stand on the margin.
    """
    _place(table, element("w:tblInd", w=beside, type="dxa"))
    air = OxmlElement("w:tblCellMar")
    for side, width in (("top", above), ("left", beside), ("bottom", above), ("right", beside)):
        air.append(element(f"w:{side}", w=width, type="dxa"))
    _place(table, air)


def describe(table: Table, title: str) -> None:
    """A name for screen readers."""
    _place(table, element("w:tblCaption", val=title))


def _place(table: Table, child: Any) -> None:
    properties: Any = table._tbl.tblPr
    for old in properties.findall(child.tag):
        properties.remove(old)
    tags = [qn(name) for name in _TABLE_ORDER]
    later = tags[tags.index(child.tag) + 1 :]
    for sibling in properties:
        if sibling.tag in later:
            sibling.addprevious(child)
            return
    properties.append(child)


def set_widths(table: Table, columns: Sequence[Length]) -> None:
    """Fixed widths, said to the grid and to every cell, since programs read either."""
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, columns, strict=True):
        column.w = width
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, columns, strict=True):
            cell.width = width


def repeat_header(table: Table) -> None:
    """The first row comes again on every page."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_rows_whole(table: Table) -> None:
    for row in table._tbl.tr_lst:
        properties: Any = row.get_or_add_trPr()
        properties.insert(0, OxmlElement("w:cantSplit"))


def begin_list(docx: Docx, style: str, start: int) -> int:
    """A new numbered list in the manner of the style: without it, lists count on and on."""
    numbering: Any = docx.part.numbering_part.element
    pattern: Any = docx.styles[style].element
    number = pattern.pPr.numPr.numId.val
    abstract = next(num for num in numbering.num_lst if num.numId == number).abstractNumId.val
    fresh = numbering.add_num(abstract)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(fresh.numId)


def join_list(paragraph: Paragraph, number: int) -> None:
    properties: Any = paragraph._p.get_or_add_pPr()
    membership = properties.get_or_add_numPr()
    membership.get_or_add_ilvl().val = 0
    membership.get_or_add_numId().val = number
