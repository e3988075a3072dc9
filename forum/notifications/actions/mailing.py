"""Mails that are due: taking them up, and being done with them.

A mail is taken up in one transaction, sent in none, and done with in another. Whoever vanishes
in between leaves the rest to be taken up again after `LEASE`; at most the one mail that was
under way is sent twice, and then with the same Message-ID.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from forum.core import clock
from forum.core.db import atomic, db
from forum.notifications import queries, schedule
from forum.notifications.actions.parts import changed
from forum.notifications.models import Lane, MailDue, Notification

LEASE = timedelta(minutes=10)
MOST_TRIES = 9  # the last one about a day after the first


@dataclass(frozen=True)
class Claim:
    """A mail that this process is to send."""

    user_id: int
    lane: Lane
    number: str
    tries: int


@atomic()
def claim(limit: int) -> Sequence[Claim]:
    """Take up to so many of the mails that are due; several workers take different ones."""
    now = clock.now()
    rows = db.session.scalars(
        sa.select(MailDue)
        .where(MailDue.due_at <= now)
        .order_by(MailDue.due_at, MailDue.user_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.due_at = now + LEASE
        row.number = row.number or uuid.uuid4().hex
        row.tries += 1
    return [Claim(row.user_id, row.lane, row.number or "", row.tries) for row in rows]


@atomic()
def finish(claimed: Claim, told: Collection[int]) -> None:
    """It was sent, or there was nothing to send: these notifications are told.

    What came since then waits for its own mail.
    """
    row = _hold(claimed)
    changed(
        sa.update(Notification)
        .where(_waiting(claimed), Notification.id.in_(told))
        .values(waits_for=None)
    )
    if row is None:
        return
    more = db.session.scalar(
        sa.select(Notification.id).where(_waiting(claimed)).order_by(Notification.id).limit(1)
    )
    at = _due(claimed) if more is not None else None
    if at is None:
        db.session.delete(row)
    else:
        row.due_at, row.number, row.tries = at, None, 0


@atomic()
def put_off(claimed: Claim, until: datetime | None = None) -> None:
    """Not now: it is quiet there, or the mail server did not take it. Twice as long each time."""
    row = _hold(claimed)
    if row is None:
        return
    if until is not None:
        row.due_at, row.tries = until, 0
    elif claimed.tries >= MOST_TRIES:
        _drop(claimed, row)
    else:
        row.due_at = clock.now() + timedelta(minutes=5 * 2 ** (claimed.tries - 1))


@atomic()
def give_up(claimed: Claim) -> None:
    """There is nobody to send it to. What it would have said stays in the list."""
    row = _hold(claimed)
    if row is not None:
        _drop(claimed, row)


def _drop(claimed: Claim, row: MailDue) -> None:
    changed(sa.update(Notification).where(_waiting(claimed)).values(waits_for=None))
    db.session.delete(row)


def _hold(claimed: Claim) -> MailDue | None:
    """Who tells this person something meanwhile waits for us, or we for them."""
    return db.session.scalar(
        sa.select(MailDue)
        .where(MailDue.user_id == claimed.user_id, MailDue.lane == claimed.lane)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _waiting(claimed: Claim) -> sa.ColumnElement[bool]:
    return sa.and_(
        Notification.user_id == claimed.user_id, Notification.waits_for == claimed.lane
    )


def _due(claimed: Claim) -> datetime | None:
    return schedule.due(clock.now(), queries.wishes_chosen_by(claimed.user_id), claimed.lane)
