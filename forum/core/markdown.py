"""Text that people write: Markdown in, clean HTML out, rendered when it is written.

Only what a discussion needs: paragraphs, emphasis, lists, quotes, code, links. No pictures
(they cost readers data and call other hosts), no raw HTML, no headings.
"""

import re

import nh3
from markdown_it import MarkdownIt

_ALLOWED = {
    "p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr",
}  # fmt: skip
_renderer = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
_renderer.enable(["strikethrough", "linkify"])
_renderer.disable(["image", "heading", "lheading", "html_block", "html_inline", "reference"])

_LINE_MARKS = re.compile(r"^\s*(?:[-+*]\s+|\d+[.)]\s+|>\s?|#{1,6}\s+)", re.MULTILINE)
_MARKS = re.compile(r"[*`~]+|(?<!\w)_+|_+(?!\w)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def render(source: str) -> str:
    """HTML that is safe to show as it is."""
    return nh3.clean(
        _renderer.render(source),
        tags=_ALLOWED,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener ugc",
    ).strip()


def plain(source: str) -> str:
    """The words alone, in one line: for excerpts, titles of shared links, exports."""
    text = _LINE_MARKS.sub("", _LINK.sub(r"\1", source))
    return " ".join(_MARKS.sub("", text).split())


def excerpt(source: str, length: int = 200) -> str:
    """The beginning of the words, cut at a space."""
    text = plain(source)
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",.;:") + "…"
