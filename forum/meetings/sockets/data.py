"""The state of a session for programs: complete, public, free of interface language.

`docs/live-protocol.md` describes every field; a pure reducer follows with these alone.
"""

from datetime import date, datetime
from typing import Any

from forum.meetings.board import Board, ItemVote, Speaker
from forum.meetings.models import AgendaItem, Meeting
from forum.polls.models import Poll, PollState

Data = dict[str, Any]


def state_of(board: Board, *, staff: bool = False) -> Data:
    """The whole state. Staff see the result of a poll from the count on."""
    return {
        "session": session(board.meeting),
        "items": items(board),
        "speakers": [speaker(each) for each in board.speakers],
        "polls": [poll(each, staff=staff) for each in board.votes],
    }


def session(meeting: Meeting) -> Data:
    return {
        "id": meeting.id,
        "title": meeting.title,
        "summary": meeting.summary,
        "state": meeting.state.value,
        "promise": meeting.promise.value,
        "starts_at": iso(meeting.starts_at),
        "planned_minutes": meeting.planned_minutes,
        "place": meeting.place,
        "link": meeting.link,
        "unit": meeting.unit.code if meeting.unit else None,
        "opened_at": iso(meeting.opened_at),
        "ended_at": iso(meeting.ended_at),
        "finished_at": iso(meeting.finished_at),
        "version": meeting.version,
    }


def items(board: Board) -> list[Data]:
    return [item(each, number) for number, each in enumerate(board.items, 1)]


def item(row: AgendaItem, number: int) -> Data:
    return {
        "id": row.id,
        "position": number,
        "title": row.title,
        "note": row.note,
        "planned_minutes": row.planned_minutes,
        "state": row.state.value,
        "started_at": iso(row.started_at),
        "active_since": iso(row.active_since),
        "active_seconds": row.active_seconds,
        "done_at": iso(row.done_at),
        "issue_id": row.issue_id,
        "outcome": _outcome(row),
        "version": row.version,
    }


def _outcome(row: AgendaItem) -> Data | None:
    if row.outcome_kind is None:
        return None
    return {
        "kind": row.outcome_kind.value,
        "text": row.outcome_text,
        "owner": row.outcome_owner,
        "due": iso(row.outcome_due),
    }


def speaker(row: Speaker) -> Data:
    entry = row.entry
    return {
        "id": entry.id,
        "item_id": entry.item_id,
        "name": row.name,
        "role": row.role,
        "unit": row.unit,
        "state": entry.state.value,
        "raised_at": iso(entry.raised_at),
        "started_at": iso(entry.started_at),
        "ended_at": iso(entry.ended_at),
        "seconds": entry.seconds,
        "version": entry.version,
    }


def poll(row: ItemVote, *, staff: bool = False) -> Data:
    poll = row.poll
    return {
        "id": poll.id,
        "item_id": row.item_id,
        "question": poll.question,
        "description": poll.description,
        "method": poll.method,
        "secrecy": poll.secrecy.value,
        "options": [
            {"id": option.id, "label": option.label, "hint": option.hint}
            for option in poll.options
        ],
        "state": poll.state.value,
        "opened_at": iso(poll.opened_at),
        "closes_at": iso(poll.closes_at),
        "closed_at": iso(poll.closed_at),
        "published_at": iso(poll.published_at),
        "entitled": poll.entitled,
        "result": poll.result if _result_is_known(poll, staff) else None,
        "version": poll.version,
    }


def turnout(board: Board) -> list[Data]:
    """For staff only: how many ballots are in, while a poll is open and until it is public."""
    return [
        {"poll_id": poll.id, "ballots": poll.ballot_count, "entitled": poll.entitled}
        for poll in board.undecided
    ]


def _result_is_known(poll: Poll, staff: bool) -> bool:
    if poll.state is PollState.PUBLISHED:
        return True
    return staff and poll.state is PollState.CLOSED


def iso(value: datetime | date | None) -> str | None:
    return None if value is None else value.isoformat()
