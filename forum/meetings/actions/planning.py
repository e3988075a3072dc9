"""Planning a citizen forum: drafting it, changing the plan, announcing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask_babel import gettext as _
from sqlalchemy import delete

from forum.city.models import Unit
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock, require_version
from forum.core.errors import Invalid
from forum.core.outbox import record
from forum.core.policy import require
from forum.issues import actions as issues
from forum.meetings import policy, queries
from forum.meetings.actions.refusals import NotComplete, NotPlannable
from forum.meetings.events import MeetingChanged, MeetingDrafted, MeetingScheduled
from forum.meetings.models import Assignment, Meeting, MeetingStaff, MeetingState, Promise

PLANNED = (MeetingState.DRAFT, MeetingState.SCHEDULED)
EARLIEST = datetime(2000, 1, 1, tzinfo=clock.LOCAL)
LATEST = datetime(2100, 1, 1, tzinfo=clock.LOCAL)
LATE_ENTRY = timedelta(days=1)  # a session may be entered up to a day after it began


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is planned: a draft may leave place, link and unit open."""

    title: str
    starts_at: datetime
    summary: str = ""
    planned_minutes: int = 120
    place: str = ""
    link: str = ""
    unit_id: int | None = None
    promise: Promise = Promise.CONSULT

    def cleaned(self) -> "Plan":
        """With spaces put in order; Invalid, with the reason, where it makes no sense."""
        plan = Plan(
            title=" ".join(self.title.split()),
            starts_at=self.starts_at,
            summary=self.summary.strip(),
            planned_minutes=self.planned_minutes,
            place=" ".join(self.place.split()),
            link=self.link.strip(),
            unit_id=self.unit_id,
            promise=self.promise,
        )
        if not 5 <= len(plan.title) <= 200:
            raise Invalid(_("Tulis judul, 5 sampai 200 huruf."))
        if len(plan.summary) > 5000:
            raise Invalid(_("Ringkasan paling banyak 5.000 huruf."))
        if not 15 <= plan.planned_minutes <= 600:
            raise Invalid(_("Lamanya 15 sampai 600 menit."))
        if len(plan.place) > 200:
            raise Invalid(_("Tempat paling banyak 200 huruf."))
        if plan.link and not _is_web_address(plan.link):
            raise Invalid(
                _("Tautan harus dimulai dengan https:// dan paling banyak 300 huruf.")
            )
        if plan.unit_id is not None and not _is_unit(plan.unit_id):
            raise Invalid(_("Perangkat daerah ini tidak ada."))
        if not EARLIEST <= plan.starts_at <= LATEST:
            raise Invalid(_("Periksa tanggalnya: tahun itu di luar kalender forum."))
        return plan


@atomic()
def draft_meeting(actor: Actor, plan: Plan, *, co_lead_ids: Sequence[int] = ()) -> Meeting:
    """Begin to plan a session; whoever drafts it leads it."""
    require(policy.can_schedule, actor)
    meeting = Meeting(state=MeetingState.DRAFT)
    _take_over(meeting, plan.cleaned())
    db.session.add(meeting)
    db.session.flush()
    lead_ids = [actor.id] if actor.id is not None else []
    _assign(meeting, Assignment.LEAD, lead_ids)
    _assign(meeting, Assignment.CO_LEAD, _able_to_help(co_lead_ids, besides=lead_ids))
    record(MeetingDrafted(meeting_id=meeting.id, actor_id=actor.id))
    return meeting


@atomic()
def edit_meeting(
    actor: Actor,
    meeting: Meeting,
    plan: Plan,
    *,
    co_lead_ids: Sequence[int] = (),
    expected_version: int | None = None,
) -> None:
    """Change the plan. What was announced may move, but not lose its place or unit."""
    require(policy.can_run, actor, meeting)
    lead_ids = [row.user_id for row in meeting.staff if row.assignment is Assignment.LEAD]
    lock(meeting)
    require_version(meeting, expected_version)
    require_plannable(meeting)
    began = meeting.starts_at
    _take_over(meeting, plan.cleaned())
    if meeting.state is MeetingState.SCHEDULED:
        _require_complete(meeting)
        if meeting.starts_at != began:
            _require_timely(meeting)
    co_leads = MeetingStaff.assignment == Assignment.CO_LEAD
    db.session.execute(
        delete(MeetingStaff).where(MeetingStaff.meeting_id == meeting.id, co_leads)
    )
    _assign(meeting, Assignment.CO_LEAD, _able_to_help(co_lead_ids, besides=lead_ids))
    plan_changed(actor, meeting)
    if meeting.state is MeetingState.SCHEDULED:
        _tell_issues(actor, meeting.id)


