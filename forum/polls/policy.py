"""Who may do what with a poll."""

from sqlalchemy import ColumnElement, and_, false, or_, true

from forum.core.actor import Actor, Grant, Role
from forum.polls.models import Poll, PollState, Secrecy

ORGANISERS = (Role.FACILITATOR, Role.ADMIN)
MANAGERS = (*ORGANISERS, Role.SYSTEM)


def can_vote(actor: Actor, poll: Poll) -> bool:
    """Whoever was verified as far as this poll asks for, but not who put the question.

    Whether they were checked in time, and do not lead the forum it belongs to, is asked of
    the electorate.
    """
    return actor.verification.reaches(poll.level) and actor.id != poll.author_id


def can_draft(actor: Actor, *, area_id: int | None = None, unit_id: int | None = None) -> bool:
    """Facilitators and admins of the city, or of the very area or unit it is for."""
    return actor.has(*MANAGERS, area_id=area_id, unit_id=unit_id)


def can_draft_somewhere(actor: Actor) -> bool:
    return actor.serves_as(*ORGANISERS)


def can_manage(actor: Actor, poll: Poll) -> bool:
    return can_draft(actor, area_id=poll.area_id, unit_id=poll.unit_id)


def can_count(actor: Actor) -> bool:
    """Nobody counts by hand."""
    return actor.is_system


def can_see_result(actor: Actor, poll: Poll) -> bool:
    """Everyone once it is published; the organisers from the count on; nobody before."""
    if poll.state is PollState.PUBLISHED:
        return True
    return poll.state is PollState.CLOSED and can_manage(actor, poll)


def can_see_ballots(actor: Actor, poll: Poll) -> bool:
    """Who chose what: of a named poll everyone, once its result is published."""
    return poll.secrecy is Secrecy.NAMED and poll.state is PollState.PUBLISHED


def visible_to(viewer: Actor) -> ColumnElement[bool]:
    """The polls this viewer may know of: drafts are for those who manage them."""
    return or_(Poll.state != PollState.DRAFT, managed_by(viewer))


def managed_by(actor: Actor) -> ColumnElement[bool]:
    scopes = [_within(grant) for grant in actor.grants if grant.role in MANAGERS]
    return or_(false(), *scopes)


def _within(grant: Grant) -> ColumnElement[bool]:
    return and_(
        true() if grant.area_id is None else Poll.area_id == grant.area_id,
        true() if grant.unit_id is None else Poll.unit_id == grant.unit_id,
    )
