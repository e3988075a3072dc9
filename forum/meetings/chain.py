"""Citizen forums as links of an issue's chain: taken up, voted on, concluded."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from forum import polls
from forum.core.actor import Actor
from forum.issues.chain import Link, finds_links
from forum.meetings import queries, words
from forum.meetings.models import AgendaItem, ItemState, Meeting, MeetingState
from forum.polls.models import Poll, PollState
from forum.polls.outcome import outcome_of
from forum.web.filters import day, short_day, time_of_day


@finds_links
def forums(viewer: Actor, issue_id: int) -> Sequence[Link]:
    """Agenda items, their polls and their outcomes, in three queries."""
    items = queries.items_on_issue(viewer, issue_id)
    if not items:
        return []
    meetings = {item.id: meeting for item, meeting in items}
    links = [_taken_up(item, meeting) for item, meeting in items]
    for item_id, poll in queries.polls_of_items(list(meetings)):
        links.append(_voted_on(poll, meetings[item_id]))
    links += [_concluded(item, m) for item, m in items if item.state is ItemState.DONE]
    return links


@polls.finds_places
def asked_in(viewer: Actor, poll_id: int) -> Sequence[polls.Place]:
    """The forum in which a poll is held, and the issue that its item takes up."""
    found = queries.origin_of_poll(viewer, poll_id)
    if found is None:
        return []
    meeting, thread = found
    places = [polls.Place(_("Forum warga"), meeting.title, _page_of(meeting))]
    if thread is not None:
        title = thread.shown_title or _("Isu yang disembunyikan moderator")
        places.append(polls.Place(_("Isu"), title, f"/isu/{thread.id}"))
    return places


def _taken_up(item: AgendaItem, meeting: Meeting) -> Link:
    return Link(
        kind="agenda_item",
        id=item.id,
        at=item.started_at or meeting.starts_at,
        label=_("Acara forum warga"),
        title=item.title,
        url=_page_of(meeting),
        detail=_(
            "%(meeting)s, %(day)s, %(time)s",
            meeting=meeting.title,
            day=day(meeting.starts_at),
            time=time_of_day(meeting.starts_at),
        ),
        state=_progress(item, meeting),
        facts={
            "session_id": meeting.id,
            "session_title": meeting.title,
            "starts_at": meeting.starts_at.isoformat(),
            "item_state": item.state.value,
        },
    )


def _progress(item: AgendaItem, meeting: Meeting) -> str:
    if item.state in queries.CURRENT:
        return "now"
    if item.state is ItemState.DONE or meeting.state not in (
        MeetingState.SCHEDULED,
        MeetingState.LIVE,
    ):
        return "done"
    return "next"


def _voted_on(poll: Poll, meeting: Meeting) -> Link:
    outcome = outcome_of(poll) if poll.state is PollState.PUBLISHED else None
    return Link(
        kind="poll",
        id=poll.id,
        at=poll.opened_at or poll.created_at,
        label=_("Pemungutan suara"),
        title=poll.question,
        url=f"/suara/{poll.id}",
        detail=outcome.sentence() if outcome else _poll_words(poll.state),
        state=_poll_progress(poll.state),
        facts={
            "session_id": meeting.id,
            "state": poll.state.value,
            "winners": [option.id for option in outcome.winners] if outcome else None,
        },
    )


def _poll_words(state: PollState) -> str:
    if state is PollState.ARMED:
        return _("Disiapkan, belum dibuka.")
    if state is PollState.ANNULLED:
        return _("Dibatalkan.")
    if state is PollState.OPEN:
        return _("Sedang dibuka.")
    return _("Sudah ditutup, hasilnya belum diumumkan.")


def _poll_progress(state: PollState) -> str:
    if state in (PollState.PUBLISHED, PollState.ANNULLED):
        return "done"
    return "next" if state is PollState.ARMED else "now"


def _concluded(item: AgendaItem, meeting: Meeting) -> Link:
    assert item.outcome_kind is not None
    return Link(
        kind="outcome",
        id=item.id,
        at=item.done_at or meeting.starts_at,
        label=str(words.OUTCOMES[item.outcome_kind]),
        title=item.outcome_text or "",
        url=_page_of(meeting),
        detail=_responsible(item),
        facts={
            "session_id": meeting.id,
            "outcome": item.outcome_kind.value,
            "owner": item.outcome_owner,
            "due": item.outcome_due.isoformat() if item.outcome_due else None,
        },
    )


def _responsible(item: AgendaItem) -> str:
    if item.outcome_owner and item.outcome_due:
        due = short_day(item.outcome_due)
        return _("%(owner)s, tenggat %(due)s", owner=item.outcome_owner, due=due)
    return item.outcome_owner or ""


def _page_of(meeting: Meeting) -> str:
    """Where it is read: the announcement, the room, or the minutes."""
    if meeting.state in queries.RUNNING:
        return url_for("meetings.room", meeting_id=meeting.id)
    if meeting.state is MeetingState.MINUTES_DRAFT:
        return url_for("meetings.minutes", meeting_id=meeting.id)
    return url_for("meetings.detail", meeting_id=meeting.id)
