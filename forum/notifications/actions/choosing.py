"""How one person wants mails."""

import sqlalchemy as sa

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db
from forum.core.outbox import record
from forum.core.policy import require
from forum.notifications import matters, policy, queries, schedule
from forum.notifications.actions.parts import changed, insert
from forum.notifications.events import FollowChanged, MailWishesChanged
from forum.notifications.models import (
    Follow,
    Frequency,
    Lane,
    Level,
    MailDue,
    MailSetting,
    Notification,
)
from forum.notifications.schedule import Wishes


@atomic()
def choose_mails(actor: Actor, wishes: Wishes) -> None:
    """From now on mails come like this; what waits already goes by it, too."""
    require(policy.can_choose_mails, actor)
    assert actor.id is not None
    _keep(actor.id, wishes)
    record(MailWishesChanged(user_id=actor.id, actor_id=actor.id))


@atomic()
def stop_mails(user_id: int) -> None:
    """By the link in a mail, which is proof enough for this: no more mails of any lane."""
    wishes = queries.wishes_chosen_by(user_id)
    _keep(
        user_id,
        Wishes(Frequency.NEVER, False, wishes.is_quiet, wishes.quiet_from, wishes.quiet_until),
    )
    record(MailWishesChanged(user_id=user_id, by_link=True))


@atomic()
def stop_one(user_id: int, about: str) -> None:
    """By the link in a mail: no more of this one thing."""
    ref = matters.read(about)
    if ref is None:
        return
    matter, ref_id = ref
    row = {
        "user_id": user_id,
        "matter": matter,
        "ref_id": ref_id,
        "level": Level.ENDED,
        "reason": "chosen",
        "created_at": clock.now(),
    }
    db.session.execute(
        insert(Follow)
        .values(row)
        .on_conflict_do_update(
            index_elements=["user_id", "matter", "ref_id"], set_={"level": Level.ENDED}
        )
    )
    record(
        FollowChanged(
            user_id=user_id, matter=matter.value, ref_id=ref_id, level=Level.ENDED.value
        )
    )


def _keep(user_id: int, wishes: Wishes) -> None:
    values = {
        "frequency": wishes.frequency,
        "urgent": wishes.urgent,
        "is_quiet": wishes.is_quiet,
        "quiet_from": wishes.quiet_from,
        "quiet_until": wishes.quiet_until,
    }
    db.session.execute(
        insert(MailSetting)
        .values(user_id=user_id, **values)
        .on_conflict_do_update(index_elements=["user_id"], set_=values)
    )
    for lane in Lane:
        at = schedule.due(clock.now(), wishes, lane)
        mine = (MailDue.user_id == user_id) & (MailDue.lane == lane)
        if at is not None:
            changed(sa.update(MailDue).where(mine).values(due_at=at))
            continue
        changed(sa.delete(MailDue).where(mine))
        changed(
            sa.update(Notification)
            .where(Notification.user_id == user_id, Notification.waits_for == lane)
            .values(waits_for=None)
        )
