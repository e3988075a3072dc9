"""Posts as everyone may read them: one by one, and a page of the conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, tuple_
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.attachments import queries as attachments
from forum.attachments.models import Attachment
from forum.city.models import Unit
from forum.core.db import db
from forum.discussions import authors
from forum.discussions.authors import Author
from forum.discussions.models import (
    GONE,
    EnteredBy,
    Post,
    PostState,
    Stance,
)
from forum.discussions.queries.posts import LARGEST
from forum.web.paging import Page, decode, encode

PAGE = 20


FILES = "post"  # what the files of a post are registered under


_ORDER = (Post.root_id, Post.branch_id, Post.id)  # the order of the conversation


@dataclass(frozen=True)
class PostView:
    """A post as everyone may read it: of a hidden one neither text nor name."""

    id: int
    thread_id: int
    parent_id: int | None
    root_id: int
    branch_id: int
    is_opening: bool
    state: PostState
    by: Author | None
    role: str | None
    unit: str | None
    source: str | None
    html: str | None
    ground: str | None
    support_count: int
    assisted_count: int
    entered_by: EnteredBy | None
    stance: Stance | None
    agree_count: int
    disagree_count: int
    backing: int
    agreement: float
    contested: float
    edited_at: datetime | None
    pinned_at: datetime | None
    created_at: datetime
    answers: str | None  # whom it answers
    files: Sequence[Attachment] = ()

    @property
    def is_hidden(self) -> bool:
        return self.state is PostState.HIDDEN

    @property
    def is_gone(self) -> bool:
        """Its author took it back."""
        return self.state in GONE

    @property
    def is_shown(self) -> bool:
        return self.state is PostState.VISIBLE

    @property
    def answered(self) -> str | None:
        """Whom it answers, where that is not plain from its place."""
        plain = self.parent_id in (self.root_id, self.branch_id)
        return None if plain else self.answers

    @property
    def author(self) -> str | None:
        """The name that stands under it, in the language in force."""
        return self.by.label if self.by else None

    @property
    def initials(self) -> str:
        return self.by.initials if self.by else ""

    @property
    def is_anonymous(self) -> bool:
        return self.by is not None and self.by.name is None

    @property
    def data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "id": self.id,
            "parent_id": self.parent_id,
            "root_id": self.root_id,
            "branch_id": self.branch_id,
            "author": self.by.name if self.by else None,
            "anonymous": self.is_anonymous,
            "author_area": self.by.area if self.by else None,
            "role": self.role,
            "unit": self.unit,
            "entered_by": self.entered_by.value if self.entered_by else None,
            "text": self.source,
            "hidden": self.is_hidden,
            "deleted": self.is_gone,
            "ground": self.ground,
            "stance": self.stance.value if self.stance else None,
            "agree_count": self.agree_count,
            "disagree_count": self.disagree_count,
            "edited_at": self.edited_at.isoformat() if self.edited_at else None,
            "pinned": self.pinned_at is not None,
            "support_count": self.support_count,
            "assisted_count": self.assisted_count,
            "at": self.created_at.isoformat(),
            "files": [
                {
                    "url": f"/berkas/{file.key}",
                    "kind": file.kind.value,
                    "name": None if file.is_photo else file.name,
                    "alt": file.alt,
                    "size": file.size,
                }
                for file in self.files
            ],
        }


@dataclass(frozen=True)
class Branch:
    """An answer and what is said under it, in the order of time, as far as on this page."""

    branch_id: int
    head: PostView | None  # None: it stands on an earlier page
    replies: Sequence[PostView]
    ends_here: bool


@dataclass(frozen=True)
class Group:
    """A post at the top and the answers under it, as far as they are on this page."""

    root_id: int
    root: PostView | None  # None: it stands on an earlier page
    replies: Sequence[PostView]
    ends_here: bool  # no more answers on the next page
    next_branch: int | None = None  # that goes on on the next page

    @property
    def branches(self) -> list[Branch]:
        """The answers in two levels; the second is flat, however deep people answer."""
        found = []
        for branch_id, members in groupby(self.replies, key=lambda post: post.branch_id):
            posts = list(members)
            head = posts.pop(0) if posts[0].id == branch_id else None
            ends_here = branch_id != self.next_branch
            found.append(Branch(branch_id, head, posts, ends_here))
        return found


def opening_of(thread_id: int) -> PostView:
    """What the thread begins with, as everyone may read it."""
    return seen([db.session.execute(_opening(), {"thread_id": thread_id}).one()])[0]


def post_view(post_id: int) -> PostView | None:
    row = db.session.execute(_one_post(), {"post_id": post_id}).one_or_none()
    return seen([row])[0] if row is not None else None


def posts_page(thread_id: int, cursor: str | None = None) -> Page[Group]:
    """The replies, each under the post it belongs to; 20 on a page, the opening apart."""
    after = _place(cursor)
    statement = views().where(*standing(thread_id))
    if after is not None:
        statement = statement.where(tuple_(*_ORDER) > tuple_(*after))
    rows = db.session.execute(statement.order_by(*_ORDER).limit(PAGE + 1)).all()
    found = seen(rows)
    shown, next_ = found[:PAGE], found[PAGE:]
    last = shown[-1] if shown else None
    return Page(
        rows=_grouped(shown, next_[0] if next_ else None),
        next_cursor=encode((last.root_id, last.branch_id, last.id)) if next_ and last else None,
        is_first=after is None,
    )


def standing(thread_id: int) -> tuple[ColumnElement[bool], ...]:
    """The replies that have a place in the thread: also where only a notice stands by now."""
    return (
        Post.thread_id == thread_id,
        Post.is_opening.is_(False),
        Post.state != PostState.WITHDRAWN,
    )


def pinned_in(thread_id: int) -> list[PostView]:
    """What moderators want everyone to see first, the latest pin first."""
    statement = views().where(
        Post.thread_id == thread_id,
        Post.pinned_at.is_not(None),
        Post.state == PostState.VISIBLE,
    )
    rows = db.session.execute(statement.order_by(Post.pinned_at.desc()))
    return seen(rows.all())


def whole_text(thread_id: int, limit: int) -> list[PostView]:
    """The opening and up to `limit` replies in the order of the conversation, to be copied."""
    statement = views().where(Post.thread_id == thread_id, Post.state != PostState.WITHDRAWN)
    ordered = statement.order_by(Post.is_opening.desc(), *_ORDER).limit(limit + 1)
    return seen(db.session.execute(ordered).all())


def cursor_of(post: Post) -> str | None:
    """Where the page that holds this post begins; None for the first page."""
    before = standing(post.thread_id)
    here = tuple_(post.root_id, post.branch_id, post.id)
    count = db.session.scalars(
        select(func.count()).select_from(Post).where(*before, tuple_(*_ORDER) < here)
    ).one()
    first = count // PAGE * PAGE
    if post.is_opening or first == 0:
        return None
    row = db.session.execute(
        select(*_ORDER).where(*before).order_by(*_ORDER).offset(first - 1).limit(1)
    ).one()
    return encode(tuple(row))


def _grouped(views: Sequence[PostView], next_: PostView | None) -> list[Group]:
    groups = []
    next_root, next_branch = (next_.root_id, next_.branch_id) if next_ else (None, None)
    for root_id, members in groupby(views, key=lambda view: view.root_id):
        posts = list(members)
        root = posts.pop(0) if posts[0].id == root_id else None
        ends_here = root_id != next_root
        goes_on = None if ends_here else next_branch
        groups.append(Group(root_id, root, posts, ends_here, goes_on))
    return groups


def _place(cursor: str | None) -> tuple[int, int, int] | None:
    key = decode(cursor, int, int, int)
    if key is None or not all(0 <= number <= LARGEST for number in key):
        return None
    return (key[0], key[1], key[2]) if key[0] and key[2] else None


@cache
def views() -> Select[*tuple[Any, ...]]:
    """What a post shows, in one row. Made once: it is long, and asked for at every page."""
    parent, answered = aliased(Post), aliased(User)
    above = (parent.id == Post.parent_id) & (parent.state == PostState.VISIBLE)
    return (
        select(
            Post.id,
            Post.thread_id,
            Post.parent_id,
            Post.root_id,
            Post.branch_id,
            Post.is_opening,
            Post.voice,
            Post.source,
            Post.html,
            Post.state,
            Post.hidden_ground,
            Post.support_count,
            Post.assisted_count,
            Post.entered_by,
            Post.stance,
            Post.agree_count,
            Post.disagree_count,
            Post.backing,
            Post.agreement,
            Post.contested,
            Post.edited_at,
            Post.pinned_at,
            Post.created_at,
            Unit.short_name,
            parent.id.label("answered"),
            *authors.columns(Post, User),
            *authors.columns(parent, answered, "answered"),
        )
        .join(User, User.id == Post.author_id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .outerjoin(parent, above)
        .outerjoin(answered, answered.id == parent.author_id)
    )


@cache
def _opening() -> Select[*tuple[Any, ...]]:
    return views().where(Post.thread_id == bindparam("thread_id"), Post.is_opening)


@cache
def _one_post() -> Select[*tuple[Any, ...]]:
    return views().where(Post.id == bindparam("post_id"))


def seen(rows: Sequence[Any]) -> list[PostView]:
    """As everyone may read them, with the files of those that are not hidden."""
    shown = [row.id for row in rows if row.state is PostState.VISIBLE]
    files = attachments.files_of(FILES, shown)
    return [view(row, files.get(row.id, ())) for row in rows]


def view(row: Any, files: Sequence[Attachment]) -> PostView:
    shown = row.state is PostState.VISIBLE
    return PostView(
        id=row.id,
        thread_id=row.thread_id,
        parent_id=row.parent_id,
        root_id=row.root_id,
        branch_id=row.branch_id,
        is_opening=row.is_opening,
        state=row.state,
        by=authors.author_in(row) if shown else None,
        role=row.voice if shown else None,
        unit=row.short_name if shown else None,
        source=row.source if shown else None,
        html=row.html if shown else None,
        ground=row.hidden_ground if row.state is PostState.HIDDEN else None,
        support_count=row.support_count,
        assisted_count=row.assisted_count,
        entered_by=row.entered_by if shown else None,
        stance=row.stance if shown else None,
        agree_count=row.agree_count,
        disagree_count=row.disagree_count,
        backing=row.backing,
        agreement=row.agreement,
        contested=row.contested,
        edited_at=row.edited_at if shown else None,
        pinned_at=row.pinned_at if shown else None,
        created_at=row.created_at,
        files=files if shown else (),
        answers=_answered(row) if shown else None,
    )


def _answered(row: Any) -> str | None:
    return authors.author_in(row, "answered").label if row.answered else None
