"""The pieces of a discussion as everyone sees them, kept by the thread's version.

They hold nothing personal: no token, nobody's own support. `as_seen_by` puts a person's own
state into a finished piece.
"""

import re
from collections.abc import Collection, Mapping

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup, escape

from forum.discussions import queries
from forum.discussions.models import Post, Thread
from forum.discussions.queries import PostView
from forum.discussions.subjects import SUBJECTS
from forum.discussions.voices import badge
from forum.moderation.grounds import because
from forum.web import caching, language

Words = Mapping[int, tuple[Post, str]]  # an author's own hidden posts, with the message


def page_url(thread: Thread) -> str:
    """Where the thread is read."""
    return SUBJECTS[thread.subject].url(thread.id)


def opening(thread: Thread) -> Markup:
    """The opening, apart from the replies."""
    return caching.kept(
        ("opening", thread.id, thread.version, language()),
        lambda: opening_html(thread, queries.opening_of(thread.id)),
    )


def replies(thread: Thread, cursor: str | None) -> Markup:
    """One page of replies with its paging."""
    return caching.kept(
        ("replies", thread.id, thread.version, cursor, language()),
        lambda: replies_html(thread, cursor),
    )


def opening_html(thread: Thread, post: PostView, own: Words | None = None) -> str:
    return _render("_opening", thread, post=post, own=own or {})


def replies_html(thread: Thread, cursor: str | None, own: Words | None = None) -> str:
    """`own` are hidden posts whose author is looking: only they see the words, greyed out."""
    page = queries.posts_page(thread.id, cursor)
    return _render("_replies", thread, page=page, own=own or {})


def post_html(thread: Thread, post: PostView) -> str:
    """A new reply as a row that finds its own place."""
    return _render("_post", thread, post=post)


def content_html(thread: Thread, post: PostView) -> str:
    """What is in a post, without the answers under it."""
    return _render("_content", thread, post=post)


def support_html(post: PostView) -> str:
    return render_template("discussions/_support.html", post=post)


def assisted_html(post: PostView) -> str:
    return render_template("discussions/_assisted.html", post=post)


def count(thread: Thread) -> Markup:
    """How many replies there are, beside the heading."""
    return caching.kept(
        ("reply count", thread.id, thread.version, language()), lambda: count_html(thread)
    )


def count_html(thread: Thread) -> str:
    return render_template("discussions/_count.html", thread=thread)


def as_seen_by(html: Markup, *, mine: Collection[int], own: Collection[int]) -> Markup:
    """Press the buttons of what the person supports; switch off those of the person's own."""
    text = str(html)
    for post_id in mine:
        mark = f'data-support="{post_id}"'
        off, on = 'value="1" aria-pressed="false"', 'value="0" aria-pressed="true"'
        text = text.replace(f"{mark} {off}", f"{mark} {on}")
    for post_id in own:
        mark = f'data-support="{post_id}"'
        text = text.replace(f"{mark} ", f"{mark} disabled ")
        text = _unnamed(post_id).sub(rf"\g<1>{escape(_('Anda (anonim)'))}", text)
    return Markup(text)  # noqa: S704 - as it came out of a template but for the buttons


def _unnamed(post_id: int) -> re.Pattern[str]:
    """The name that stands over an anonymous post."""
    return re.compile(rf'(data-unnamed="{post_id}">)[^<]*')


def _render(name: str, thread: Thread, **context: object) -> str:
    return render_template(
        f"discussions/{name}.html",
        thread=thread,
        base=page_url(thread),
        badge=badge,
        because=because,
        **context,
    )
