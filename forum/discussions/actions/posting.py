"""Opening threads, answering, supporting, and what moderators hide."""

from dataclasses import dataclass
from datetime import timedelta

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
from forum.discussions.actions import drafting, joining
from forum.discussions.events import (
    AuthorRenamed,
    Mentioned,
    PostHidden,
    PostPublished,
    PostRestored,
    PostSupported,
    SupportWithdrawn,
)
from forum.discussions.models import (
    GONE,
    EnteredBy,
    Mention,
    Post,
    PostState,
    Stance,
    Support,
    Thread,
)
from forum.discussions.queries import Named
from forum.discussions.subjects import SUBJECTS
from forum.discussions.voices import Voice
from forum.verification import levels

LONGEST = 10_000  # characters of a post
TITLE = (10, 200)
LONG = 2_000  # from here on rendering is worth a thread of its own
MOST_CALLED = 10  # people and units that one post tells


class ThreadClosed(Refused):
    """The discussion takes no more replies."""


class TooSoon(Invalid):
    """The discussion is in slow mode, and this person wrote a moment ago."""


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
    called: tuple[Named, ...] = ()  # by name, in this text


def write(text: str, thread: Thread | None = None) -> Written:
    """Check and render a text of 1 to 10,000 characters.

    Called before the transaction, a long text is rendered without holding up anybody. In a
    `thread` the names of those who wrote there, and of units, lead to whom they mean.
    """
    source = clean(text)
    if not source:
        raise Invalid(_("Tulis dulu isinya."))
    if len(source) > LONGEST:
        raise Invalid(
            _("Tulisan Anda %(n)s huruf. Persingkat sampai 10.000 huruf.", n=len(source))
        )
    known = queries.callable_in(thread.id) if thread is not None and "@" in source else []
    names, called = {one.label: one.url for one in known}, set[str]()
    if len(source) > LONG and not in_atomic():
        html = offload(markdown.render, source, names, called)
    else:
        html = markdown.render(source, names, called)
    found = [one for one in known if one.label in called]
    return Written(source, html, tuple(found[:MOST_CALLED]))


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
    stance: Stance | None = None,
) -> Post:
    """Answer in a thread. An answer to an answer stands in the same branch as that one.

    `stance`: it argues for or against what is discussed, where the subject takes arguments.
    Of an anonymous one the record does not name the author either.
    """
    if actor.signed_in:
        _must_be_open(thread)
    levels.demand(levels.POST, policy.can_reply, actor, thread)
    demand_capacity(actor, voice)
    lock(thread)
    _must_be_open(thread)
    _keep_the_pace(actor, thread, voice)
    if stance is not None and not takes_arguments(thread):
        raise Invalid(_("Di sini tanggapan tidak ditandai mendukung atau menolak."))
    parent = _parent(thread, parent_id)
    written = text if isinstance(text, Written) else write(text, thread)
    post = _add_post(
        actor, thread, written, parent=parent, voice=voice, anonymous=anonymous, stance=stance
    )
    thread.reply_count += 1
    thread.last_post_at = post.created_at
    touch(thread)
    known = None if anonymous else actor.id
    record(PostPublished(thread_id=thread.id, post_id=post.id, actor_id=known))
    call(post, written, known)
    drafting.forget(actor, drafting.reply_place(thread.id))
    return post


def takes_arguments(thread: Thread) -> bool:
    """Whether people take sides here, as the subject says."""
    return SUBJECTS[thread.subject].takes_arguments(thread.id)


def call(post: Post, written: Written, known: int | None) -> None:
    """Note whom a post calls by name, and tell those whom it did not call before."""
    before = {(one.user_id, one.unit_id): one for one in queries.mentions_of(post.id)}
    now = {(one.user_id, one.unit_id) for one in written.called}
    for key, mention in before.items():
        if key not in now:
            db.session.delete(mention)
    for user_id, unit_id in sorted(now - before.keys(), key=str):
        db.session.add(Mention(post_id=post.id, user_id=user_id, unit_id=unit_id))
        record(
            Mentioned(
                thread_id=post.thread_id,
                post_id=post.id,
                user_id=user_id,
                unit_id=unit_id,
                actor_id=known,
            )
        )


@atomic()
def support(actor: Actor, post: Post) -> None:
    """Stand behind a post. Doing it twice is harmless; so it is for who supports its set."""
    levels.demand(levels.SUPPORT, policy.can_support, actor, post)
    held = _hold_for_support(post)
    must_be_shown(post)
    _no_argument(post)
    if queries.support_given(actor.id, post):
        return
    db.session.add(Support(post_id=post.id, user_id=actor.id))
    _count_support(held, post, +1)
    record(PostSupported(thread_id=post.thread_id, post_id=post.id, actor_id=actor.id))


@atomic()
def enter_support(officer: Actor, post: Post, *, person_id: int) -> None:
    """Note at the desk that somebody who stands there supports a post; counted apart, too.

    The folder of the desk asks for whom the officer may. Refused where it is noted already.
    """
    require(policy.can_enter_support, officer, post, person_id)
    held = _hold_for_support(post)
    if post.author_id == person_id:
        raise Refused(_("Orang tidak mendukung tulisannya sendiri."))
    must_be_shown(post)
    _no_argument(post)
    if queries.support_given(person_id, post):
        raise AlreadySupported(_("Dukungan orang ini untuk tulisan itu sudah tercatat."))
    db.session.add(Support(post_id=post.id, user_id=person_id, is_assisted=True))
    _count_support(held, post, +1, assisted=True)
    record(PostSupported(thread_id=post.thread_id, post_id=post.id, actor_id=officer.id))


