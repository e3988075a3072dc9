"""What follows for discussions from things that happen here and elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forum import notifications
from forum.accounts.events import PublicNameChanged
from forum.accounts.models import RoleGrant, User
from forum.core.actor import Role
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.events import subscribe
from forum.discussions import actions, authors, queries
from forum.discussions.events import Mentioned, PostEdited
from forum.discussions.models import PostState
from forum.discussions.subjects import SUBJECTS

FOR_THE_UNIT = (Role.OFFICIAL, Role.HEAD)
Facts = Sequence[Mapping[str, Any]]
Texts = list[notifications.Text | None]


@subscribe(PublicNameChanged)
def show_the_new_name(event: PublicNameChanged) -> None:
    """Pages that were kept show the old name."""
    actions.show_new_name(event.user_id)


@subscribe(Mentioned)
def tell_who_was_called(event: Mentioned) -> None:
    """The person, or those who speak for the unit; only who may read it, and not its author."""
    post = queries.post_by_id(event.post_id)
    if post is None:
        return
    people = [
        user
        for user in _called(event)
        if user.id != post.author_id and _may_read(user, event.thread_id)
    ]
    notifications.notify_all(
        [user.id for user in people],
        key=f"mention:{post.id}",
        kind="mentioned",
        facts={"post_id": post.id, "unit_id": event.unit_id},
        about=notifications.key_of(notifications.Matter.THREAD, event.thread_id),
        spare=event.unit_id is None,  # for a unit it is work, not news
    )


@subscribe(PostEdited)
def tell_who_stood_behind_it(event: PostEdited) -> None:
    """What they supported says something else now: they may want to think again."""
    if event.revision_id is None:
        return
    notifications.notify_all(
        queries.backers_of(event.post_id),
        key=f"edited:{event.revision_id}",
        kind="post_edited",
        facts={"post_id": event.post_id},
        about=notifications.key_of(notifications.Matter.THREAD, event.thread_id),
        spare=True,
    )


@notifications.kind("mentioned")
def mentioned(many: Facts) -> Texts:
    found = _found(many)
    units = queries.unit_names(facts["unit_id"] for facts in many if facts.get("unit_id"))
    texts: Texts = []
    for facts in many:
        post, thread = found.get(facts["post_id"], (None, None))
        if post is None or thread is None:
            texts.append(None)
            continue
        given = {"name": authors.shown_name(post), "title": thread.title}
        unit = units.get(facts.get("unit_id") or 0)
        texts.append(
            notifications.Text(
                _("%(name)s menyebut %(unit)s di “%(title)s”.", unit=unit, **given)
                if unit
                else _("%(name)s menyebut Anda di “%(title)s”.", **given),
                _url(thread, post.id),
            )
        )
    return texts


@notifications.kind("post_edited")
def post_edited(many: Facts) -> Texts:
    found = _found(many)
    texts: Texts = []
    for facts in many:
        post, thread = found.get(facts["post_id"], (None, None))
        if post is None or thread is None:
            texts.append(None)
            continue
        texts.append(
            notifications.Text(
                _(
                    "Tulisan yang Anda dukung di “%(title)s” diubah penulisnya. "
                    "Lihat apa yang berubah.",
                    title=thread.title,
                ),
                f"{_url(thread, post.id)}/riwayat",
            )
        )
    return texts


def _called(event: Mentioned) -> Iterable[User]:
    people = select(User).where(User.active, User.erased_at.is_(None))
    people = people.options(selectinload(User.grants))
    if event.user_id is not None:
        return db.session.scalars(people.where(User.id == event.user_id)).all()
    speaking = select(RoleGrant.user_id).where(
        RoleGrant.unit_id == event.unit_id, RoleGrant.role.in_(FOR_THE_UNIT)
    )
    return [
        user
        for user in db.session.scalars(people.where(User.id.in_(speaking)))
        if user.as_actor().has(*FOR_THE_UNIT, unit_id=event.unit_id)
        and event.unit_id in user.as_actor().unit_ids(*FOR_THE_UNIT)
    ]


def _may_read(user: User, thread_id: int) -> bool:
    try:
        queries.thread_for(user.as_actor(), thread_id)
    except NotFound:
        return False
    return True


def _found(many: Facts) -> dict[int, tuple[Any, Any]]:
    rows = queries.posts_with_threads(facts["post_id"] for facts in many)
    return {
        post.id: (post, thread)
        for post, thread in rows
        if post.state is PostState.VISIBLE and not thread.is_hidden
    }


def _url(thread: Any, post_id: int) -> str:
    return f"{SUBJECTS[thread.subject].url(thread.id)}/kiriman/{post_id}"
