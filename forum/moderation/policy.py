"""Who may flag, and who may decide."""

from forum.core.actor import Actor, Role
from forum.moderation.models import Case
from forum.moderation.subjects import Content


def can_flag(actor: Actor, content: Content) -> bool:
    """Whoever is signed in, but not one's own words."""
    return actor.signed_in and actor.id != content.author_id


def can_moderate(actor: Actor) -> bool:
    """May see the queue at all."""
    return actor.serves_as(Role.MODERATOR, Role.ADMIN)


def is_partial(actor: Actor, case: Case, content: Content) -> bool:
    """Judging one's own words, or what one has flagged oneself. Needs `flags` to be loaded."""
    return actor.id == content.author_id or any(
        flag.reporter_id == actor.id for flag in case.flags
    )


def can_decide(actor: Actor, case: Case, content: Content) -> bool:
    return can_moderate(actor) and not is_partial(actor, case, content)
