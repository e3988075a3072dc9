"""Text that people write: Markdown in, clean HTML out, rendered when it is written.

Only what a discussion needs: paragraphs, emphasis, lists, quotes, code, links. No pictures
(they cost readers data and call other hosts), no raw HTML, no headings.
"""

import re
from collections.abc import Mapping

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_ALLOWED = {
    "p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr",
}  # fmt: skip
_renderer = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
_renderer.enable(["strikethrough", "linkify"])
_renderer.disable(["image", "heading", "lheading", "html_block", "html_inline", "reference"])


def _calls(state: StateCore) -> None:
    """Marks `@name` in the text of paragraphs: not in code, and not within a link."""
    names: Mapping[str, str | None] | None = state.env.get("names")
    if not names:
        return
    spelt = {name.casefold(): name for name in names}
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w@])@({'|'.join(longest_first)})(?!\w)", re.IGNORECASE)
    for block in state.tokens:
        if block.type != "inline" or not block.children:
            continue
        depth, children = 0, []
        for token in block.children:
            depth += token.nesting if token.type.startswith("link_") else 0
            if token.type != "text" or depth or "@" not in token.content:
                children.append(token)
                continue
            at = 0
            for found in pattern.finditer(token.content):
                name = spelt.get(found[1].casefold())
                if name is None:
                    continue
                children += [_text(token, token.content[at : found.start()])]
                children += _called(token, f"@{name}", names[name])
                at = found.end()
                if state.env["called"] is not None:
                    state.env["called"].add(name)
            children.append(_text(token, token.content[at:]))
        block.children = children


def _text(like: Token, content: str) -> Token:
    return Token("text", "", 0, content=content, level=like.level)


def _called(like: Token, words: str, url: str | None) -> list[Token]:
    kind, tag = ("strong", "strong") if url is None else ("link", "a")
    attrs: dict[str, str | int | float] = {} if url is None else {"href": url}
    return [
        Token(f"{kind}_open", tag, 1, attrs=attrs, level=like.level),
        _text(like, words),
        Token(f"{kind}_close", tag, -1, level=like.level),
    ]


_renderer.core.ruler.push("calls", _calls)

_LINE_MARKS = re.compile(r"^\s*(?:[-+*]\s+|\d+[.)]\s+|>\s?|#{1,6}\s+)", re.MULTILINE)
_MARKS = re.compile(r"[*`~]+|(?<!\w)_+|_+(?!\w)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def render(
    source: str, names: Mapping[str, str | None] | None = None, called: set[str] | None = None
) -> str:
    """HTML that is safe to show as it is.

    `names` may be called with an `@` before them, in any case: each leads to its address, or
    stands out where it has none. Those found are put into `called`, as `names` spells them.
    """
    env = {"names": names, "called": called} if names and "@" in source else {}
    return nh3.clean(
        _renderer.render(source, env),
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
