"""What goes before a decision maker (a Document) kept apart from how it is written.

A document is a title, facts, and blocks in reading order. All text is plain text, except in
`RichText`, which is Markdown as residents write it. Nothing here is markup of any format.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from forum.core import clock
from forum.export.cells import Cell, is_number
from forum.export.words import Words

Alignment = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Heading:
    """Level 1 to 3, below the title. A skipped level is put right when it is written."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Plain text; an empty line begins a new paragraph, a line end a new line."""

    text: str
    style: Literal["body", "lead", "small"] = "body"


@dataclass(frozen=True)
class RichText:
    """Markdown: paragraphs, lists, bold, italic, quotes, code, links shown with their address."""

    markdown: str


@dataclass(frozen=True)
class Bullets:
    items: Sequence[str]


@dataclass(frozen=True)
class Numbered:
    items: Sequence[str]
    start: int = 1


@dataclass(frozen=True)
class DataTable:
    """Rows of values; without an alignment, columns that hold only numbers stand right."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    alignment: Sequence[Alignment] = ()

    def alignments(self) -> list[Alignment]:
        given = list(self.alignment)[: self.width]
        return given + [self._natural(index) for index in range(len(given), self.width)]

    @property
    def width(self) -> int:
        return max([len(self.header), *(len(row) for row in self.rows)])

    def even_rows(self) -> list[list[Cell]]:
        """Every row as wide as the widest, so that a short one leaves no hole."""
        width = self.width
        return [[*row, *([None] * (width - len(row)))] for row in self.rows if width]

    def even_header(self) -> list[str]:
        return [*self.header, *([""] * (self.width - len(self.header)))]

    def _natural(self, index: int) -> Alignment:
        cells = [row[index] for row in self.rows if len(row) > index and row[index] is not None]
        return "right" if cells and all(is_number(cell) for cell in cells) else "left"


@dataclass(frozen=True)
class Bar:
    """`percent` is the text to show (`55,6%`), `fraction` the length of the bar, 0 to 1."""

    label: str
    count: int | float
    percent: str
    fraction: float


@dataclass(frozen=True)
class Bars:
    caption: str
    rows: Sequence[Bar]


@dataclass(frozen=True)
class Step:
    state: Literal["done", "current", "upcoming", "late", "stopped"]
    title: str
    detail: str = ""


@dataclass(frozen=True)
class Timeline:
    steps: Sequence[Step]


@dataclass(frozen=True)
class Quote:
    text: str
    attribution: str = ""


@dataclass(frozen=True)
class Callout:
    """The house speaks: an official answer, or a decision that is needed."""

    kind: Literal["answer", "decision", "note", "warning"]
    title: str
    text: str | RichText
    attribution: str = ""


@dataclass(frozen=True)
class Signatures:
    """Who signs, as (role, name); `dated` is the line above: place and date."""

    people: Sequence[tuple[str, str]]
    dated: str = ""


@dataclass(frozen=True)
class PageBreak:
    pass


Block = (
    Heading
    | Paragraph
    | RichText
    | Bullets
    | Numbered
    | DataTable
    | Bars
    | Timeline
    | Quote
    | Callout
    | Signatures
    | PageBreak
)


@dataclass(frozen=True)
class Document:
    """`name` becomes the file's name; `data` holds the facts for programs (JSON only)."""

    name: str
    title: str
    subtitle: str = ""
    language: str = "id"
    facts: Sequence[tuple[str, str]] = ()
    blocks: Sequence[Block] = ()
    footer: str = ""
    generated_at: datetime = field(default_factory=clock.now)
    reference: str = ""
    issuer: str = "Betang · Kota Palangka Raya"
    data: Mapping[str, Any] = field(default_factory=dict)


class DocumentWriter(Protocol):
    extension: str
    mimetype: str

    def write(self, document: Document, words: Words) -> bytes: ...


def outline(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with heading levels that begin at 1 and never skip one."""
    level = 0
    for block in blocks:
        if isinstance(block, Heading):
            level = max(1, min(block.level, level + 1, 3))
            yield Heading(level, block.text)
        else:
            yield block


@dataclass(frozen=True)
class Grid:
    """Anything in a document that has rows and columns, for the formats made of cells."""

    section: str
    caption: str
    header: list[str]
    rows: list[list[Cell]]


def grids(document: Document, words: Words) -> Iterator[Grid]:
    """The facts as a table of one row, then the tables in reading order, each under the
    heading it stands below.
    """
    if document.facts:
        labels, values = zip(*document.facts, strict=True)
        yield Grid(document.title, words.facts, list(labels), [list(values)])
    yield from content_grids(document, words)


def content_grids(document: Document, words: Words) -> Iterator[Grid]:
    section = document.title
    for block in document.blocks:
        if isinstance(block, Heading):
            section = block.text
        elif isinstance(block, DataTable | Bars | Timeline | Signatures):
            yield Grid(section, *_as_rows(block, words))


def _as_rows(
    block: DataTable | Bars | Timeline | Signatures, words: Words
) -> tuple[str, list[str], list[list[Cell]]]:
    match block:
        case DataTable():
            return block.caption, block.even_header(), block.even_rows()
        case Bars():
            header = [words.option, words.count, words.percent]
            return block.caption, header, [[b.label, b.count, b.percent] for b in block.rows]
        case Timeline():
            header = [words.step, words.state, words.detail]
            return (
                words.step,
                header,
                [[s.title, words.states[s.state], s.detail] for s in block.steps],
            )
        case Signatures():
            return words.signatures, [words.role, words.name], [list(p) for p in block.people]
