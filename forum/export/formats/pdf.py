"""PDF on A4, tagged for screen readers (PDF/UA-1), typeset by Typst without any network.

What people wrote goes in as data: it is never part of the Typst source.
"""

import json
import re
from pathlib import Path
from typing import Any

import typst

from forum.export.cells import clock_time, day, local, shown
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
from forum.export.formats.layout import filled, fitted
from forum.export.richtext import ListOf, Part, Prose, Quoted, Span, parse
from forum.export.text import (
    breakable,
    clean,
    one_line,
    paragraphs,
    runs_right_to_left,
    shorten,
)
from forum.export.words import Words

_TEMPLATE = Path(__file__).with_name("summary.typ")
_FONTS = Path(__file__).parents[1] / "fonts"
_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")  # our pictographs have one colour
# Letters that surely fit in a line; a longer word may be broken.
_LINE, _HALF_LINE, _TITLE_LINE = 60, 32, 24
_LINES_KEPT_TOGETHER = 24  # a taller table, or row of one, may go on over the page
_TALLEST_HEADER = 8  # one of more lines is set like a row: no head may go over the page


class PdfWriter:
    extension = "pdf"
    mimetype = "application/pdf"

    def write(self, document: Document, words: Words) -> bytes:
        data = json.dumps(_data(document, words), ensure_ascii=False)
        try:
            return _compile(data, ["ua-1"])
        except typst.TypstError:
            # PDF/UA forbids text that no font here can show (Chinese, Thai …). Such a document
            # is still tagged, still has its text, but may not call itself conforming.
            return _compile(data, [])


def _compile(data: str, standards: list[Any]) -> bytes:
    pdf = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"document": data},
        pdf_standards=standards,
        format="pdf",
    )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no document")
    return pdf


def _data(document: Document, words: Words) -> dict[str, Any]:
    at = local(document.generated_at)
    reference = shorten(one_line(document.reference), 60)
    footer = shorten(one_line(document.footer), 240)
    generated = words.generated_on(day(at, words.language), clock_time(at, words.language))
    return {
        "language": "en" if words.language == "en" else "id",
        "title": _title(document.title) or "–",
        "subtitle": _short(document.subtitle),
        "issuer": _text(shorten(one_line(document.issuer), 60), _HALF_LINE),
        "reference_line": _text(
            f"{words.reference} {reference}" if reference else "", _HALF_LINE
        ),
        "running_title": _short(shorten(one_line(document.title), 75)),
        "generated": generated,
        "date": {
            part: getattr(at, part)
            for part in ("year", "month", "day", "hour", "minute", "second")
        },
        "footer_lines": [_text(line) for line in (footer, generated) if line],
        "facts": [
            {"label": _text(one_line(label), _HALF_LINE), "value": _plain(value, _HALF_LINE)}
            for label, value in document.facts
        ],
        "blocks": [_block(block, words) for block in outline(document.blocks)],
        "words": {"page": words.page, "nothing": words.nothing},
    }


def _block(block: Block, words: Words) -> dict[str, Any]:
    match block:
        case Heading():
            text = _text(one_line(block.text), _TITLE_LINE) or "–"
            return {"type": "heading", "level": block.level, "text": text}
        case Paragraph():
            return {"type": "paragraph", "style": block.style, "text": _plain(block.text)}
        case RichText():
            return {"type": "rich", "parts": _rich(block)}
        case Bullets():
            return {"type": "bullets", "items": [_lines(item) for item in block.items]}
        case Numbered():
            items = [_lines(item) for item in block.items]
            return {"type": "numbered", "start": max(block.start, 0), "items": items}
        case DataTable():
            return _table(block, words)
        case Bars():
            return _bars(block, words)
        case Timeline():
            return _timeline(block, words)
        case Quote():
            quoted = {"text": _plain(block.text), "attribution": _short(block.attribution)}
            return {"type": "quote"} | quoted
        case Callout():
            return _callout(block, words)
        case Signatures():
            return _signatures(block)
        case PageBreak():
            return {"type": "pagebreak"}


