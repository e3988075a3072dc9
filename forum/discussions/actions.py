"""Everything that can be done in a discussion."""

from dataclasses import dataclass

from flask_babel import gettext as _

from forum.attachments import actions as attachments
from forum.core import clock, markdown
from forum.core.actor import Actor
from forum.core.db import atomic, db, in_atomic, lock
from forum.core.errors import Invalid, NotFound, Refused
from forum.core.offload import offload
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean, one_line
from forum.discussions import policy, queries
from forum.discussions.events import (
    AuthorRenamed,
    PostHidden,
    PostPublished,
    PostRestored,
    PostSupported,
    SupportWithdrawn,
)
from forum.discussions.models import EnteredBy, Post, PostState, Support, Thread
from forum.discussions.voices import Voice
from forum.verification import levels

LONGEST = 10_000  # characters of a post
TITLE = (10, 200)
LONG = 2_000  # from here on rendering is worth a thread of its own


class ThreadClosed(Refused):
    """The discussion takes no more replies."""


class AlreadySupported(Refused):
    """One person, one support for one post, whoever typed it in."""


@dataclass(frozen=True)
class Entered:
    """Typed in at the desk for somebody who stands there: the author is that person."""

    person_id: int
    by: EnteredBy = EnteredBy.DESK


@dataclass(frozen=True)
class Written:
    """A checked text and what it looks like."""

    source: str
    html: str


def write(text: str) -> Written:
    """Check and render a text of 1 to 10,000 characters.

    Called before the transaction, a long text is rendered without holding up anybody.
    """
    source = clean(text)
    if not source:
        raise Invalid(_("Tulis dulu isinya."))
    if len(source) > LONGEST:
        raise Invalid(
            _("Tulisan Anda %(n)s huruf. Persingkat sampai 10.000 huruf.", n=len(source))
        )
    if len(source) > LONG and not in_atomic():
        return Written(source, offload(markdown.render, source))
    return Written(source, markdown.render(source))


def check_title(text: str, *, shortest: int = TITLE[0]) -> str:
    """A title in one line, 10 to 200 characters."""
    title = one_line(text)
    if not shortest <= len(title) <= TITLE[1]:
        raise Invalid(
            _("Tulis judul yang menyebut masalah dan tempatnya, 10 sampai 200 huruf.")
        )
    return title


@atomic()
def open_thread(
    actor: Actor,
    *,
    subject: str,
    title: str,
    text: str | Written,
    voice: Voice | None = None,
    closed: bool = False,
    anonymous: bool = False,
    entered: Entered | None = None,
) -> Thread:
    """Begin a discussion with its opening; the folder of `subject` says what it is about.

    `entered`: for whom an officer types it in; the folder of the desk asks for whom they may.
    """
    require(policy.can_open, actor)
    if entered is not None:
        require(policy.can_enter, actor)
    else:
        demand_capacity(actor, voice)
    written = text if isinstance(text, Written) else write(text)
    at = clock.now()
    thread = Thread(
        subject=subject,
        title=title,
        author_id=entered.person_id if entered else actor.id,
        is_closed=closed,
        created_at=at,
        last_post_at=at,
    )
    db.session.add(thread)
    db.session.flush()
    _add_post(
        actor,
        thread,
        written,
        voice=voice,
        is_opening=True,
        anonymous=anonymous,
        entered=entered,
    )
    return thread


def demand_capacity(actor: Actor, voice: Voice | None) -> None:
    """LevelNeeded for whom the city has not verified far enough to write as a resident,
    Forbidden where the role is not theirs.
    """
    if voice is None:
        levels.demand(levels.POST, policy.can_write_as, actor, voice)
    require(policy.can_write_as, actor, voice)


@atomic()
def rewrite_opening(
    thread: Thread, *, title: str, text: Written, anonymous: bool = False
) -> None:
    """For what nobody but its author has seen yet; the folder of the subject asks who may."""
    lock(thread)
    opening = queries.opening_row(thread.id)
    opening.source, opening.html = text.source, text.html
    opening.is_anonymous = anonymous and opening.voice is None
    thread.title = title
    touch(thread)


@atomic()
def reopen_as_new(thread: Thread) -> None:
    """From now on it takes replies and counts as new."""
    lock(thread)
    opening = queries.opening_row(thread.id)
    thread.created_at = thread.last_post_at = opening.created_at = clock.now()
    thread.is_closed = False
    touch(thread)


@atomic()
def remove_thread(thread: Thread) -> None:
    """With everything in it: only for what was never public."""
    attachments.remove_all(queries.FILES, queries.post_ids_of(thread.id))
    db.session.delete(thread)


@atomic()
def reply(
    actor: Actor,
    thread: Thread,
    *,
    text: str | Written,
    parent_id: int | None = None,
    voice: Voice | None = None,
    anonymous: bool = False,
) -> Post:
    """Answer in a thread. An answer to an answer stands under the same post as that one.

    Of an anonymous one the record does not name the author either.
    """
    if actor.signed_in and thread.is_closed:
        raise ThreadClosed(_("Pembahasan ini sudah ditutup."))
    levels.demand(levels.POST, policy.can_reply, actor, thread)
    demand_capacity(actor, voice)
    lock(thread)
    if thread.is_closed:
        raise ThreadClosed(_("Pembahasan ini sudah ditutup."))
    parent = _parent(thread, parent_id)
    written = text if isinstance(text, Written) else write(text)
    post = _add_post(actor, thread, written, parent=parent, voice=voice, anonymous=anonymous)
    thread.reply_count += 1
    thread.last_post_at = post.created_at
    touch(thread)
    known = None if anonymous else actor.id
    record(PostPublished(thread_id=thread.id, post_id=post.id, actor_id=known))
    return post


