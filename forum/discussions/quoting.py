"""Quoting what somebody wrote, and a whole discussion as plain text."""

from collections.abc import Iterable

from flask_babel import gettext as _

from forum.core import markdown
from forum.discussions.queries import PostView
from forum.discussions.voices import badge
from forum.web.filters import moment

LONGEST = 600  # characters of a quotation: enough to know what is meant


def quotation(post: PostView) -> str:
    """The beginning of a post as a quotation in Markdown, without what it quotes itself."""
    lines = [
        line for line in (post.source or "").splitlines() if not line.lstrip().startswith(">")
    ]
    words = "\n".join(lines).strip()
    if len(words) > LONGEST:
        words = words[:LONGEST].rsplit(" ", 1)[0] + " …"
    quoted = "\n".join(f"> {line}".rstrip() for line in words.splitlines())
    return f"> **{post.author}**:\n{quoted}\n\n"


def as_text(title: str, url: str, posts: Iterable[PostView], *, more: bool) -> str:
    """A discussion as text to be copied: who, when, what; nothing that the page hides."""
    parts = [title, url]
    for post in posts:
        if post.is_hidden:
            parts.append(_("[disembunyikan moderator]"))
        elif post.is_gone:
            parts.append(_("[dihapus penulisnya]"))
        else:
            role = badge(post.role, post.unit)
            who = f"{post.author} ({role})" if role else str(post.author)
            answers = f", {_('membalas %(name)s', name=post.answers)}" if post.answers else ""
            head = f"{who}, {moment(post.created_at)}{answers}"
            parts.append(f"{head}\n{_lines(post.source or '')}")
    if more:
        parts.append(_("[masih ada lagi di %(url)s]", url=url))
    return "\n\n".join(parts) + "\n"


def _lines(source: str) -> str:
    """The words line by line, without the marks of Markdown but for quotations."""
    return "\n".join(
        f"> {markdown.plain(line)}" if line.lstrip().startswith(">") else markdown.plain(line)
        for line in source.splitlines()
    )
