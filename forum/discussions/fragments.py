"""The pieces of a discussion as everyone sees them, kept by the thread's version.

They hold nothing personal: no token, nobody's own support. `as_seen_by` puts a person's own
state into a finished piece.
"""

import re
from collections.abc import Collection, Mapping

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from forum.core import markdown
from forum.discussions import queries
from forum.discussions.actions import takes_arguments
from forum.discussions.forms import pace_words
from forum.discussions.models import Post, Stance, Thread
from forum.discussions.queries import PostView
from forum.discussions.subjects import SUBJECTS
from forum.discussions.voices import badge
from forum.moderation.grounds import because
from forum.web import caching, language
from forum.web.paging import Page

_ROW = re.compile(r'<article id="t-(\d+)"')
_NEW = re.compile(r'(data-new="(\d+)") hidden')
STANCES: dict[Stance, tuple[str, str]] = {  # heading of a side, and the sign on a post
    Stance.PRO: (_l("Mendukung"), _l("Argumen mendukung")),
    Stance.CONTRA: (_l("Menolak"), _l("Argumen menolak")),
}
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


def replies(thread: Thread, cursor: str | None, order: str | None = None) -> Markup:
    """One page of replies with its paging, in the order of the conversation or another."""
    return caching.kept(
        ("replies", thread.id, thread.version, cursor, order, language()),
        lambda: replies_html(thread, cursor, order=order),
    )


def pinned(thread: Thread) -> Markup:
    """What moderators pinned above the replies."""
    return caching.kept(
        ("pinned", thread.id, thread.version, language()),
        lambda: _render("_pinned", thread, posts=queries.pinned_in(thread.id)),
    )


def rules(thread: Thread) -> Markup:
    """Whether it takes replies, and how fast."""
    return caching.kept(
        ("thread rules", thread.id, thread.version, language()),
        lambda: _render("_rules", thread, pace=pace_words(thread.slow_minutes)),
    )


def sides(thread: Thread) -> Markup:
    """The best arguments for and against, where people take sides; else an empty place."""
    return caching.kept(
        ("sides", thread.id, thread.version, language()), lambda: _sides(thread)
    )


def _sides(thread: Thread) -> str:
    found = queries.sides_of(thread.id) if takes_arguments(thread) else None
    return _render("_sides", thread, sides=found)


def side_lists(thread: Thread, pages: Mapping[Stance, Page[PostView]]) -> dict[Stance, Markup]:
    """One page of the arguments of each side."""
    return {
        stance: Markup(_render("_side", thread, posts=page.rows))  # noqa: S704
        for stance, page in pages.items()
    }


def opening_html(thread: Thread, post: PostView, own: Words | None = None) -> str:
    return _render("_opening", thread, post=post, own=own or {})


def replies_html(
    thread: Thread, cursor: str | None, own: Words | None = None, *, order: str | None = None
) -> str:
    """`own` are hidden posts whose author is looking: only they see the words, greyed out."""
    if order is not None:
        page = queries.sorted_page(thread.id, order, cursor)
        return _render("_sorted", thread, page=page, own=own or {}, order=order)
    return _render(
        "_replies", thread, page=queries.posts_page(thread.id, cursor), own=own or {}
    )


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


def agree_html(post: PostView) -> str:
    return render_template("discussions/_agree.html", post=post, agree=True)


def disagree_html(post: PostView) -> str:
    return render_template("discussions/_agree.html", post=post, agree=False)


def count(thread: Thread) -> Markup:
    """How many replies there are, beside the heading."""
    return caching.kept(
        ("reply count", thread.id, thread.version, language()), lambda: count_html(thread)
    )


def count_html(thread: Thread) -> str:
    return render_template("discussions/_count.html", thread=thread)


def ids_in(html: str) -> list[int]:
    """The posts that stand in a piece."""
    return [int(found) for found in _ROW.findall(html)]


def as_seen_by(
    html: Markup,
    *,
    mine: Collection[int],
    own: Collection[int],
    votes: Mapping[int, bool] | None = None,
    new_after: int | None = None,
    pins: bool = False,
) -> Markup:
    """Put a person's own state into a finished piece.

    Buttons of what they support or voted on are pressed (`mine`, `votes`); those of their own
    posts are switched off and the ways to change these shown (`own`). What others wrote after
    the post `new_after` is marked as new. `pins`: they may pin.
    """
    text = str(html)
    for post_id in mine:
        text = _press(text, f'data-support="{post_id}"', "1", "0")
    for post_id, agrees in (votes or {}).items():
        value = "1" if agrees else "-1"
        text = _press(text, f'data-vote="{post_id}:{value}"', value, "0")
    for post_id in own:
        for mark in (
            f'data-support="{post_id}"',
            f'data-vote="{post_id}:1"',
            f'data-vote="{post_id}:-1"',
        ):
            text = text.replace(f"{mark} ", f"{mark} disabled ")
        text = text.replace(f'data-own="{post_id}" hidden', f'data-own="{post_id}"')
        text = _unnamed(post_id).sub(rf"\g<1>{escape(_('Anda (anonim)'))}", text)
    if pins:
        text = text.replace("data-pins hidden", "data-pins")
    if new_after is not None:
        text = _NEW.sub(
            lambda found: (
                found[1] if int(found[2]) > new_after and int(found[2]) not in own else found[0]
            ),
            text,
        )
    return Markup(text)  # noqa: S704 - as it came out of a template but for the buttons


def _press(text: str, mark: str, value: str, other: str) -> str:
    off, on = f'value="{value}" aria-pressed="false"', f'value="{other}" aria-pressed="true"'
    return text.replace(f"{mark} {off}", f"{mark} {on}")


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
        stances=STANCES,
        excerpt=markdown.excerpt,
        **context,
    )
