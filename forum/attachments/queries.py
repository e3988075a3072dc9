"""What a page may ask about files."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select

from forum.attachments import policy
from forum.attachments.models import Attachment
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import NotFound

LARGEST = 2**31 - 1  # of the ids there can be


def file_for(viewer: Actor, key: str) -> Attachment:
    """The file under this key, if this viewer may see it; for anyone else there is none."""
    file = db.session.scalar(select(Attachment).where(Attachment.key == key))
    if file is None or not policy.may_see(viewer, file):
        raise NotFound("file")
    return file


def files_of(holder: str, holder_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """The files of each of these, in their order: one query for all. Ask only for what is seen."""
    ids = set(holder_ids)
    if not ids:
        return {}
    statement = (
        select(Attachment)
        .where(Attachment.holder == holder, Attachment.holder_id.in_(ids))
        .order_by(Attachment.holder_id, Attachment.position, Attachment.id)
    )
    found: dict[int, list[Attachment]] = {}
    for file in db.session.scalars(statement):
        assert file.holder_id is not None
        found.setdefault(file.holder_id, []).append(file)
    return found


def waiting_of(actor: Actor, ids: Collection[int]) -> list[Attachment]:
    """Of these, the actor's own that still wait, in the order of the ids."""
    known = {number for number in ids if 0 < number <= LARGEST}
    if actor.id is None or not known:
        return []
    statement = select(Attachment).where(
        Attachment.id.in_(known),
        Attachment.uploader_id == actor.id,
        Attachment.holder.is_(None),
    )
    rows = {row.id: row for row in db.session.scalars(statement)}
    return [rows[number] for number in ids if number in rows]


def count_waiting(user_id: int) -> int:
    statement = select(func.count()).where(
        Attachment.uploader_id == user_id, Attachment.holder.is_(None)
    )
    return db.session.scalars(statement).one()


def expired(before: datetime, limit: int) -> Sequence[Attachment]:
    """Those that nobody attached, uploaded before this moment."""
    statement = (
        select(Attachment)
        .where(Attachment.holder.is_(None), Attachment.created_at < before)
        .order_by(Attachment.id)
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def uploaded_by(user_id: int) -> Sequence[Attachment]:
    statement = select(Attachment).where(Attachment.uploader_id == user_id)
    return db.session.scalars(statement.order_by(Attachment.id)).all()


def known_keys(keys: Collection[str]) -> set[str]:
    """Of these, the ones that a row speaks of."""
    return set(db.session.scalars(select(Attachment.key).where(Attachment.key.in_(keys))))
