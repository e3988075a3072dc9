"""Invitations to a role, and where they stand."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import NotFound
from forum.staff import policy
from forum.staff.models import Invitation, InvitationState
from forum.staff.queries.parts import PAGE, same
from forum.web.paging import Page, cut, decode

_WHOLE = select(Invitation).options(
    joinedload(Invitation.area),
    joinedload(Invitation.unit),
)


def invitations_page(
    viewer: Actor, state: InvitationState, cursor: str | None = None
) -> Page[Invitation]:
    """Invitations in one state within this administrator's scope, the latest first."""
    statement = _WHOLE.where(policy.invitations_visible_to(viewer), _standing_at(state))
    after = decode(cursor, int)
    if after is not None:
        statement = statement.where(Invitation.id < after[0])
    rows = db.session.scalars(statement.order_by(Invitation.id.desc()).limit(PAGE + 1)).all()
    return cut(rows, PAGE, lambda invitation: (invitation.id,), is_first=after is None)


def invitation_for(viewer: Actor, invitation_id: int) -> Invitation:
    invitation = db.session.scalar(
        _WHOLE.where(
            Invitation.id == invitation_id, policy.invitations_visible_to(viewer)
        ).execution_options(populate_existing=True)
    )
    if invitation is None:
        raise NotFound("invitation")
    return invitation


def invitation_by_id(invitation_id: int) -> Invitation | None:
    """Its latest state, whoever asks: for the link in a mail and for whoever sends it."""
    return db.session.scalar(
        _WHOLE.where(Invitation.id == invitation_id).execution_options(populate_existing=True)
    )


def invitation_with_scope(invitation: Invitation) -> Invitation:
    """The same row with its area and unit, which holding it may have dropped."""
    return db.session.scalars(_WHOLE.where(Invitation.id == invitation.id)).one()


def open_invitations_alike(invitation: Invitation) -> Sequence[Invitation]:
    """Those not yet accepted or withdrawn, for the same address and the same role."""
    return db.session.scalars(
        select(Invitation).where(
            same(Invitation.email, invitation.email),
            same(Invitation.phone, invitation.phone),
            Invitation.role == invitation.role,
            same(Invitation.area_id, invitation.area_id),
            same(Invitation.unit_id, invitation.unit_id),
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
    ).all()


def open_invitations_of_unit(unit_id: int) -> Sequence[Invitation]:
    """Those that still lead to a role for this unit, with its area and unit."""
    return db.session.scalars(
        _WHOLE.where(
            Invitation.unit_id == unit_id, _standing_at(InvitationState.OPEN)
        ).order_by(Invitation.id)
    ).all()


def unanswered_count(viewer: Actor) -> int:
    """How many invitations have run out without an answer: to send again, or to withdraw."""
    statement = select(func.count()).select_from(Invitation)
    return db.session.scalars(
        statement.where(
            policy.invitations_visible_to(viewer), _standing_at(InvitationState.EXPIRED)
        )
    ).one()


def _standing_at(state: InvitationState) -> ColumnElement[bool]:
    if state is InvitationState.ACCEPTED:
        return Invitation.accepted_at.is_not(None)
    if state is InvitationState.WITHDRAWN:
        return and_(Invitation.withdrawn_at.is_not(None), Invitation.accepted_at.is_(None))
    waiting = and_(Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
    expired = Invitation.expires_at <= clock.now()
    return and_(waiting, expired if state is InvitationState.EXPIRED else ~expired)