@atomic()
def schedule_meeting(
    actor: Actor, meeting: Meeting, *, expected_version: int | None = None
) -> None:
    """Announce it: from now on everyone sees it."""
    require(policy.can_run, actor, meeting)
    has_lead = any(row.assignment is Assignment.LEAD for row in meeting.staff)
    lock(meeting)
    require_version(meeting, expected_version)
    if meeting.state is not MeetingState.DRAFT:
        raise NotPlannable(_("Sesi ini sudah diumumkan."))
    if not has_lead:
        raise NotComplete(_("Sesi ini belum punya fasilitator utama."))
    _require_complete(meeting)
    _require_timely(meeting)
    if not queries.items_of(meeting.id):
        raise NotComplete(_("Tambahkan sedikitnya satu acara sebelum mengumumkan."))
    meeting.state = MeetingState.SCHEDULED
    meeting.version += 1
    record(MeetingScheduled(meeting_id=meeting.id, actor_id=actor.id))
    _tell_issues(actor, meeting.id)


def require_plannable(meeting: Meeting) -> None:
    """The plan can be changed until the session is opened."""
    if meeting.state not in PLANNED:
        raise NotPlannable(_("Sesi ini sudah dibuka, jadi rencananya tidak dapat diubah lagi."))


def plan_changed(actor: Actor, meeting: Meeting) -> None:
    meeting.version += 1
    record(MeetingChanged(meeting_id=meeting.id, actor_id=actor.id))


def _take_over(meeting: Meeting, plan: Plan) -> None:
    meeting.title = plan.title
    meeting.summary = plan.summary
    meeting.starts_at = plan.starts_at
    meeting.planned_minutes = plan.planned_minutes
    meeting.place = plan.place
    meeting.link = plan.link
    meeting.unit_id = plan.unit_id
    meeting.promise = plan.promise


def _require_complete(meeting: Meeting) -> None:
    if not meeting.place and not meeting.link:
        raise NotComplete(_("Isi tempat atau tautan supaya warga tahu ke mana datang."))
    if meeting.unit_id is None:
        raise NotComplete(_("Pilih perangkat daerah yang mengadakan sesi ini."))


def _require_timely(meeting: Meeting) -> None:
    if meeting.starts_at < clock.now() - LATE_ENTRY:
        raise NotComplete(_("Waktu mulai sudah lewat. Pilih waktu yang akan datang."))


def _assign(meeting: Meeting, assignment: Assignment, user_ids: Sequence[int]) -> None:
    for user_id in user_ids:
        db.session.add(
            MeetingStaff(meeting_id=meeting.id, user_id=user_id, assignment=assignment)
        )
    db.session.flush()


def _able_to_help(user_ids: Sequence[int], *, besides: Sequence[int]) -> list[int]:
    chosen = [user_id for user_id in dict.fromkeys(user_ids) if user_id not in besides]
    if set(chosen) - queries.facilitator_ids(chosen):
        raise Invalid(_("Fasilitator pendamping harus memegang peran fasilitator."))
    return chosen


def _tell_issues(actor: Actor, meeting_id: int) -> None:
    ids = {item.issue_id for item in queries.items_of(meeting_id)}
    for issue_id in sorted(issue_id for issue_id in ids if issue_id is not None):
        issues.chain_changed(issue_id, actor.id)


def _is_unit(unit_id: int) -> bool:
    return 0 < unit_id <= queries.LARGEST and db.session.get(Unit, unit_id) is not None


def _is_web_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and len(text) <= 300