@atomic()
def support(actor: Actor, post: Post) -> None:
    """Stand behind a post. Doing it twice is harmless."""
    levels.demand(levels.SUPPORT, policy.can_support, actor, post)
    thread = _hold(post)
    if post.state is not PostState.VISIBLE:
        raise Refused(_("Tanggapan ini sudah disembunyikan moderator."))
    if queries.support_of(actor, post.id) is not None:
        return
    db.session.add(Support(post_id=post.id, user_id=actor.id))
    _count_support(thread, post, +1)
    record(PostSupported(thread_id=thread.id, post_id=post.id, actor_id=actor.id))


@atomic()
def enter_support(officer: Actor, post: Post, *, person_id: int) -> None:
    """Note at the desk that somebody who stands there supports a post; counted apart, too.

    The folder of the desk asks for whom the officer may. Refused where it is noted already.
    """
    require(policy.can_enter_support, officer, post, person_id)
    thread = _hold(post)
    if post.author_id == person_id:
        raise Refused(_("Orang tidak mendukung tulisannya sendiri."))
    if post.state is not PostState.VISIBLE:
        raise Refused(_("Tanggapan ini sudah disembunyikan moderator."))
    if queries.support_by(person_id, post.id) is not None:
        raise AlreadySupported(_("Dukungan orang ini untuk tulisan itu sudah tercatat."))
    db.session.add(Support(post_id=post.id, user_id=person_id, is_assisted=True))
    _count_support(thread, post, +1, assisted=True)
    record(PostSupported(thread_id=thread.id, post_id=post.id, actor_id=officer.id))


@atomic()
def withdraw_support(actor: Actor, post: Post) -> None:
    """Take support back. Doing it twice, or without having given it, is harmless."""
    levels.demand(levels.SUPPORT, policy.can_support, actor, post)
    thread = _hold(post)
    given = queries.support_of(actor, post.id)
    if given is None:
        return
    db.session.delete(given)
    _count_support(thread, post, -1, assisted=given.is_assisted)
    record(SupportWithdrawn(thread_id=thread.id, post_id=post.id, actor_id=actor.id))


@atomic()
def hide_post(actor: Actor, post: Post, *, ground: str) -> None:
    """Replace a post by a notice that names the ground. Hiding twice is harmless."""
    require(policy.can_moderate, actor)
    thread = _hold(post)
    if post.state is PostState.HIDDEN:
        return
    post.state, post.hidden_ground = PostState.HIDDEN, ground
    _post_changed(thread, post)
    record(PostHidden(thread_id=thread.id, post_id=post.id, actor_id=actor.id))


@atomic()
def restore_post(actor: Actor, post: Post) -> None:
    """Show a hidden post again. Restoring twice is harmless."""
    require(policy.can_moderate, actor)
    thread = _hold(post)
    if post.state is PostState.VISIBLE:
        return
    post.state, post.hidden_ground = PostState.VISIBLE, None
    _post_changed(thread, post)
    record(PostRestored(thread_id=thread.id, post_id=post.id, actor_id=actor.id))


@atomic()
def close_thread(thread: Thread, *, closed: bool) -> None:
    """Whether it takes replies; the folder of the subject asks who may."""
    lock(thread)
    thread.is_closed = closed
    touch(thread)


def touch(thread: Thread) -> None:
    """Something that its page shows has changed; the thread must be locked."""
    thread.version += 1


@atomic()
def show_new_name(user_id: int) -> None:
    """A person goes by another name: everything kept of their threads is outdated."""
    for thread_id in queries.threads_written_in_by(user_id):
        thread = queries.thread_by_id(thread_id)
        lock(thread)
        touch(thread)
        record(AuthorRenamed(thread_id=thread_id, actor_id=user_id))


def _add_post(
    actor: Actor,
    thread: Thread,
    written: Written,
    *,
    voice: Voice | None,
    parent: Post | None = None,
    is_opening: bool = False,
    anonymous: bool = False,
    entered: Entered | None = None,
) -> Post:
    if anonymous and voice is not None:
        raise Invalid(_("Yang ditulis dalam peran tidak dapat tanpa nama."))
    post = Post(
        thread_id=thread.id,
        parent_id=parent.id if parent else None,
        root_id=parent.root_id if parent else 0,
        is_opening=is_opening,
        author_id=entered.person_id if entered else actor.id,
        entered_by=entered.by if entered else None,
        voice=voice.role.value if voice else None,
        unit_id=voice.unit_id if voice else None,
        source=written.source,
        html=written.html,
        is_anonymous=anonymous,
    )
    db.session.add(post)
    db.session.flush()
    if parent is None:
        post.root_id = post.id
    return post


def _parent(thread: Thread, parent_id: int | None) -> Post | None:
    if parent_id is None:
        return None
    parent = queries.post_by_id(parent_id)
    if parent is None or parent.thread_id != thread.id:
        raise NotFound("post")
    if parent.is_opening:
        return None
    if parent.state is not PostState.VISIBLE:
        raise Refused(_("Tanggapan yang ingin Anda balas sudah disembunyikan moderator."))
    return parent


def _hold(post: Post) -> Thread:
    """Lock the thread, then read the post's latest state: always in this order."""
    thread = queries.thread_by_id(post.thread_id)
    lock(thread)
    lock(post)
    return thread


def _count_support(thread: Thread, post: Post, change: int, *, assisted: bool = False) -> None:
    post.support_count += change
    if assisted:
        post.assisted_count += change
    if post.is_opening:
        thread.support_count = post.support_count
    touch(thread)


def _post_changed(thread: Thread, post: Post) -> None:
    if post.is_opening:
        thread.is_hidden = post.state is PostState.HIDDEN
    touch(thread)
