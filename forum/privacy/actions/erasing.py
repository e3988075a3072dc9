"""Leaving: everything that names the person goes, the number of the account stays.

Ballots, the register of who voted, and the record of what happened stay under that number,
which names nobody.
"""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum.accounts import actions as accounts
from forum.accounts import traces
from forum.accounts.models import User
from forum.core import clock
from forum.core.actor import SYSTEM, Actor
from forum.core.commands import Command
from forum.core.db import after_commit, atomic, db, lock
from forum.core.errors import NotFound, Refused
from forum.core.outbox import Delivery, record
from forum.core.policy import require
from forum.privacy import files, journal, policy, queries, standing
from forum.privacy.actions.requests import open_automatic
from forum.privacy.events import (
    ErasureCancelled,
    ErasureRequested,
    PersonErased,
)
from forum.privacy.models import DataRequest, ErasureWipe, RequestKind, RequestState
from forum.privacy.naming import Names, names_of

GRACE = timedelta(days=7)
UNUSED = "unused"  # stands in a request that the program made itself


class LastAdmin(Refused):
    """Nobody would be left to administer the city's forum."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Anda satu-satunya pengelola kota. Beri peran itu kepada orang lain dulu, "
                "lalu hapus akun Anda."
            )
        )


@atomic()
def request_erasure(actor: Actor, *, takes_words: bool, at_once: bool = False) -> DataRequest:
    """Have one's account erased: after seven days in which it can be called off, or now."""
    require(policy.can_have_data, actor)
    assert actor.id is not None
    _held(actor.id)
    if queries.is_last_admin(actor.id):
        raise LastAdmin
    request = queries.pending_erasure(actor.id)
    if request is None:
        request = open_automatic(actor.id, RequestKind.ERASURE)
    request.takes_words = takes_words
    request.acts_at = clock.now() if at_once else clock.now() + GRACE
    request.version += 1
    db.session.flush()
    after_commit(standing.renew)
    if at_once:
        erase_person(actor.id)
    else:
        record(ErasureRequested(user_id=actor.id, request_id=request.id, actor_id=actor.id))
    return request


@atomic()
def cancel_erasure(actor: Actor, request: DataRequest) -> None:
    """Think again. Doing it twice is harmless."""
    require(policy.can_cancel, actor, request)
    lock(request)
    if request.state is RequestState.OPEN:
        _call_off(request, actor.id)


def erase_due() -> int:
    """Erase those whose days of grace are over, each in a transaction of its own."""
    erased = 0
    for request in queries.due_erasures():
        erased += _erase_one(request)
    return erased


@atomic()
def _erase_one(request: DataRequest) -> bool:
    lock(request)
    due = request.acts_at is not None and request.acts_at <= clock.now()
    if request.state is not RequestState.OPEN or request.user_id is None or not due:
        return False
    user = _held(request.user_id)
    came_back = (
        request.entered_by is None
        and request.answer == UNUSED
        and user.last_seen_on is not None
        and user.last_seen_on >= request.asked_at.astimezone(clock.LOCAL).date()
    )
    if came_back:
        _call_off(request, None)
        return False
    if queries.is_last_admin(user.id):
        request.state, request.done_at = RequestState.REFUSED, clock.now()
        request.answer = str(LastAdmin())
        after_commit(standing.renew)
        return False
    erase_person(user.id)
    return True


@atomic()
def erase_person(user_id: int, *, actor: Actor = SYSTEM) -> None:
    """Take away everything that names this person. Doing it twice is harmless.

    Part of an action that asked who may. Each folder takes away its own (`traces.erases`);
    the account is emptied last, for until then everyone can ask what the person was called.
    """
    user = _held(user_id)
    if user.erased_at is not None:
        return
    names = names_of(user_id)
    traces.erase(user_id)
    db.session.execute(
        delete(Command)
        .where(Command.actor_id == user_id)
        .execution_options(synchronize_session=False)
    )
    _mask_promises(names)
    accounts.forget_person(user_id)
    request = queries.pending_erasure(user_id)
    if request is not None:
        request.state, request.done_at = RequestState.DONE, clock.now()
        request.answer = None
    db.session.add(ErasureWipe())
    record(PersonErased(user_id=user_id, actor_id=actor.id))
    # Before the commit, for afterwards nobody knows the names; and once more after it, for
    # what another worker was writing meanwhile.
    files.remove_mails_naming(names)
    after_commit(lambda: _after(names))


def wipe_journal() -> bool:
    """Once someone was erased, empty the journal that still holds them; True when it is."""
    waiting = queries.waiting_wipes()
    if not waiting or not journal.empty():
        return not waiting
    with atomic():
        db.session.execute(
            delete(ErasureWipe)
            .where(ErasureWipe.id.in_(waiting))
            .execution_options(synchronize_session=False)
        )
    return True


def _after(names: Names) -> None:
    standing.renew()
    files.remove_mails_naming(names)


def _mask_promises(names: Names) -> None:
    """Events that wait for their subscribers may carry what someone wrote about the person."""
    for delivery in db.session.scalars(select(Delivery)):
        masked = names.mask_all(delivery.payload)
        if masked != delivery.payload:
            delivery.payload = masked


def _call_off(request: DataRequest, actor_id: int | None) -> None:
    request.state, request.done_at = RequestState.CANCELLED, clock.now()
    request.acts_at = None
    request.answer = None
    request.version += 1
    assert request.user_id is not None
    record(ErasureCancelled(user_id=request.user_id, request_id=request.id, actor_id=actor_id))
    after_commit(standing.renew)


def _held(user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("person")
    lock(user)
    return user
