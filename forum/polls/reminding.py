"""Those who may vote and have not are told once, a day before a long poll closes.

It cannot wait for the next summary by mail, so it is urgent; whoever wants none of that has said
so in their settings.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from forum import notifications
from forum.core import clock
from forum.core.db import atomic, db, lock
from forum.core.events import subscribe
from forum.core.outbox import record
from forum.core.worker import every
from forum.polls import queries
from forum.polls.events import VotersToRemind
from forum.polls.models import Poll, PollState
from forum.web.filters import moment

BEFORE = timedelta(hours=24)
LONG = timedelta(hours=36)  # shorter ones remind nobody
AT_ONCE = 500
Facts = Mapping[str, Any]


@every(60)
def remind() -> None:
    for poll_id in queries.closing_before(clock.now() + BEFORE, LONG):
        _promise(db.session.get_one(Poll, poll_id))


@atomic()
def _promise(poll: Poll) -> None:
    lock(poll)
    if poll.reminded_at is None and poll.state is PollState.OPEN:
        poll.reminded_at = clock.now()
        record(VotersToRemind(poll_id=poll.id))


@subscribe(VotersToRemind)
def tell_a_batch(event: VotersToRemind) -> None:
    people = queries.yet_to_vote(event.poll_id, event.after, AT_ONCE)
    notifications.notify_all(
        people,
        key=f"poll-closing:{event.poll_id}",
        kind="poll_closing",
        facts={"poll_id": event.poll_id},
    )
    if len(people) == AT_ONCE:
        record(VotersToRemind(poll_id=event.poll_id, after=people[-1]))


@notifications.kind("poll_closing", urgent=True)
def closing_words(many: Sequence[Facts]) -> list[notifications.Text | None]:
    polls = queries.open_by_id({facts["poll_id"] for facts in many})
    return [
        notifications.Text(
            _(
                "Anda belum memilih: %(question)s Ditutup %(when)s.",
                question=polls[facts["poll_id"]].question,
                when=moment(closes_at),
            ),
            f"/suara/{facts['poll_id']}",
        )
        if facts["poll_id"] in polls and (closes_at := polls[facts["poll_id"]].closes_at)
        else None
        for facts in many
    ]
