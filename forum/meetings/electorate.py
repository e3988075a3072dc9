"""Who leads a forum does not vote in it."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select

from forum.core.actor import Actor
from forum.meetings import queries
from forum.polls import barred_people, bars_from_voting


@bars_from_voting
def leading_it(actor: Actor, poll_id: int) -> str | None:
    """The lead and co-leads of the session that the poll belongs to."""
    if queries.leads_at_poll(actor, poll_id):
        return _("Anda memimpin forum warga ini, jadi Anda tidak ikut memilih di dalamnya.")
    return None


@barred_people
def all_who_lead(poll_id: int) -> Select[Any]:
    return queries.leading_poll(poll_id)
