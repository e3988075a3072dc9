"""What belongs to one person, or to one post: drafts, earlier versions, names called."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.models import User
from forum.city.models import Unit
from forum.core.actor import Actor
from forum.core.db import db
from forum.discussions.models import (
    ArgumentVote,
    Draft,
    Mention,
    Post,
    PostState,
    Revision,
    Support,
)

MOST_CALLABLE = 300  # people of one thread that can be called by name
SUGGESTED = 8


@dataclass(frozen=True)
class Named:
    """Somebody who can be called by name in a thread."""

    label: str
    user_id: int | None = None
    unit_id: int | None = None

    @property
    def url(self) -> str | None:
        return f"/warga/{self.user_id}" if self.user_id else None


def draft_of(actor: Actor, place: str) -> Draft | None:
    if actor.id is None:
        return None
    return db.session.get(Draft, (actor.id, place), populate_existing=True)


def drafts_at(actor: Actor, places: Collection[str]) -> dict[str, Draft]:
    """The person's drafts in these places, by place; nothing where nothing was typed."""
    if actor.id is None:
        return {}
    chosen = select(Draft).where(Draft.user_id == actor.id, Draft.place.in_(places))
    return {draft.place: draft for draft in db.session.scalars(chosen)}


def revisions_of(post_id: int) -> Sequence[Revision]:
    """The latest change first."""
    statement = select(Revision).where(Revision.post_id == post_id)
    return db.session.scalars(statement.order_by(Revision.id.desc()).limit(100)).all()


def backers_of(post_id: int) -> list[int]:
    """Who stands behind a post: to tell them that it says something else now."""
    supporting = select(Support.user_id).where(Support.post_id == post_id)
    agreeing = select(ArgumentVote.user_id).where(
        ArgumentVote.post_id == post_id, ArgumentVote.agrees
    )
    return sorted({*db.session.scalars(supporting), *db.session.scalars(agreeing)})


def is_answered(post_id: int) -> bool:
    """Whether something stands under it."""
    answers = select(Post.id).where(
        Post.parent_id == post_id, Post.state != PostState.WITHDRAWN
    )
    return db.session.scalar(answers.limit(1)) is not None


def last_post_at(actor: Actor, thread_id: int) -> datetime | None:
    """When the actor wrote last in this thread."""
    return db.session.scalar(
        select(func.max(Post.created_at)).where(
            Post.thread_id == thread_id,
            Post.author_id == actor.id,
            Post.is_opening.is_(False),
        )
    )


def callable_in(thread_id: int, beginning: str = "", limit: int | None = None) -> list[Named]:
    """Who may be called by name: the units, and those who wrote here under their name.

    `beginning`: only names of which a word begins so. Of two with one name the later stays.
    """
    people = (
        select(User.id, User.public_name)
        .join(Post, Post.author_id == User.id)
        .where(
            Post.thread_id == thread_id,
            Post.is_anonymous.is_(False),
            Post.state == PostState.VISIBLE,
            User.erased_at.is_(None),
            User.active,
        )
        .group_by(User.id, User.public_name)
        .order_by(func.max(Post.id).desc())
        .limit(MOST_CALLABLE)
    )
    units = select(Unit.id, Unit.short_name).order_by(Unit.short_name)
    named: dict[str, Named] = {}
    found = [Named(name, user_id=user_id) for user_id, name in db.session.execute(people)]
    found += [Named(name, unit_id=unit_id) for unit_id, name in db.session.execute(units)]
    for one in found:
        if _begins(one.label, beginning):
            named.setdefault(one.label.casefold(), one)
    return list(named.values())[:limit]


def mentions_of(post_id: int) -> Sequence[Mention]:
    return db.session.scalars(select(Mention).where(Mention.post_id == post_id)).all()


def _begins(label: str, beginning: str) -> bool:
    wanted, name = beginning.casefold(), label.casefold()
    return name.startswith(wanted) or any(word.startswith(wanted) for word in name.split())
