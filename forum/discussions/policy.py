"""Who may do what in a discussion."""

from sqlalchemy import ColumnElement, false, or_

from forum.core.actor import Actor, Role
from forum.discussions.models import Post, PostState, Thread
from forum.discussions.subjects import SUBJECTS
from forum.discussions.voices import Voice, voices_of
from forum.verification import levels


def can_open(actor: Actor) -> bool:
    return actor.signed_in


def can_reply(actor: Actor, thread: Thread) -> bool:
    """Whoever is signed in, while the discussion takes replies."""
    return actor.signed_in and thread.takes_replies and may_write(actor)


def can_support(actor: Actor, post: Post) -> bool:
    """Whoever is signed in, but not one's own words."""
    return (
        actor.signed_in and actor.id != post.author_id and levels.reaches(actor, levels.SUPPORT)
    )


def may_write(actor: Actor) -> bool:
    """In some capacity: as a resident, or in a role."""
    return any(can_write_as(actor, voice) for voice in (None, *voices_of(actor)))


def can_enter(actor: Actor) -> bool:
    """Type in what somebody else said: officers of the desk. For whom, the desk knows."""
    return actor.serves_as(Role.DESK, Role.ADMIN)


def can_enter_support(actor: Actor, post: Post, person_id: int) -> bool:
    """For somebody else, never for oneself, nor for one's own words."""
    return can_enter(actor) and actor.id not in (person_id, post.author_id)


def can_write_as(actor: Actor, voice: Voice | None) -> bool:
    """In a role only who holds it; as a resident only who is verified as far as posting asks.

    A role that someone also holds does not stand in for that.
    """
    if voice is None:
        return actor.signed_in and levels.reaches(actor, levels.POST)
    return actor.signed_in and voice in voices_of(actor)


def can_edit(actor: Actor, post: Post) -> bool:
    """One's own words, as long as everyone may read them."""
    return _own(actor, post) and post.state is PostState.VISIBLE and may_write(actor)


def can_delete(actor: Actor, post: Post) -> bool:
    """One's own replies. An opening is the beginning of what others did since: it stays."""
    return _own(actor, post) and not post.is_opening


def can_vote_on_argument(actor: Actor, post: Post) -> bool:
    """Agree or disagree; not with oneself."""
    return can_support(actor, post)


def can_pin(actor: Actor) -> bool:
    """Officials may point at what helps everyone; that takes nothing from anybody."""
    return can_set_pace(actor) or actor.serves_as(Role.OFFICIAL, Role.HEAD)


def can_set_pace(actor: Actor) -> bool:
    """Slow a discussion down, close it, open it again: not those who are criticised in it."""
    return actor.is_system or actor.serves_as(Role.MODERATOR, Role.COORDINATOR, Role.ADMIN)


def can_keep_drafts(actor: Actor) -> bool:
    return actor.signed_in


def can_call(actor: Actor) -> bool:
    """Be shown who can be called by name."""
    return actor.signed_in and may_write(actor)


def _own(actor: Actor, post: Post) -> bool:
    return actor.signed_in and actor.id == post.author_id


def can_moderate(actor: Actor) -> bool:
    return actor.is_system or actor.serves_as(Role.MODERATOR, Role.ADMIN)


def visible_to(viewer: Actor) -> ColumnElement[bool]:
    """The threads this viewer may know of: each subject answers for its own."""
    return or_(
        false(),
        *(
            (Thread.subject == name) & subject.visible_to(viewer)
            for name, subject in SUBJECTS.items()
        ),
    )
