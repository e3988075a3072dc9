"""The two sides of a question, each ranked by how far people agree."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, literal, select, tuple_

from forum.core.db import db
from forum.discussions.models import ArgumentVote, Post, PostState, Stance
from forum.discussions.queries.posts import LARGEST
from forum.discussions.queries.shown import PAGE, PostView, seen, views
from forum.web.paging import Page, cut, decode

FEW = 3  # on each side, on the page of the thread


@dataclass(frozen=True)
class Sides:
    """The best arguments of both sides, and how many there are of each."""

    best: Mapping[Stance, list[PostView]]
    counts: Mapping[Stance, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def sides_of(thread_id: int) -> Sides:
    """Three of each side; a hidden one, or one taken back, is none."""
    counts = dict.fromkeys(Stance, 0) | counts_of(thread_id)
    best = {
        stance: list(arguments_page(thread_id, stance, size=FEW).rows) if counts[stance] else []
        for stance in Stance
    }
    return Sides(best, counts)


def counts_of(thread_id: int) -> dict[Stance, int]:
    statement = select(Post.stance, func.count()).where(
        Post.thread_id == thread_id, Post.stance.is_not(None), Post.state == PostState.VISIBLE
    )
    rows = db.session.execute(statement.group_by(Post.stance))
    return {stance: count for stance, count in rows if stance is not None}


def arguments_page(
    thread_id: int, stance: Stance, cursor: str | None = None, *, size: int = PAGE
) -> Page[PostView]:
    """The arguments of one side, the most agreed first."""
    statement = views().where(
        Post.thread_id == thread_id, Post.stance == stance, Post.state == PostState.VISIBLE
    )
    after = decode(cursor, float, int)
    if after is not None and (not 0 <= after[0] <= 1 or not 0 < after[1] <= LARGEST):
        after = None
    if after is not None:
        here = tuple_(literal(after[0]), literal(after[1]))
        statement = statement.where(tuple_(Post.agreement, Post.id) < here)
    ordered = statement.order_by(Post.agreement.desc(), Post.id.desc()).limit(size + 1)
    rows = seen(db.session.execute(ordered).all())
    return cut(rows, size, lambda post: (post.agreement, post.id), is_first=after is None)


def vote_of(user_id: int, post_id: int) -> ArgumentVote | None:
    return db.session.get(ArgumentVote, (post_id, user_id), populate_existing=True)
