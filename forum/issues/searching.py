"""How issues and what is said about them are found."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, select

from forum import search
from forum.accounts.models import User
from forum.city.models import Area, Unit
from forum.core import markdown
from forum.core.actor import Actor
from forum.core.db import db
from forum.discussions import authors
from forum.discussions.models import Post, PostState, Thread
from forum.discussions.voices import badge
from forum.issues import policy, queries
from forum.issues.models import Category, Issue, IssueState, number_of
from forum.issues.threads import ADDRESS
from forum.issues.words import KINDS, STAGES, STATES
from forum.search import Entry, Found, Watch
from forum.search.kinds import RefId, categories, states
from forum.web import language

_WRITTEN = ("source", "is_opening", "thread_id", "created_at", "unit_id")


@search.kind("issue")
class Issues(search.Kind):
    """By title, opening, number and place. What nobody else has seen yet is not in the index."""

    number = 1
    tables = (Issue, Thread)
    label, one = _l("Isu"), _l("Isu")
    watches = (
        Watch(
            Issue,
            ("kind", "state", "area_id", "category_id", "place"),
            lambda issue: [issue.id],
        ),
        Watch(Thread, ("title", "created_at"), lambda thread: [thread.id]),
        Watch(Post, _WRITTEN, lambda post: [post.thread_id if post.is_opening else None]),
        Watch(
            Category,
            ("name",),
            lambda topic: select(Issue.id).where(Issue.category_id == topic.id),
        ),
    )

    def indexed(self) -> Select[Any]:
        return select(Issue.id).where(Issue.state != IssueState.DRAFT)

    def shown_to(self, viewer: Actor) -> Select[Any]:
        shown = select(Issue.id).join(Thread, Thread.id == Issue.id)
        return shown.where(Thread.is_hidden.is_(False), policy.visible_to(viewer))

    def written_by(self, viewer: Actor, ref_id: RefId) -> ColumnElement[bool]:
        return ref_id.in_(select(Thread.id).where(Thread.author_id == viewer.id))

    def entries(self, ref_ids: Collection[int]) -> Iterable[Entry]:
        rows = db.session.execute(
            select(Issue, Thread, Post.source, Area.name, Area.parent_name, Category.name)
            .join(Thread, Thread.id == Issue.id)
            .join(Post, (Post.thread_id == Issue.id) & Post.is_opening)
            .join(Area, Area.id == Issue.area_id)
            .outerjoin(Category, Category.id == Issue.category_id)
            .where(Issue.id.in_(ref_ids), Issue.state != IssueState.DRAFT)
        )
        for issue, thread, source, area, district, topic in rows:
            number = number_of(issue.id, thread.created_at)
            yield Entry(
                ref_id=issue.id,
                at=thread.created_at,
                title=thread.title,
                text=markdown.plain(source),
                also=" \n".join(
                    part for part in (number, issue.place, area, district, topic) if part
                ),
                group_id=issue.id,
                state=issue.state.value,
                area_id=issue.area_id,
                category_id=issue.category_id,
            )

    def found(self, viewer: Actor, ref_ids: Collection[int]) -> Mapping[int, Found]:
        return {row.id: _issue(row) for row in queries.rows_of(viewer, ref_ids)}


@search.kind("post")
class Posts(search.Kind):
    """What people say about issues. A reply goes with its issue: who may not find that, may not
    find it either.
    """

    number = 2
    tables = (Post, Issue, Thread)
    label, one = _l("Tanggapan"), _l("Tanggapan")
    watches = (Watch(Post, _WRITTEN, lambda post: [None if post.is_opening else post.id]),)

    def indexed(self) -> Select[Any]:
        """Also what is hidden: who may find it is asked when it is looked for."""
        statement = select(Post.id).join(Issue, Issue.id == Post.thread_id)
        return statement.where(*_said())

    def shown_to(self, viewer: Actor) -> Select[Any]:
        statement = (
            select(Post.id)
            .join(Issue, Issue.id == Post.thread_id)
            .join(Thread, Thread.id == Post.thread_id)
        )
        return statement.where(*_shown_to(viewer))

    def written_by(self, viewer: Actor, ref_id: RefId) -> ColumnElement[bool]:
        return ref_id.in_(select(Post.id).where(Post.author_id == viewer.id))

    def entries(self, ref_ids: Collection[int]) -> Iterable[Entry]:
        rows = db.session.execute(
            select(
                Post.id, Post.thread_id, Post.created_at, Post.source, Post.unit_id,
                Issue.area_id, Issue.category_id,
            )
            .join(Issue, Issue.id == Post.thread_id)
            .where(Post.id.in_(ref_ids), *_said())
        )  # fmt: skip
        for row in rows:
            yield Entry(
                ref_id=row.id,
                at=row.created_at,
                text=markdown.plain(row.source),
                group_id=row.thread_id,
                area_id=row.area_id,
                unit_id=row.unit_id,
                category_id=row.category_id,
            )

    def found(self, viewer: Actor, ref_ids: Collection[int]) -> Mapping[int, Found]:
        statement = (
            select(
                Post.id, Post.thread_id, Post.created_at, Post.source, Post.voice,
                Thread.title, Unit.short_name, *authors.columns(Post, User),
            )
            .join(Thread, Thread.id == Post.thread_id)
            .join(User, User.id == Post.author_id)
            .outerjoin(Unit, Unit.id == Post.unit_id)
            .join(Issue, Issue.id == Post.thread_id)
            .where(Post.id.in_(ref_ids), *_shown_to(viewer))
        )  # fmt: skip
        return {row.id: _post(row) for row in db.session.execute(statement)}


def _said() -> tuple[ColumnElement[bool], ...]:
    return Post.is_opening.is_(False), Issue.state != IssueState.DRAFT


def _shown_to(viewer: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        Post.state == PostState.VISIBLE,
        Thread.is_hidden.is_(False),
        policy.visible_to(viewer),
    )


def _issue(row: queries.Row) -> Found:
    word = STATES[row.state]
    return Found(
        title=row.title,
        text=markdown.plain(row.begins),
        url=f"{ADDRESS}/{row.id}",
        at=row.created_at,
        status=(word.look, word.icon, str(word.label)),
        facts=(str(KINDS[row.kind].one), row.place, _supported(row.support_count)),
        by=row.badge,
    )


def _post(row: Any) -> Found:
    role = badge(row.voice, row.short_name)
    author = authors.author_in(row).label
    return Found(
        title=row.title,
        text=markdown.plain(row.source),
        url=f"{ADDRESS}/{row.thread_id}/kiriman/{row.id}",
        at=row.created_at,
        by=f"{author} ({role})" if role else author,
    )


def _supported(count: int) -> str:
    return _("%(n)s dukungan", n=count)


def _label(key: str) -> Callable[[], str]:
    return lambda: STAGES[key].label


for _key, _stage in STAGES.items():
    states(_key, _label(_key), *(state.value for state in _stage.states))


@categories
def names_of_topics() -> Mapping[int, str]:
    return {one.id: one.name_in(language()) for one in queries.categories()}
