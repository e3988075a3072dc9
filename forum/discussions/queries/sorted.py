"""Replies in another order than that of the conversation: each by itself, without its place."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, literal, literal_column, tuple_

from forum.core.db import db
from forum.discussions.models import Post
from forum.discussions.queries.posts import LARGEST
from forum.discussions.queries.shown import PAGE, PostView, seen, standing, views
from forum.web.paging import Page, cut, decode


@dataclass(frozen=True)
class Order:
    """By which column, which way, and only the posts that fit `only`."""

    column: Any
    kind: type
    falling: bool = True
    only: ColumnElement[bool] | None = None

    def key(self, post: PostView) -> tuple[Any, ...]:
        return getattr(post, self.column.key), post.id


ORDERS: dict[str, Order] = {
    "terbaru": Order(Post.id, int),
    "terlama": Order(Post.id, int, falling=False),
    "didukung": Order(Post.backing, int),
    # The bound is written out, so that the index of contested posts alone can serve.
    "diperdebatkan": Order(Post.contested, float, only=Post.contested > literal_column("0")),
}


def sorted_page(thread_id: int, order: str, cursor: str | None = None) -> Page[PostView]:
    """20 replies in this order (a key of `ORDERS`); those hidden or taken back stay in place."""
    by = ORDERS[order]
    statement = views().where(*standing(thread_id))
    if by.only is not None:
        statement = statement.where(by.only)
    after = decode(cursor, by.kind, int)
    if after is not None and not _sensible(after):
        after = None
    if after is not None:
        here = tuple_(literal(after[0], by.column.type), literal(after[1]))
        place = tuple_(by.column, Post.id)
        statement = statement.where(place < here if by.falling else place > here)
    columns = [by.column, Post.id] if by.column is not Post.id else [Post.id]
    statement = statement.order_by(*(c.desc() if by.falling else c for c in columns))
    rows = seen(db.session.execute(statement.limit(PAGE + 1)).all())
    return cut(rows, PAGE, by.key, is_first=after is None)


def _sensible(after: tuple[Any, ...]) -> bool:
    return bool(0 <= after[0] <= LARGEST and 0 < after[1] <= LARGEST)
