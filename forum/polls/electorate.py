"""Who belongs to the electorate of a poll and, where somebody does not, why: in words.

Until a poll is opened the electorate is a rule; from then on it is a list (`Elector`), made in
one statement at the opening. What happens to people later changes nothing about who is on it,
but who is not known well enough any more cannot vote, on the list or not.
"""

from collections.abc import Callable, Collection
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, literal, select

from forum.accounts import queries as accounts
from forum.accounts.models import RoleGrant, User
from forum.city.models import Area
from forum.core.actor import Actor, Role, Verification
from forum.core.db import db
from forum.polls.models import Elector, Invited, Poll, PollState
from forum.staff.queries import in_force
from forum.verification import queries as verification

Bar = Callable[[Actor, int], str | None]
Barred = Callable[[int], Select[Any]]
_BARS: list[Bar] = []
_BARRED: list[Barred] = []
BEFORE = (PollState.DRAFT, PollState.ARMED)


def bars_from_voting(function: Bar) -> Bar:
    """Register a reason not to vote: `function(actor, poll_id)` gives a sentence or None.

    For folders above this one, which know of tasks that do not go with voting. It should ask
    one query; it is asked when a ballot is cast, in its transaction, and when a page is shown.
    """
    _BARS.append(function)
    return function


def barred_people(function: Barred) -> Barred:
    """Register whom `bars_from_voting` keeps out: `function(poll_id)` selects their ids."""
    _BARRED.append(function)
    return function


def why_not(actor: Actor, poll: Poll) -> str | None:
    """Why this person may not vote in this poll; None for those who may."""
    if not actor.signed_in:
        return _("Masuk dulu untuk memilih.")
    if not actor.verification.reaches(poll.level):
        if poll.level is Verification.IDENTITY_CARD:
            return _(
                "Yang dapat memilih adalah warga yang diverifikasi dengan KTP. Akun Anda belum diverifikasi."
            )
        return _(
            "Yang dapat memilih adalah warga yang diverifikasi dengan kode RT/RW atau KTP. "
            "Akun Anda belum diverifikasi."
        )
    if actor.id == poll.author_id:
        return _("Anda menyelenggarakan pemungutan ini, jadi Anda tidak ikut memilih.")
    barred = next((reason for bar in _BARS if (reason := bar(actor, poll.id))), None)
    if barred is not None or is_elector(actor, poll):
        return barred
    return _outside(actor, poll)


def is_elector(actor: Actor, poll: Poll) -> bool:
    """Whether this person is on the list; before there is one, whether the rule fits."""
    assert actor.id is not None
    if poll.state in BEFORE:
        return _fits(actor, poll)
    return db.session.get(Elector, (poll.id, actor.id)) is not None


def may_still_enter(actor: Actor, poll: Poll) -> bool:
    """Somebody who fits the rule now and is not on the list, where it takes latecomers."""
    return (
        poll.takes_latecomers
        and poll.state not in BEFORE
        and not is_elector(actor, poll)
        and _fits(actor, poll)
    )


def enter_late(actor: Actor, poll: Poll) -> None:
    """Put a latecomer on the list; the poll is held, and the transaction is the caller's."""
    db.session.add(Elector(poll_id=poll.id, user_id=actor.id, is_late=True))
    poll.entitled += 1


def freeze(poll: Poll) -> None:
    """Make the list, of everyone who fits the rule now; the transaction is the caller's."""
    chosen = select(literal(poll.id), User.id, literal(False)).where(*_rule(poll))
    for barred in _BARRED:
        chosen = chosen.where(User.id.not_in(barred(poll.id)))
    columns = ["poll_id", "user_id", "is_late"]
    db.session.execute(insert(Elector).from_select(columns, chosen))
    counted = select(func.count()).where(Elector.poll_id == poll.id)
    poll.entitled = db.session.scalars(counted).one()


def expected(poll: Poll) -> int:
    """How many would be on the list, were it made now."""
    counted = select(func.count()).select_from(User).where(*_rule(poll))
    for barred in _BARRED:
        counted = counted.where(User.id.not_in(barred(poll.id)))
    return db.session.scalars(counted).one()


def _outside(actor: Actor, poll: Poll) -> str | None:
    """Why somebody is not on the list; None where they may still enter it."""
    if _fits(actor, poll):
        if poll.takes_latecomers:
            return None
        if _verified_too_late(actor, poll):
            return _(
                "Anda diverifikasi setelah pemungutan dibuka. "
                "Daftar pemilih ditetapkan saat pemungutan dibuka."
            )
        return _(
            "Daftar pemilih ditetapkan saat pemungutan dibuka, dan nama Anda tidak ada di sana."
        )
    if poll.is_by_invitation:
        return _("Pemungutan ini hanya untuk mereka yang ada dalam daftar undangannya.")
    if poll.only_role is not None:
        return _("Pemungutan ini hanya untuk mereka yang memegang peran tertentu.")
    return _("Pemungutan ini hanya untuk warga yang tinggal di wilayahnya.")


def _verified_too_late(actor: Actor, poll: Poll) -> bool:
    assert actor.id is not None
    since = verification.held_since(actor.id, poll.level)
    return poll.opened_at is not None and since is not None and since > poll.opened_at


def _fits(actor: Actor, poll: Poll) -> bool:
    statement = select(User.id).where(User.id == actor.id, *_rule(poll))
    return db.session.scalar(statement) is not None


def _rule(poll: Poll) -> list[ColumnElement[bool]]:
    """What the people have in common who may vote."""
    rule = [accounts.is_verified(poll.level), User.id != poll.author_id]
    if poll.is_local and poll.area_id is not None:
        inside = select(Area.id).where(
            (Area.id == poll.area_id) | (Area.parent_id == poll.area_id)
        )
        rule.append(User.area_id.in_(inside))
    if poll.only_role is not None:
        held = and_(
            RoleGrant.user_id == User.id,
            RoleGrant.role == Role(poll.only_role),
            in_force(),
        )
        rule.append(exists().where(held))
    if poll.is_by_invitation:
        listed = select(Invited.user_id).where(Invited.poll_id == poll.id)
        rule.append(User.id.in_(listed))
    return rule


def invite(poll: Poll, user_ids: Collection[int]) -> None:
    """Put people on the list of a draft; who stands on it already stays."""
    known = set(db.session.scalars(select(Invited.user_id).where(Invited.poll_id == poll.id)))
    db.session.add_all(
        Invited(poll_id=poll.id, user_id=user_id) for user_id in set(user_ids) - known
    )
