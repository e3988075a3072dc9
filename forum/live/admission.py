"""Who follows a room may lose the right to: then the room is shut for them, at once.

A connection is let into a room once. What may change that later - a level raised, a role or a
verification that ended, a device signed out - is told to a room of nobody's, `rights:0`, in the
change's own transaction. Every serving process reads it and asks the guards of the concerned
connections anew; the process that made the change does so at once, others within `PERIOD`.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select

from forum.accounts.events import (
    AccountErased,
    CodeGeneratorRemoved,
    DeviceSignedOut,
    OtherDevicesSignedOut,
    PasskeyRemoved,
    PasswordChanged,
    SecondFactorReset,
    TokenRevoked,
)
from forum.city import settings
from forum.city.events import SettingChanged
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.events import Event
from forum.live import log, tasks
from forum.live.log import Line, Numbered, tells, when_committed
from forum.live.models import LiveEvent
from forum.live.rooms import View, room
from forum.staff.events import RoleExpired, RoleWithdrawn
from forum.verification.events import VerificationExpired, VerificationRevoked

logger = logging.getLogger(__name__)

ROOM = "rights:0"
PERIOD = 2.0  # seconds until a change made by another process is noticed
Recheck = Callable[[set[int] | None], None]

_ready = threading.Event()
_seen: dict[str, int] = {}  # the last line of ROOM that this process has acted upon
_recheck: list[Recheck] = []


@room("rights", snapshot=lambda _key: View())
def follows(_viewer: Actor, _key: int) -> None:
    raise NotFound("rights")  # it is for the servers


def rights_may_end(*kinds: type[Event]) -> None:
    """After these events the account in their `user_id` may be entitled to fewer rooms."""

    @tells(*kinds)
    def tell(event: Any) -> Iterable[Line]:
        if event.user_id is not None:
            yield Line(ROOM, {"user_id": event.user_id})


rights_may_end(
    AccountErased,
    CodeGeneratorRemoved,
    DeviceSignedOut,
    OtherDevicesSignedOut,
    PasskeyRemoved,
    PasswordChanged,
    RoleExpired,
    RoleWithdrawn,
    SecondFactorReset,
    TokenRevoked,
    VerificationExpired,
    VerificationRevoked,
)


@tells(SettingChanged)
def tell_of_levels(event: SettingChanged) -> Iterable[Line]:
    """Another level for reading concerns everyone, visitors too."""
    if event.key == "levels":
        yield Line(ROOM)


def by(recheck: Recheck) -> Recheck:
    """Register who asks the guards anew: `recheck(user_ids)`, or of everyone for None."""
    _recheck[:] = [recheck]
    return recheck


@when_committed
def wake(numbered: Numbered) -> None:
    if not any(name == ROOM for name, _seq in numbered):
        return
    if tasks.inline():
        with tasks.context():
            look()
    else:
        _ready.set()


def look() -> None:
    """Act upon what was told since the last look."""
    if ROOM not in _seen:
        return  # nobody has come yet
    if not tasks.inline():
        db.session.rollback()  # SQLite: a reading begun earlier would not see these lines
    statement = select(LiveEvent.seq, LiveEvent.facts)
    told = db.session.execute(
        statement.where(LiveEvent.room == ROOM, LiveEvent.seq > _seen[ROOM]).order_by(
            LiveEvent.seq
        )
    ).all()
    if not told:
        return
    concerned = {line.facts.get("user_id") for line in told}
    if None in concerned:
        settings.renew()  # here they may be a few seconds old
    for recheck in _recheck:
        recheck(None if None in concerned else {each for each in concerned if each})
    _seen[ROOM] = told[-1].seq  # only now: what failed is done again


def begin() -> None:
    """Somebody connects. What was told before the first who did concerns nobody here."""
    if ROOM not in _seen:
        _seen[ROOM] = log.last_seq(ROOM)


def forget() -> None:
    """For tests, where each begins with an empty log."""
    _seen.clear()


def run() -> None:
    """The task of a serving process that keeps watch."""
    while True:
        _ready.wait(PERIOD)
        _ready.clear()
        try:
            with tasks.context():
                look()
        except Exception:
            logger.exception("checking who may still follow failed")
