"""Who may do what with texts, requests and the register of breaches."""

from forum.core.actor import Actor, Role
from forum.privacy.models import DataCopy, DataRequest

MANAGING = (Role.ADMIN, Role.SYSTEM)


def can_have_data(actor: Actor) -> bool:
    """Whoever has an account may ask what is kept about them, have it mended, and leave."""
    return actor.signed_in


def can_take_copy(actor: Actor, copy: DataCopy) -> bool:
    """A copy of someone's data is for that person alone, administrators included."""
    return actor.id is not None and actor.id == copy.user_id


def can_cancel(actor: Actor, request: DataRequest) -> bool:
    return actor.id is not None and actor.id == request.user_id


def can_publish_texts(actor: Actor) -> bool:
    """For the whole city, not for an area or a unit of it."""
    return actor.has(*MANAGING)


def can_answer_requests(actor: Actor) -> bool:
    return actor.has(*MANAGING)


def can_keep_incidents(actor: Actor) -> bool:
    return actor.has(*MANAGING)


def can_see_retention(actor: Actor) -> bool:
    return actor.has(Role.ADMIN, Role.OBSERVER)
