"""A reporter objects to the merging of their issue, and what comes of it.

Part of `take_step`: the thread is locked.
"""

from datetime import date, timedelta

from flask_babel import gettext as _

from forum.city import settings
from forum.city.workdays import calendar_day
from forum.core import clock
from forum.core.actor import Actor
from forum.core.errors import Refused
from forum.issues import queries
from forum.issues.models import Issue, IssueStep, Step


class ObjectionOver(Refused):
    """Said once already, or the days for it are over."""


def objecting_ends(merged: IssueStep) -> date:
    """The last day for an objection: days of the calendar, as the city has set them."""
    on = calendar_day(merged.created_at)
    return on + timedelta(days=settings.promises(on)["objection"])


def may_still_object(issue: Issue) -> bool:
    """Once for each merging, within the days for it."""
    last = queries.last_step(issue.id, Step.MERGE, Step.OBJECT)
    if last is None or last.step is Step.OBJECT:
        return False
    return clock.today() <= objecting_ends(last)


def note_objection(issue: Issue) -> None:
    if issue.objected_at is not None or not may_still_object(issue):
        raise ObjectionOver(
            _("Batas waktu keberatan sudah lewat, atau keberatan sudah pernah disampaikan.")
        )
    issue.objected_at = clock.now()


def answer_objection(actor: Actor, issue: Issue) -> None:
    """It stays merged. Somebody else says so than who merged it; taking it apart may anyone."""
    if issue.objected_at is None:
        raise Refused(_("Tidak ada keberatan yang menunggu jawaban."))
    merged = queries.last_step(issue.id, Step.MERGE)
    if merged is not None and merged.actor_id == actor.id and not actor.is_system:
        raise Refused(
            _(
                "Keberatan dijawab petugas lain, bukan yang menggabungkan. Anda dapat memisahkan."
            )
        )
    issue.objected_at = None
