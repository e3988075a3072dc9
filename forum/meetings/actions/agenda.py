"""The agenda before the session: adding, changing, moving and removing its items."""

from flask_babel import gettext as _
from sqlalchemy import delete

from forum import search
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock, require_version
from forum.core.errors import Invalid, NotFound
from forum.core.outbox import record
from forum.core.policy import require
from forum.issues import actions as issue_actions
from forum.issues import policy as issue_policy
from forum.issues import queries as issue_queries
from forum.meetings import policy, queries
from forum.meetings.actions.planning import plan_changed, require_plannable
from forum.meetings.actions.refusals import ItemNotReady, NotComplete
from forum.meetings.events import ItemReady
from forum.meetings.models import AgendaItem, ItemState, Meeting, MeetingState

MOST_ITEMS = 60


@atomic()
def add_item(
    actor: Actor,
    meeting: Meeting,
    *,
    title: str,
    note: str = "",
    planned_minutes: int = 15,
    issue_id: int | None = None,
    expected_version: int | None = None,
) -> AgendaItem:
    """Put something at the end of the agenda, perhaps an issue that residents raised."""
    require(policy.can_run, actor, meeting)
    lock(meeting)
    require_version(meeting, expected_version)
    require_plannable(meeting)
    items = queries.items_of(meeting.id)
    if len(items) >= MOST_ITEMS:
        raise Invalid(_("Susunan acara paling banyak 60 acara."))
    item = AgendaItem(meeting_id=meeting.id, position=items[-1].position + 1 if items else 1)
    _fill(actor, item, title, note, planned_minutes, issue_id)
    db.session.add(item)
    db.session.flush()
    plan_changed(actor, meeting)
    _tell_issues(actor, meeting, item.issue_id)
    return item


@atomic()
def edit_item(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    *,
    title: str,
    note: str = "",
    planned_minutes: int = 15,
    issue_id: int | None = None,
    expected_version: int | None = None,
) -> None:
    require(policy.can_run, actor, meeting)
    _lock_both(meeting, item)
    require_version(item, expected_version)
    require_plannable(meeting)
    before = item.issue_id
    _fill(actor, item, title, note, planned_minutes, issue_id)
    item.version += 1
    plan_changed(actor, meeting)
    _tell_issues(actor, meeting, before, item.issue_id)


@atomic()
def move_item(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    *,
    by: int,
    expected_version: int | None = None,
) -> None:
    """Move an item up (-1) or down (1); past the end it stays where it is.

    `expected_version` is that of the meeting: its order is what is changed.
    """
    require(policy.can_run, actor, meeting)
    lock(meeting)
    require_version(meeting, expected_version)
    require_plannable(meeting)
    items = list(queries.items_of(meeting.id))
    before = next(index for index, each in enumerate(items) if each.id == item.id)
    after = max(0, min(len(items) - 1, before + by))
    if after == before:
        return
    items.insert(after, items.pop(before))
    _number(items)
    plan_changed(actor, meeting)


@atomic()
def remove_item(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    *,
    expected_version: int | None = None,
) -> None:
    """Take an item off the agenda; what was announced keeps at least one."""
    require(policy.can_run, actor, meeting)
    _lock_both(meeting, item)
    require_version(meeting, expected_version)
    require_plannable(meeting)
    rest = [each for each in queries.items_of(meeting.id) if each.id != item.id]
    if not rest and meeting.state is MeetingState.SCHEDULED:
        raise NotComplete(_("Sesi yang sudah diumumkan memerlukan sedikitnya satu acara."))
    if queries.has_polls(item.id):
        raise ItemNotReady(
            _("Acara ini sudah punya pemungutan suara, jadi tidak dapat dihapus.")
        )
    issue_id = item.issue_id
    db.session.execute(delete(AgendaItem).where(AgendaItem.id == item.id))
    db.session.expunge(item)
    search.changed("item", [item.id])
    _number(rest)
    plan_changed(actor, meeting)
    _tell_issues(actor, meeting, issue_id)


@atomic()
def make_ready(
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    *,
    expected_version: int | None = None,
) -> None:
    """Its materials are there and who answers is named; also during the session."""
    require(policy.can_run, actor, meeting)
    _lock_both(meeting, item)
    require_version(item, expected_version)
    if item.state is not ItemState.ACCEPTED:
        raise ItemNotReady(_("Acara ini sudah ditandai siap."))
    item.state = ItemState.READY
    item.version += 1
    record(ItemReady(meeting_id=meeting.id, item_id=item.id, actor_id=actor.id))


def _fill(
    actor: Actor,
    item: AgendaItem,
    title: str,
    note: str,
    planned_minutes: int,
    issue_id: int | None,
) -> None:
    title, note = " ".join(title.split()), note.strip()
    if not 3 <= len(title) <= 200:
        raise Invalid(_("Tulis judul acara, 3 sampai 200 huruf."))
    if len(note) > 2000:
        raise Invalid(_("Catatan acara paling banyak 2.000 huruf."))
    if not 1 <= planned_minutes <= 300:
        raise Invalid(_("Lama acara 1 sampai 300 menit."))
    if issue_id is not None and issue_id != item.issue_id:
        _require_public(actor, issue_id)
    item.title, item.note = title, note
    item.planned_minutes, item.issue_id = planned_minutes, issue_id


def _require_public(actor: Actor, issue_id: int) -> None:
    try:
        issue = issue_queries.issue_for(actor, issue_id)
    except NotFound:
        issue = None
    if issue is None or not issue_policy.is_public(issue):
        raise Invalid(_("Tidak ada isu dengan nomor itu."))


def _number(items: list[AgendaItem]) -> None:
    """Number the agenda anew; what gets another place gets another version."""
    for position, item in enumerate(items, 1):
        if item.position != position:
            item.position = position
            item.version += 1


def _lock_both(meeting: Meeting, item: AgendaItem) -> None:
    lock(meeting)
    lock(item)


def _tell_issues(actor: Actor, meeting: Meeting, *issue_ids: int | None) -> None:
    """Issues hear of what was announced; a draft is nobody's news."""
    if meeting.state is not MeetingState.SCHEDULED:
        return
    for issue_id in sorted({each for each in issue_ids if each is not None}):
        issue_actions.chain_changed(issue_id, actor.id)
