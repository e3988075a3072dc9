"""Who may do what with an issue."""

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import aliased

from forum.core.actor import Actor, Grant, Role
from forum.discussions.models import Thread
from forum.discussions.policy import may_write
from forum.issues import lifecycle
from forum.issues.lifecycle import Who
from forum.issues.models import Issue, IssueKind, IssueState, Step

_thread = aliased(Thread)
_OWN = select(_thread.id).where(_thread.id == Issue.id)
FOR_A_UNIT = (Role.OFFICIAL, Role.HEAD)
HANDLING = (Role.COORDINATOR, Role.DESK, *FOR_A_UNIT)


def can_raise(actor: Actor) -> bool:
    return actor.signed_in and may_write(actor)


def can_keep_drafts(actor: Actor) -> bool:
    """What was begun stays within reach, also where publishing needs more by now."""
    return actor.signed_in


def can_edit(actor: Actor, issue: Issue) -> bool:
    """A draft is its author's alone; what is public stays as it was said."""
    return (
        issue.state is IssueState.DRAFT
        and actor.id is not None
        and issue.thread.author_id == actor.id
    )


def can_take(actor: Actor, issue: Issue, step: Step) -> bool:
    """Whether this person may take this step from where the issue stands now."""
    if step is Step.KEEP and issue.objected_at is None:
        return False
    return issue.state in lifecycle.sources(issue.kind, step) and can_ever_take(
        actor, issue, step
    )


def can_ever_take(actor: Actor, issue: Issue, step: Step) -> bool:
    """Whether it is this person's step at all, from whatever state it is taken."""
    return step_standing(actor, issue, step) is not None


def step_standing(actor: Actor, issue: Issue, step: Step) -> Grant | None:
    """In which role a step would be taken; a resident's own where it is the reporter's."""
    rule = lifecycle.rule_for(issue.kind, step)
    if rule is None or issue.state is IssueState.DRAFT:
        return None
    if actor.is_system:
        return Grant(Role.SYSTEM)
    if not may_handle(actor, issue):
        return None
    if step in (Step.MERGE, Step.UNMERGE, Step.KEEP) and _answers_for(actor, issue):
        return None
    return next(
        (found for who in Who if who in rule.who and (found := _as(actor, issue, who))), None
    )


def may_handle(actor: Actor, issue: Issue) -> bool:
    """Nobody handles a complaint about the unit they serve, whatever else they are.

    Handlers act on what they may see: `visible_to` says the same for lists.
    """
    about = issue.reported_unit_id
    return about is None or about not in actor.unit_ids(*FOR_A_UNIT)


def can_merge(actor: Actor, issue: Issue, head: Issue) -> bool:
    """Whether this person may put the one to the other: moderators, coordinators, officials;
    nobody who serves a unit that answers for one of them, whatever else they are.

    Merging takes an issue and its promises off the desk of its unit, so that unit does not.
    """
    return all(can_ever_take(actor, each, Step.MERGE) for each in (issue, head))


def can_unmerge(actor: Actor, issue: Issue, head: Issue) -> bool:
    """Whoever could have merged them."""
    return all(can_ever_take(actor, each, Step.UNMERGE) for each in (issue, head))


def _answers_for(actor: Actor, issue: Issue) -> bool:
    unit = issue.owner_unit_id
    return unit is not None and unit in actor.unit_ids(*FOR_A_UNIT)


def handles(actor: Actor, issue: Issue) -> bool:
    """Whether this person works on it: the coordinator, and the unit that answers for it."""
    serves = issue.owner_unit_id in actor.unit_ids(*FOR_A_UNIT)
    return (actor.has(Role.COORDINATOR) or serves) and may_handle(actor, issue)


def can_work(actor: Actor) -> bool:
    """Who has a list of matters that wait for them."""
    return actor.serves_as(*HANDLING, Role.MODERATOR)


