"""What a page may ask about notifications."""

from sqlalchemy import func, select

from forum.accounts.models import User
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import NotFound
from forum.notifications.kinds import Text, texts
from forum.notifications.models import Notification
from forum.notifications.policy import visible_to
from forum.web import paging

SIZE = 30


def page_for(viewer: Actor, cursor: str | None) -> paging.Page[tuple[Notification, Text]]:
    """This person's notifications with their words, the newest first."""
    statement = select(Notification).where(visible_to(viewer)).order_by(Notification.id.desc())
    after = paging.decode(cursor, int)
    if after is not None:
        statement = statement.where(Notification.id < after[0])
    rows = db.session.scalars(statement.limit(SIZE + 1)).all()
    page = paging.cut(rows, SIZE, lambda row: (row.id,), is_first=after is None)
    words = texts([(row.kind, row.facts) for row in page.rows])
    return paging.Page(
        list(zip(page.rows, words, strict=True)), page.next_cursor, page.is_first
    )


def notification_for(viewer: Actor, notification_id: int) -> Notification:
    statement = select(Notification).where(
        Notification.id == notification_id, visible_to(viewer)
    )
    notification = db.session.scalar(statement)
    if notification is None:
        raise NotFound("notification")
    return notification


def unread_count(user_id: int) -> int:
    """How many this person has not read: the kept number."""
    return db.session.scalar(select(User.unread_count).where(User.id == user_id)) or 0


def counted_unread(user_id: int) -> int:
    """The same, counted anew: what the kept number has to be."""
    statement = select(func.count()).select_from(Notification)
    return db.session.scalars(
        statement.where(Notification.user_id == user_id, Notification.read_at.is_(None))
    ).one()
