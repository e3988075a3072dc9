"""Standing texts: how they are written, compared, and what the shipped ones say.

They are Markdown with headings; `## Pemungutan suara {#suara}` gives a place to link to.
"""

import difflib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from forum.privacy.models import TextKind

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "texts"
LANGUAGES = ("id", "en")
_ALLOWED = {
    "p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "hr", "h2", "h3",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_renderer = MarkdownIt("commonmark", {"html": False, "breaks": False}).enable(["table"])
_renderer.disable(["image", "lheading", "html_block", "html_inline", "code", "fence"])
_ANCHOR = re.compile(r"<h([23])>(.*?)\s*\{#([a-z0-9-]{1,40})\}</h\1>")
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Shipped:
    """A text as it comes with the program: its first line is the title."""

    title: str
    source: str


def render(source: str) -> str:
    """HTML that is safe to show as it is. The title stands above it: headings begin at two."""
    html = nh3.clean(
        _renderer.render(source),
        tags=_ALLOWED,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener",
    )
    return _ANCHOR.sub(r'<h\1 id="\3">\2</h\1>', html).strip()


@cache
def shipped(kind: TextKind, language: str) -> Shipped:
    """`data/texts/privasi.id.md`: `# Title`, an empty line, the text."""
    name = kind.value.replace("-", "_")
    text = (SHIPPED / f"{name}.{language}.md").read_text(encoding="utf-8")
    title, _newline, source = text.partition("\n")
    return Shipped(title.removeprefix("# ").strip(), source.strip())


def changed_words(before: str, after: str) -> Markup:
    """Both texts in one: what went is `<del>`, what came is `<ins>`, unchanged stretches short."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[str] = []
    for what, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if what == "equal":
            pieces.append(str(escape(_shortened("".join(old[i1:i2])))))
            continue
        if i1 < i2:
            pieces.append(f"<del>{escape(''.join(old[i1:i2]))}</del>")
        if j1 < j2:
            pieces.append(f"<ins>{escape(''.join(new[j1:j2]))}</ins>")
    return Markup("".join(pieces))  # noqa: S704 - each piece is escaped


def _shortened(text: str, ends: int = 160) -> str:
    if len(text) <= 2 * ends + 20:
        return text
    return f"{text[:ends]} … {text[-ends:]}"
