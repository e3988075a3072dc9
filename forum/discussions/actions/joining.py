"""Threads that belong together: one of them speaks for all, and counts each supporter once.

The folder of the subject decides what is joined, and who may. A set is a head and its members,
`Thread.merged_into_id`. With which thread a member was joined itself stays in
`Thread.merged_with_id`: a head that is joined to another takes its members along, and brings
them back when it leaves.

Who changes what a set counts holds all its threads, locked in the order of their ids.
"""

from collections.abc import Iterable

from sqlalchemy import func, or_, select

from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.outbox import record
from forum.discussions import queries
from forum.discussions.events import SupportRecounted
from forum.discussions.models import Post, Support, Thread

Threads = dict[int, Thread]


def hold_sets(*thread_ids: int) -> Threads:
    """Lock these threads and every thread of their sets, as they are now, by id.

    A set may change while one waits for its locks: then they are given back, and asked for
    anew, so that they are always taken in one order.
    """
    while True:
        attempt = db.session.begin_nested()
        heads = queries.heads_of(thread_ids)
        if len(heads) < len(set(thread_ids)):
            raise NotFound("thread")
        roots = set(heads.values())
        held = {
            thread.id: thread
            for thread in db.session.scalars(
                select(Thread)
                .where(or_(Thread.id.in_(roots), Thread.merged_into_id.in_(roots)))
                .order_by(Thread.id)
                .with_for_update(of=Thread)
                .execution_options(populate_existing=True)
            )
        }
        stays = all(
            one in held and (held[one].merged_into_id or one) == head
            for one, head in heads.items()
        )
        if stays and set(queries.threads_of_sets(roots)) == held.keys():
            attempt.commit()
            return held
        attempt.rollback()


def join(thread: Thread, head: Thread) -> None:
    """Put a thread, and with it those that were joined to it, to another one, which is no
    member itself. Both sets are held."""
    for member in members_of(thread.id):
        member.merged_into_id = head.id
        member.version += 1
    thread.merged_into_id = thread.merged_with_id = head.id
    thread.version += 1
    head.version += 1
    count_again(thread)
    count_again(head)


def part(thread: Thread, head: Thread) -> None:
    """Take a thread out of the set of `head`, with those that came along with it: as it was
    before it was joined. The set is held."""
    members = members_of(head.id)
    leaving = {thread.id}
    while more := {
        each.id for each in members if each.merged_with_id in leaving and each.id not in leaving
    }:
        leaving |= more
    for member in members:
        if member.id in leaving:
            member.merged_into_id = thread.id
            member.version += 1
    thread.merged_into_id = thread.merged_with_id = None
    head.version += 1
    count_again(thread)
    count_again(head)


def members_of(head_id: int) -> list[Thread]:
    db.session.flush()
    statement = select(Thread).where(Thread.merged_into_id == head_id)
    return list(db.session.scalars(statement.order_by(Thread.id)))


def count_again(thread: Thread) -> None:
    """How many support the opening: of a head everyone in its set, each person once.

    Who raised a member said the same as the head, so that person counts as a supporter of it;
    not the author of the head, who supports no words of their own, and not who spoke in a role.
    As given at the desk counts who gave no support of the set without it.
    """
    db.session.flush()
    total, assisted = _counted(thread)
    opening = queries.opening_row(thread.id)
    if (opening.support_count, opening.assisted_count) == (total, assisted):
        return
    opening.backing += total - opening.support_count
    opening.support_count = thread.support_count = total
    opening.assisted_count = assisted
    record(SupportRecounted(thread_id=thread.id, post_id=opening.id))


def count_sets(thread_ids: Iterable[int]) -> None:
    """The same for the heads of sets of several threads, which are held."""
    for head_id in sorted(set(queries.heads_of(thread_ids).values())):
        if members_of(head_id):
            count_again(queries.thread_by_id(head_id))


def _counted(thread: Thread) -> tuple[int, int]:
    """Distinct supporters, and how many of them gave it only at the desk."""
    its = Thread.id == thread.id
    if thread.merged_into_id is None:
        its = or_(its, Thread.merged_into_id == thread.id)
    given = (
        select(Support.user_id, Support.is_assisted)
        .join(Post, Post.id == Support.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(its, Post.is_opening)
    )
    said = (
        select(Post.author_id, Post.entered_by.is_not(None))
        .join(Thread, Thread.id == Post.thread_id)
        .where(Thread.merged_into_id == thread.id, Post.is_opening, Post.voice.is_(None))
    )
    everyone = given.union_all(said).subquery()
    own = func.count().filter(everyone.c.is_assisted.is_(False))
    people = (
        select(everyone.c.user_id, own.label("own"))
        .where(everyone.c.user_id != thread.author_id)
        .group_by(everyone.c.user_id)
        .subquery()
    )
    total, assisted = db.session.execute(
        select(func.count(), func.count().filter(people.c.own == 0)).select_from(people)
    ).one()
    return total, assisted
