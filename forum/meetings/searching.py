"""How citizen forums and the matters on their agendas are found."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, select

from forum import search
from forum.city.models import Unit
from forum.core import markdown
from forum.core.actor import Actor
from forum.core.db import db
from forum.meetings import policy
from forum.meetings.models import AgendaItem, Meeting, MeetingState
from forum.meetings.words import OUTCOMES
from forum.search import Entry, Found, Watch
from forum.search.kinds import states

PAST = (MeetingState.CLOSING, MeetingState.MINUTES_DRAFT)
_PLANNED = ("title", "summary", "place", "state", "starts_at", "unit_id")


@search.kind("meeting")
class Meetings(search.Kind):
    """Announced ones; drafts are with those who plan them."""

    number = 4
    tables = (Meeting,)
    label, one = _l("Forum warga"), _l("Forum warga")
    watches = (Watch(Meeting, _PLANNED, lambda meeting: [meeting.id]),)

    def indexed(self) -> Select[Any]:
        return select(Meeting.id).where(Meeting.state != MeetingState.DRAFT)

    def shown_to(self, viewer: Actor) -> Select[Any]:
        return select(Meeting.id).where(*_announced_to(viewer))

    def entries(self, ref_ids: Collection[int]) -> Iterable[Entry]:
        rows = db.session.execute(
            select(
                Meeting.id, Meeting.starts_at, Meeting.title, Meeting.summary, Meeting.place,
                Meeting.state, Meeting.unit_id, Unit.name.label("unit"), Unit.short_name,
            )
            .outerjoin(Unit, Unit.id == Meeting.unit_id)
            .where(Meeting.id.in_(ref_ids), Meeting.state != MeetingState.DRAFT)
        )  # fmt: skip
        for row in rows:
            yield Entry(
                ref_id=row.id,
                at=row.starts_at,
                title=row.title,
                text=markdown.plain(row.summary),
                also="\n".join(filter(None, (row.place, row.unit, row.short_name))),
                state=row.state.value,
                unit_id=row.unit_id,
            )

    def found(self, viewer: Actor, ref_ids: Collection[int]) -> Mapping[int, Found]:
        meetings = db.session.scalars(
            select(Meeting).where(Meeting.id.in_(ref_ids), policy.visible_to(viewer))
        )
        return {
            one.id: Found(
                title=one.title,
                text=markdown.plain(one.summary),
                url=f"/forum/{one.id}",
                at=one.starts_at,
                status=_status(one.state),
                facts=(one.place or _("Daring"),),
            )
            for one in meetings
        }


@search.kind("item")
class Items(search.Kind):
    """What is on an agenda, with what came out of it; a forum that is a draft hides its own."""

    number = 5
    tables = (AgendaItem, Meeting)
    label, one = _l("Acara forum"), _l("Acara forum")
    watches = (
        Watch(
            AgendaItem,
            ("title", "note", "meeting_id", "outcome_text", "outcome_owner", "state"),
            lambda item: [item.id],
        ),
        Watch(
            Meeting,
            ("starts_at", "unit_id"),
            lambda meeting: select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id),
        ),
    )

    def indexed(self) -> Select[Any]:
        return select(AgendaItem.id)

    def shown_to(self, viewer: Actor) -> Select[Any]:
        shown = select(AgendaItem.id).join(Meeting, Meeting.id == AgendaItem.meeting_id)
        return shown.where(*_announced_to(viewer))

    def entries(self, ref_ids: Collection[int]) -> Iterable[Entry]:
        rows = db.session.execute(
            select(AgendaItem, Meeting.starts_at, Meeting.unit_id)
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .where(AgendaItem.id.in_(ref_ids))
        )
        for item, starts_at, unit_id in rows:
            yield Entry(
                ref_id=item.id,
                at=starts_at,
                title=item.title,
                text=markdown.plain(_text(item)),
                also=item.outcome_owner or "",
                unit_id=unit_id,
            )

    def found(self, viewer: Actor, ref_ids: Collection[int]) -> Mapping[int, Found]:
        rows = db.session.execute(
            select(AgendaItem, Meeting.title, Meeting.starts_at, Meeting.state)
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .where(AgendaItem.id.in_(ref_ids), *_announced_to(viewer))
        )
        return {row.AgendaItem.id: _item(row) for row in rows}


def _announced_to(viewer: Actor) -> tuple[ColumnElement[bool], ...]:
    return Meeting.state != MeetingState.DRAFT, policy.visible_to(viewer)


def _item(row: Any) -> Found:
    item = row.AgendaItem
    kind = item.outcome_kind
    return Found(
        title=item.title,
        text=markdown.plain(_text(item)),
        url=f"/forum/{item.meeting_id}",
        at=row.starts_at,
        within=row.title,
        status=("done", "check", str(OUTCOMES[kind])) if kind else _status(row.state),
        facts=(item.outcome_owner,) if item.outcome_owner else (),
    )


def _text(item: AgendaItem) -> str:
    return "\n\n".join(filter(None, (item.outcome_text, item.note)))


def _status(state: MeetingState) -> tuple[str, str, str]:
    if state is MeetingState.SCHEDULED:
        return "go", "cal", _("Diumumkan")
    if state is MeetingState.LIVE:
        return "no", "live", _("Sedang berlangsung")
    return "info", "edit", _("Hasil sedang disusun")


states("forum-datang", lambda: _("Forum yang akan datang"), MeetingState.SCHEDULED.value)
states("forum-kini", lambda: _("Forum yang berlangsung"), MeetingState.LIVE.value)
states("forum-lalu", lambda: _("Forum yang sudah berlangsung"), *(each.value for each in PAST))
