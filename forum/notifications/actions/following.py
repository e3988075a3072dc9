"""Following a thing, and leaving it."""

import sqlalchemy as sa

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db
from forum.core.errors import NotFound
from forum.core.outbox import record
from forum.core.policy import require
from forum.notifications import matters, policy
from forum.notifications.actions.parts import changed, insert
from forum.notifications.events import FollowChanged, FollowingEnded
from forum.notifications.models import Follow, Level, Matter, Reason

AT_FIRST = {
    Reason.CHOSEN: Level.EVERYTHING,
    Reason.RAISED: Level.EVERYTHING,
    Reason.WROTE: Level.IMPORTANT,
    Reason.SUPPORTED: Level.IMPORTANT,
}


@atomic()
def follow(actor: Actor, matter: Matter, ref_id: int, *, level: Level) -> None:
    """Follow a thing so closely, or no longer. Doing it twice is harmless.

    NotFound for what this person may not see; leaving is always possible.
    """
    require(policy.can_follow, actor)
    assert actor.id is not None
    if level is Level.ENDED:
        if not changed(_of(actor.id, matter, ref_id).values(level=level)):
            return
    else:
        if not matters.names(actor, [matters.key_of(matter, ref_id)]):
            raise NotFound("matter")
        row = {
            "user_id": actor.id,
            "matter": matter,
            "ref_id": ref_id,
            "level": level,
            "reason": Reason.CHOSEN,
            "created_at": clock.now(),
        }
        db.session.execute(
            insert(Follow)
            .values(row)
            .on_conflict_do_update(
                index_elements=["user_id", "matter", "ref_id"],
                set_={"level": level, "reason": Reason.CHOSEN},
            )
        )
    record(
        FollowChanged(
            user_id=actor.id,
            matter=matter.value,
            ref_id=ref_id,
            level=level.value,
            actor_id=actor.id,
        )
    )


@atomic()
def leave_everything(actor: Actor) -> None:
    """Follow nothing any more. What was followed by itself does not begin again."""
    require(policy.can_follow, actor)
    assert actor.id is not None
    if changed(
        sa.update(Follow)
        .where(Follow.user_id == actor.id, Follow.level != Level.ENDED)
        .values(level=Level.ENDED, reason=Reason.CHOSEN)
    ):
        record(FollowingEnded(user_id=actor.id, actor_id=actor.id))


@atomic()
def begin(user_id: int, thread_id: int, reason: Reason) -> None:
    """Who raised, wrote or supported something follows it by itself.

    Not again where they left it, nor more quietly than so far. Recorded with what they did:
    an event of its own would name those who wrote without their name.
    """
    level = AT_FIRST[reason]
    statement = insert(Follow).values(
        user_id=user_id,
        matter=Matter.THREAD,
        ref_id=thread_id,
        level=level,
        reason=reason,
        created_at=clock.now(),
    )
    db.session.execute(
        statement.on_conflict_do_nothing(index_elements=["user_id", "matter", "ref_id"])
    )


@atomic()
def end_support(user_id: int, thread_id: int) -> None:
    """Who takes support back follows no longer, if it was for that alone."""
    db.session.execute(
        sa.delete(Follow)
        .where(
            Follow.user_id == user_id,
            Follow.matter == Matter.THREAD,
            Follow.ref_id == thread_id,
            Follow.reason == Reason.SUPPORTED,
            Follow.level != Level.ENDED,
        )
        .execution_options(synchronize_session=False)
    )


def _of(user_id: int, matter: Matter, ref_id: int) -> sa.Update:
    return sa.update(Follow).where(
        Follow.user_id == user_id,
        Follow.matter == matter,
        Follow.ref_id == ref_id,
        Follow.level != Level.ENDED,
    )
