"""Doing a thing once: the same command id from the same person gives the same answer.

A phone may send again without fear - after a lost answer, a double tap, a reload.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.actor import Actor
from forum.core.db import atomic, db
from forum.core.errors import Invalid, SignInFirst
from forum.core.models import Base, CreatedAt, IntPK

Answer = dict[str, Any]


class Command(Base):
    """A command that was carried out, with the answer it got."""

    __tablename__ = "core_command"
    __table_args__ = (sa.UniqueConstraint("actor_id", "cmd_id"),)

    id: Mapped[IntPK]
    actor_id: Mapped[int]
    cmd_id: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(sa.String(80))
    answer: Mapped[Answer] = mapped_column(sa.JSON)
    at: Mapped[CreatedAt] = mapped_column(index=True)


def once(actor: Actor, cmd_id: str | None, kind: str, work: Callable[[], Answer]) -> Answer:
    """Carry out `work` in one transaction with its answer, or repeat the answer it got before.

    Without an id (an old page, a plain form that lost it) the work is simply carried out.
    An id that was used for another kind of command is refused.
    """
    if actor.id is None:
        raise SignInFirst("once")
    if not cmd_id:
        with atomic():
            return work()
    if len(cmd_id) > 64:
        raise Invalid(_("Pesan ini tidak dapat dipahami."))
    try:
        return _carry_out(actor.id, cmd_id, kind, work)
    except IntegrityError:  # sent twice at once: the other one has the answer by now
        with atomic():
            answer = _answer_before(actor.id, cmd_id, kind)
        if answer is None:
            raise
        return answer


def is_done(actor: Actor, cmd_id: str | None, kind: str) -> bool:
    """Whether this very command was carried out before, so that it is only answered again."""
    if actor.id is None or not cmd_id:
        return False
    return _answer_before(actor.id, cmd_id, kind) is not None


@atomic()
def _carry_out(actor_id: int, cmd_id: str, kind: str, work: Callable[[], Answer]) -> Answer:
    before = _answer_before(actor_id, cmd_id, kind)
    if before is not None:
        return before
    answer = work()
    db.session.add(Command(actor_id=actor_id, cmd_id=cmd_id, kind=kind, answer=answer))
    return answer


def _answer_before(actor_id: int, cmd_id: str, kind: str) -> Answer | None:
    row = db.session.scalar(sa.select(Command).filter_by(actor_id=actor_id, cmd_id=cmd_id))
    if row is not None and row.kind != kind:
        raise Invalid(_("Pesan ini tidak dapat dipahami."))
    return row.answer if row is not None else None
