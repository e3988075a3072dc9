"""The daily round: what is older than the city keeps it goes away."""

import logging
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from forum.city import settings
from forum.core import clock, retention
from forum.core.db import after_commit, atomic, db
from forum.core.outbox import record
from forum.privacy import queries, standing
from forum.privacy.actions.erasing import UNUSED
from forum.privacy.actions.requests import open_automatic
from forum.privacy.events import RetentionRan, UnusedAccountNoticed
from forum.privacy.models import RequestKind, RetentionRun

NEVER = 36_500  # days; the city's longest means: not at all
NOTICE = timedelta(days=30)

log = logging.getLogger(__name__)


def run_daily() -> dict[str, int] | None:
    """Make the round once a day; None where it was made today. Starting anew is harmless."""
    today = clock.today()
    if queries.ran_on(today):
        return None
    counts: dict[str, int] = {}
    for kind, removers in retention.removers().items():
        before = _before(kind)
        if before is None:
            continue
        for remover in removers:
            with atomic():
                counts[kind] = counts.get(kind, 0) + remover(before)
    counts["accounts_unused"] = give_notice_to_unused()
    _note_run(counts)
    return counts


@atomic()
def give_notice_to_unused() -> int:
    """Tell those who were not here for long that their account goes in thirty days."""
    days = settings.days_kept("accounts_unused")
    if days >= NEVER:
        return 0
    told = 0
    for user_id in queries.unused_since(clock.today() - timedelta(days=days)):
        request = open_automatic(user_id, RequestKind.ERASURE)
        request.acts_at, request.answer = clock.now() + NOTICE, UNUSED
        record(UnusedAccountNoticed(user_id=user_id, request_id=request.id))
        told += 1
    if told:
        after_commit(standing.renew)
    return told


@atomic()
def _note_run(counts: dict[str, int]) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(RetentionRun(day=clock.today(), counts=counts))
    except IntegrityError:  # another worker came at the same time
        return
    record(RetentionRan(counts=counts))


def _before(kind: str) -> datetime | None:
    """What is older than this goes; None for a kind that is kept for good."""
    try:
        days = settings.days_kept(kind)
    except KeyError:
        log.error("no setting says how long %s is kept", kind)
        return None
    return None if days >= NEVER else clock.now() - timedelta(days=days)
