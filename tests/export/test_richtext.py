"""Markdown as residents write it, read into a tree."""

import pytest

from forum.export.richtext import ListOf, Prose, Quoted, Span, parse

pytestmark = pytest.mark.pure


def _spans(markdown: str) -> list[Span]:
    [paragraph] = parse(markdown)
    assert isinstance(paragraph, Prose)
    [line] = paragraph.lines
    return line


def test_emphasis_nests():
    assert _spans("a **b *c*** ~~d~~ `e*f*`") == [
        Span("a "),
        Span("b ", bold=True),
        Span("c", bold=True, italic=True),
        Span(" "),
        Span("d", struck=True),
        Span(" "),
        Span("e*f*", code=True),
    ]


def test_line_ends_are_kept():
    [paragraph] = parse("satu\ndua")

    assert paragraph == Prose([[Span("satu")], [Span("dua")]])


def test_lists_keep_their_numbers_and_their_depth():
    assert parse("3. a\n4. b\n   - c") == [
        ListOf(
            True,
            3,
            [
                [Prose([[Span("a")]])],
                [Prose([[Span("b")]]), ListOf(False, 1, [[Prose([[Span("c")]])]])],
            ],
        )
    ]


def test_quotes_hold_paragraphs():
    assert parse("> a\n>\n> b") == [Quoted([Prose([[Span("a")]]), Prose([[Span("b")]])])]


def test_link_is_followed_by_its_address():
    href = "https://betang.example/isu/7"

    assert _spans(f"[Isu 7]({href})") == [Span("Isu 7", href=href), Span(f" ({href})")]
    assert _spans(f"<{href}>") == [Span(href, href=href)]
    assert (
        _spans("lihat betang.example/isu/7".replace("betang", "https://betang"))[1].href == href
    )


@pytest.mark.parametrize(
    "markdown",
    [
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "[a](/isu/7)",
        "[a](file:///etc/passwd)",
    ],
)
def test_links_elsewhere_are_not_links(markdown):
    assert all(not span.href for span in _spans(markdown))


def test_html_headings_and_pictures_stay_text():
    assert _spans("<b>x</b>") == [Span("<b>x</b>")]
    assert _spans("# x") == [Span("# x")]
    assert "".join(span.text for span in _spans("![x](https://a.example/p.png)")).startswith(
        "!x"
    )


@pytest.mark.parametrize("markdown", ["", " \n\n", "***", "- ", "1.", "> ", "```\n```"])
def test_nothing_much_is_no_harm(markdown):
    parse(markdown)
