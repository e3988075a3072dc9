"""Who may do what with an issue."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from forum.core.actor import Actor, Role
from forum.discussions.models import Thread
from forum.discussions.policy import may_write
from forum.issues.models import STATES_OF, Issue, IssueState

_thread = aliased(Thread)
_OWN = select(_thread.id).where(_thread.id == Issue.id)


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


def can_move(actor: Actor, issue: Issue) -> bool:
    """Those who handle issues say how far each has come."""
    return issue.state is not IssueState.DRAFT and (
        actor.is_system
        or actor.serves_as(Role.COORDINATOR, Role.OFFICIAL, Role.HEAD, Role.ADMIN)
    )


def shows_exact_point(issue: Issue, *, anonymous: bool) -> bool:
    """Whether everyone may know the very point of an issue, or only its kelurahan.

    A point can give away who speaks, so it is told only with the name of the author.
    """
    return not anonymous


def can_see_exact_point(actor: Actor, issue: Issue) -> bool:
    """Where everyone is told the kelurahan alone: its author, and those who handle it."""
    own = actor.id is not None and issue.thread.author_id == actor.id
    return own or can_move(actor, issue)


def can_manage_categories(actor: Actor) -> bool:
    """Topics are the same for the whole city."""
    return actor.has(Role.ADMIN, Role.SYSTEM)


def states_for(issue: Issue) -> list[IssueState]:
    """Where it may be moved to: the states of its kind, but never back to a draft."""
    return [state for state in STATES_OF[issue.kind] if state is not IssueState.DRAFT]


def visible_to(viewer: Actor) -> ColumnElement[bool]:
    """The issues this viewer may know of: the public ones, and one's own drafts."""
    public = Issue.state != IssueState.DRAFT
    if viewer.id is None:
        return public
    return or_(public, _OWN.where(_thread.author_id == viewer.id).exists())
