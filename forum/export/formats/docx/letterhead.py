"""The empty sheet of a DOCX: page, styles, header, footer and the properties of the file."""

from datetime import UTC

import docx
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt, RGBColor

from forum.export.cells import clock_time, day
from forum.export.document import Document
from forum.export.formats.docx import ooxml
from forum.export.text import one_line
from forum.export.words import Words

WIDTH = Cm(16.6)  # between the margins of the page
INK, MUTED, FOREST, TURMERIC = "1B211D", "515A53", "0D5C47", "E3A21A"
GROUND, ON_GROUND, QUIET, SUNKEN, LINE = "14211B", "F4F1E4", "B8C3B8", "EFF1EA", "CDD2C8"

_BODY, _HEADS = "Cambria", "Calibri"
_LANGUAGES = {"id": "id-ID", "en": "en-GB"}

# name, built on, face, size, bold, colour, space before and after
_STYLES = (
    ("Normal", "", _BODY, 11, None, INK, 0, 7),
    ("Title", "", _HEADS, 22, True, INK, 10, 4),
    ("Subtitle", "", _HEADS, 12, False, MUTED, 0, 4),
    ("Heading 1", "", _HEADS, 15, True, INK, 20, 6),
    ("Heading 2", "", _HEADS, 12, True, INK, 14, 5),
    ("Heading 3", "", _HEADS, 11, True, MUTED, 10, 4),
    ("Caption", "", _HEADS, 10, True, INK, 10, 4),
    ("Quote", "", _BODY, 11, None, INK, 6, 6),
    ("List Bullet", "", _BODY, 11, None, INK, 0, 3),
    ("List Number", "", _BODY, 11, None, INK, 0, 3),
    ("Header", "", _HEADS, 9, None, ON_GROUND, 0, 0),
    ("Footer", "", _HEADS, 8, None, MUTED, 0, 0),
    ("Lead", "Normal", _BODY, 12.5, None, INK, 0, 8),
    ("Small", "Normal", _BODY, 9, None, MUTED, 4, 6),
    ("Label", "Normal", _HEADS, 9, None, MUTED, 0, 2),
    ("Head", "Normal", _HEADS, 9, True, INK, 0, 2),
    ("Cell", "Normal", _BODY, 10, None, INK, 0, 0),
    ("Gap", "Normal", _BODY, 5, None, INK, 0, 0),
)


def new_letter(document: Document, words: Words) -> Docx:
    letter = docx.Document()
    section = letter.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.7), Cm(2.5)
    section.header_distance, section.footer_distance = Cm(1), Cm(1)
    ooxml.set_language(letter, _LANGUAGES.get(words.language, words.language))
    _set_styles(letter)
    _set_properties(letter, document, words)
    _write_header(letter, document, words)
    _write_footer(letter, document, words)
    return letter


def _set_styles(letter: Docx) -> None:
    for name, base, face, size, bold, colour, before, after in _STYLES:
        if base:
            style = letter.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = letter.styles[base]
        else:
            style = letter.styles[name]
        ooxml.set_font(style, face)
        ooxml.plain_style(style)
        style.font.size = Pt(size)
        style.font.bold = bold
        style.font.color.rgb = RGBColor.from_string(colour)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
    letter.styles["Normal"].paragraph_format.line_spacing = 1.12
    letter.styles["Gap"].paragraph_format.line_spacing = 1
    letter.styles["Caption"].paragraph_format.keep_with_next = True
    letter.styles["Subtitle"].font.italic = False
    quote = letter.styles["Quote"].paragraph_format
    quote.left_indent = quote.right_indent = Cm(0.8)


def _set_properties(letter: Docx, document: Document, words: Words) -> None:
    about = letter.core_properties
    about.title = one_line(document.title)[:255]
    about.subject = one_line(document.subtitle)[:255]
    about.author = about.last_modified_by = one_line(document.issuer)[:255]
    about.keywords = one_line(document.reference)[:255]
    about.language = _LANGUAGES.get(words.language, words.language)
    about.comments = ""
    made = document.generated_at
    about.created = about.modified = made.astimezone(UTC) if made.tzinfo else made


def _write_header(letter: Docx, document: Document, words: Words) -> None:
    line = letter.sections[0].header.paragraphs[0]
    line.paragraph_format.tab_stops.add_tab_stop(WIDTH - Cm(0.3), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"  {one_line(document.issuer)}").bold = True
    reference = one_line(document.reference)
    if reference:
        line.add_run(f"\t{words.reference} {reference}").font.color.rgb = RGBColor.from_string(
            QUIET
        )
    ooxml.paint(line, GROUND, below=TURMERIC)


def _write_footer(letter: Docx, document: Document, words: Words) -> None:
    """What the document is, then when it was made and the number of the page."""
    footer = letter.sections[0].footer
    line = footer.paragraphs[0]
    if document.footer:
        line.add_run(one_line(document.footer))
        line = footer.add_paragraph(style="Footer")
    line.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    at = document.generated_at
    made = words.generated_on(day(at, words.language), clock_time(at, words.language))
    line.add_run(f"{made}\t")
    before, between, after = words.page_of("\0", "\0").split("\0")
    line.add_run(before)
    ooxml.field(line, "PAGE")
    line.add_run(between)
    ooxml.field(line, "NUMPAGES")
    line.add_run(after)
