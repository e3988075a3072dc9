"""The outbox: what has been promised in a committed transaction and not yet carried out.

`record` writes one row per subscriber in the caller's own transaction, so an event can
neither be lost nor announced for work that was rolled back. `deliver_due` carries the rows
out, each in its own transaction, and deletes them: a row that stays is a problem to look at.
"""

import logging
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import after_commit, atomic, db, in_atomic
from forum.core.events import AFTER, SUBSCRIBERS, WITHIN, Event, interested_in
from forum.core.models import Base, CreatedAt, IntPK
from forum.core.worker import each_turn, wake

log = logging.getLogger(__name__)


class Delivery(Base):
    """One event waiting for one subscriber."""

    __tablename__ = "outbox_delivery"

    id: Mapped[IntPK]
    subscriber: Mapped[str] = mapped_column(sa.String(200))
    event: Mapped[str] = mapped_column(sa.String(200))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[CreatedAt]
    due_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(sa.Text)

    def postpone(self, error: Exception) -> None:
        """Wait twice as long after each failure, up to about an hour."""
        self.attempts += 1
        self.last_error = type(error).__name__  # the message could name a person
        self.due_at = clock.now() + timedelta(seconds=min(2**self.attempts, 3600))


def record(event: Event) -> None:
    """Tell those who belong to this transaction; promise it to everyone else."""
    if not in_atomic():
        raise RuntimeError("record() belongs inside atomic(): outside it the event is lost")
    for name in interested_in(event, WITHIN):
        SUBSCRIBERS[name](event)
    promised = interested_in(event, AFTER)
    for name in promised:
        kind = type(event).__name__
        db.session.add(Delivery(subscriber=name, event=kind, payload=asdict(event)))
    if promised:
        after_commit(wake)


@each_turn
def deliver_due(limit: int = 100) -> int:
    """Carry out up to `limit` waiting deliveries; return how many succeeded."""
    delivered = 0
    for _turn in range(limit):
        if not _something_is_due():  # a look that takes no write lock
            break
        with atomic():
            delivery = db.session.scalar(
                _due().order_by(Delivery.id).limit(1).with_for_update(skip_locked=True)
            )
            if delivery is None:
                break
            try:
                with db.session.begin_nested():
                    event = Event.by_name[delivery.event](**delivery.payload)
                    SUBSCRIBERS[delivery.subscriber](event)
            except Exception as error:
                log.exception("delivery %s to %s failed", delivery.id, delivery.subscriber)
                delivery.postpone(error)
            else:
                db.session.delete(delivery)
                delivered += 1
    return delivered


def waiting() -> int:
    """How many deliveries failed at least once and are still waiting."""
    statement = sa.select(sa.func.count()).where(Delivery.attempts > 0)
    return db.session.scalars(statement.select_from(Delivery)).one()


def _due() -> sa.Select[Delivery]:
    return sa.select(Delivery).where(Delivery.due_at <= clock.now())


def _something_is_due() -> bool:
    return db.session.scalar(sa.select(_due().exists())) or False