def can_export_list(actor: Actor) -> bool:
    """The list for other systems (LAPOR, SIPD): those who look after the whole city."""
    return actor.has(Role.COORDINATOR, Role.ADMIN)


def can_note_lapor(actor: Actor, issue: Issue) -> bool:
    """Its number in the national channel is noted by who verifies."""
    return (
        issue.state is not IssueState.DRAFT
        and issue.kind is not IssueKind.DISCUSSION
        and actor.has(Role.COORDINATOR)
        and may_handle(actor, issue)
    )


def can_repeat(actor: Actor, issue: Issue) -> bool:
    """Propose again what was not taken up: whoever may raise something."""
    return (
        can_raise(actor)
        and issue.kind is IssueKind.PROPOSAL
        and issue.state
        in (IssueState.POSTPONED, IssueState.REJECTED, IssueState.PARTLY_ACCEPTED)
    )


def shows_exact_point(issue: Issue, *, anonymous: bool) -> bool:
    """Whether everyone may know the very point of an issue, or only its kelurahan.

    A point can give away who speaks, so it is told only with the name of the author.
    """
    return not anonymous and not issue.is_secret


def can_see_exact_point(actor: Actor, issue: Issue) -> bool:
    """Where everyone is told the kelurahan alone: its author, and those who handle it."""
    own = actor.id is not None and issue.thread.author_id == actor.id
    return own or handles(actor, issue)


def can_manage_categories(actor: Actor) -> bool:
    """Topics are the same for the whole city."""
    return actor.has(Role.ADMIN, Role.SYSTEM)


def is_public(issue: Issue) -> bool:
    """Whether everyone may know of it."""
    return issue.state is not IssueState.DRAFT and not issue.is_secret


def public() -> ColumnElement[bool]:
    """The issues that everyone may know of."""
    return and_(Issue.state != IssueState.DRAFT, Issue.is_secret.is_(False))


def visible_to(viewer: Actor) -> ColumnElement[bool]:
    """The issues this viewer may know of: the public ones, one's own, and the secret ones
    that one handles.

    A secret one (rahasia) is for its reporter, the coordinator, and the unit that answers for
    it; never for those who serve the unit it is about (domain: supervision goes to the
    Inspektorat, never to the reported unit).
    """
    if viewer.id is None:
        return public()
    return or_(
        public(),
        _OWN.where(_thread.author_id == viewer.id).exists(),
        and_(Issue.state != IssueState.DRAFT, _handled_by(viewer)),
    )


def _handled_by(viewer: Actor) -> ColumnElement[bool]:
    serves = viewer.unit_ids(*FOR_A_UNIT)
    handles: ColumnElement[bool] = Issue.owner_unit_id.in_(serves) if serves else false()
    if viewer.has(Role.COORDINATOR):
        handles = Issue.id.is_not(None)
    if not serves:
        return handles
    about = Issue.reported_unit_id
    return and_(handles, or_(about.is_(None), about.not_in(serves)))


def _as(actor: Actor, issue: Issue, who: Who) -> Grant | None:
    if who is Who.AUTHOR:
        own = actor.id is not None and actor.id == issue.thread.author_id
        return Grant(Role.RESIDENT) if own else None
    if who is Who.OWNER:
        unit = issue.owner_unit_id
        if unit is None:
            return None
        for role in FOR_A_UNIT:
            if unit in actor.unit_ids(role):
                return Grant(role, unit_id=unit)
        return None
    if who is Who.VILLAGE:
        held = any(
            grant.role is Role.DESK and grant.area_id in (None, issue.area_id)
            for grant in actor.grants
        )
        return Grant(Role.DESK, area_id=issue.area_id) if held else None
    if who is Who.OUTSIDER:
        return next(
            (
                Grant(role, unit_id=unit)
                for role in FOR_A_UNIT
                for unit in sorted(actor.unit_ids(role))
            ),
            None,
        )
    role = Role.COORDINATOR if who is Who.COORDINATOR else Role.MODERATOR
    return Grant(role) if actor.has(role) else None
