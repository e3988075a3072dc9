"""The lists of those who handle issues: what waits for the coordinator, a unit, a kelurahan."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, true

from forum.core.actor import Actor, Role
from forum.issues.models import Issue, IssueKind, IssueState
from forum.issues.policy import FOR_A_UNIT

_WITH_THE_OFFICE = (
    IssueState.ASSIGNED,
    IssueState.IN_PROGRESS,
    IssueState.REOPENED,
    IssueState.ANSWERED,
    IssueState.UNDER_REVIEW,
    IssueState.ACCEPTED,
    IssueState.PARTLY_ACCEPTED,
    IssueState.CARRIED_OUT,
)


@dataclass(frozen=True)
class WorkList:
    """One list: its key in the address, its name, and which issues are in it."""

    key: str
    title: str
    where: ColumnElement[bool]


def lists_for(actor: Actor) -> Sequence[WorkList]:
    """The lists of this officer, in the order of their work; never none for who `can_work`."""
    lists = []
    if actor.has(Role.COORDINATOR):
        lists += [
            WorkList("masuk", _("Perlu diverifikasi"), Issue.state == IssueState.RECEIVED),
            WorkList(
                "disposisi",
                _("Perlu didisposisikan"),
                Issue.state.in_(
                    (IssueState.VERIFIED, IssueState.VERIFIED_VILLAGE, IssueState.REOPENED)
                ),
            ),
        ]
    units = actor.unit_ids(*FOR_A_UNIT)
    if units:
        mine = Issue.owner_unit_id.in_(units)
        lists += [
            WorkList(
                "unit", _("Ditangani unit saya"), mine & Issue.state.in_(_WITH_THE_OFFICE)
            ),
            WorkList(
                "pelapor",
                _("Menunggu pelapor"),
                mine & (Issue.state == IssueState.NEEDS_COMPLETION),
            ),
        ]
    desks = [grant for grant in actor.grants if grant.role is Role.DESK]
    if desks:
        areas = [grant.area_id for grant in desks]
        here = true() if None in areas else Issue.area_id.in_(areas)
        lists.append(
            WorkList(
                "kelurahan",
                _("Usulan untuk diverifikasi"),
                here
                & (Issue.kind == IssueKind.PROPOSAL)
                & (Issue.state == IssueState.SUBMITTED),
            )
        )
    if actor.has(Role.COORDINATOR):
        lists.append(WorkList("lewat", _("Lewat batas waktu"), Issue.is_overdue.is_(True)))
    if actor.has(Role.COORDINATOR, Role.MODERATOR):
        lists.append(
            WorkList(
                "keberatan", _("Keberatan atas penggabungan"), Issue.objected_at.is_not(None)
            )
        )
    return lists
