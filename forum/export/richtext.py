"""Markdown as a small tree, which every writer walks in its own way.

It reads the same Markdown as the pages do: no headings, no pictures, no raw HTML; a line end
is a line end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from forum.export.text import clean

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
_markdown.enable(["strikethrough", "linkify"])
_markdown.disable(["image", "heading", "lheading", "html_block", "html_inline", "reference"])


@dataclass(frozen=True)
class Span:
    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    href: str = ""


@dataclass(frozen=True)
class Prose:
    """A paragraph: lines of spans."""

    lines: list[list[Span]]

    def text(self) -> str:
        return "\n".join("".join(span.text for span in line) for line in self.lines)


@dataclass(frozen=True)
class ListOf:
    ordered: bool
    start: int
    items: list[list["Part"]] = field(default_factory=list)


@dataclass(frozen=True)
class Quoted:
    parts: list["Part"]


Part = Prose | ListOf | Quoted


def parse(markdown: str) -> list[Part]:
    """The parts of a Markdown text. Links to anything but the web and mail lose the link."""
    return list(_parts(SyntaxTreeNode(_markdown.parse(clean(markdown))).children))


def _parts(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Part]:
    for node in nodes:
        match node.type:
            case "paragraph":
                yield Prose(_lines(node.children[0].children))
            case "bullet_list" | "ordered_list":
                items = [list(_parts(item.children)) for item in node.children]
                start = int(node.attrs.get("start", 1))
                yield ListOf(node.type == "ordered_list", start, items)
            case "blockquote":
                yield Quoted(list(_parts(node.children)))
            case "fence" | "code_block":
                code = node.content.rstrip("\n").split("\n")
                yield Prose([[Span(line, code=True)] for line in code])
            case _:  # a rule between paragraphs: nothing to read
                continue


def _lines(nodes: Sequence[SyntaxTreeNode]) -> list[list[Span]]:
    lines: list[list[Span]] = [[]]
    for span in _spans(nodes, Span("")):
        if span is None:
            lines.append([])
        elif span.text:
            lines[-1].append(span)
    return lines


def _spans(nodes: Sequence[SyntaxTreeNode], style: Span) -> Iterator[Span | None]:
    """The runs of text in one style each; None where a line ends."""
    for node in nodes:
        match node.type:
            case "softbreak" | "hardbreak":
                yield None
            case "strong":
                yield from _spans(node.children, replace(style, bold=True))
            case "em":
                yield from _spans(node.children, replace(style, italic=True))
            case "s":
                yield from _spans(node.children, replace(style, struck=True))
            case "code_inline":
                yield replace(style, text=node.content, code=True)
            case "link":
                yield from _link(node, style)
            case _:
                yield replace(style, text=node.content)


def _link(node: SyntaxTreeNode, style: Span) -> Iterator[Span | None]:
    """The text of the link, then its address if the text does not already say it."""
    href = str(node.attrs.get("href", ""))
    if not href.lower().startswith(("http://", "https://", "mailto:")) or len(href) > 2000:
        yield from _spans(node.children, style)
        return
    spans = list(_spans(node.children, replace(style, href=href)))
    yield from spans
    said = "".join(span.text for span in spans if span)
    address = href.removeprefix("mailto:")
    if _bare(said) != _bare(address):
        yield replace(style, text=f" ({address})")


def _bare(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")
