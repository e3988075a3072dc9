"""Threads as things that people follow: who does so by itself, and what they hear."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from forum import notifications
from forum.accounts.models import User
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.events import subscribe
from forum.discussions import authors
from forum.discussions.authors import Author
from forum.discussions.events import PostPublished, PostSupported, SupportWithdrawn
from forum.discussions.models import Post, PostState, Support, Thread
from forum.discussions.policy import visible_to
from forum.discussions.subjects import SUBJECTS
from forum.notifications.actions import begin, end_support
from forum.notifications.models import Reason

Facts = Mapping[str, Any]


@notifications.matter(notifications.Matter.THREAD)
def threads(viewer: Actor, ids: Collection[int]) -> dict[int, notifications.Shown]:
    """Threads by their titles, where the viewer may know of them."""
    rows = db.session.scalars(select(Thread).where(Thread.id.in_(ids), visible_to(viewer)))
    return {
        thread.id: notifications.Shown(
            thread.shown_title or _("Isu yang disembunyikan moderator"),
            SUBJECTS[thread.subject].url(thread.id),
        )
        for thread in rows
    }


# --- following by itself: with what was done, in its transaction


@subscribe(PostPublished, within=True)
def follow_what_one_writes_in(event: PostPublished) -> None:
    post = db.session.get(Post, event.post_id)
    if post is not None:
        begin(post.author_id, event.thread_id, Reason.WROTE)


@subscribe(PostSupported, within=True)
def follow_what_one_supports(event: PostSupported) -> None:
    """Whoever supports an opening hears what becomes of it.

    Of a support that an officer typed in the event names the officer, so the latest one that
    came that way is whose it is.
    """
    post = db.session.get(Post, event.post_id)
    if post is None or not post.is_opening:
        return
    db.session.flush()
    own = db.session.get(Support, (event.post_id, event.actor_id))
    user_id = event.actor_id if own is not None else _entered_last(event.post_id)
    if user_id is not None:
        begin(user_id, event.thread_id, Reason.SUPPORTED)


@subscribe(SupportWithdrawn, within=True)
def follow_no_longer(event: SupportWithdrawn) -> None:
    post = db.session.get(Post, event.post_id)
    if post is not None and post.is_opening and event.actor_id is not None:
        end_support(event.actor_id, event.thread_id)


# --- telling


@subscribe(PostPublished)
def tell_of_a_reply(event: PostPublished) -> None:
    """Whom it answers hears of it in any case; then those who follow the thread.

    What was written in a role is official, so it is important to everyone who follows.
    """
    post = db.session.get(Post, event.post_id)
    if post is None:
        return
    facts = {"thread_id": event.thread_id, "post_id": post.id}
    about = notifications.key_of(notifications.Matter.THREAD, event.thread_id)
    answered = db.session.get(Post, post.parent_id) if post.parent_id is not None else None
    if answered is not None and answered.author_id != post.author_id:
        notifications.notify(
            answered.author_id,
            key=f"reply:{post.id}",
            kind="post_answered",
            facts=facts,
            about=about,
        )
    notifications.tell_followers(
        notifications.Matter.THREAD,
        event.thread_id,
        key=f"reply:{post.id}",
        kind="reply",
        facts=facts,
        about=about,
        important=post.voice is not None,
    )


def author_of(facts: Facts) -> list[int | None]:
    return [db.session.scalar(select(Post.author_id).where(Post.id == facts["post_id"]))]


@notifications.kind("reply", besides=author_of)
def reply_words(many: Sequence[Facts]) -> list[notifications.Text | None]:
    return _of_posts(many, lambda name: _("%(name)s menulis tanggapan.", name=name))


@notifications.kind("post_answered")
def answer_words(many: Sequence[Facts]) -> list[notifications.Text | None]:
    return _of_posts(many, lambda name: _("%(name)s membalas tulisan Anda.", name=name))


def _of_posts(many: Sequence[Facts], say: Any) -> list[notifications.Text | None]:
    """None for what was hidden meanwhile. The author as everyone may know them."""
    rows = db.session.execute(
        select(Post.id, Post.thread_id, Thread.subject, *authors.columns(Post, User))
        .join(User, User.id == Post.author_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.id.in_({facts["post_id"] for facts in many}), Post.state == PostState.VISIBLE
        )
    )
    found: dict[int, tuple[Author, str]] = {
        row.id: (
            authors.author_in(row),
            f"{SUBJECTS[row.subject].url(row.thread_id)}/kiriman/{row.id}",
        )
        for row in rows
    }
    return [
        notifications.Text(say(found[facts["post_id"]][0].label), found[facts["post_id"]][1])
        if facts["post_id"] in found
        else None
        for facts in many
    ]


def _entered_last(post_id: int) -> int | None:
    return db.session.scalar(
        select(Support.user_id)
        .where(Support.post_id == post_id, Support.is_assisted)
        .order_by(Support.created_at.desc())
        .limit(1)
    )
