"""Whether someone may write before they have agreed to the texts in force: one rule, every door.

Pages, forms and the live rooms ask here. Most of the time that costs nothing: which texts there
are is in memory, and a door may remember for which of them a person owes nothing.
"""

from collections.abc import MutableMapping
from typing import Any

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core.errors import Refused
from forum.privacy import queries, standing
from forum.privacy.queries import Due

_KEY = "texts"


class ConsentFirst(Refused):
    """A version in force was not agreed to for thirty days."""

    def __init__(self) -> None:
        super().__init__(
            _("Baca dan setujui dulu aturan yang baru: buka Akun, lalu Persetujuan.")
        )


def due_for(user: User, memory: MutableMapping[str, Any]) -> list[Due]:
    """What this person should read or agree to.

    Asked of the database until nothing is due, and again when a text changes; `memory` is the
    door's own: a session, a connection.
    """
    stamp = standing.stamp()
    if user.is_demo or not stamp:
        return []
    mark = f"{user.id} {stamp}"
    if memory.get(_KEY) == mark:
        return []
    due = queries.due_for(user)
    if not due:
        memory[_KEY] = mark
    return due


def demand_consent(user: User, memory: MutableMapping[str, Any]) -> None:
    """Reading stays free for everyone; who writes must have agreed to what holds (ConsentFirst)."""
    if queries.must_consent_first(user, due_for(user, memory)):
        raise ConsentFirst
