"""What a person is typing, kept for their other devices; and how far they have read."""

import re
from collections.abc import Collection

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db
from forum.core.errors import Invalid
from forum.core.policy import require
from forum.core.text import clean
from forum.discussions import policy, queries
from forum.discussions.models import Draft, Reading

LONGEST = 10_000
MOST = 50  # drafts of one person; the oldest make room
_PLACE = re.compile(r"[a-z][a-z0-9-]{2,59}\Z")


def reply_place(thread_id: int) -> str:
    """Under which name the draft of a reply in this thread is kept."""
    return f"balas-{thread_id}"


@atomic()
def keep(actor: Actor, place: str, text: str) -> None:
    """Keep what stands in a field now; an empty field keeps nothing."""
    require(policy.can_keep_drafts, actor)
    if not _PLACE.match(place):
        raise Invalid(_("Pesan ini tidak dapat dipahami."))
    text = clean(text)[:LONGEST]
    if not text:
        forget(actor, place)
        return
    _upsert(
        Draft,
        {"user_id": actor.id, "place": place},
        {"text": text, "updated_at": clock.now()},
    )
    _make_room(actor)


def forget(actor: Actor, *places: str) -> None:
    """It was posted, or given up; within the transaction of whoever calls."""
    db.session.execute(
        sa.delete(Draft).where(Draft.user_id == actor.id, Draft.place.in_(places))
    )


def mark_read(
    actor: Actor, thread_id: int, unread: queries.Unread, shown: Collection[int]
) -> bool:
    """Note how far somebody has read once they were shown these posts; True if that is news.

    One write, and none where nothing is new: reading a page again costs no commit.
    """
    if actor.id is None:
        return False
    if unread.last is not None and not unread.count:
        return False
    last = queries.seen_up_to(actor, thread_id, unread.last or 0, shown)
    if last == unread.last:
        return False
    with atomic():
        _upsert(
            Reading,
            {"user_id": actor.id, "thread_id": thread_id},
            {"last_post_id": last, "at": clock.now()},
        )
    return True


def _make_room(actor: Actor) -> None:
    newest = (
        sa.select(Draft.place)
        .where(Draft.user_id == actor.id)
        .order_by(Draft.updated_at.desc())
        .limit(MOST)
    )
    kept = set(db.session.scalars(newest))
    if len(kept) < MOST:
        return
    db.session.execute(
        sa.delete(Draft)
        .where(Draft.user_id == actor.id, Draft.place.not_in(kept))
        .execution_options(synchronize_session=False)
    )


def _upsert(model: type, key: dict[str, object], values: dict[str, object]) -> None:
    """One statement, so that two tabs at once do not stumble over each other."""
    dialect = db.session.get_bind().dialect.name
    insert = (postgresql if dialect == "postgresql" else sqlite).insert
    statement = insert(model).values(**key, **values)
    db.session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))
