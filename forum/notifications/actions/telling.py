"""Telling people: one, several, or all who follow a thing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.outbox import record
from forum.notifications import matters, queries, schedule
from forum.notifications.actions.parts import insert, move_count
from forum.notifications.events import FollowersToTell, ManyNotified, Notified
from forum.notifications.kinds import besides, lane_of
from forum.notifications.models import Lane, MailDue, Matter, Notification

AT_ONCE = 500  # rows of one statement, and people told in one transaction
FEW = 25  # so many bells are rung at once; more count at the next page


def notify(
    user_id: int, *, key: str, kind: str, facts: dict[str, Any], about: str | None = None
) -> None:
    """Tell one person of something, in the transaction of whoever calls.

    `key` names the occasion: the same occasion tells a person once, however often it is told.
    `facts` holds ids only; the registered kind makes words of them. `about` names the thing it
    is about (`matters.key_of`): who may not see that thing reads nothing of it.
    """
    notify_all([user_id], key=key, kind=kind, facts=facts, about=about)


def notify_all(
    user_ids: Iterable[int],
    *,
    key: str,
    kind: str,
    facts: dict[str, Any],
    about: str | None = None,
    spare: bool = False,
) -> None:
    """Tell several people of the same thing; `spare` those who want to hear nothing of it."""
    transaction()  # outside one the news would be lost
    # In one order everywhere, so that two changes never wait for each other in a circle.
    people = sorted(set(user_ids))
    if spare and about is not None:
        silenced = set(queries.silenced(about, people))
        people = [user_id for user_id in people if user_id not in silenced]
    for start in range(0, len(people), AT_ONCE):
        _tell(people[start : start + AT_ONCE], key, kind, facts, about)


def tell_followers(
    matter: Matter,
    ref_id: int,
    *,
    key: str,
    kind: str,
    facts: dict[str, Any],
    about: str | None,
    important: bool = True,
) -> None:
    """Promise that everyone who follows this is told, in the transaction of whoever calls.

    Not `important`: only those who wish to hear everything. Not told is whom the kind names as
    `besides`: who did it, and who hears of it in other words. The worker does it in batches, so that a hundred
    thousand followers hold up nobody.
    """
    record(
        FollowersToTell(
            matter=matter.value,
            ref_id=ref_id,
            important=important,
            key=key,
            kind=kind,
            about=about,
            facts=facts,
        )
    )


def tell_some_followers(event: FollowersToTell) -> None:
    """One batch of them, and the promise of the next, in one transaction."""
    transaction()
    found = queries.followers(
        Matter(event.matter),
        event.ref_id,
        important=event.important,
        after=event.after,
        limit=AT_ONCE,
    )
    if not found:
        return
    people = set(found) - besides(event.kind, event.facts)
    notify_all(
        _who_may_know(people, event.about),
        key=event.key,
        kind=event.kind,
        facts=event.facts,
        about=event.about,
    )
    if len(found) == AT_ONCE:
        record(replace(event, after=found[-1]))


def _who_may_know(people: Collection[int], about: str | None) -> Collection[int]:
    """Of what everyone may see all hear; of the rest who may see it now, asked one by one.

    Who silenced the thing itself hears nothing of it by way of its area or author either.
    """
    if about is None or not people:
        return people
    people = set(people) - set(queries.silenced(about, people))
    if matters.is_public(about):
        return people
    return [
        actor.id
        for actor in queries.actors(people)
        if actor.id is not None and about in matters.names(actor, [about])
    ]


def _tell(
    people: list[int], key: str, kind: str, facts: dict[str, Any], about: str | None
) -> None:
    now, lane = clock.now(), lane_of(kind)
    due = _mails_due(people, lane)
    told = db.session.execute(
        insert(Notification)
        .values(
            [
                {
                    "user_id": user_id,
                    "key": key,
                    "kind": kind,
                    "about": about,
                    "facts": facts,
                    "created_at": now,
                    "waits_for": lane if user_id in due else None,
                }
                for user_id in people
            ]
        )
        .on_conflict_do_nothing(index_elements=["user_id", "key"])
        .returning(Notification.user_id, Notification.id)
    ).all()
    if not told:
        return
    move_count([user_id for user_id, _id in told], 1)
    _promise_mails([user_id for user_id, _id in told], due, lane)
    if len(told) > FEW:
        record(ManyNotified(key=key, people=len(told)))
        return
    for user_id, notification_id in sorted(told):
        record(Notified(user_id=user_id, notification_id=notification_id))


def _mails_due(people: list[int], lane: Lane) -> Mapping[int, Any]:
    """When a mail of this would go out, for those of them who get one."""
    now = clock.now()
    return {
        user_id: at
        for user_id, wishes in queries.wishes_of(people).items()
        if (at := schedule.due(now, wishes, lane)) is not None
    }


def _promise_mails(told: list[int], due: Mapping[int, Any], lane: Lane) -> None:
    """What waits already keeps its time: a summary does not move further away."""
    rows = [
        {"user_id": user_id, "lane": lane, "due_at": due[user_id], "tries": 0}
        for user_id in told
        if user_id in due
    ]
    if rows:
        statement = insert(MailDue)
        db.session.execute(
            statement.values(rows).on_conflict_do_update(
                # Unchanged, but held: a mail that is just being finished sees what we add.
                index_elements=["user_id", "lane"],
                set_={"lane": statement.excluded.lane},
            )
        )
