"""Who may follow a session, and what its two rooms are told.

Lines hold ids only. What is shown is the present: whoever hears of an old step sees the
thing as it is now, with its version, and so a reader who takes what is newest is never wrong.
"""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from forum import live
from forum.core.actor import Actor
from forum.core.db import after_commit
from forum.core.errors import NotFound
from forum.core.events import subscribe
from forum.live.models import LiveEvent
from forum.meetings import fragments, policy, queries
from forum.meetings.board import Board, board_of
from forum.meetings.events import ItemEvent, MeetingEvent, PollAttached, SpeakerEvent
from forum.meetings.models import Meeting
from forum.meetings.sockets import data
from forum.polls import queries as polls
from forum.polls.events import (
    PollAnnulled,
    PollClosed,
    PollCounted,
    PollExtended,
    PollOpened,
    PollPublished,
    PollSealed,
    VoteCast,
)

OF_POLLS = (
    PollOpened,
    PollExtended,
    PollClosed,
    PollSealed,
    PollCounted,
    PollPublished,
    PollAnnulled,
)
MEETING = (
    "MeetingDrafted",
    "MeetingChanged",
    "MeetingScheduled",
    "MeetingOpened",
    "MeetingEnded",
    "MinutesDrafted",
)
ITEM = ("ItemReady", "ItemActivated", "ItemDeciding", "ItemResumed", "ItemDone")
SPEAKER = (
    "HandRaised",
    "HandLowered",
    "SpeakerCalled",
    "SpeakerStarted",
    "SpeakerFinished",
    "SpeakerRemoved",
)
POLL = ("PollAttached", *(kind.__name__ for kind in OF_POLLS))

# Which pieces of the public page a step changes.
CHANGES = {
    **dict.fromkeys(MEETING, fragments.EVERYTHING),
    **dict.fromkeys(SPEAKER, ("kini", "antrean")),
    "ItemReady": ("kini",),
    "ItemActivated": ("kini", "antrean", "suara-sesi"),
    "ItemDeciding": ("kini",),
    "ItemResumed": ("kini",),
    "ItemDone": ("kini", "antrean", "suara-sesi", "catatan"),
    "PollAttached": (),
    "PollOpened": ("suara-sesi",),
    "PollExtended": (),  # the poll's own room renews the panel
    "PollClosed": (),
    "PollSealed": (),
    "PollAnnulled": (),
    "PollCounted": (),
    "PollPublished": ("catatan",),
}


# --- who may follow


def whole_state(meeting_id: int) -> live.View:
    board = board_of(meeting_id)
    return live.View(data.state_of(board), fragments.public(board))


def whole_staff_state(meeting_id: int) -> live.View:
    board = board_of(meeting_id)
    state = {**data.state_of(board, staff=True), "turnout": data.turnout(board)}
    return live.View(state, fragments.staff(board))


@live.room("session", snapshot=whole_state)
def may_follow(viewer: Actor, meeting_id: int) -> Meeting:
    """Whoever may see the session may follow it."""
    return queries.meeting_for(viewer, meeting_id)


@live.room("session:staff", snapshot=whole_staff_state)
def may_follow_staff(viewer: Actor, meeting_id: int) -> Meeting:
    """Those who run it, its scribe, and observers; for others there is no such room."""
    meeting = queries.meeting_for(viewer, meeting_id)
    if not policy.can_follow_staff(viewer, meeting):
        raise NotFound("room")
    return meeting


# --- what is told


@live.tells(MeetingEvent)
def tell_both_rooms(event: MeetingEvent) -> Iterable[live.Line]:
    facts = {"meeting_id": event.meeting_id}
    if isinstance(event, ItemEvent):
        facts["item_id"] = event.item_id
    if isinstance(event, SpeakerEvent):
        facts["entry_id"] = event.entry_id
    if isinstance(event, PollAttached):
        facts["poll_id"] = event.poll_id
    return _lines(event.meeting_id, facts)


