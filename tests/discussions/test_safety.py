"""Whatever is typed, what is shown carries no script."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core import markdown
from forum.core.errors import Invalid
from forum.discussions import actions

pytestmark = pytest.mark.pure

ALLOWED = {
    "p",
    "br",
    "strong",
    "em",
    "s",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "a",
    "hr",
}
ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}}
PIECES = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "[tautan](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](data:text/html,<script>)",
    "<a href='javascript:alert(1)'>", "<javascript:alert(1)>", "![x](x)", "<iframe src=//x>",
    "<style>*{}</style>", "onclick=", "\" onmouseover=\"alert(1)", "'><b>", "</p><p>", "&lt;script&gt;",
    "&#106;avascript:", "`", "```\n", "**", "_", "[", "]", "(", ")", "<", ">", "&", "\n", "\n\n", "# ",
    "- ", "1. ", "> ", "https://contoh.id/?a=1&b=<x>", "mailto:a@b.id", "\x00", "\ud800", "é", "‮",
    "[a]: javascript:alert(1)\n\n[a]", "<!--", "-->", "<![CDATA[", "<math><mi//xlink:href=",
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=30).map(
    "".join
)


class Inspector(HTMLParser):
    """Complains about every tag, attribute and address that has no business in a post."""

    def __init__(self) -> None:
        super().__init__()
        self.complaints: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in ALLOWED:
            self.complaints.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()):
                self.complaints.append(f"{tag} {name}")
            scheme = (value or "").partition(":")[0].strip().lower()
            if (
                name == "href"
                and ":" in (value or "")
                and scheme not in ("http", "https", "mailto")
            ):
                self.complaints.append(f"{tag} {name}={value}")

    def handle_comment(self, data):
        self.complaints.append("comment")

    def handle_decl(self, decl):
        self.complaints.append("declaration")

    def unknown_decl(self, data):
        self.complaints.append("declaration")


def complaints(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.complaints


def test_the_inspector_notices():
    assert complaints("<p onclick=x>") == ["p onclick"]
    assert complaints("<script>") == ["script"]
    assert complaints('<a href="javascript:x">') == ["a href=javascript:x"]


@settings(max_examples=300, deadline=None)
@given(texts)
def test_no_text_becomes_a_script_or_a_handler(text):
    try:
        written = actions.write(text)
    except Invalid:
        return
    assert complaints(written.html) == []
    assert "\x00" not in written.source


@settings(max_examples=100, deadline=None)
@given(texts)
def test_excerpts_are_plain_words_in_one_line(text):
    shown = markdown.excerpt(text, 160)

    assert "\n" not in shown
    assert len(shown) <= 161