@atomic()
def withdraw_support(actor: Actor, post: Post) -> None:
    """Take support back, of a set wherever it was given. Twice, or never given, is harmless."""
    levels.demand(levels.SUPPORT, policy.can_support, actor, post)
    held = _hold_for_support(post)
    for given, supported in queries.support_given(actor.id, post):
        db.session.delete(given)
        _count_support(held, supported, -1, assisted=given.is_assisted)
        record(
            SupportWithdrawn(
                thread_id=supported.thread_id, post_id=supported.id, actor_id=actor.id
            )
        )


@atomic()
def hide_post(actor: Actor, post: Post, *, ground: str) -> None:
    """Replace a post by a notice that names the ground. Hiding twice is harmless."""
    require(policy.can_moderate, actor)
    thread = hold(post)
    if post.state is not PostState.VISIBLE:  # or its author was quicker
        return
    post.state, post.hidden_ground = PostState.HIDDEN, ground
    _post_changed(thread, post)
    record(PostHidden(thread_id=thread.id, post_id=post.id, actor_id=actor.id))


@atomic()
def restore_post(actor: Actor, post: Post) -> None:
    """Show a hidden post again. Restoring twice is harmless."""
    require(policy.can_moderate, actor)
    thread = hold(post)
    if post.state is not PostState.HIDDEN:
        return
    post.state, post.hidden_ground = PostState.VISIBLE, None
    _post_changed(thread, post)
    record(PostRestored(thread_id=thread.id, post_id=post.id, actor_id=actor.id))


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
    stance: Stance | None = None,
) -> Post:
    if anonymous and voice is not None:
        raise Invalid(_("Yang ditulis dalam peran tidak dapat tanpa nama."))
    post = Post(
        thread_id=thread.id,
        parent_id=parent.id if parent else None,
        root_id=parent.root_id if parent else 0,
        branch_id=parent.branch_id if parent else 0,
        is_opening=is_opening,
        author_id=entered.person_id if entered else actor.id,
        entered_by=entered.by if entered else None,
        voice=voice.role.value if voice else None,
        unit_id=voice.unit_id if voice else None,
        source=written.source,
        html=written.html,
        is_anonymous=anonymous,
        stance=stance,
    )
    db.session.add(post)
    db.session.flush()
    if parent is None:
        post.root_id = post.id
    elif not post.branch_id:  # it begins a branch under the post at the top
        post.branch_id = post.id
    return post


def _keep_the_pace(actor: Actor, thread: Thread, voice: Voice | None) -> None:
    """In slow mode one post per person in so many minutes; not for those who speak in a role."""
    if not thread.slow_minutes or voice is not None or policy.can_set_pace(actor):
        return
    last = queries.last_post_at(actor, thread.id)
    if last is None:
        return
    free = last + timedelta(minutes=thread.slow_minutes)
    if clock.now() < free:
        raise TooSoon(
            _(
                "Mode lambat: satu tanggapan per %(n)s menit. Anda dapat mengirim lagi pukul "
                "%(time)s WIB. Tulisan Anda masih ada di sini.",
                n=thread.slow_minutes,
                time=f"{(free + timedelta(seconds=59)).astimezone(clock.LOCAL):%H.%M}",
            )
        )


def _must_be_open(thread: Thread) -> None:
    if thread.merged_into_id is not None:
        raise ThreadClosed(_("Pembahasan ini dilanjutkan di isu tempat ia digabung."))
    if thread.is_closed:
        raise ThreadClosed(_("Pembahasan ini sudah ditutup."))


def must_be_shown(post: Post) -> None:
    if post.state is PostState.HIDDEN:
        raise Refused(_("Tanggapan ini sudah disembunyikan moderator."))
    if post.state in GONE:
        raise Refused(_("Tanggapan ini sudah dihapus penulisnya."))


def _no_argument(post: Post) -> None:
    if post.stance is not None:
        raise Refused(_("Ini argumen. Pilih “Setuju” atau “Tidak setuju”."))


def _parent(thread: Thread, parent_id: int | None) -> Post | None:
    if parent_id is None:
        return None
    parent = queries.post_by_id(parent_id)
    if parent is None or parent.thread_id != thread.id:
        raise NotFound("post")
    if parent.is_opening:
        return None
    if parent.state is not PostState.VISIBLE:
        if parent.state is PostState.HIDDEN:
            raise Refused(_("Tanggapan yang ingin Anda balas sudah disembunyikan moderator."))
        raise Refused(_("Tanggapan yang ingin Anda balas sudah dihapus penulisnya."))
    return parent


def hold(post: Post) -> Thread:
    """Lock the thread, then read the post's latest state: always in this order."""
    thread = queries.thread_by_id(post.thread_id)
    lock(thread)
    lock(post)
    return thread


def _hold_for_support(post: Post) -> joining.Threads:
    """What a reply counts is its own matter, what an opening counts that of its whole set."""
    if not post.is_opening:
        return {post.thread_id: hold(post)}
    held = joining.hold_sets(post.thread_id)
    lock(post)
    return held


def _count_support(
    held: joining.Threads, post: Post, change: int, *, assisted: bool = False
) -> None:
    """A set is counted anew: whether it has one supporter more depends on all of it."""
    thread = held[post.thread_id]
    if len(held) > 1:
        for one in held.values():
            if one.id in (thread.id, thread.merged_into_id):
                touch(one)
                joining.count_again(one)
        return
    post.support_count += change
    post.backing += change
    if assisted:
        post.assisted_count += change
    if post.is_opening:
        thread.support_count = post.support_count
    touch(thread)


def _post_changed(thread: Thread, post: Post) -> None:
    if post.is_opening:
        thread.is_hidden = post.state is PostState.HIDDEN
    touch(thread)
