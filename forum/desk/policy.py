"""Who may do what at the desk. Nobody here votes for anybody: there is no such action."""

from sqlalchemy import ColumnElement, false, or_, true

from forum.accounts.models import User
from forum.city.models import Area
from forum.core.actor import Actor, Role
from forum.desk.models import Entry, EntryKind

SERVING = (Role.DESK, Role.ADMIN)


def can_serve(actor: Actor) -> bool:
    """Sit at a desk: officers of a kelurahan or of the city, and administrators."""
    return any(grant.role in SERVING and grant.unit_id is None for grant in actor.grants)


def can_serve_in(actor: Actor, area: Area) -> bool:
    """Serve the people of this kelurahan: its own officers, its kecamatan's, the city's."""
    return actor.has(*SERVING, area_id=area.id) or (
        area.parent_id is not None and actor.has(*SERVING, area_id=area.parent_id)
    )


def can_enter_for(actor: Actor, person: User, area: Area) -> bool:
    """For somebody registered at the desk who lives there and has not taken over; never oneself."""
    return (
        can_serve_in(actor, area)
        and actor.id != person.id
        and person.is_assisted
        and person.active
        and person.erased_at is None
        and person.area_id == area.id
    )


def can_see_entry(actor: Actor, entry: Entry) -> bool:
    """The officers of the place where it was made. Needs `area` to be loaded."""
    return can_serve_in(actor, entry.area)


def can_claim(actor: Actor, entry: Entry) -> bool:
    """Take over what was entered for oneself: with the slip in hand, into one's own account.

    Whoever typed it in has seen the PIN, and so may not.
    """
    return actor.signed_in and actor.id != entry.officer_id


def can_speak_by_slip(actor: Actor, entry: Entry) -> bool:
    """Say, with the slip alone, whether what was done about one's own issue is done.

    Not where a name of their own was taken over: they speak from their account. And whoever
    typed it in has seen the PIN, and so may not. Needs `person` to be loaded.
    """
    return (
        entry.kind is EntryKind.ISSUE
        and entry.claimed_at is None
        and entry.person.is_assisted
        and entry.person.erased_at is None
        and actor.id != entry.officer_id
    )


def can_end_kiosk(actor: Actor, area: Area) -> bool:
    return can_serve_in(actor, area)


def areas_served(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Area`: the kelurahan whose people this officer serves."""
    scopes = [
        true()
        if grant.area_id is None
        else or_(Area.id == grant.area_id, Area.parent_id == grant.area_id)
        for grant in actor.grants
        if grant.role in SERVING and grant.unit_id is None
    ]
    return or_(false(), *scopes)


def standing(actor: Actor, area: Area) -> str:
    """In which role an officer acts there, for the record."""
    here = actor.standing(*SERVING, area_id=area.id)
    return here or actor.standing(*SERVING, area_id=area.parent_id)
