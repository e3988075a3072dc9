"""Who may plan a citizen forum, lead it, follow it behind the scenes, and speak at it."""

from sqlalchemy import ColumnElement, true

from forum.core.actor import Actor, Role
from forum.meetings.models import Assignment, Meeting, MeetingState
from forum.verification import levels

LEADING = (Assignment.LEAD, Assignment.CO_LEAD)


def can_schedule(actor: Actor) -> bool:
    """Facilitators plan citizen forums."""
    return actor.is_system or actor.serves_as(Role.FACILITATOR, Role.ADMIN)


def can_run(actor: Actor, meeting: Meeting) -> bool:
    """Its lead and co-leads, as long as they are facilitators; `staff` must be loaded."""
    if actor.is_system or actor.has(Role.ADMIN):
        return True
    return actor.serves_as(Role.FACILITATOR) and leads(actor, meeting)


def can_follow_staff(actor: Actor, meeting: Meeting) -> bool:
    """See what happens behind the scenes: who runs it, its scribe, and observers."""
    return (
        can_run(actor, meeting)
        or actor.serves_as(Role.OBSERVER)
        or _is_assigned(actor, meeting, Assignment.SCRIBE)
    )


def can_speak(actor: Actor, meeting: Meeting) -> bool:
    """Everyone with an account, save those who lead it: they do not argue its content."""
    return actor.signed_in and not leads(actor, meeting) and levels.reaches(actor, levels.SPEAK)


def can_step_back(actor: Actor, meeting: Meeting) -> bool:
    """Whoever may have raised a hand takes it down, also where speaking needs more by now."""
    return actor.signed_in and not leads(actor, meeting)


def can_raise_hand(actor: Actor, meeting: Meeting) -> bool:
    return can_speak(actor, meeting) and meeting.state is MeetingState.LIVE


def can_keep_in_step(actor: Actor) -> bool:
    """Items follow their polls by themselves, never by hand."""
    return actor.is_system


def leads(actor: Actor, meeting: Meeting) -> bool:
    """Is its lead or one of its co-leads; `staff` must be loaded."""
    return _is_assigned(actor, meeting, *LEADING)


def visible_to(viewer: Actor) -> ColumnElement[bool]:
    """The meetings this viewer may know of: drafts are for those who plan them."""
    if can_schedule(viewer):
        return true()
    return Meeting.state != MeetingState.DRAFT


def _is_assigned(actor: Actor, meeting: Meeting, *assignments: Assignment) -> bool:
    return actor.id is not None and any(
        row.user_id == actor.id and row.assignment in assignments for row in meeting.staff
    )
