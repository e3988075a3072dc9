"""How old drafts, and what authors deleted, go away each day."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import CursorResult, delete, select

from forum.attachments import actions as attachments
from forum.city import settings
from forum.core import clock
from forum.core.db import db
from forum.core.retention import keeps
from forum.discussions import queries
from forum.discussions.actions import UNDO
from forum.discussions.models import GONE, Draft, Mention, Post, Revision

settings.retention("drafts", default=90, title=_l("Draf yang tidak dikirim"))
settings.retention("deleted_posts", default=1, title=_l("Isi tulisan yang dihapus penulisnya"))


@keeps("drafts")
def drafts(before: datetime) -> int:
    return _rows(delete(Draft).where(Draft.updated_at < before))


@keeps("deleted_posts")
def deleted_posts(before: datetime) -> int:
    """The words go, with what they were before; that something stood here stays known."""
    before = min(before, clock.now() - UNDO)
    old = select(Post).where(Post.deleted_at < before, Post.state.in_(GONE), Post.source != "")
    posts = db.session.scalars(old).all()
    ids = [post.id for post in posts]
    if ids:
        _rows(delete(Revision).where(Revision.post_id.in_(ids)))
        _rows(delete(Mention).where(Mention.post_id.in_(ids)))
        attachments.remove_all(queries.FILES, ids)
    for post in posts:  # one by one: the search hears of it
        post.source = post.html = ""
    db.session.flush()
    return len(ids)


def _rows(statement: Any) -> int:
    result: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        statement.execution_options(synchronize_session="fetch")
    )
    return result.rowcount