@live.tells(*OF_POLLS)
def tell_of_its_polls(event: Any) -> Iterable[live.Line]:
    """What happens to a poll of an agenda item is told in the session's rooms as well."""
    place = queries.place_of_poll(event.poll_id)
    if place is None:
        return ()
    meeting_id, item_id = place
    facts = {"meeting_id": meeting_id, "item_id": item_id, "poll_id": event.poll_id}
    return _lines(meeting_id, facts)


@subscribe(VoteCast, within=True)
def tell_turnout(event: VoteCast) -> None:
    """Staff see how many have voted, a few times a second; nothing is logged of a vote."""
    place = queries.place_of_poll(event.poll_id)
    if place is not None:
        room, poll_id = f"session:{place[0]}:staff", event.poll_id
        after_commit(lambda: live.count_changed(room, "Turnout", lambda: show_turnout(poll_id)))


def _lines(meeting_id: int, facts: dict[str, int]) -> list[live.Line]:
    version = queries.version_of(meeting_id)
    rooms = (f"session:{meeting_id}", f"session:{meeting_id}:staff")
    return [live.Line(room, facts, version) for room in rooms]


# --- how it is shown


@live.shows("session", *MEETING, *ITEM, *SPEAKER, *POLL)
def show(line: LiveEvent) -> live.View:
    board = board_of(line.facts["meeting_id"])
    changed = CHANGES[line.type]
    html = fragments.public(board, changed, said=_spoken(line, board))
    return live.View(_data(line, board), html)


@live.shows("session:staff", *MEETING, *ITEM, *SPEAKER, *POLL)
def show_staff(line: LiveEvent) -> live.View:
    board = board_of(line.facts["meeting_id"])
    return live.View(_data(line, board, staff=True), fragments.staff(board))


@live.shows_presence("session")
def show_presence(_meeting_id: int, people: int) -> live.View:
    return live.View({"people": people}, {"hadir": fragments.hadir(people)})


def show_turnout(poll_id: int) -> live.View:
    now = polls.turnout([poll_id])[poll_id]
    facts = {"poll_id": poll_id, "ballots": now.ballots, "entitled": now.entitled}
    return live.View(facts, {f"ikut-{poll_id}": fragments.turnout(**facts)})


def _data(line: LiveEvent, board: Board, *, staff: bool = False) -> data.Data:
    """The whole of what the step changed, as it is now; empty where it is gone."""
    facts = line.facts
    if line.type in MEETING:
        return {"session": data.session(board.meeting), "items": data.items(board)}
    if line.type in SPEAKER:
        return _speaker_data(facts["item_id"], facts["entry_id"], board)
    told: data.Data = {}
    if line.type in ITEM or line.type == "PollAttached":
        rows = [row for row in data.items(board) if row["id"] == facts["item_id"]]
        if rows:
            told["item"] = rows[0]
    if line.type in POLL:
        votes = [vote for vote in board.votes if vote.poll.id == facts["poll_id"]]
        if votes:
            told["poll"] = data.poll(votes[0], staff=staff)
    return told


def _speaker_data(item_id: int, entry_id: int, board: Board) -> data.Data:
    """A hand that left the line is told as gone, whatever the step was about."""
    rows = [speaker for speaker in board.speakers if speaker.entry.id == entry_id]
    if rows:
        return {"speaker": data.speaker(rows[0])}
    return {"gone": {"id": entry_id, "item_id": item_id}}


def _spoken(line: LiveEvent, board: Board) -> str:
    """What those who cannot see are told: steps of the evening, never single hands."""
    if line.type == "MeetingOpened":
        return _("Sesi dibuka.")
    if line.type == "MeetingEnded":
        return _("Sesi ditutup.")
    if line.type == "MinutesDrafted":
        return _("Draf notulen sudah ada.")
    if line.type == "ItemActivated" and board.current is not None:
        return _("Acara dimulai: %(title)s", title=board.current.title)
    if line.type == "PollOpened":
        return _("Pemungutan suara dibuka.")
    if line.type == "PollPublished":
        return _("Hasil pemungutan suara diumumkan.")
    return ""