def _table(table: DataTable, words: Words) -> dict[str, Any]:
    header = [one_line(title) for title in table.even_header()]
    rows = [[shown(cell, words.language) for cell in row] for row in table.even_rows()]
    fit = fitted(header, rows)
    heights = [fit.height(row) for row in rows]
    return {
        "type": "table",
        "caption": _short(table.caption),
        "size": fit.size,
        "inset": fit.inset,
        "shares": fit.shares,
        "alignment": table.alignments(),
        "header": [_text(*pair) for pair in zip(header, fit.letters, strict=True)],
        "head": fit.height(header) <= _TALLEST_HEADER,
        "whole": sum(heights) <= _LINES_KEPT_TOGETHER,
        "rows": [
            {
                "whole": height <= _LINES_KEPT_TOGETHER,
                "cells": [_lines(*pair) for pair in zip(row, fit.letters, strict=True)],
            }
            for row, height in zip(rows, heights, strict=True)
        ],
    }


def _bars(bars: Bars, words: Words) -> dict[str, Any]:
    rows = [
        {
            "label": _short(bar.label),
            "count": shown(bar.count, words.language),
            "percent": _short(f"({bar.percent})" if bar.percent else ""),
            "fraction": filled(bar.fraction),
        }
        for bar in bars.rows
    ]
    whole = _fits(bars.caption, *(bar.label for bar in bars.rows))
    return {"type": "bars", "caption": _short(bars.caption), "rows": rows, "whole": whole}


def _timeline(timeline: Timeline, words: Words) -> dict[str, Any]:
    steps = [
        {
            "state": step.state,
            "word": words.states[step.state],
            "title": _short(step.title),
            "detail": _plain(step.detail),
        }
        for step in timeline.steps
    ]
    whole = _fits(*(f"{step.title}\n{step.detail}" for step in timeline.steps))
    return {"type": "timeline", "steps": steps, "whole": whole}


def _callout(callout: Callout, words: Words) -> dict[str, Any]:
    rich = isinstance(callout.text, RichText)
    return {
        "type": "callout",
        "kind": callout.kind,
        "word": words.callouts[callout.kind],
        "title": _short(callout.title),
        "rich": rich,
        "text": _rich(callout.text)
        if isinstance(callout.text, RichText)
        else _plain(callout.text),
        "attribution": _short(callout.attribution),
    }


def _signatures(signatures: Signatures) -> dict[str, Any]:
    people = []
    for role, name in signatures.people:
        first, _, below = clean(name).strip().partition("\n")
        person = {"role": role, "name": first, "below": below}
        people.append({key: _text(one_line(text), 18) for key, text in person.items()})
    whole = _fits(*(f"{role} {name}" for role, name in signatures.people))
    dated = _short(signatures.dated)
    return {"type": "signatures", "dated": dated, "people": people, "whole": whole}


def _fits(*texts: str) -> bool:
    """Whether the parts of a block surely stand on one page together."""
    return len(texts) <= 12 and sum(len(text) for text in texts) <= 1500


def _rich(text: RichText) -> list[dict[str, Any]]:
    return [_part(part) for part in parse(text.markdown)]


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Prose():
            lines = [[_span(span) for span in line] for line in part.lines]
            return {"type": "words", "rtl": runs_right_to_left(part.text()), "lines": lines}
        case ListOf():
            items = [[_part(inner) for inner in item] for item in part.items]
            return {
                "type": "list",
                "ordered": part.ordered,
                "start": part.start,
                "items": items,
            }
        case Quoted():
            return {"type": "quote", "parts": [_part(inner) for inner in part.parts]}


def _span(span: Span) -> dict[str, Any]:
    return {
        "text": _text(span.text, _LINE),
        "bold": span.bold,
        "italic": span.italic,
        "struck": span.struck,
        "code": span.code,
        "href": span.href,
    }


def _plain(text: str, limit: int = _LINE) -> list[dict[str, Any]]:
    return [_shaped(lines, limit) for lines in paragraphs(text)]


def _lines(text: str, limit: int = _LINE) -> dict[str, Any]:
    """One paragraph, its empty lines left out."""
    lines = [line.strip() for line in clean(text).split("\n") if line.strip()]
    return _shaped(lines or [""], limit)


def _shaped(lines: list[str], limit: int) -> dict[str, Any]:
    turned = runs_right_to_left(" ".join(lines))
    return {"rtl": turned, "lines": [_text(line, limit) for line in lines]}


def _title(text: str) -> str:
    return _text(one_line(text), _TITLE_LINE)


def _short(text: str) -> str:
    return _text(one_line(text), _LINE)


def _text(text: str, limit: int = _LINE) -> str:
    return breakable(_SKIN_TONES.sub("", text), limit)
