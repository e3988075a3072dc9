"""The live side of discussions: the room `thread:<id>`."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from forum import live
from forum.core.actor import Actor
from forum.core.errors import Invalid, NotFound
from forum.discussions import actions, fragments, queries
from forum.discussions.events import (
    ArgumentVoted,
    AuthorRenamed,
    DiscussionClosed,
    DiscussionReopened,
    PaceSet,
    PostDeleted,
    PostEdited,
    PostHidden,
    PostPinned,
    PostPublished,
    PostRestored,
    PostSupported,
    PostUndeleted,
    PostUnpinned,
    SupportRecounted,
    SupportWithdrawn,
)
from forum.discussions.models import PostState, Stance, Thread
from forum.discussions.queries import PostView
from forum.discussions.subjects import SUBJECTS
from forum.live.models import LiveEvent
from forum.web.limits import WRITING

AboutPosts = (
    PostPublished
    | PostSupported
    | SupportRecounted
    | SupportWithdrawn
    | PostHidden
    | PostRestored
    | ArgumentVoted
    | PostEdited
    | PostDeleted
    | PostUndeleted
    | PostPinned
    | PostUnpinned
)
AboutThreads = DiscussionClosed | DiscussionReopened | PaceSet


def whole_state(thread_id: int) -> live.View:
    """The thread, its opening and the first page of replies, and the matter it is about."""
    thread = queries.thread_by_id(thread_id)
    opening = queries.opening_of(thread_id)
    page = queries.posts_page(thread_id)
    matter = SUBJECTS[thread.subject].state(thread_id)
    posts = [
        post
        for group in page.rows
        for post in ([group.root] if group.root else []) + list(group.replies)
    ]
    data = {
        "thread": _thread_data(thread),
        "opening": opening.data,
        "posts": [post.data for post in posts],
        "pinned": [post.id for post in queries.pinned_in(thread_id)],
        "arguments": _sides_data(thread),
        "next": page.next_cursor,
        **matter.data,
    }
    html = {
        f"kiriman-{opening.id}": fragments.content_html(thread, opening),
        "jumlah-tanggapan": fragments.count_html(thread),
        "daftar-awal": fragments.replies(thread, None),
        **_around(thread),
        **matter.html,
    }
    return live.View(data, html)


@live.room("thread", snapshot=whole_state)
def may_follow(viewer: Actor, thread_id: int) -> Thread:
    """Whoever may see the thread may follow it."""
    return queries.thread_for(viewer, thread_id)


@live.tells(
    PostPublished,
    PostSupported,
    SupportRecounted,
    SupportWithdrawn,
    PostHidden,
    PostRestored,
    ArgumentVoted,
    PostEdited,
    PostDeleted,
    PostUndeleted,
    PostPinned,
    PostUnpinned,
)
def tell_the_room(event: AboutPosts) -> Iterable[live.Line]:
    """Which post; never who supports it."""
    thread = queries.thread_by_id(event.thread_id)
    yield live.Line(f"thread:{thread.id}", {"post_id": event.post_id}, thread.version)


@live.tells(DiscussionClosed, DiscussionReopened, PaceSet)
def tell_of_rules(event: AboutThreads) -> Iterable[live.Line]:
    thread = queries.thread_by_id(event.thread_id)
    yield live.Line(f"thread:{thread.id}", {}, thread.version)


@live.tells(AuthorRenamed)
def tell_of_names(event: AuthorRenamed) -> Iterable[live.Line]:
    thread = queries.thread_by_id(event.thread_id)
    yield live.Line(f"thread:{thread.id}", {}, thread.version)


@live.shows("thread", "AuthorRenamed")
def show_names(line: LiveEvent) -> live.View:
    """The thread as a whole: the name may stand in any of its posts."""
    return whole_state(_thread_id(line))


@live.shows("thread", "PostPublished")
def show_new_post(line: LiveEvent) -> live.View:
    thread, post = _present(line)
    data = {"post": post.data, "thread": _thread_data(thread)}
    html: dict[str, str | None] = {"jumlah-tanggapan": fragments.count_html(thread)}
    html[f"t-{post.id}"] = fragments.post_html(thread, post) if _stands(post) else None
    if post.stance is not None:
        data["arguments"] = _sides_data(thread)
        html["pro-kontra"] = fragments.sides(thread)
    return live.View(data, html)


@live.shows("thread", "PostSupported", "SupportRecounted", "SupportWithdrawn")
def show_support(line: LiveEvent) -> live.View:
    _thread, post = _present(line)
    data = {
        "post_id": post.id,
        "support_count": post.support_count,
        "assisted_count": post.assisted_count,
    }
    html = {
        f"dukungan-{post.id}": fragments.support_html(post),
        f"titipan-{post.id}": fragments.assisted_html(post),
    }
    return live.View(data, dict(html))


@live.shows("thread", "ArgumentVoted")
def show_votes(line: LiveEvent) -> live.View:
    """Both counts, and the two sides in their new order."""
    thread, post = _present(line)
    data = {
        "post_id": post.id,
        "agree_count": post.agree_count,
        "disagree_count": post.disagree_count,
        "agreement": round(post.agreement, 4),
        "arguments": _sides_data(thread),
    }
    html = {
        f"setuju-{post.id}": fragments.agree_html(post),
        f"tidak-{post.id}": fragments.disagree_html(post),
        "pro-kontra": fragments.sides(thread),
    }
    return live.View(data, dict(html))


@live.shows("thread", "DiscussionClosed", "DiscussionReopened", "PaceSet")
def show_rules(line: LiveEvent) -> live.View:
    thread = queries.thread_by_id(_thread_id(line))
    html = {"aturan-bahas": fragments.rules(thread)}
    return live.View({"thread": _thread_data(thread)}, dict(html))


@live.shows("thread", "PostUndeleted")
def show_post_again(line: LiveEvent) -> live.View:
    """Where only a notice stood, the words; where nothing was, the whole row."""
    thread, post = _present(line)
    html = dict(_changed(thread, post))
    html[f"t-{post.id}"] = fragments.post_html(thread, post)
    if queries.is_answered(post.id):
        del html[f"t-{post.id}"]  # its answers stand in that row
    return live.View({"post": post.data, "thread": _thread_data(thread)}, html)


@live.shows("thread", "PostDeleted")
def show_deleted_post(line: LiveEvent) -> live.View:
    thread, post = _present(line)
    html = dict(_changed(thread, post))
    if not _stands(post):
        del html[f"kiriman-{post.id}"]
        html[f"t-{post.id}"] = None
    return live.View({"post": post.data, "thread": _thread_data(thread)}, html)


@live.shows("thread", "PostHidden", "PostRestored", "PostEdited", "PostPinned", "PostUnpinned")
def show_changed_post(line: LiveEvent) -> live.View:
    """The post as it is now; with an opening, the heading over it changes too."""
    thread, post = _present(line)
    data: dict[str, Any] = {"post": post.data, "thread": _thread_data(thread)}
    html = _changed(thread, post)
    if post.is_opening:
        matter = SUBJECTS[thread.subject].state(thread.id)
        data |= matter.data
        html |= matter.html
    return live.View(data, html)


@live.command("post.reply", room="thread", limit=WRITING)
def reply(
    actor: Actor,
    thread_id: int,
    *,
    text: str,
    parent_id: int | None = None,
    anonymous: bool | None = None,
    stance: str | None = None,
) -> dict[str, Any]:
    """The same road as the form on the page; `stance` is "mendukung" or "menolak"."""
    thread = queries.thread_for(actor, thread_id)
    if stance is not None and stance not in list(Stance):
        raise Invalid(_("Pesan ini tidak dapat dipahami."))
    post = actions.reply(
        actor,
        thread,
        text=text,
        parent_id=parent_id,
        anonymous=bool(anonymous),
        stance=Stance(stance) if stance else None,
    )
    return {"post_id": post.id}


@live.command("argument.vote", room="thread")
def vote(actor: Actor, thread_id: int, *, post_id: int, agrees: bool | None) -> dict[str, Any]:
    """Agree (true) or disagree (false) with an argument, or take the vote back (null)."""
    post = queries.post_for(actor, thread_id, post_id)
    actions.vote_on_argument(actor, post, agrees=agrees)
    return {
        "post_id": post.id,
        "agree_count": post.agree_count,
        "disagree_count": post.disagree_count,
    }


@live.command("post.support", room="thread")
def support(actor: Actor, thread_id: int, *, post_id: int, on: bool) -> dict[str, Any]:
    """Support a post of this thread, or take the support back."""
    post = queries.post_for(actor, thread_id, post_id)
    if on:
        actions.support(actor, post)
    else:
        actions.withdraw_support(actor, post)
    return {"post_id": post.id, "support_count": post.support_count}


def _present(line: LiveEvent) -> tuple[Thread, PostView]:
    post = queries.post_view(line.facts["post_id"])
    if post is None:
        raise NotFound("post")
    return queries.thread_by_id(_thread_id(line)), post


def _stands(post: PostView) -> bool:
    """Whether it has a place in the thread: not what was taken back before it was answered."""
    return post.state is not PostState.WITHDRAWN


def _changed(thread: Thread, post: PostView) -> dict[str, str | None]:
    """A changed post, and all around it that tells of it."""
    return {
        f"kiriman-{post.id}": fragments.content_html(thread, post),
        "jumlah-tanggapan": fragments.count_html(thread),
        **_around(thread),
    }


def _around(thread: Thread) -> dict[str, str | None]:
    return {
        "sematan": fragments.pinned(thread),
        "pro-kontra": fragments.sides(thread),
        "aturan-bahas": fragments.rules(thread),
    }


def _sides_data(thread: Thread) -> dict[str, Any]:
    """How many arguments each side has, and the best of them in their order."""
    if not actions.takes_arguments(thread):
        return {}
    sides = queries.sides_of(thread.id)
    return {
        stance.value: {
            "count": sides.counts[stance],
            "best": [post.id for post in sides.best[stance]],
        }
        for stance in Stance
    }


def _thread_id(line: LiveEvent) -> int:
    return int(line.room.partition(":")[2])


def _thread_data(thread: Thread) -> dict[str, Any]:
    return {
        "id": thread.id,
        "subject": thread.subject,
        "title": thread.shown_title,
        "hidden": thread.is_hidden,
        "closed": thread.is_closed,
        "closed_note": thread.closed_note,
        "slow_minutes": thread.slow_minutes,
        "reply_count": thread.reply_count,
        "support_count": thread.support_count,
        "version": thread.version,
    }
