"""How far the log reaches and what was signed of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from forum.audit.models import AuditCheckpoint, AuditHead, AuditPending
from forum.core import clock, keys
from forum.core.db import db

HEAD = 1  # the id of the one row
BETWEEN_CHECKPOINTS = timedelta(hours=1)
BETWEEN_CHECKS = timedelta(hours=6)
PUBLISHED = 50


@dataclass(frozen=True)
class Standing:
    """What the page says about the log as a whole."""

    size: int
    waiting: int
    checked_size: int
    checked_at: datetime | None
    fault: str | None
    fault_entry_id: int | None
    checkpoint_size: int | None
    checkpoint_at: datetime | None


def origin() -> str:
    """The name under which this log is signed."""
    return f"{keys.host()}/catatan"


def something_waits() -> bool:
    return db.session.scalar(select(select(AuditPending).exists())) or False


def standing() -> Standing:
    """In one query."""
    newest = select(func.max(AuditCheckpoint.size)).scalar_subquery()
    waiting = select(func.count()).select_from(AuditPending).scalar_subquery()
    row = db.session.execute(
        select(
            AuditHead.size,
            waiting,
            AuditHead.checked_size,
            AuditHead.checked_at,
            AuditHead.fault,
            AuditHead.fault_entry_id,
            AuditCheckpoint.size,
            AuditCheckpoint.created_at,
        )
        .select_from(AuditHead)
        .outerjoin(AuditCheckpoint, AuditCheckpoint.size == newest)
        .where(AuditHead.id == HEAD)
    ).one()
    return Standing(*row)


def latest_checkpoint() -> AuditCheckpoint | None:
    """The newest signed state of the log, such as a lot may be drawn from."""
    return next(iter(latest_checkpoints(1)), None)


def latest_checkpoints(most: int = PUBLISHED) -> Sequence[AuditCheckpoint]:
    newest_first = AuditCheckpoint.size.desc()
    return db.session.scalars(select(AuditCheckpoint).order_by(newest_first).limit(most)).all()


def checkpoint_is_due() -> bool:
    """An hour has passed since the last one, and something was sealed meanwhile."""
    now = standing()
    if now.size == (now.checkpoint_size or 0):
        return False
    return now.checkpoint_at is None or now.checkpoint_at <= clock.now() - BETWEEN_CHECKPOINTS


def check_is_due() -> bool:
    """Everything is looked at a few times a day, once there is something."""
    now = standing()
    return now.size > 0 and (
        now.checked_at is None or now.checked_at <= clock.now() - BETWEEN_CHECKS
    )
